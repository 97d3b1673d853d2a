package cafe24sim

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// orderHistory is what a mall sold before it was made. The orders of a day are computed when somebody requests them;
// they are the same every time, and nothing changes them. It stores only what was on sale at the start.
type orderHistory struct {
	seed        uint64
	from, until time.Time // the first midnight, and the time at which the live orders begin
	goods       []historyItem
	upTo        []float64 // cumulative weights of the goods
	perDay      float64   // orders of an ordinary day, before goods that were not on sale are left out
}

// historyItem is one variant and its sales pattern.
type historyItem struct {
	item  OrderItem // its quantity is the smallest quantity of a line
	seed  uint64
	trend float64     // the demand on the first day as a share of the final demand; 1 for no change
	fades civil       // the demand has been fading since this day; 0: it does not fade
	born  civil       // the first day on sale; 0: it was always on sale
	gone  [2][2]civil // periods in which it was sold out, from one day until another
	lumpy bool        // few customers buy it, each of them many pieces
	peak  int         // the day of the year on which it sells most; 0: its demand is the same all year
}

// civil is a day in Korea, counted from 1970.
type civil int64

const (
	historyOrdersMin, historyOrdersMax = 8, 300 // per day
	variantsPerOrder                   = 26     // variants of the catalogue per daily order
	lumpyDays                          = 9      // lumpy goods sell on one in so many days

	summer, winter     = 196, 15  // the days of the year on which goods of a season sell most
	giftsFrom, giftsTo = 312, 361 // the days of the year between which presents are bought
	giftsMost          = 349      // the day on which most are bought
	giftsMore          = 0.8      // how much more that day sells
)

// makeOrderHistory prepares the days before a time, from the present catalogue. It computes no orders yet.
func (m *mall) makeOrderHistory(until time.Time) {
	m.orderHistory = nil
	days := m.sim.cfg.OrderHistoryDays
	if days <= 0 {
		return
	}
	p := &orderHistory{seed: uint64(newDice(m.sim.cfg.Seed, m.id)), until: until, from: dayIn(until).AddDate(0, 0, -days)}
	sum := 0.0
	for _, product := range m.products {
		for i := range product.Variants {
			at := place{product, i}
			if product.Hidden || product.NotSelling {
				continue
			}
			good, weight := p.good(orderItem(line{at, 1}))
			sum += weight
			p.goods, p.upTo = append(p.goods, good), append(p.upTo, sum)
		}
	}
	p.perDay = min(max(float64(len(p.goods))/variantsPerOrder, historyOrdersMin), historyOrdersMax*2/3)
	if len(p.goods) > 0 {
		m.orderHistory = p
	}
}

// good decides how a variant sells. Most variants sell seldom, because the weights are distributed as in real shops.
func (p *orderHistory) good(item OrderItem) (historyItem, float64) {
	d := newDice(p.seed, item.VariantCode)
	g := historyItem{item: item, seed: uint64(d), trend: 1}
	weight := math.Exp(1.5 * d.normal())
	last, days := civilOf(p.until), float64(civilOf(p.until)-civilOf(p.from))
	ago := func(share float64) civil { return last - civil(share*days) }
	switch kind := d.float(); {
	case kind < 0.14:
		g.lumpy, weight = true, weight*2
	case kind < 0.21:
		g.born = ago(0.1 + 0.6*d.float())
	case kind < 0.28:
		g.fades = ago(0.15 + 0.5*d.float())
	case kind < 0.43:
		g.trend = 0.25 + 0.5*d.float()
	}
	if d.float() < soldOut(weight) {
		for i := range g.gone {
			from := ago(d.float())
			g.gone[i] = [2]civil{from, from + civil(4+d.below(18))}
		}
	}
	switch kind := d.float(); {
	case kind < 0.08:
		g.peak, weight = summer, weight*2
	case kind < 0.16:
		g.peak, weight = winter, weight*2
	}
	return g, weight
}

