package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// settlement is one transaction's way from levels, or from changed rules, to
// decisions and what they leave behind: there is no other. It holds the mall's
// settings row locked from begin to end, so a mall's settlements follow each
// other, readings see settled rules, and replicas do not wait in a circle.
type settlement struct {
	tx      pgx.Tx
	mall    lowstock.MallID
	rules   lowstock.RuleSet
	at      time.Time     // of what is raised or resolved
	confirm time.Duration // see lowstock.Levels.ConfirmAfter
	hold    bool          // see lowstock.Levels.Hold
	telling telling
	collect time.Time // when what is raised is put together; zero: as the settings say
	applied lowstock.Applied
	found   *findings // nil: what is decided on was read before

	awaiting map[int64]time.Time // product → its earliest unconfirmed raise; see awaitAgain
}

// item is one variant on its way through a decision.
type item struct {
	product   *lowstock.Product
	variant   lowstock.Variant // as it is to be stored
	was       *storedVariant   // nil: never seen
	removed   bool             // not in the catalogue any more
	removedAt time.Time        // since when; see leaving
	observed  time.Time        // when the reading began that says so
	source    lowstock.Source

	retext    bool // the searchable text may have changed
	threshold lowstock.Threshold
	decision  lowstock.Decision
	silence   string // see lowstock.Silence
	silent    bool   // low or out, but silent
}

// storedVariant is a variant's row with its standing incident.
type storedVariant struct {
	variant     lowstock.Variant
	threshold   lowstock.Threshold
	status      lowstock.Status
	sales       lowstock.Sales
	silence     string
	silent      bool
	observed    time.Time
	source      lowstock.Source
	raiseSeenAt time.Time
	dismissed   lowstock.Kind
	removedAt   time.Time
	standing    *lowstock.Incident
}

// still is the item of a variant that no reading changes: its stored levels are
// decided on again.
func still(was *storedVariant, product *lowstock.Product) *item {
	return &item{product: product, variant: was.variant, was: was, observed: was.observed, source: was.source}
}

// settle decides on items and queues everything that follows; the caller sends
// the batch.
func (s *settlement) settle(ctx context.Context, items []*item) error {
	var batch pgx.Batch
	w := writes{awaiting: map[int64]time.Time{}, products: map[int64]bool{}}
	for _, it := range items {
		s.judge(it)
		w.add(it, s)
	}
	many := len(w.opened.code)+len(w.told.code) >= checkedTogether
	if many {
		batch.Queue(deferChecks)
	}
	s.queueVariants(&batch, &w)
	queueIncidents(&batch, s.mall, w.standing)
	w.story.queue(&batch, s.mall)
	w.opened.queue(&batch, s.mall, s.at)
	w.told.queue(&batch, s.mall, s.collectAt(), s.at)
	s.queueProductTotals(&batch, &w)
	s.queueCounts(&batch, &w)
	s.found.queue(&batch, s.mall)
	if many {
		queueChecks(&batch)
	}
	s.awaiting = w.awaiting
	if batch.Len() == 0 {
		return nil
	}
	return s.tx.SendBatch(ctx, &batch).Close()
}

// checkedTogether is from how many new rows on their foreign keys are checked
// together at the end.
const checkedTogether = 100

const deferChecks = "SET CONSTRAINTS ALL DEFERRED"

// queueChecks checks the foreign keys of what was inserted since [deferChecks]. By
// [Open]'s plan_cache_mode each check of each row is planned anew, which took four
// fifths of the time of a mass raise. A plan that is kept must be one by index: a
// table that was small when it was made may not stay so.
func queueChecks(batch *pgx.Batch) {
	for _, statement := range []string{
		"SET LOCAL enable_seqscan = off", "SET LOCAL plan_cache_mode = force_generic_plan",
		"SET CONSTRAINTS ALL IMMEDIATE",
		"SET LOCAL plan_cache_mode = force_custom_plan", "SET LOCAL enable_seqscan = on",
	} {
		batch.Queue(statement)
	}
}

func (s *settlement) judge(it *item) {
	it.threshold = resolve(s.rules, it.product, &it.variant, it.sales())
	situation := it.situation(s)
	it.decision, it.silence = lowstock.Evaluate(situation), lowstock.Silence(situation)
	low := it.decision.Status == lowstock.StatusOut || it.decision.Status == lowstock.StatusLow
	it.silent = low && it.silence != ""
	switch it.decision.Action {
	case lowstock.ActionOpen:
		s.applied.Opened++
	case lowstock.ActionEscalate:
		s.applied.Escalated++
	case lowstock.ActionResolve:
		s.applied.Resolved++
	case lowstock.ActionAwait:
		s.applied.Await++
	case lowstock.ActionNone:
	}
}

func (it *item) situation(s *settlement) lowstock.Situation {
	situation := lowstock.Situation{
		Product: *it.product, Variant: it.variant, Removed: it.removed, Threshold: it.threshold, Sales: it.sales(),
		ReadAt: s.at, ConfirmAfter: s.confirm, Source: it.source,
	}
	if it.was != nil {
		situation.Standing, situation.Dismissed, situation.RaiseSeenAt = it.was.standing, it.was.dismissed, it.was.raiseSeenAt
	}
	return situation
}

