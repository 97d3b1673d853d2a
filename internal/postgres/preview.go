package postgres

import (
	"context"
	"hash/fnv"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// previewed is how far back a preview looks.
const previewed = 30 * 24 * time.Hour

// replayed is for how many variants the levels of the window are replayed.
// When more are covered, a sample is replayed, since a person waits for the
// answer.
const replayed = 10_000

// PreviewRules computes what ruleStore.SetRules would do with the changes now,
// and what they would have done over the last 30 days, with the same functions
// that decide and over the recorded levels. It changes nothing. All numbers
// are about the variants that the changed rules cover. Of very many variants
// the numbers of the 30 days are an estimate. It returns NotFound and Invalid
// as SetRules does.
func (s ruleStore) PreviewRules(ctx context.Context, changes []lowstock.RuleChange, now time.Time) (preview rulebook.Preview, err error) {
	for _, c := range changes {
		if err := c.Check(); err != nil {
			return preview, err
		}
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		preview = rulebook.Preview{}
		edits, err := editsOf(ctx, tx, s.id, changes)
		if err != nil || len(edits) == 0 {
			return err
		}
		p, of := newPreviewing(tx, s.id, edits, now), targetsIn(rulesOf(edits))
		total, err := p.covered(ctx, of)
		if err != nil {
			return err
		}
		p.each = max(1, (total+replayed-1)/replayed)
		err = eachStored(ctx, tx, s.id, of.where(s.id), func(piece *storedPiece) error { return p.look(ctx, piece) })
		preview = p.result()
		return err
	})
	return preview, err
}

