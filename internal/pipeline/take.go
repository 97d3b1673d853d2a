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
	besideTimeout = 5 * time.Second // of the call for one product's variants while other products wait
	besideFailed  = 2               // number of such calls in a row that may fail; then the rest of an answer is taken without
	partsOf       = 10              // a call for many products that is not answered is repeated in so many parts

	// Both are for the calls that ask for a single product. Together with
	// aloneSlice they are less than the time limit of a job.
	aloneListTimeout = 8 * time.Second
	aloneTimeout     = 15 * time.Second
)

// taking applies the products of one answer so that no product waits for
// another. It first applies the products that the answer holds completely. Then
// it applies, one by one, the products that need a call of their own. An
// element that cannot be read is quarantined.
type taking struct {
	*applier

	client  *cafe24.Client
	mall    lowstock.MallID
	levels  inbound.Levels // all fields except the readings
	resting map[int64]bool // quarantined products that get no call of their own now
	hanging map[int64]bool // products that must not be requested together with others
	timeout time.Duration  // of a product's own call
	until   time.Time      // no call by number begins after it; zero: only ctx ends them
	probed  *bool          // whether the platform answers a list of products at all
	applied lowstock.Applied
	sets    map[int64]string // the mall's sets by kind, as they are stored; nil: not read yet
}

// taking makes a taking for readings of the whole catalogue and of products
// near their threshold. It leaves out quarantined products: the refresher asks
// for those.
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

// askByNumber marks products as due that a page should contain and does not.
func (a *applier) askByNumber(ctx context.Context, mall lowstock.MallID, numbers []int64) error {
	if len(numbers) == 0 {
		return nil
	}
	a.log.WarnContext(ctx, "page not delivered: its products are asked for by number", "mall", mall, "products", len(numbers))
	err := a.store.Mall(mall).MarkDirty(ctx, numbers, a.now())
	a.poke()
	return err
}

// take applies a page and the numbers of the products that were requested and
// no longer exist.
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

// completeAll asks for the variants of each partial product by a call of its
// own and applies the product, even if the call fails. If several such calls
// fail in a row, the products are hardly the cause: the rest are taken as the
// list gave them.
func (t *taking) completeAll(ctx context.Context, partial []cafe24.Product) error {
	failed := 0
	for i := range partial {
		product := &partial[i]
		var found []inbound.Unreadable
		switch {
		case t.resting[product.No]:
			found = append(found, unreadProduct(product, cafe24.FaultVariants, "")) // as it is already known
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

// complete returns the fault that left the product's own call without an
// answer. It returns an error if the product is not the cause.
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

// byNumber asks for products by number and applies the answer. A product that
// is missing in the answer has been deleted. The products are requested in
// smaller parts, down to each product alone, in two cases: this call is not
// answered although other calls are, or an element of the answer does not say
// which product it is.
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

// answers reports whether the platform answers a list of products at all. It
// asks once.
func (t *taking) answers(ctx context.Context) bool {
	if t.probed == nil {
		_, err := t.client.Within(besideTimeout).Products(ctx, cafe24.ProductQuery{Fields: []string{"product_no"}, Limit: 1})
		does := err == nil
		t.probed = &does
	}
	return *t.probed
}

// variantFaults returns one entry for a product with variants that cannot be
// read.
func variantFaults(p *cafe24.Product) []inbound.Unreadable {
	if len(p.Unreadable) == 0 {
		return nil
	}
	u := p.Unreadable[0]
	return []inbound.Unreadable{unreadProduct(p, u.Fault, "variants: "+u.Detail)}
}

// noteSets stores which of a page's products are sets. The parts of a set are
// read separately: soon if the set was named by a hint, otherwise after the
// sweep. A mall without sets costs one look at the stored kinds.
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
