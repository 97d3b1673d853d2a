package lowstock_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestWhoIsAskedNowAndWhoLater(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	first := func(hours int, own bool) lowstock.PastAsk {
		return lowstock.PastAsk{At: ago(time.Duration(hours) * time.Hour), Own: own, First: true}
	}
	again := func(hours int, own bool) lowstock.PastAsk {
		return lowstock.PastAsk{At: ago(time.Duration(hours) * time.Hour), Own: own}
	}
	ten := make([]time.Time, lowstock.AsksAnHour)
	for i := range ten {
		ten[i] = ago(time.Duration(59-i) * time.Minute)
	}
	in := func(d time.Duration, limit lowstock.AskLimit) lowstock.AskPlan {
		return lowstock.AskPlan{Email: "a", After: now.Add(d), Limit: limit}
	}
	asked := lowstock.AskPlan{Email: "a"}
	const h = time.Hour
	for name, c := range map[string]struct {
		past []time.Time
		ask  lowstock.ToAsk
		want lowstock.AskPlan
	}{
		"nobody was asked":                        {nil, lowstock.ToAsk{Since: now}, asked},
		"the mall has asked nine within the hour": {ten[1:], lowstock.ToAsk{Since: now}, asked},
		"and ten":                                          {ten, lowstock.ToAsk{Since: now}, in(time.Minute, lowstock.AskMall)},
		"two other malls have begun":                       {nil, lowstock.ToAsk{Since: now, Past: []lowstock.PastAsk{first(5, false), first(4, false)}}, asked},
		"and three":                                        {nil, lowstock.ToAsk{Since: now, Past: []lowstock.PastAsk{first(5, false), first(4, false), first(3, false)}}, in(19*h, lowstock.AskAddress)},
		"another mall has asked three times":               {nil, lowstock.ToAsk{Since: now, Past: []lowstock.PastAsk{first(5, false), again(4, false), again(3, false)}}, asked},
		"it has itself, once":                              {nil, lowstock.ToAsk{Past: []lowstock.PastAsk{first(5, true)}}, asked},
		"three times":                                      {nil, lowstock.ToAsk{Past: []lowstock.PastAsk{first(5, true), again(4, true), again(3, true)}}, in(19*h, lowstock.AskAddress)},
		"once, and the address has had six":                {nil, lowstock.ToAsk{Past: []lowstock.PastAsk{first(9, false), again(8, false), again(7, false), first(6, false), again(5, false), first(4, true)}}, in(15*h, lowstock.AskAddress)},
		"two have waited longer, and one has begun":        {nil, lowstock.ToAsk{Since: now, Past: []lowstock.PastAsk{first(5, false)}, Ahead: 2}, in(19*h, lowstock.AskAddress)},
		"seven have waited longer":                         {nil, lowstock.ToAsk{Since: now, Ahead: 7}, in(48*h, lowstock.AskAddress)},
		"who has waited longer does not hold up who began": {nil, lowstock.ToAsk{Past: []lowstock.PastAsk{first(5, true)}, Ahead: 7}, asked},
		"the later of both limits":                         {ten, lowstock.ToAsk{Since: now, Past: []lowstock.PastAsk{first(5, false), first(4, false), first(3, false)}}, in(19*h, lowstock.AskAddress)},
	} {
		c.ask.Email = "a"
		if diff := cmp.Diff([]lowstock.AskPlan{c.want}, lowstock.PlanAsks(c.past, []lowstock.ToAsk{c.ask}, now)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var many []lowstock.ToAsk
	for range 23 {
		many = append(many, lowstock.ToAsk{Email: "a", Since: now})
	}
	for i, p := range lowstock.PlanAsks(nil, many, now) {
		want := asked
		if i >= lowstock.AsksAnHour {
			want = in(time.Duration(i/lowstock.AsksAnHour)*h, lowstock.AskMall)
		}
		if p != want {
			t.Errorf("number %d of many: %v, want %v", i, p, want)
		}
	}
}