// soldOut is the probability that a variant was sold out in the past. Those that sell most sell out most.
func soldOut(weight float64) float64 {
	if weight > 4 {
		return 0.5
	}
	return 0.08
}

// wanted is the share of its normal demand that a variant has on a day.
func (g *historyItem) wanted(day civil, through float64) float64 {
	if day < g.born {
		return 0
	}
	for _, out := range g.gone {
		if out[0] <= day && day < out[1] {
			return 0
		}
	}
	share := g.trend + (1-g.trend)*through
	if g.peak > 0 {
		share *= math.Exp(1.5 * (math.Cos(2*math.Pi*float64(yearDay(day)-g.peak)/365) - 1))
	}
	if g.fades > 0 && day > g.fades {
		share *= math.Exp(-float64(day-g.fades) / 25)
	}
	if d := dice(g.seed ^ uint64(day)*0x9e3779b97f4a7c15); g.lumpy && d.below(lumpyDays) > 0 { //nolint:gosec // only bits
		return 0
	}
	return share
}

// day computes a day's orders, in the order in which they were placed; [orderHistory.introduce] adds their buyers.
func (p *orderHistory) day(day civil) []*Order {
	begin := time.Unix(int64(day)*24*60*60, 0).In(kst()).Add(-9 * time.Hour)
	if !begin.Add(24*time.Hour).After(p.from) || !begin.Before(p.until) {
		return nil
	}
	d := newDice(p.seed, strconv.FormatInt(int64(day), 10))
	through := begin.Sub(p.from).Hours() / max(24, p.until.Sub(p.from).Hours())
	mean := p.perDay * (0.85 + 0.3*through) * busy(begin)
	visits := make([]pageVisit, min(max(0, int(math.Round(mean+math.Sqrt(mean)*d.normal()))), historyOrdersMax))
	for i := range visits {
		visits[i] = pageVisit{at: d.hour(), d: dice(d.next())}
	}
	slices.SortFunc(visits, func(a, b pageVisit) int { return cmp.Compare(a.at, b.at) })
	list := make([]*Order, 0, len(visits))
	for i := range visits {
		o := &Order{Placed: begin.Add(visits[i].at)}
		if !o.Placed.Before(p.until) {
			break
		}
		if o.Items = p.basket(&visits[i].d, day, through); len(o.Items) > 0 {
			o.ID = orderID(begin, len(list)+1)
			p.settle(o, &visits[i].d)
			list = append(list, o)
		}
	}
	return list
}

type pageVisit struct {
	at time.Duration // since midnight
	d  dice
}

// basket is what a shopper took of the available goods; it is empty if the first wanted variant was not available.
func (p *orderHistory) basket(d *dice, day civil, through float64) []OrderItem {
	want := 1 + d.below(2)*d.below(3)
	items := make([]OrderItem, 0, want)
	for range want {
		n := sort.SearchFloat64s(p.upTo, d.float()*p.upTo[len(p.upTo)-1])
		g := &p.goods[min(n, len(p.goods)-1)]
		if d.float() >= g.wanted(day, through) {
			if len(items) == 0 {
				return nil
			}
			continue
		}
		if slices.ContainsFunc(items, func(i OrderItem) bool { return i.VariantCode == g.item.VariantCode }) {
			continue
		}
		item := g.item
		if g.lumpy {
			item.Quantity += 1 + d.below(9)
		}
		if d.float() < 0.2 {
			item.Quantity += 1 + d.below(2)
		}
		items = append(items, item)
	}
	return items
}

// settle decides the state of an order: most are paid at once, some later or never, a few are cancelled or returned.
// An event that would fall after the beginning of the live orders does not happen.
func (p *orderHistory) settle(o *Order, d *dice) {
	happens := func(t *time.Time, after time.Duration) {
		if at := o.Placed.Add(after.Truncate(time.Second)); at.Before(p.until) {
			*t = at
		}
	}
	switch fate := d.float(); {
	case fate < 0.02:
		if d.below(2) == 0 {
			happens(&o.Canceled, 72*time.Hour)
		}
		return
	case fate < 0.08:
		happens(&o.PaidAt, time.Duration((2+38*d.float())*float64(time.Hour)))
	default:
		happens(&o.PaidAt, time.Minute)
	}
	switch fate := d.float(); {
	case o.PaidAt.IsZero():
	case fate < 0.03:
		happens(&o.Canceled, 44*time.Hour)
	case fate < 0.05:
		var came time.Time
		if happens(&came, 6*24*time.Hour); !came.IsZero() {
			o.Items[0].Claims = []Claim{{Status: "R40", Quantity: 1}}
		}
	}
}

