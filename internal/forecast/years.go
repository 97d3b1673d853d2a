package forecast

// Years gives the season of a mall as it was known at each origin, and computes
// that of an origin once. Nil gives no season. It is not safe for concurrent
// use; see [Years.Copy].
type Years struct {
	first Date
	roots []float64
	made  map[Date]*Year
}

// NewYears returns the seasons of a mall that consists of some items.
func NewYears(mall []Series) *Years {
	if len(mall) == 0 {
		return nil
	}
	first, end := mall[0].Start, mall[0].End()
	for _, s := range mall {
		first, end = min(first, s.Start), max(end, s.End())
	}
	return &Years{first: first, roots: Roots(mall, first, int(end-first)), made: map[Date]*Year{}}
}

// Copy returns the same for use by another goroutine.
func (y *Years) Copy() *Years {
	if y == nil {
		return nil
	}
	return &Years{first: y.first, roots: y.roots, made: map[Date]*Year{}}
}

// At returns the season as it was known before an origin. It uses no day from
// the origin on.
func (y *Years) At(origin Date) *Year {
	if y == nil {
		return nil
	}
	year, known := y.made[origin]
	if !known {
		year = NewYear(y.first, y.roots[:min(max(0, int(origin-y.first)), len(y.roots))])
		y.made[origin] = year
	}
	return year
}
