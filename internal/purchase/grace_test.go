package purchase_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

func day(text string) time.Time {
	on, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return on
}

func TestGraceIsTwoWorkingDays(t *testing.T) {
	t.Parallel()
	for on, wanted := range map[string]string{
		"2026-11-30": "2026-12-02", // a Monday
		"2026-12-03": "2026-12-07", // over a weekend
		"2026-12-04": "2026-12-08",
		"2026-12-05": "2026-12-08", // a Saturday
		"2026-12-24": "2026-12-29", // Christmas is a Friday
		"2027-02-05": "2027-02-11", // Seollal with its substitute day
		"2026-12-31": "2027-01-05",
	} {
		if got := purchase.CoverUntil(day(on), nil); !got.Equal(day(wanted)) {
			t.Errorf("%s: %s, want %s", on, got.Format(time.DateOnly), wanted)
		}
	}
	for delay, wanted := range map[int]string{0: "2026-12-03", 6: "2026-12-09", -3: "2026-12-03", 500: "2027-02-01"} {
		if got := purchase.CoverUntil(day("2026-12-03"), &delay); !got.Equal(day(wanted)) {
			t.Errorf("delay %d: %s, want %s", delay, got.Format(time.DateOnly), wanted)
		}
	}
}
