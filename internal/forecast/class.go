package forecast

// Class is the pattern of an item's demand: how often it sells, and how much
// the units of its selling days differ.
type Class int

// The classes of Syntetos, Boylan and Croston (2005).
const (
	// Unknown is an item with a record that is too short for a promise: fewer than
	// 14 days in stock or 5 days with a sale in the last year.
	Unknown Class = iota
	// Smooth sells often and evenly.
	Smooth
	// Erratic sells often and unevenly.
	Erratic
	// Intermittent sells seldom and evenly.
	Intermittent
	// Lumpy sells seldom and unevenly.
	Lumpy
)

// String returns the class as reports print it.
func (c Class) String() string {
	switch c {
	case Smooth:
		return "smooth"
	case Erratic:
		return "erratic"
	case Intermittent:
		return "intermittent"
	case Lumpy:
		return "lumpy"
	case Unknown:
	}
	return "unknown"
}

const (
	enoughDays  = 14
	enoughSales = 5

	adiCut = 1.32
	cv2Cut = 0.49

	classDays = 365 // a class is computed from the last year
)

// Classify returns the class of a series, from its last year. With n days in
// stock, of which s have a sale, the average interval between sales is ADI =
// n/s days. CV² is the variance of the units of days with a sale over the
// square of their mean. Marked days do not count, except a day with a sale on
// which the item sold out. The limits are ADI 1.32 and CV² 0.49 (Syntetos,
// Boylan and Croston, "On the categorization of demand patterns", 2005).
func Classify(s Series) Class {
	s = s.Last(classDays)
	var days, sales int
	var sum, squares float64
	for i := range s.Units {
		mark, x := s.mark(i), s.units(i)
		if mark&Promoted != 0 || mark != 0 && x == 0 {
			continue
		}
		days++
		if x > 0 {
			sales++
			sum += x
			squares += x * x
		}
	}
	if days < enoughDays || sales < enoughSales {
		return Unknown
	}
	mean := sum / float64(sales)
	often := float64(days)/float64(sales) < adiCut
	evenly := squares/float64(sales)/(mean*mean)-1 < cv2Cut
	switch {
	case often && evenly:
		return Smooth
	case often:
		return Erratic
	case evenly:
		return Intermittent
	default:
		return Lumpy
	}
}
