package morning_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
)

// Each answer says when the item returns, and whether the alert carries it.
func TestWhenAnItemReturns(t *testing.T) {
	t.Parallel()
	seoul := time.FixedZone("KST", 9*60*60)
	today := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	due := time.Date(2026, 12, 6, 0, 0, 0, 0, seoul)
	ordered := func(day string) lowstock.Hold {
		return lowstock.Hold{Until: due, Order: lowstock.Order{Quantity: 50, ExpectedOn: day}}
	}
	coming := outlook.Incoming{Units: 50, On: today.AddDate(0, 0, 5)}
	late := outlook.Incoming{Units: 50, On: today.AddDate(0, 0, -1)}
	for name, c := range map[string]struct {
		class    morning.Class
		incident int64
		incoming outlook.Incoming
		kind     morning.Kind
		hold     lowstock.Hold
		until    string
		alert    bool
	}{
		"ordered":                       {morning.ClassOut, 1, outlook.Incoming{}, morning.Ordered, ordered("2026-12-05"), "2026-12-06 00:00", true},
		"ordered without an alert":      {morning.ClassShort, 0, outlook.Incoming{}, morning.Ordered, ordered("2026-12-07"), "2026-12-06 00:00", false},
		"later than an order of today":  {morning.ClassShort, 0, outlook.Incoming{}, morning.Ordered, ordered("2026-12-08"), "2026-12-01 09:00", false},
		"snoozed":                       {morning.ClassOut, 1, outlook.Incoming{}, morning.Later, lowstock.Hold{Until: due}, "2026-12-06 00:00", true},
		"snoozed until restock":         {morning.ClassOut, 1, outlook.Incoming{}, morning.Later, lowstock.Hold{Restock: true}, "", true},
		"fine":                          {morning.ClassShort, 1, outlook.Incoming{}, morning.Fine, lowstock.Hold{}, "", true},
		"fine without an alert":         {morning.ClassShort, 0, outlook.Incoming{}, morning.Fine, lowstock.Hold{}, "2026-12-07 09:00", false},
		"fine, goods come too late":     {morning.ClassShort, 1, coming, morning.Fine, lowstock.Hold{}, "2026-12-06 09:00", false},
		"snoozed, goods come too late":  {morning.ClassShort, 1, coming, morning.Later, lowstock.Hold{Until: due}, "2026-12-06 00:00", false},
		"ordered, goods come too late":  {morning.ClassShort, 1, coming, morning.Ordered, ordered("2026-12-05"), "2026-12-06 00:00", true},
		"late goods no longer expected": {morning.ClassLate, 0, late, morning.Fine, lowstock.Hold{}, "", false},
	} {
		i := morning.Item{Class: c.class, Incident: c.incident}
		i.Incoming, i.Suggestion.LeadDays = c.incoming, 7
		q := morning.Request{Kind: c.kind, Hold: c.hold, Today: today, Zone: seoul}
		until, alert := q.Until(&i)
		got := ""
		if !until.IsZero() {
			got = until.In(seoul).Format("2006-01-02 15:04")
		}
		if got != c.until || alert != c.alert {
			t.Errorf("%s: until %q, by the alert %v; want %q, %v", name, got, alert, c.until, c.alert)
		}
	}
}
