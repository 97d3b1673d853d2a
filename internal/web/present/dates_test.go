package present

import (
	"testing"
	"time"

	"cafe24-inventory-alert/views/words"
)

// A day that begins in a gap is that day.
func TestADayThatBeginsInAGap(t *testing.T) {
	t.Parallel()
	r := viewerIn(t, "America/Asuncion", time.Date(2023, 11, 20, 15, 0, 0, 0, time.UTC)) // 1 October 2023 began at 1:00
	if got := r.IsoDay("2023-10-01"); got != "Sun 1 Oct" {
		t.Errorf("a date is %q, should be Sun 1 Oct", got)
	}
}

func viewerIn(t *testing.T, zone string, now time.Time) Viewer {
	t.Helper()
	in, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return Viewer{Locale: words.Of("en"), Zone: in, Now: now}
}
