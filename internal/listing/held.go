package listing

// Bound is the stock that a filter finds, and the money that is bound in it: at
// what it costs where that is known, otherwise at the selling price.
type Bound struct {
	Items, Units int64
	AtCost       int64 // in whole units of the mall's currency
	AtPrice      int64 // the same of items whose cost is not known
	Unpriced     int64 // items of which neither is known
}

// Money is the money that is bound.
func (b Bound) Money() int64 { return b.AtCost + b.AtPrice }