// sales are reckoned once a night (see UpdateSales), so that thresholds of days
// of cover hold still in between.
func (it *item) sales() lowstock.Sales {
	if it.was == nil {
		return lowstock.Sales{}
	}
	return it.was.sales
}

// writes is what a batch of decisions leaves behind.
type writes struct {
	insert, update []*item
	judged         []*item  // the reading is the stored one; see updateJudged
	touch          []string // codes of variants of which only the time of reading is new
	touchedAt      time.Time
	touchedBy      lowstock.Source
	history        []*item
	texts          []*item
	gone           []string // codes whose text goes
	opened         openedColumns
	standing       []*changedIncident
	story          storyColumns
	told           deliveryColumns
	awaiting       map[int64]time.Time // product → its earliest unconfirmed raise
	products       map[int64]bool      // their totals may have changed
	counts         counts
}

func (w *writes) add(it *item, s *settlement) {
	d := it.decision
	if d.Action == lowstock.ActionAwait {
		no := it.variant.ProductNo
		if seen, ok := w.awaiting[no]; !ok || d.RaiseSeenAt.Before(seen) {
			w.awaiting[no] = d.RaiseSeenAt
		}
	}
	w.addIncident(it, s)
	w.addHistory(it, s)
	switch {
	case it.was == nil:
		w.insert = append(w.insert, it.leaving(s.at))
	case !it.same() && !it.reread():
		w.judged = append(w.judged, it)
		w.counts.add(it)
		if it.decision.Status != it.was.status {
			w.products[it.variant.ProductNo] = true
		}
		return
	case !it.same():
		w.update = append(w.update, it.leaving(s.at))
	default:
		if it.observed.After(it.was.observed) {
			w.touch, w.touchedAt, w.touchedBy = append(w.touch, it.variant.Code), it.observed, it.source
		}
		return
	}
	w.products[it.variant.ProductNo] = true
	if it.was != nil {
		w.products[it.was.variant.ProductNo] = true
	}
	w.counts.add(it)
	w.addText(it)
}

// same says that nothing but the time and way of reading is new.
func (it *item) same() bool {
	was, d := it.was, it.decision
	return !it.retext && it.removed == !was.removedAt.IsZero() && sameVariant(&it.variant, &was.variant) &&
		it.threshold.Value == was.threshold.Value && it.threshold.Source == was.threshold.Source &&
		it.threshold.Days == was.threshold.Days && it.threshold.Muted == was.threshold.Muted &&
		d.Status == was.status && it.silence == was.silence && it.silent == was.silent &&
		d.Dismissed == was.dismissed && d.RaiseSeenAt.Equal(was.raiseSeenAt)
}

func sameVariant(a, b *lowstock.Variant) bool {
	return a.ProductNo == b.ProductNo && a.CustomCode == b.CustomCode && a.Display == b.Display && a.Selling == b.Selling &&
		a.Tracked == b.Tracked && a.Quantity == b.Quantity && a.Safety == b.Safety && a.AtPayment == b.AtPayment &&
		a.SellsAtZero == b.SellsAtZero && a.Important == b.Important && slices.Equal(a.Options, b.Options)
}

// reread says that the item is another reading than the stored one.
func (it *item) reread() bool {
	was := it.was
	return was == nil || it.retext || !it.observed.Equal(was.observed) || it.source != was.source ||
		it.removed == was.removedAt.IsZero() || !sameVariant(&it.variant, &was.variant)
}

// leaving sets since when the item is not in the catalogue any more, where it is not.
func (it *item) leaving(now time.Time) *item {
	switch {
	case !it.removed:
	case it.was != nil && !it.was.removedAt.IsZero():
		it.removedAt = it.was.removedAt
	default:
		it.removedAt = now
	}
	return it
}

// addHistory keeps a level that is new. Untracked stock has none.
func (w *writes) addHistory(it *item, s *settlement) {
	if it.removed || !it.variant.Tracked {
		return
	}
	if was := it.was; was != nil && was.variant.Tracked && was.variant.Quantity == it.variant.Quantity {
		return
	}
	s.applied.Changed++
	w.history = append(w.history, it)
	s.found.add(it, &s.applied)
}

func (w *writes) addText(it *item) {
	switch {
	case it.removed:
		w.gone = append(w.gone, it.variant.Code)
	case it.was == nil || it.retext || !it.was.removedAt.IsZero():
		w.texts = append(w.texts, it)
	}
}

// counts is how many variants of each status the mall gains.
type counts struct{ out, low, ok, untracked, silent int }

func (c *counts) add(it *item) {
	if it.was != nil && it.was.removedAt.IsZero() {
		c.count(it.was.status, it.was.silent, -1)
	}
	if !it.removed {
		c.count(it.decision.Status, it.silent, 1)
	}
}

func (c *counts) count(status lowstock.Status, silent bool, n int) {
	switch status {
	case lowstock.StatusOut:
		c.out += n
	case lowstock.StatusLow:
		c.low += n
	case lowstock.StatusOK:
		c.ok += n
	case lowstock.StatusUntracked:
		c.untracked += n
	}
	if silent {
		c.silent += n
	}
}
