package preference_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/preference"
)

func TestWhoIsAskedNowAndWhoLater(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	first := func(hours int, own bool) preference.EarlierAsk {
		return preference.EarlierAsk{At: ago(time.Duration(hours) * time.Hour), Own: own, First: true}
	}
	again := func(hours int, own bool) preference.EarlierAsk {
		return preference.EarlierAsk{At: ago(time.Duration(hours) * time.Hour), Own: own}
	}
	ten := make([]time.Time, preference.AsksAnHour)
	for i := range ten {
		ten[i] = ago(time.Duration(59-i) * time.Minute)
	}
	in := func(d time.Duration, limit preference.AskLimit) preference.AskPlan {
		return preference.AskPlan{Email: "a", After: now.Add(d), Limit: limit}
	}
	asked := preference.AskPlan{Email: "a"}
	const h = time.Hour
	for name, c := range map[string]struct {
		past []time.Time
		ask  preference.ToAsk
		want preference.AskPlan
	}{
		"nobody was asked":                        {nil, preference.ToAsk{Since: now}, asked},
		"the mall has asked nine within the hour": {ten[1:], preference.ToAsk{Since: now}, asked},
		"and ten":                                          {ten, preference.ToAsk{Since: now}, in(time.Minute, preference.AskMall)},
		"two other malls have begun":                       {nil, preference.ToAsk{Since: now, Earlier: []preference.EarlierAsk{first(5, false), first(4, false)}}, asked},
		"and three":                                        {nil, preference.ToAsk{Since: now, Earlier: []preference.EarlierAsk{first(5, false), first(4, false), first(3, false)}}, in(19*h, preference.AskAddress)},
		"another mall has asked three times":               {nil, preference.ToAsk{Since: now, Earlier: []preference.EarlierAsk{first(5, false), again(4, false), again(3, false)}}, asked},
		"it has itself, once":                              {nil, preference.ToAsk{Earlier: []preference.EarlierAsk{first(5, true)}}, asked},
		"three times":                                      {nil, preference.ToAsk{Earlier: []preference.EarlierAsk{first(5, true), again(4, true), again(3, true)}}, in(19*h, preference.AskAddress)},
		"once, and the address has had six":                {nil, preference.ToAsk{Earlier: []preference.EarlierAsk{first(9, false), again(8, false), again(7, false), first(6, false), again(5, false), first(4, true)}}, in(15*h, preference.AskAddress)},
		"two have waited longer, and one has begun":        {nil, preference.ToAsk{Since: now, Earlier: []preference.EarlierAsk{first(5, false)}, Ahead: 2}, in(19*h, preference.AskAddress)},
		"seven have waited longer":                         {nil, preference.ToAsk{Since: now, Ahead: 7}, in(48*h, preference.AskAddress)},
		"who has waited longer does not hold up who began": {nil, preference.ToAsk{Earlier: []preference.EarlierAsk{first(5, true)}, Ahead: 7}, asked},
		"the later of both limits":                         {ten, preference.ToAsk{Since: now, Earlier: []preference.EarlierAsk{first(5, false), first(4, false), first(3, false)}}, in(19*h, preference.AskAddress)},
	} {
		c.ask.Email = "a"
		if diff := cmp.Diff([]preference.AskPlan{c.want}, preference.PlanAsks(c.past, []preference.ToAsk{c.ask}, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var many []preference.ToAsk
	for range 23 {
		many = append(many, preference.ToAsk{Email: "a", Since: now})
	}
	for i, p := range preference.PlanAsks(nil, many, now) {
		want := asked
		if i >= preference.AsksAnHour {
			want = in(time.Duration(i/preference.AsksAnHour)*h, preference.AskMall)
		}
		if p != want {
			t.Errorf("number %d of many: %v, want %v", i, p, want)
		}
	}
}
