package preference_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

var confirmedAt = time.Date(2026, 11, 22, 15, 4, 0, 0, time.UTC)

func notified(channel lowstock.Channel, who string, change ...func(*preference.Listener)) preference.Listener {
	l := preference.Listener{Channel: channel, Recipient: who, First: true}
	for _, c := range change {
		c(&l)
	}
	return l
}

func TestListenersAreThoseWhoCanBeReached(t *testing.T) {
	t.Parallel()
	s := preference.Settings{
		Recipients: []preference.Recipient{
			{Email: "kim@x.kr", Immediate: true, ConfirmedAt: confirmedAt},
			{Email: "new@x.kr", Immediate: true},
			{Email: "left@x.kr", Immediate: true, ConfirmedAt: confirmedAt, UnsubscribedAt: confirmedAt},
			{Email: "dead@x.kr", Immediate: true, ConfirmedAt: confirmedAt, SuspendedAt: confirmedAt},
			{Email: "digest@x.kr", ConfirmedAt: confirmedAt, Digest: preference.DigestDaily},
			{Email: "boss@x.kr", Second: true, ConfirmedAt: confirmedAt, Categories: []int{7}},
		},
		Targets: preference.Targets{}.With(lowstock.ChannelSlack, "https://hooks.slack.com/x").With(lowstock.ChannelWebhook, "https://x.kr/hook"),
	}
	want := []preference.Listener{
		notified(lowstock.ChannelEmail, "kim@x.kr"),
		notified(lowstock.ChannelEmail, "digest@x.kr", func(l *preference.Listener) { l.First, l.Digest = false, preference.DigestDaily }),
		notified(lowstock.ChannelEmail, "boss@x.kr", func(l *preference.Listener) { l.First, l.Second, l.Categories = false, true, []int{7} }),
		notified(lowstock.ChannelSlack, "slack"), notified(lowstock.ChannelWebhook, "webhook"),
	}
	if diff := cmp.Diff(want, s.Listeners()); diff != "" {
		t.Error(diff)
	}
}

func TestWhoReceivesWhat(t *testing.T) {
	t.Parallel()
	routed := func(categories []int, suppliers ...string) func(*preference.Listener) {
		return func(l *preference.Listener) { l.Categories, l.Suppliers = categories, suppliers }
	}
	second := func(l *preference.Listener) { l.First, l.Second = false, true }
	waits := func(l *preference.Listener) { l.First, l.Digest = false, preference.DigestWeekly }
	knit := lowstock.Product{CategoryNos: []int{7, 9}, SupplierCode: "S1"}
	for name, c := range map[string]struct {
		listener preference.Listener
		product  lowstock.Product
		reason   lowstock.Reason
		want     bool
	}{
		"everything":                    {notified("email", "kim"), knit, lowstock.ReasonRaised, true},
		"their category":                {notified("email", "kim", routed([]int{1, 9})), knit, lowstock.ReasonWorse, true},
		"another category":              {notified("email", "kim", routed([]int{1})), knit, lowstock.ReasonRaised, false},
		"their supplier":                {notified("email", "kim", routed(nil, "S1")), knit, lowstock.ReasonOverdue, true},
		"another supplier":              {notified("email", "kim", routed(nil, "S2")), knit, lowstock.ReasonRaised, false},
		"either will do":                {notified("email", "kim", routed([]int{9}, "S2")), knit, lowstock.ReasonWoken, true},
		"no supplier is nobody's":       {notified("email", "kim", routed(nil, "")), lowstock.Product{}, lowstock.ReasonRaised, false},
		"the first, of no answer":       {notified("email", "kim"), knit, lowstock.ReasonUnanswered, false},
		"the second, of no answer":      {notified("email", "kim", second), knit, lowstock.ReasonUnanswered, true},
		"the second, of the opening":    {notified("email", "kim", second), knit, lowstock.ReasonRaised, false},
		"by digest":                     {notified("email", "kim", waits), knit, lowstock.ReasonWorse, true},
		"by digest, of no answer":       {notified("email", "kim", waits), knit, lowstock.ReasonUnanswered, false},
		"by digest, another category":   {notified("email", "kim", waits, routed([]int{1})), knit, lowstock.ReasonRaised, false},
		"the second of another product": {notified("email", "kim", second, routed([]int{1})), knit, lowstock.ReasonUnanswered, false},
	} {
		if got := c.listener.Receives(&c.product, c.reason); got != c.want {
			t.Errorf("%s: hears %t", name, got)
		}
	}
}

func TestNotificationIsExplained(t *testing.T) {
	t.Parallel()
	codes := func(s preference.Settings, now time.Time) []string {
		var list []string
		for _, step := range preference.ExplainNotification(&s, &lowstock.Product{SupplierCode: "S1"}, now) {
			list = append(list, step.Code)
		}
		return list
	}
	kim := preference.Recipient{Email: "kim@x.kr", Immediate: true, ConfirmedAt: confirmedAt}
	theirs, second, fresh, left, dead, digest := kim, kim, kim, kim, kim, kim
	digest.Immediate, digest.Second, digest.Digest = false, true, preference.DigestDaily
	theirs.Suppliers = []string{"S2"}
	second.Immediate, second.Second = false, true
	fresh.ConfirmedAt, left.UnsubscribedAt, dead.SuspendedAt = time.Time{}, confirmedAt, confirmedAt
	night := preference.Settings{Timezone: "Asia/Seoul", QuietFrom: "21:00", QuietTo: "08:00", Recipients: []preference.Recipient{kim}}
	for name, c := range map[string]struct {
		settings preference.Settings
		want     []string
	}{
		"notified":      {preference.Settings{Recipients: []preference.Recipient{kim}, Targets: preference.Targets{}.With(lowstock.ChannelWebhook, "x")}, []string{"tells", "tells"}},
		"nobody":        {preference.Settings{}, []string{"nobody"}},
		"not theirs":    {preference.Settings{Recipients: []preference.Recipient{theirs}}, []string{"not_theirs", "nobody"}},
		"second":        {preference.Settings{Recipients: []preference.Recipient{kim, second}}, []string{"tells", "tells_second"}},
		"by digest":     {preference.Settings{Recipients: []preference.Recipient{digest}}, []string{"tells_digest", "tells_second", "nobody"}},
		"unreachable":   {preference.Settings{Recipients: []preference.Recipient{fresh, left, dead}}, []string{"unconfirmed", "unsubscribed", "suspended", "nobody"}},
		"in quiet time": {night, []string{"tells", "quiet"}},
	} {
		if diff := cmp.Diff(c.want, codes(c.settings, time.Date(2026, 11, 25, 13, 0, 0, 0, time.UTC))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestDaysWhereTheClockChanges checks that a day of 23 or 25 hours begins and
// ends at its own midnights.
func TestDaysWhereTheClockChanges(t *testing.T) {
	t.Parallel()
	berlin := preference.Settings{Timezone: "Europe/Berlin", DigestAt: "00:00"}
	for date, hours := range map[string]float64{"2026-03-29": 23, "2026-10-25": 25, "2026-11-25": 24} {
		end, ok := berlin.EndOfDay(date)
		if !ok {
			t.Fatal(date)
		}
		begin := berlin.LastDigest(end.Add(-time.Hour))
		if got := end.Sub(begin).Hours(); got != hours || begin.Format(time.DateOnly) != date {
			t.Errorf("%s has %g hours, from %s to %s", date, got, begin, end)
		}
	}
	if _, ok := berlin.EndOfDay("2026-11-31"); ok {
		t.Error("there is no 31st of November")
	}
}
