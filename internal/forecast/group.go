package forecast

import (
	"math"
	"strconv"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

const (
	groupRates   = 36    // paces of a distribution
	groupLeast   = 0.003 // the least of them, in units an ordinary day
	groupStep    = 0.38  // difference of the logarithms of two neighbouring paces
	groupMall    = 10    // weight of the mall in the prior of a group, in products
	groupSmall   = 10    // least products of a category or a supplier
	groupFew     = 40    // least products of the mall
	groupNew     = 91    // most days since the first sale of a new item
	groupUnseen  = 28    // least days of the record before the first sale of a new item
	groupUnequal = 0.25  // least variance of the logarithm of the pace from one time to another
)

// paces is a distribution of the paces of products: the weight of each of the
// paces of [paceAt].
type paces [groupRates]float64

// paceAt is a pace in units an ordinary day.
func paceAt(i int) float64 { return groupLeast * math.Exp(groupStep*float64(i)) }

// paceNear is the index of the pace that is nearest to a number of units a day.
func paceNear(perDay float64) int {
	if perDay <= groupLeast {
		return 0
	}
	return min(groupRates-1, int(math.Round(math.Log(perDay/groupLeast)/groupStep)))
}

func (p *paces) total() (sum float64) {
	for _, w := range p {
		sum += w
	}
	return sum
}

// Groups is how fast the items of a mall, and of its categories and suppliers,
// sold in their first weeks. It gives suggestions for items with a record that
// is too short for a model. It does not change and is safe for concurrent use.
// Nil is no groups.
type Groups struct {
	mall   paces
	groups map[outlook.Group]*paces
	// phi is the variance over the mean of a day, by pace. kappa is the square of
	// the coefficient of variation of the pace from one time to another.
	phi   paces
	kappa float64
	// size is the mean logarithm of [orderSize] by pace, and slope by how much the
	// logarithm of phi rises with that of an item.
	size  paces
	slope float64
	// helps says, by kind and service level, whether such suggestions were better
	// for items that they were not learnt from.
	helps [groupKinds][groupLevels]bool
}

const (
	groupKinds  = 3 // category, supplier, mall
	groupLevels = 3
)

// levelIndex is the index of a service level in [PoolLevels]; −1 if it is not
// one of them.
func levelIndex(level float64) int {
	for i, l := range PoolLevels() {
		if math.Abs(l-level) <= sameLevel {
			return i
		}
	}
	return -1
}

// groupsOf returns the groups of an item by kind, the smallest category first
// among its categories, and the prior of each; nil for a kind without a group
// that is large enough.
func (g *Groups) groupsOf(of *lowstock.Subject) (groups [groupKinds]outlook.Group, priors [groupKinds]*paces) {
	least := math.Inf(1)
	for _, no := range of.CategoryNos {
		key := outlook.Group{Kind: outlook.GroupCategory, Key: strconv.Itoa(no)}
		if p := g.groups[key]; p != nil {
			if n := p.total(); n < least {
				least, groups[0], priors[0] = n, key, p
			}
		}
	}
	key := outlook.Group{Kind: outlook.GroupSupplier, Key: of.SupplierCode}
	if p := g.groups[key]; p != nil && of.SupplierCode != "" {
		groups[1], priors[1] = key, p
	}
	groups[2], priors[2] = outlook.Group{Kind: outlook.GroupMall}, &g.mall
	return groups, priors
}

// Suggest returns a suggestion for a new item from the narrowest group of which
// suggestions helped: the distribution of the paces of the group, updated with
// what the item has sold since its first day with a sale; see docs/forecast.md.
// It returns false if the item is not new, has sold nothing, or has a class; and
// if no group helps at the service level.
func (g *Groups) Suggest(m *Model, s Series, of *lowstock.Subject, days int, level float64) (Suggestion, outlook.Learnt, bool) {
	at := levelIndex(level)
	since := s.sinceFirstSale()
	if g == nil || at < 0 || m.class != Unknown || !m.sold || since.Len() > groupNew || s.Len()-since.Len() < groupUnseen {
		return Suggestion{}, outlook.Learnt{}, false
	}
	groups, priors := g.groupsOf(of)
	for kind := range groups {
		if priors[kind] == nil || !g.helps[kind][at] {
			continue
		}
		pace, known := m.pace(since, 1, since.Len())
		later := g.posterior(g.prior(priors[kind], nil), pace*known, known, orderSize(since))
		shares := ordinary(m.week, m.events, m.next, min(max(days, 1), MaxDays))
		r := Suggestion{Level: level, Days: days, Point: max(1, whole(later.quantile(shares, level, 0)))}
		r.Demand = min(r.Point, whole(math.Round(later.mean()*shares)))
		r.Safety = r.Point - r.Demand
		return r, outlook.Learnt{Group: groups[kind], Days: since.Len()}, true
	}
	return Suggestion{}, outlook.Learnt{}, false
}

// prior is the distribution of the paces of a group, less what own holds, and
// with that of the mall as much as [groupMall] products weigh.
func (g *Groups) prior(group, own *paces) (p paces) {
	rest := func(of *paces, i int) float64 {
		if own == nil {
			return of[i]
		}
		return max(0, of[i]-own[i])
	}
	mall := 0.0
	for i := range g.mall {
		mall += rest(&g.mall, i)
	}
	for i := range p {
		p[i] = groupMall * rest(&g.mall, i) / max(mall, 1e-9)
		if group != &g.mall {
			p[i] += rest(group, i)
		}
	}
	return p
}

// newItem is what is known of the pace of a new item: chances that sum to 1.
type newItem struct {
	paces

	phi   paces
	kappa float64
}

// posterior is a prior updated with the units of some ordinary days: each pace
// has its weight times the likelihood of the units, which are negative binomial.
// Size is that of the item's orders.
func (g *Groups) posterior(prior paces, units, days, size float64) (p newItem) {
	best := math.Inf(-1)
	p.kappa = g.kappa
	for i, w := range prior {
		p.phi[i] = max(groupEven, g.phi[i]*math.Exp(g.slope*(math.Log(size)-g.size[i])))
		p.paces[i] = math.Inf(-1)
		if w > 0 {
			p.paces[i] = math.Log(w)
			if days > 0 {
				p.paces[i] += p.demand(i, days).logChance(units)
			}
		}
		best = max(best, p.paces[i])
	}
	for i, c := range p.paces {
		if p.paces[i] = math.Exp(c - best); p.paces[i] < groupBare {
			p.paces[i] = 0
		}
	}
	sum := p.total()
	for i := range p.paces {
		p.paces[i] /= sum
	}
	return p
}

// groupBare is how likely a pace must be, compared with the likeliest one, to
// count.
const groupBare = 1e-4

// orderSize is Σu²/Σu over the first days with a sale, up to [enoughSales]: the
// mean size of an order, in which large orders count more.
func orderSize(since Series) float64 {
	sum, squares, sales := 0.0, 0.0, 0
	for i := 0; i < since.Len() && sales < enoughSales; i++ {
		if u := since.units(i); u > 0 {
			sum, squares, sales = sum+u, squares+u*u, sales+1
		}
	}
	return max(1, squares/max(sum, 1))
}

// mean is the mean pace.
func (p *newItem) mean() (sum float64) {
	for i, w := range p.paces {
		sum += w * paceAt(i)
	}
	return sum
}

// demand is the demand of some ordinary days at a pace.
func (p *newItem) demand(pace int, days float64) count {
	mean := paceAt(pace) * days
	return count{mean, mean * (p.phi[pace] + p.kappa*mean)}
}

// quantile is the least whole x with P(D ≤ x) ≥ level, for the demand of some
// ordinary days: a mixture over the paces. It is known to be at least least.
func (p *newItem) quantile(days, level, least float64) float64 {
	enough := func(x float64) bool {
		sum := 0.0
		for i, w := range p.paces {
			if w > 0 {
				d := p.demand(i, days)
				sum += w * d.nearly(x)
			}
		}
		return sum >= level
	}
	low, high := least-1, max(1, least)
	for high < MaxUnits*MaxDays && !enough(high) {
		low, high = high, 2*high
	}
	for high-low > 1 && high-low > 1e-3*high {
		if mid := math.Floor((low + high) / 2); enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// logChance is log P(D = x) of a negative binomial with a variance above the
// mean, for any x ≥ 0.
func (c count) logChance(x float64) float64 {
	size := c.mean * c.mean / (c.variance - c.mean)
	above, _ := math.Lgamma(x + size)
	below, _ := math.Lgamma(size)
	ways, _ := math.Lgamma(x + 1)
	return above - below - ways + size*math.Log(size/(size+c.mean)) + x*math.Log(c.mean/(size+c.mean))
}