// introduce generates the buyers of orders that have none yet.
func (p *orderHistory) introduce(orders []*Order) {
	if p == nil {
		return
	}
	for _, o := range orders {
		if o.Buyer == (Buyer{}) {
			d := newDice(p.seed, o.ID)
			o.Buyer = makeBuyer(rand.New(&d))
		}
	}
}

// between computes the orders placed in [from, to], oldest first.
func (p *orderHistory) between(from, to time.Time) []*Order {
	if p == nil {
		return nil
	}
	var list []*Order
	for day := max(civilOf(from), civilOf(p.from)); day <= min(civilOf(to), civilOf(p.until)); day++ {
		for _, o := range p.day(day) {
			if !o.Placed.Before(from) && !o.Placed.After(to) {
				list = append(list, o)
			}
		}
	}
	return list
}

// longestUnpaid is the longest time between an order of the past and its payment.
const longestUnpaid = 48 * time.Hour

// find returns the order with this id, or nil.
func (p *orderHistory) find(id string) *Order {
	date, number, _ := strings.Cut(id, "-")
	day, err := time.ParseInLocation("20060102", date, kst())
	n, wrong := strconv.Atoi(number)
	if p == nil || err != nil || wrong != nil {
		return nil
	}
	list := p.day(civilOf(day))
	if n < 1 || n > len(list) || list[n-1].ID != id {
		return nil
	}
	p.introduce(list[n-1 : n])
	return list[n-1]
}

// count is the number of orders that a day of the past has.
func (p *orderHistory) count(at time.Time) int {
	if p == nil {
		return 0
	}
	return len(p.day(civilOf(at)))
}

func orderID(at time.Time, n int) string {
	return fmt.Sprintf("%s-%07d", at.In(kst()).Format("20060102"), n)
}

// busy is the demand of a day relative to an ordinary day: a weekly rhythm, the two great holidays, and the weeks before
// Christmas. People buy presents before a holiday and nothing on it.
func busy(begin time.Time) float64 {
	week := [7]float64{1.15, 1.3, 1.05, 1, 0.95, 0.8, 0.75}
	f := week[begin.Weekday()]
	switch day := begin.YearDay(); {
	case day >= giftsFrom && day <= giftsMost:
		f *= 1 + giftsMore*float64(day-giftsFrom)/(giftsMost-giftsFrom)
	case day > giftsMost && day < giftsTo:
		f *= 1 + giftsMore*float64(giftsTo-day)/(giftsTo-giftsMost)
	}
	for _, text := range []string{
		"2024-02-10", "2024-09-17", "2025-01-29", "2025-10-06", "2026-02-17", "2026-09-25", "2027-02-07", "2027-09-15", "2028-01-27", "2028-10-03",
	} {
		feast, err := time.ParseInLocation(time.DateOnly, text, kst())
		if err != nil {
			continue
		}
		switch days := int(begin.Sub(feast).Hours() / 24); {
		case days >= -1 && days <= 1:
			f *= 0.5
		case days >= -12 && days < -3:
			f *= 1.35
		}
	}
	return f
}

func dayIn(at time.Time) time.Time {
	y, m, d := at.In(kst()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, kst())
}

func yearDay(day civil) int { return time.Unix(int64(day)*24*60*60, 0).UTC().YearDay() }

func civilOf(at time.Time) civil {
	return civil(math.Floor(float64(at.Unix()+9*60*60) / (24 * 60 * 60)))
}
