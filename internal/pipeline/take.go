package pipeline

import (
	"context"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	besideTimeout = 5 * time.Second // of the call for one product's variants while others wait
	besideFailed  = 2               // such calls in a row that fail before the rest of an answer is taken without
	partsOf       = 10              // a call for many products that is not answered is made for so many parts of them

	// Of the two calls when only one product is asked for; with aloneSlice less
	// than a job may run.
	aloneListTimeout = 8 * time.Second
	aloneTimeout     = 15 * time.Second
)

// taking applies one answer's products so that none of them waits for another:
// what the answer holds whole goes first, then, one by one, each product that
// needs a call of its own. What cannot be read is quarantined.
type taking struct {
	*applier

	client  *cafe24.Client
	mall    lowstock.MallID
	levels  inbound.Levels // all but the readings
	resting map[int64]bool // quarantined products that get no call of their own now
	hanging map[int64]bool // those that must not be asked for with others
	timeout time.Duration  // of a product's own call
	until   time.Time      // no call by number is begun after it; zero: ctx ends them
	probed  *bool          // whether the platform lists products at all
	applied lowstock.Applied
	sets    map[int64]string // the mall's sets by kind, as they are on record; nil: not looked at yet
}

// taking is for readings of the whole catalogue and of what is near its
// threshold: what is quarantined is asked for by [Pipeline.refresh].
func (a *applier) taking(ctx context.Context, client *cafe24.Client, mall lowstock.MallID) (*taking, error) {
	t := &taking{applier: a, client: client, mall: mall, resting: map[int64]bool{}, hanging: map[int64]bool{}, timeout: besideTimeout}
	list, err := a.store.Mall(mall).Quarantined(ctx)
	for _, q := range list {
		if q.ProductNo != 0 {
			t.resting[q.ProductNo], t.hanging[q.ProductNo] = true, q.Reason == inbound.UnreadableCall
		}
	}
	return t, err
}

// askByNumber has products read that a page was to bring and did not.
func (a *applier) askByNumber(ctx context.Context, mall lowstock.MallID, numbers []int64) error {
	if len(numbers) == 0 {
		return nil
	}
	a.log.WarnContext(ctx, "page not delivered: its products are asked for by number", "mall", mall, "products", len(numbers))
	err := a.store.Mall(mall).MarkDirty(ctx, numbers, a.now())
	a.poke()
	return err
}

// take applies a page and the numbers that were asked for and are gone.
func (t *taking) take(ctx context.Context, page cafe24.List[cafe24.Product], gone []int64) error {
	var whole, partial []cafe24.Product
	for _, product := range page.Items {
		if product.Partial {
			partial = append(partial, product)
		} else {
			whole = append(whole, product)
		}
	}
	found := unreadableOf(inbound.ListProducts, page.Unreadable)
	for i := range whole {
		found = append(found, variantFaults(&whole[i])...)
	}
	if err := t.apply(ctx, readingsOf(whole), gone, found); err != nil {
		return err
	}
	if err := t.noteSets(ctx, page.Items); err != nil {
		return err
	}
	return t.completeAll(ctx, partial)
}

// completeAll asks for the variants of each partial product by a call of its own
// and applies it, whatever comes of that. Where such calls fail one after the
// other it is hardly the products: the rest are taken as the list gave them.
func (t *taking) completeAll(ctx context.Context, partial []cafe24.Product) error {
	failed := 0
	for i := range partial {
		product := &partial[i]
		var found []inbound.Unreadable
		switch {
		case t.resting[product.No]:
			found = append(found, unreadProduct(product, cafe24.FaultVariants, "")) // as it is known
		case failed >= besideFailed:
			found = append(found, unreadProduct(product, cafe24.FaultVariants, "not asked for: other products were not answered"))
		default:
			fault, err := t.complete(ctx, product)
			if err != nil {
				return err
			}
			failed++
			if fault == nil {
				failed = 0
			}
			found = fault
		}
		found = append(variantFaults(product), found...)
		if err := t.apply(ctx, readingsOf(partial[i:i+1]), nil, found); err != nil {
			return err
		}
	}
	return nil
}

// complete returns what kept the product's own call from being answered, or an
// error that is not the product's.
func (t *taking) complete(ctx context.Context, product *cafe24.Product) ([]inbound.Unreadable, error) {
	err := t.client.Within(t.timeout).Complete(ctx, product)
	switch {
	case err == nil:
		return nil, nil
	case !elementsFault(ctx, err):
		return nil, err
	}
	return []inbound.Unreadable{unreadProduct(product, cafe24.FaultVariants, err.Error())}, nil
}

