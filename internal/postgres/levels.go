package postgres

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// ApplyLevels is the only way in which a quantity enters the database. In one
// transaction it stores what a read of the platform brought, writes the level
// history, evaluates every variant with [lowstock.Evaluate], opens, escalates
// and resolves incidents, and makes their deliveries. An answer whose reading
// began before the stored one changes nothing. An uninstalled mall is
// Conflict, and so is a sweep's claim that has passed to another run.
func (s levelStore) ApplyLevels(ctx context.Context, levels inbound.Levels) (applied lowstock.Applied, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		applied, err = applyLevels(ctx, tx, s.id, levels)
		return err
	})
	return applied, err
}

func applyLevels(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, levels inbound.Levels) (lowstock.Applied, error) {
	notification, err := lockMall(ctx, tx, mall)
	if err != nil {
		return lowstock.Applied{}, err
	}
	if err := holdSync(ctx, tx, mall, levels.Sync); err != nil {
		return lowstock.Applied{}, err
	}
	r := newReading(levels)
	if err := r.load(ctx, tx, mall); err != nil {
		return lowstock.Applied{}, err
	}
	s := &settlement{
		tx: tx, mall: mall, rules: r.rules, notification: notification,
		at: levels.StartedAt, confirm: levels.ConfirmAfter, hold: levels.Hold,
		found: &findings{marks: r.marks, before: r.watched, at: levels.AnswerAt},
	}
	if s.found.at.IsZero() {
		s.found.at = levels.StartedAt
	}
	items := r.items(&s.applied)
	if err := r.writeProducts(ctx, tx, mall); err != nil {
		return s.applied, err
	}
	if err := s.settle(ctx, items); err != nil {
		return s.applied, err
	}
	if err := r.release(ctx, tx, mall); err != nil {
		return s.applied, err
	}
	// Last, so that the marks are locked for a short time only: hints of the same
	// products wait for these locks, and every mall's hints wait behind them.
	if err := settleDirty(ctx, tx, mall, slices.Concat(r.asked, r.unreadableNos()), levels.StartedAt, levels.ConfirmAfter); err != nil {
		return s.applied, err
	}
	if err := awaitAgain(ctx, tx, mall, s.awaiting, levels.ConfirmAfter); err != nil {
		return s.applied, err
	}
	return s.applied, quarantineProducts(ctx, tx, mall, r.unreadable, s.found.at)
}

// reading is levels together with what is stored of the same products.
type reading struct {
	source   lowstock.Source
	started  time.Time
	products map[int64]inbound.ProductReading // the last reading where a product comes twice
	gone     []int64
	asked    []int64 // all products, in order
	codes    []string

	unreadable []inbound.Unreadable

	rules          lowstock.RuleSet
	stored         map[int64]*storedProduct
	storedVariants map[string]*storedVariant
	byProduct      map[int64][]*storedVariant
	marks          map[int64]mark
	watched        watched
	quarantined    bool // whether anything of the mall is quarantined

	write   []*lowstock.Product // products that are new or differ
	touch   []int64             // products whose time of reading alone is new
	removed []int64
}

func newReading(levels inbound.Levels) *reading {
	r := &reading{
		source: levels.Source, started: levels.StartedAt, products: map[int64]inbound.ProductReading{}, unreadable: levels.Unreadable,
	}
	for _, p := range levels.Readings {
		r.products[p.Product.No] = storableReading(p)
		for _, v := range p.Variants {
			r.codes = append(r.codes, storable(v.Code))
		}
	}
	for _, no := range levels.Gone {
		if _, is := r.products[no]; !is {
			r.gone = append(r.gone, no)
		}
	}
	r.asked = append(slices.Collect(maps.Keys(r.products)), r.gone...)
	slices.Sort(r.asked)
	return r
}

// storableReading returns the reading in the form that the columns can hold,
// so that comparing it with what is stored finds only real changes.
func storableReading(r inbound.ProductReading) inbound.ProductReading {
	p := &r.Product
	p.Code, p.Name, p.SupplierCode = storable(p.Code), storable(p.Name), storable(p.SupplierCode)
	p.Price, p.SupplyPrice, p.ImageURL = storable(p.Price), storable(p.SupplyPrice), storable(p.ImageURL)
	if p.CategoryNos != nil {
		p.CategoryNos = append([]int{}, p.CategoryNos...) // "in no category" is not the same as "not said"
		slices.Sort(p.CategoryNos)
	}
	variants := make([]lowstock.Variant, len(r.Variants))
	for i, v := range r.Variants {
		v.ProductNo, v.Code, v.CustomCode, v.AddedPrice = p.No, storable(v.Code), storable(v.CustomCode), storable(v.AddedPrice)
		v.Quantity, v.Safety = int(bounded(v.Quantity)), int(bounded(v.Safety))
		options := make([]lowstock.Option, len(v.Options))
		for j, o := range v.Options {
			options[j] = lowstock.Option{Name: storable(o.Name), Value: storable(o.Value)}
		}
		v.Options = options
		variants[i] = v
	}
	r.Variants = variants
	return r
}

