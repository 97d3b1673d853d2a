package forecast

import "cafe24-inventory-alert/internal/lowstock"

const (
	groupRowsMost  = 400
	groupRowsLeast = 20 // least rows by which a kind of group is judged
	groupShort     = 0.03
	groupSpans     = 3 // 7, 14 and 28 days: a new item has few more
)

// groupAges are the days since the first one with a sale after which an item is
// looked at as it was when it was new.
func groupAges() [3]int { return [3]int{4, 7, 13} }

// groupRow is an item when it was new: what was known of it, and what came.
type groupRow struct {
	of  lowstock.Subject
	own paces // what its product has added to the groups

	units, days float64 // since the day after the first sale; ordinary days
	size        float64 // of its orders
	shares      [groupSpans]float64
	wanted      [groupSpans]float64 // units; −1: not known
	guess       [groupSpans][groupLevels]float64
}

// look fills a row with what was known some days after the first sale, and with
// what came. It says whether the row can be judged.
func (r *groupRow) look(s, since Series, events *Events) bool {
	ages := groupAges()
	age := 1 + ages[int(since.Start)%len(ages)]
	origin := since.Start + Date(age) //nolint:gosec // days fit
	model := FitEvents(s.Until(origin), events)
	pace, known := model.pace(since, 1, age)
	r.units, r.days, r.size = pace*known, known, orderSize(since.Until(origin))
	any := false
	for span := range groupSpans {
		length := poolDays()[span]
		r.wanted[span] = wantedFrom(&since, origin, length)
		r.shares[span] = ordinary(model.week, model.events, origin, length)
		d := model.demand(r.shares[span])
		for i, level := range PoolLevels() {
			r.guess[span][i] = max(1, d.Quantile(level))
		}
		any = any || r.wanted[span] >= 0
	}
	return any
}

// judge sets for which kinds and levels suggestions help, and says whether there
// is any. Each row is judged without what its own product has added. The
// suggestions of the mall must have less loss than the guess from the few days
// of the item, and those of a category or a supplier also less than those of the
// mall. They must not cover less than promised by more than three points.
func (g *Groups) judge(rows []groupRow) (any bool) {
	var sums [groupKinds][groupLevels]groupSums
	for i := range rows {
		g.judgeRow(&rows[i], &sums)
	}
	for kind := range sums {
		for i, level := range PoolLevels() {
			s := &sums[kind][i]
			g.helps[kind][i] = s.rows >= groupRowsLeast && s.overGuess > 0 && (kind == groupKinds-1 || s.overMall > 0) && s.covered >= (level-groupShort)*s.windows
			any = any || g.helps[kind][i]
		}
	}
	return any
}

// groupSums is how well suggestions of a kind and a level did: how much less
// their loss was than that of the guess, and of the mall's suggestions.
type groupSums struct{ rows, windows, covered, overGuess, overMall float64 }

func (g *Groups) judgeRow(r *groupRow, sums *[groupKinds][groupLevels]groupSums) {
	_, priors := g.groupsOf(&r.of)
	var items [groupKinds]newItem
	for kind, prior := range priors {
		if prior != nil {
			items[kind] = g.posterior(g.prior(prior, &r.own), r.units, r.days, r.size)
			for level := range groupLevels {
				sums[kind][level].rows++
			}
		}
	}
	for span, wanted := range r.wanted {
		if wanted < 0 {
			continue
		}
		var x [groupKinds][groupLevels]float64
		for kind, prior := range priors {
			least := 0.0
			for i, level := range PoolLevels() {
				if prior != nil {
					least = items[kind].quantile(r.shares[span], level, least)
					x[kind][i] = least
				}
			}
		}
		for kind, prior := range priors {
			if prior == nil {
				continue
			}
			for i, level := range PoolLevels() {
				sums[kind][i].add(wanted, x[kind][i], r.guess[span][i], x[groupKinds-1][i], level)
			}
		}
	}
}

// add adds a window with the suggestion, the guess and the mall's suggestion.
// The losses are divided by the scale of the item.
func (s *groupSums) add(wanted, x, guess, mall, level float64) {
	scale := 1 + (x+guess+mall)/3
	loss := pinball(wanted-x, level)
	s.overGuess += (pinball(wanted-guess, level) - loss) / scale
	s.overMall += (pinball(wanted-mall, level) - loss) / scale
	if s.windows++; wanted <= x {
		s.covered++
	}
}
