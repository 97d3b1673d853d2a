package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
)

// The greatest stock that is gone after so many days is the last one of which
// RunOut says so.
func TestCoversAreTheRunOutDates(t *testing.T) {
	t.Parallel()
	judged := 0
	for _, it := range generate(shop(), 11, 60, 400) {
		m := forecast.Fit(it.seen, it.events)
		if m.Class() == forecast.Unknown || m.Velocity() > 20 {
			continue
		}
		covers := m.Covers()
		for i, days := range outlook.CoverDays() {
			judged++
			n := int(covers[i])
			if got := m.RunOut(n).P90; n > 0 && got > days {
				t.Errorf("%d units are gone after %d days, not %d", n, got, days)
			}
			if got := m.RunOut(n + 1).P90; got <= days {
				t.Errorf("%d units are gone after %d days, so %d is not the most for %d", n+1, got, n, days)
			}
		}
	}
	if judged < 50 {
		t.Errorf("%d judged", judged)
	}
}