func (r *reading) load(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (err error) {
	if r.rules, err = loadRules(ctx, tx, mall, r.asked); err != nil {
		return err
	}
	if r.stored, err = loadProducts(ctx, tx, mall, r.asked); err != nil {
		return err
	}
	if r.storedVariants, err = loadVariants(ctx, tx, mall, r.asked, r.codes); err != nil {
		return err
	}
	if r.marks, err = loadMarks(ctx, tx, mall, r.asked); err != nil {
		return err
	}
	if r.watched, r.quarantined, err = loadWatched(ctx, tx, mall); err != nil {
		return err
	}
	r.byProduct = make(map[int64][]*storedVariant, len(r.asked))
	for _, v := range r.storedVariants {
		r.byProduct[v.variant.ProductNo] = append(r.byProduct[v.variant.ProductNo], v)
	}
	return nil
}

// items pairs every variant in the levels with its stored row.
func (r *reading) items(applied *lowstock.Applied) []*item {
	items := make([]*item, 0, len(r.codes))
	seen := make(map[string]bool, len(r.codes))
	for _, no := range r.asked {
		if reading, ok := r.products[no]; ok {
			items = r.readProduct(items, &reading, seen, applied)
		}
	}
	for _, no := range r.asked {
		if reading, ok := r.products[no]; ok {
			items = r.absent(items, &reading, seen)
		}
	}
	for _, no := range r.gone {
		items = r.goneProduct(items, no)
	}
	return items
}

func (r *reading) readProduct(items []*item, reading *inbound.ProductReading, seen map[string]bool, applied *lowstock.Applied) []*item {
	applied.Products++
	if r.goneSince(reading.Product.No) {
		applied.Stale += len(reading.Variants)
		return items
	}
	product, retext := r.settleProduct(&reading.Product)
	_, newer := r.effective(&reading.Product)
	for _, v := range slices.Backward(reading.Variants) { // where a code comes twice, the last one counts
		if seen[v.Code] {
			continue
		}
		seen[v.Code] = true
		was := r.storedVariants[v.Code]
		// A variant also does not count when a later reading of the product did not
		// list it.
		if was != nil && !r.started.After(was.observed) || (was == nil || !was.removedAt.IsZero()) && !newer {
			applied.Stale++
			continue
		}
		items = append(items, &item{
			product: product, variant: v, was: was, observed: r.started, source: r.source,
			retext: retext || was != nil && (v.CustomCode != was.variant.CustomCode || !slices.Equal(v.Options, was.variant.Options)),
		})
	}
	// Their quantity stays as it was, but the product may be hidden now.
	for _, code := range reading.Unknown {
		if was := r.storedVariants[code]; was != nil && was.removedAt.IsZero() && !seen[code] {
			seen[code] = true
			it := still(was, product)
			it.retext = retext
			items = append(items, it)
		}
	}
	return items
}

// absent removes the stored variants that are missing in the reading of their
// product. Of the variants that a partial reading lacks nothing new is known
// except their product.
func (r *reading) absent(items []*item, reading *inbound.ProductReading, seen map[string]bool) []*item {
	product, _ := r.effective(&reading.Product)
	for _, was := range r.byProduct[reading.Product.No] {
		if reading.Partial {
			if !seen[was.variant.Code] && was.removedAt.IsZero() {
				it := still(was, product)
				it.retext = r.renamed(product)
				items = append(items, it)
			}
			continue
		}
		if !seen[was.variant.Code] && was.removedAt.IsZero() && r.started.After(was.observed) {
			items = append(items, r.removal(was, product))
		}
	}
	return items
}

func (r *reading) goneProduct(items []*item, no int64) []*item {
	p := r.stored[no]
	if p == nil || !r.started.After(p.observed) {
		return items
	}
	if !p.removedAt.IsZero() {
		r.touch = append(r.touch, no)
		return items
	}
	r.removed = append(r.removed, no)
	for _, was := range r.byProduct[no] {
		if was.removedAt.IsZero() && r.started.After(was.observed) {
			items = append(items, r.removal(was, &p.product))
		}
	}
	return items
}

// goneSince says whether a later reading than this one found the product gone.
func (r *reading) goneSince(no int64) bool {
	p := r.stored[no]
	return p != nil && !p.removedAt.IsZero() && !r.started.After(p.observed)
}

func (r *reading) removal(was *storedVariant, product *lowstock.Product) *item {
	it := still(was, product)
	it.removed, it.observed, it.source = true, r.started, r.source
	return it
}