func (t *taking) apply(ctx context.Context, readings []inbound.ProductReading, gone []int64, unreadable []inbound.Unreadable) error {
	if len(readings)+len(gone)+len(unreadable) == 0 {
		return nil
	}
	levels := t.levels
	levels.Readings, levels.Gone, levels.Unreadable = readings, gone, unreadable
	applied, err := t.applier.apply(ctx, t.mall, levels)
	t.applied = sum(t.applied, applied)
	if err == nil {
		t.logUnreadable(ctx, t.mall, unreadable)
	}
	return err
}

// byNumber asks for products by number and applies what comes. One that is not in
// the answer has been deleted. Where the call itself is not answered although
// others are, or where what came does not say which product it is, smaller
// parts are asked for, down to each product alone.
func (t *taking) byNumber(ctx context.Context, numbers []int64) error {
	if !t.until.IsZero() && t.now().After(t.until) {
		return nil // they stay due
	}
	t.levels.StartedAt = t.now()
	page, err := t.client.Products(ctx, cafe24.ProductQuery{ProductNos: numbers, Embed: cafe24.EmbedVariants})
	switch {
	case err == nil:
		return t.takeNumbers(ctx, numbers, page)
	case !elementsFault(ctx, err) || !t.answers(ctx):
		return err
	case len(numbers) > 1:
		return t.inParts(ctx, numbers)
	}
	page.Unreadable = []cafe24.Unreadable{{ProductNo: numbers[0], Fault: cafe24.FaultCall, Detail: err.Error()}}
	return t.take(ctx, page, nil)
}

func (t *taking) takeNumbers(ctx context.Context, numbers []int64, page cafe24.List[cafe24.Product]) error {
	met := map[int64]bool{}
	for _, product := range page.Items {
		met[product.No] = true
	}
	nameless := 0
	for i := range page.Unreadable {
		u := &page.Unreadable[i]
		if u.ProductNo == 0 && len(numbers) == 1 {
			u.ProductNo = numbers[0]
		}
		met[u.ProductNo] = true
		if u.ProductNo == 0 {
			nameless++
		}
	}
	missing := slices.DeleteFunc(slices.Clone(numbers), func(no int64) bool { return met[no] })
	if nameless == 0 || len(missing) == 0 {
		return t.take(ctx, page, missing)
	}
	page.Unreadable = slices.DeleteFunc(page.Unreadable, func(u cafe24.Unreadable) bool { return u.ProductNo == 0 })
	if err := t.take(ctx, page, nil); err != nil {
		return err
	}
	return t.inParts(ctx, missing)
}

func (t *taking) inParts(ctx context.Context, numbers []int64) error {
	for part := range slices.Chunk(numbers, (len(numbers)+partsOf-1)/partsOf) {
		if err := t.byNumber(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// answers says whether the platform lists products at all. It is asked once.
func (t *taking) answers(ctx context.Context) bool {
	if t.probed == nil {
		_, err := t.client.Within(besideTimeout).Products(ctx, cafe24.ProductQuery{Fields: []string{"product_no"}, Limit: 1})
		does := err == nil
		t.probed = &does
	}
	return *t.probed
}

// variantFaults is one entry for a product with variants that cannot be read.
func variantFaults(p *cafe24.Product) []inbound.Unreadable {
	if len(p.Unreadable) == 0 {
		return nil
	}
	u := p.Unreadable[0]
	return []inbound.Unreadable{unreadProduct(p, u.Fault, "variants: "+u.Detail)}
}

// noteSets keeps which of a page's products are sets. What they are made of is
// read beside: when one was hinted at, soon, and otherwise after the sweep. A
// mall without sets costs one look at the record.
func (t *taking) noteSets(ctx context.Context, products []cafe24.Product) error {
	if t.sets == nil {
		kinds, err := t.store.Mall(t.mall).SetKinds(ctx)
		if err != nil {
			return err
		}
		t.sets = kinds
	}
	hinted := t.levels.Source == lowstock.SourceHint
	changed := map[int64]string{}
	for i := range products {
		p := &products[i]
		was, known := t.sets[p.No]
		if p.SetType == nil || *p.SetType == was && (!known || !hinted) {
			continue
		}
		changed[p.No], t.sets[p.No] = *p.SetType, *p.SetType
	}
	if len(changed) == 0 {
		return nil
	}
	var due time.Time
	if t.levels.Sync == nil {
		due = t.now()
	}
	return t.store.Mall(t.mall).NoteSets(ctx, changed, due)
}
