package lowstock

import (
	"regexp"
	"strconv"
	"strings"
)

// LossCurve says how many units of demand a stock is expected to lack until
// goods can be there, in tenths of a unit: E[max(0, D − stock)], where D is the
// demand until then. It is 0 for a stock that lasts until then with the promised
// service level. The nightly forecast computes it for every stock, so that a
// list sorts by it and a page fits no model.
//
// It is a list of sections of numbers: a time in days; the least stock from
// which nothing is lost; how many points follow; the stocks of the points,
// rising from 0; the tenths of a unit of each. The result between two points is
// interpolated. The first section is the lead time. The others are shorter
// times, the shortest first, for goods that arrive earlier. The function
// lost_ahead of the database computes the same.
type LossCurve []int32

// lossHead is how many numbers a section has before its points.
const lossHead = 3

// MaxLost is the most tenths of a unit that a curve holds, so that no price
// times it exceeds 64 bits.
const MaxLost = 1_000_000

// Ahead returns the tenths of a unit that are expected to be lost of a stock
// until goods can be there: until each arrival, and until an order of today
// arrives. The arrivals are in the order of their days. Those after the lead time
// do not count. The result is the greatest of what is lost before each arrival,
// of the stock and the arrivals before it, and what is lost of all together
// within the lead time. What the merchant sold below 0 is taken off the goods.
func (c LossCurve) Ahead(stock int, arrivals ...Arrival) (most int) {
	if len(c) < lossHead || max(0, stock) >= int(c[1]) {
		return 0
	}
	for _, a := range arrivals {
		if a.Units <= 0 || a.Day < 1 || a.Day > int(c[0]) {
			continue
		}
		if a.Day > 1 {
			most = max(most, c.before(a.Day-1, stock))
		}
		stock += a.Units
	}
	return max(most, c.lost(0, stock))
}

// Before returns the tenths of a unit that are expected to be lost of a stock
// before something arrives on a day, where 1 is today. It is 0 if the stock lasts
// until then with the promised service level.
func (c LossCurve) Before(stock, day int) int {
	if len(c) < lossHead || max(0, stock) >= int(c[1]) || day <= 1 {
		return 0
	}
	if day > int(c[0]) {
		return c.lost(0, stock)
	}
	return c.before(day-1, stock)
}

// before returns what is lost within some days, fewer than the lead time.
func (c LossCurve) before(days, stock int) int {
	shorter, lost := 0, 0
	at := c.next(0)
	for at+lossHead <= len(c) && int(c[at]) < days {
		shorter, lost = int(c[at]), c.lost(at, stock)
		at = c.next(at)
	}
	if at+lossHead > len(c) {
		at = 0
	}
	return lost + (c.lost(at, stock)-lost)*(days-shorter)/(int(c[at])-shorter)
}

// next returns the index of the section after that at an index.
func (c LossCurve) next(at int) int { return at + lossHead + 2*int(c[at+2]) }

// lost returns what is lost of a stock by the section at an index.
func (c LossCurve) lost(at, stock int) int {
	n := int(c[at+2])
	if n == 0 || stock >= int(c[at+1]) || c.next(at) > len(c) {
		return 0
	}
	stock = max(0, stock)
	stocks := c[at+lossHead : at+lossHead+n]
	lost := c[at+lossHead+n : at+lossHead+2*n]
	k := 0
	for k+1 < n && int(stocks[k+1]) <= stock {
		k++
	}
	if k+1 == n {
		return int(lost[k])
	}
	return int(lost[k]) - int(lost[k]-lost[k+1])*(stock-int(stocks[k]))/int(stocks[k+1]-stocks[k])
}

// Loss is what a fall is expected to cost until goods can be there.
type Loss struct {
	Known  bool  // false: the forecast does not know it
	Tenths int   // units of demand that cannot be sold, in tenths
	Priced bool  // false: the price is not known, and Money is 0
	Money  int64 // their value, in whole units of the mall's currency
}

// Units returns the expected lost units, to a tenth.
func (l Loss) Units() float64 { return float64(l.Tenths) / 10 }

// LossOf returns the value of tenths of a unit at a price.
func LossOf(tenths int, price Amount) Loss {
	l := Loss{Known: true, Tenths: tenths}
	if price > 0 {
		l.Priced, l.Money = true, (int64(tenths)*int64(price)+500)/1000
	}
	return l
}

// Add returns the sum of two losses.
func (l Loss) Add(o Loss) Loss {
	return Loss{Known: l.Known || o.Known, Tenths: l.Tenths + o.Tenths, Priced: l.Priced || o.Priced, Money: l.Money + o.Money}
}

// Amount is an amount of money in hundredths of the mall's currency.
type Amount int64

// String writes the amount as Cafe24 does: "12900.00".
func (a Amount) String() string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	part := strconv.FormatInt(int64(a%100), 10)
	if a%100 < 10 {
		part = "0" + part
	}
	return sign + strconv.FormatInt(int64(a/100), 10) + "." + part
}

var amount = regexp.MustCompile(`^-?[0-9]{1,10}(\.[0-9]{1,2})?$`)

// AmountOf reads an amount as Cafe24 writes it, such as "12900.00". It returns
// false for a text that is no amount.
func AmountOf(text string) (Amount, bool) {
	if !amount.MatchString(text) {
		return 0, false
	}
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return Amount(n), err == nil
}

// PriceOf returns the selling price of a variant: the price of its product and
// what the variant adds to it. It is 0 if the price of the product is not known,
// or if nothing remains.
func PriceOf(product, additional string) Amount {
	price, is := AmountOf(product)
	if !is {
		return 0
	}
	more, _ := AmountOf(additional)
	return max(0, price+more)
}
