package stock

import (
	"math"
	"slices"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/views/words"
)

// The page names the season of the lead time, and says nothing where there is
// none.
func TestTheSeasonIsNamed(t *testing.T) {
	t.Parallel()
	s := forecast.Series{Start: 15000, Units: make([]int32, 760)}
	for i := range s.Units {
		s.Units[i] = int32(20 * math.Exp(math.Sin(2*math.Pi*float64(i)/365)))
	}
	year := forecast.NewYears([]forecast.Series{s}).At(s.End())
	in, plain := forecast.FitEvents(s, (*forecast.Events)(nil).In(year)), forecast.FitEvents(s, nil)
	r := viewerAt(words.Korean, "2026-11-30T12:00:00+09:00")
	if got := r.season(&plain, 14); got != nil {
		t.Errorf("%q without a season", got)
	}
	want := []string{"앞으로 14일은 보통 때의 1.6배쯤 팔리는 시기예요. 지난해 판매로 계산했어요."}
	if got := r.season(&in, 14); !slices.Equal(got, want) {
		t.Errorf("%q, season %v", got, in.Season(14))
	}
}
