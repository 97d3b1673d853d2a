package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// FirstLook is what the orders of the year before the app was installed tell of
// a mall. It is computed once the orders are read.
type FirstLook struct {
	On        time.Time // calendar day on which it was computed
	Days      int       // of orders, at most 365
	Items     int       // variants that were probably sold out
	Stockouts int       // how often
	LostUnits float64   // that would have sold meanwhile
	LostValue float64   // of these, at today's prices in the mall's currency; items without a price count nothing
	Announced int       // stock-outs that the suggested thresholds would have announced a lead time before
	Chance    float64   // stock-outs that are expected to be none, at most
}

// ReallyLost is the part of the sales of a stock-out that is not made up for
// later. It is an assumption, and the pages say so.
const ReallyLost = 0.6

// PastStockouts is the probable stock-outs of a variant within the year before.
type PastStockouts struct {
	VariantCode string
	Stockouts   int // at least 1
	Days        int // of all of them
	LostUnits   float64
	Announced   int       // those that the suggested threshold would have announced
	LastFrom    time.Time // first calendar day of the last one
	LastDays    int
}

// PastStockoutsRow is a line of a list of past stock-outs.
type PastStockoutsRow struct {
	PastStockouts

	ProductNo   int64
	ProductName string
	Options     []lowstock.Option
	ImageURL    string
	LostValue   float64 // in the mall's currency; 0 without a price
}
