package stock

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

// A forecast day whose midnight does not exist (a daylight saving gap) keeps
// its date.
func TestADayAheadThatBeginsInAGap(t *testing.T) {
	t.Parallel()
	in, err := time.LoadLocation("America/Asuncion") // 1 October 2023 began at 1:00
	if err != nil {
		t.Fatal(err)
	}
	r := viewing(present.Viewer{Locale: words.Of("en"), Zone: in, Now: time.Date(2023, 10, 1, 3, 30, 0, 0, time.UTC)})
	if got := r.dayAhead(2); got != "1 Oct" {
		t.Errorf("the day is %q, should be 1 Oct", got)
	}
}
