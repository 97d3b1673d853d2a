package report

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

// TestAMonthThatBeginsInAGap: a month whose first midnight does not exist, because the clocks go
// forward then, is still that month.
func TestAMonthThatBeginsInAGap(t *testing.T) {
	t.Parallel()
	r := viewerIn(t, "America/Asuncion", time.Date(2023, 11, 20, 15, 0, 0, 0, time.UTC)) // 1 October 2023 began at 01:00
	october := r.monthOf("2023-10")
	for what, pair := range map[string][2]string{
		"the month":        {r.month(october), "October 2023"},
		"its address":      {monthURL(october), "/report?month=2023-10"},
		"the month before": {r.month(r.monthFrom(october, -1)), "September 2023"},
		"the month after":  {r.monthFrom(october, 1).Format(time.RFC3339), "2023-11-01T00:00:00-03:00"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, should be %q", what, pair[0], pair[1])
		}
	}
}

func viewerIn(t *testing.T, zone string, now time.Time) viewer {
	t.Helper()
	in, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return viewer{present.Viewer{Locale: words.Of("en"), Zone: in, Now: now}}
}