// CountAtDefault returns how many variants the mall's default decides that may
// alert and are at or below a threshold now. It is MatchesNow of
// ruleStore.PreviewRules for a default that is a number, without the replay.
func (s ruleStore) CountAtDefault(ctx context.Context, threshold int) (n int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			SELECT count(*) FROM variants
			 WHERE mall_id = $1 AND removed_at IS NULL AND silence = '' AND threshold_source = 'mall' AND quantity <= $2`, s.id, bounded(threshold)).Scan(&n)
	})
	return n, err
}

// previewing is a running preview: a settlement that decides and writes
// nothing.
type previewing struct {
	settlement

	edited  map[ruleSubject]bool
	narrow  map[int64][]lowstock.Rule // the rules after the changes, by product
	wide    []lowstock.Rule           // those rules after the changes that name no product
	changed lowstock.RuleSet          // what the changes leave
	moved   lowstock.RuleSet          // the subjects whose rule differs after the changes; only what these cover is evaluated again
	each    int                       // one of this many variants is replayed
	since   time.Time
	first   time.Time // the first recorded level of what was looked at
	preview rulebook.Preview
}

func newPreviewing(tx pgx.Tx, mall lowstock.MallID, edits []edit, now time.Time) *previewing {
	p := &previewing{
		settlement: settlement{tx: tx, mall: mall, at: now},
		edited:     make(map[ruleSubject]bool, len(edits)), narrow: map[int64][]lowstock.Rule{}, since: now.Add(-previewed),
	}
	var changed, moved []lowstock.Rule
	for _, e := range edits {
		p.edited[subjectOf(e.of)] = true
		if e.changes() {
			moved = append(moved, e.of)
		}
		if e.after == nil {
			continue
		}
		rule := e.of.With(*e.after)
		changed = append(changed, rule)
		if rule.ProductNo != 0 {
			p.narrow[rule.ProductNo] = append(p.narrow[rule.ProductNo], rule)
		} else {
			p.wide = append(p.wide, rule)
		}
	}
	p.changed, p.moved = lowstock.NewRuleSet(changed), lowstock.NewRuleSet(moved)
	return p
}

func (p *previewing) result() rulebook.Preview {
	p.preview.CurrentlySent30d *= p.each
	p.preview.WouldHaveSent30d *= p.each
	p.preview.Estimated = p.each > 1
	p.preview.Opens, p.preview.Worsens, p.preview.Resolves = p.applied.Opened, p.applied.Escalated, p.applied.Resolved
	if p.first.After(p.since) {
		p.preview.RecordedFrom = p.first
	}
	return p.preview
}

// with applies the changes to the rules of some products.
func (p *previewing) with(rules []lowstock.Rule, products []int64) lowstock.RuleSet {
	left := slices.DeleteFunc(slices.Clone(rules), func(r lowstock.Rule) bool { return p.edited[subjectOf(r)] })
	left = append(left, p.wide...)
	for _, no := range products {
		left = append(left, p.narrow[no]...)
	}
	return lowstock.NewRuleSet(left)
}

// look evaluates a piece of the variants that the changes cover.
func (p *previewing) look(ctx context.Context, piece *storedPiece) error {
	nos := productsOf(piece.variants)
	rules, err := rulesFor(ctx, p.tx, p.mall, nos)
	if err != nil {
		return err
	}
	today := lowstock.NewRuleSet(rules)
	p.rules = p.with(rules, nos)
	runs := newRuns(p.since)
	var looked []string
	for _, v := range piece.variants {
		product := piece.products[v.variant.ProductNo]
		if product == nil {
			continue
		}
		it := still(v, &product.product)
		of := subjectFor(&product.product, &v.variant, v.sales)
		applied := p.applied
		p.decide(it)
		if !p.moved.Covers(of) {
			p.applied = applied // the preview changes nothing in it
		}
		if it.silence == "" && v.variant.Quantity <= it.threshold.Value && p.changed.Gives(of, it.threshold) {
			p.preview.MatchesNow++
		}
		if it.silence == "" && p.changed.Waits(of, it.threshold) {
			p.preview.WithoutSales++
		}
		if !p.samples(v.variant.Code) {
			continue
		}
		then := it.situation(&p.settlement)
		current := then
		current.Threshold = today.Resolve(of)
		runs.add(current, then)
		looked = append(looked, v.variant.Code)
	}
	if err := p.recorded(ctx, looked); err != nil {
		return err
	}
	return runs.replay(ctx, p.tx, p.mall, &p.preview)
}

// samples says whether a variant is in the sample. It uses a hash and not
// every nth variant, since options of products come in the same order.
func (p *previewing) samples(code string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(code)) // a hash never fails
	return int(h.Sum32())%p.each == 0
}

// recorded finds the first level of what is covered. It stops once it has
// found one older than the window.
func (p *previewing) recorded(ctx context.Context, codes []string) error {
	if !p.first.IsZero() && !p.first.After(p.since) {
		return nil
	}
	var first *time.Time
	err := p.tx.QueryRow(ctx, `
		SELECT min(h.first)
		  FROM unnest($2::text[]) u(code)
		 CROSS JOIN LATERAL (SELECT min(observed_at) AS first FROM stock_history WHERE mall_id = $1 AND variant_code = u.code) h`,
		p.mall, codes).Scan(&first)
	if first != nil && (p.first.IsZero() || first.Before(p.first)) {
		p.first = *first
	}
	return err
}

// runs are the variants whose last month is replayed under two thresholds
// each.
type runs struct {
	since     time.Time
	codes     []string
	low, high []int32 // at low or below an alert may be due; above high no alert can have been open
	today     []lowstock.Situation
	then      []lowstock.Situation
}

func newRuns(since time.Time) *runs { return &runs{since: since} }

// add leaves out variants that could not have sent an alert under either
// threshold.
func (r *runs) add(today, then lowstock.Situation) {
	low, high := -1, 0
	for _, s := range []lowstock.Situation{today, then} {
		if lowstock.Silence(s) == "" {
			low = max(low, s.Threshold.Value)
		}
		high = max(high, lowstock.RecoveredAt(s.Threshold.Value))
	}
	if low < 0 {
		return
	}
	r.codes, r.low, r.high = append(r.codes, then.Variant.Code), append(r.low, bounded(low)), append(r.high, bounded(high))
	r.today, r.then = append(r.today, today), append(r.then, then)
}

func (r *runs) replay(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, preview *rulebook.Preview) error {
	if len(r.codes) == 0 {
		return nil
	}
	points, err := r.load(ctx, tx, mall)
	for i, code := range r.codes {
		preview.CurrentlySent30d += rulebook.Replay(points[code], r.today[i], r.since)
		preview.WouldHaveSent30d += rulebook.Replay(points[code], r.then[i], r.since)
	}
	return err
}

// load reads the levels of those variants that were low in the window, from
// the last level before the window at which no alert can have been open.
func (r *runs) load(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (map[string][]lowstock.Point, error) {
	rows, err := tx.Query(ctx, `
		SELECT c.code, h.observed_at, h.quantity, h.source
		  FROM (
		    SELECT u.code, u.high FROM unnest($2::text[], $3::int[], $4::int[]) u(code, low, high)
		     WHERE EXISTS (SELECT FROM stock_history WHERE mall_id = $1 AND variant_code = u.code AND observed_at >= $5 AND quantity <= u.low)
		    OFFSET 0
		  ) c
		 CROSS JOIN LATERAL (
		   SELECT coalesce(max(observed_at), '-infinity') AS at FROM stock_history
		    WHERE mall_id = $1 AND variant_code = c.code AND observed_at < $5 AND quantity >= c.high
		 ) f
		 CROSS JOIN LATERAL (
		   SELECT observed_at, quantity, source FROM stock_history
		    WHERE mall_id = $1 AND variant_code = c.code AND observed_at >= f.at
		 ) h
		 ORDER BY c.code, h.observed_at`, mall, r.codes, r.low, r.high, r.since)
	if err != nil {
		return nil, err
	}
	points := make(map[string][]lowstock.Point, len(r.codes))
	var code string
	var p lowstock.Point
	_, err = pgx.ForEachRow(rows, []any{&code, &p.At, &p.Quantity, &p.Source}, func() error {
		points[code] = append(points[code], p)
		return nil
	})
	return points, err
}
