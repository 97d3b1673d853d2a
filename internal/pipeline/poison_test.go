package pipeline_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// brokenMall is a mall of a few products. Cafe24's answer for one of them
// cannot be read.
type brokenMall struct {
	*bench
	sick cafe24sim.Product // 120 options
	good []cafe24sim.Product
}

func newSickMall(t *testing.T, p cafe24sim.Poison, fromStart bool) *brokenMall {
	t.Helper()
	b := &brokenMall{bench: newBench(t, options{products: 1, watch: time.Second, recipients: []string{owner}, idle: true})}
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	b.good = append(b.good, b.add(t, "앞 상품", 1))
	b.sick = b.add(t, "독 상품", 120)
	b.good = append(b.good, b.add(t, "뒤 상품", 1))
	b.stocked(t, 50)
	if fromStart {
		b.poison(t, p)
	}
	b.start(t, b.work)
	if sync := b.synced(t); sync.State != inbound.SyncDone || sync.ProductsDone != 4 {
		t.Fatalf("first sync %+v", sync)
	}
	if !fromStart {
		b.poison(t, p)
	}
	b.threshold(t, 10)
	b.faults(t, cafe24sim.Faults{})
	return b
}

func (b *brokenMall) add(t *testing.T, name string, variants int) cafe24sim.Product {
	t.Helper()
	p := cafe24sim.Product{Name: name, Variants: make([]cafe24sim.Variant, variants)}
	for i := range p.Variants {
		p.Variants[i].Quantity = 50
		if variants > 1 {
			p.Variants[i].Options = []cafe24sim.Option{{Name: "옵션", Value: strconv.Itoa(i)}}
		}
	}
	added, err := b.sim.AddProduct(string(mall), p)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func (b *brokenMall) poison(t *testing.T, p cafe24sim.Poison) {
	t.Helper()
	if err := b.sim.SetPoison(string(mall), b.sick.No, p); err != nil {
		t.Fatal(err)
	}
}

// falls makes a variant fall below its threshold, either with a hint that also
// names the sick product, or without a webhook.
func (b *brokenMall) falls(t *testing.T, code string, hinted bool) {
	t.Helper()
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	b.setStock(t, code, 4)
	if !hinted {
		return
	}
	b.faults(t, cafe24sim.Faults{})
	both := fmt.Sprintf("%d,%d", b.productOf(t, code), b.sick.No)
	if err := b.sim.FireWebhook(string(mall), 90041, map[string]any{"product_no": both, "action": "batch"}); err != nil {
		t.Fatal(err)
	}
}

// notified waits until a message names the variant.
func (b *brokenMall) notified(t *testing.T, code string, step time.Duration) {
	t.Helper()
	until(t, func() string {
		for _, m := range b.outbox.messages() {
			if slices.ContainsFunc(m.Items, func(i lowstock.Incident) bool { return i.VariantCode == code }) {
				return ""
			}
		}
		b.forward(t, step)
		return "no message names " + code
	})
}

func (b *brokenMall) quarantined(t *testing.T) []inbound.Quarantined {
	t.Helper()
	list, err := b.store.Mall(mall).Quarantined(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// stored returns the stored quantity of a variant, or -1 if the variant is not
// stored.
func (b *brokenMall) stored(t *testing.T, code string) (quantity int) {
	t.Helper()
	row := b.store.Pool().QueryRow(t.Context(), `SELECT coalesce(max(quantity), -1) FROM variants WHERE variant_code = $1 AND removed_at IS NULL`, code)
	if err := row.Scan(&quantity); err != nil {
		t.Fatal(err)
	}
	return quantity
}

// named checks that the sick product is quarantined under its number, code or
// name.
func (b *brokenMall) named(t *testing.T) string {
	t.Helper()
	list := b.quarantined(t)
	is := func(q inbound.Quarantined) bool {
		return q.ProductNo == int64(b.sick.No) || q.Code == b.sick.Code || q.Nameless()
	}
	return missing(len(list) > 0 && !slices.ContainsFunc(list, func(q inbound.Quarantined) bool { return !is(q) }), "quarantined: %+v", list)
}

// TestOneBadProductBlindsNothing breaks one product in several ways, from the
// start or later. A fall of another product is notified, whether its hint also
// names the broken product or there is no webhook. The broken product is named.
// Its options do not count as deleted. When it can be read again, its falls of
// the meantime are notified too.
func TestOneBadProductBlindsNothing(t *testing.T) {
	t.Parallel()
	for _, p := range cafe24sim.Poisons() {
		for _, fromStart := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/start=%t", p, fromStart), func(t *testing.T) {
				t.Parallel()
				testPoison(t, newSickMall(t, p, fromStart), fromStart)
			})
		}
	}
}

func testPoison(t *testing.T, b *brokenMall, fromStart bool) {
	t.Helper()
	for i, p := range b.good {
		b.falls(t, p.Variants[0].Code, i == 1) // the first one without a webhook
		b.notified(t, p.Variants[0].Code, 0)
	}
	if _, err := b.work.RequestSync(t.Context(), mall); err != nil { // a sweep skips it too
		t.Fatal(err)
	}
	if sync := b.synced(t); sync.State != inbound.SyncDone {
		t.Fatalf("sync %+v", sync)
	}
	last := b.sick.Variants[119].Code
	if q := b.stored(t, last); !fromStart && q != 50 {
		t.Errorf("an option of the product counts %d now, was 50", q)
	}
	until(t, func() string { b.forward(t, time.Second); return b.named(t) })
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	b.setStock(t, last, 3)
	b.poison(t, "")
	if _, err := b.work.RequestSync(t.Context(), mall); err != nil { // or its own due time: TestQuarantinedProductIsAskedForMoreRarely of package postgres
		t.Fatal(err)
	}
	b.notified(t, last, time.Second)
	until(t, func() string {
		b.forward(t, 10*time.Second)
		list := b.quarantined(t)
		return missing(len(list) == 0, "still quarantined: %+v", list)
	})
}

// TestBadProductComesBackByItself checks that the product is requested alone
// when its time has come, without a sweep and without a hint.
func TestBadProductComesBackByItself(t *testing.T) {
	t.Parallel()
	for _, p := range []cafe24sim.Poison{cafe24sim.PoisonVariants500, cafe24sim.PoisonList, cafe24sim.PoisonNull} {
		t.Run(string(p), func(t *testing.T) {
			t.Parallel()
			b := newSickMall(t, p, false)
			b.falls(t, b.good[0].Variants[0].Code, true)
			until(t, func() string { return b.named(t) })
			b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
			b.setStock(t, b.sick.Variants[119].Code, 0)
			b.poison(t, "")
			b.notified(t, b.sick.Variants[119].Code, 250*time.Millisecond)
			if list := b.quarantined(t); len(list) > 0 {
				t.Errorf("quarantined: %+v", list)
			}
		})
	}
}

// TestBadProductIsReadAsFarAsItGoes checks that the hundred options that came
// with the list are watched while the call for the rest is not answered.
func TestBadProductIsReadAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	b := newSickMall(t, cafe24sim.PoisonVariants500, true)
	for i, hinted := range []bool{true, false} {
		b.falls(t, b.sick.Variants[42+i].Code, hinted)
		b.notified(t, b.sick.Variants[42+i].Code, 0)
	}
}

// TestProductDeletedBesideANamelessOne checks that a product is deleted when a
// list no longer holds it, even if the list also holds an element without a
// product number.
func TestProductDeletedBesideANamelessOne(t *testing.T) {
	t.Parallel()
	b := newSickMall(t, cafe24sim.PoisonNull, false)
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	gone := b.good[1].Variants[0].Code
	if err := b.sim.DeleteProduct(string(mall), b.good[1].No); err != nil {
		t.Fatal(err)
	}
	if _, err := b.work.RequestSync(t.Context(), mall); err != nil {
		t.Fatal(err)
	}
	until(t, func() string { return missing(b.stored(t, gone) == -1, "it is still there") })
	until(t, func() string { return b.named(t) })
	if q := b.stored(t, b.sick.Variants[119].Code); q != 50 {
		t.Errorf("an option of the nameless product counts %d", q)
	}
}

// TestHintsDoNotWaitForTheFirstSync checks products that the first sync has
// already read. A hint causes such a product to be read and notified at once,
// however long the rest of the sync takes.
func TestHintsDoNotWaitForTheFirstSync(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 150, watch: time.Hour, recipients: []string{owner}, idle: true})
	b.stocked(t, 50)
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
	products := b.sim.Products(string(mall))
	b.cut.hang.Store(true)
	b.start(t, b.work)
	first := products[0].Variants[0].Code
	until(t, func() string {
		sync, err := b.store.Mall(mall).LatestSync(t.Context())
		return missing(err == nil && sync.Cursor >= int64(products[99].No), "the sync is at %d, %v", sync.Cursor, err)
	})
	b.faults(t, cafe24sim.Faults{})
	b.setStock(t, first, 0)
	until(t, func() string {
		for _, m := range b.outbox.messages() {
			for _, i := range m.Items {
				if i.VariantCode == first {
					return ""
				}
			}
		}
		return "nobody was notified"
	})
	if sync, err := b.store.Mall(mall).LatestSync(t.Context()); err != nil || !sync.First || sync.State != inbound.SyncRunning {
		t.Errorf("sync %+v, %v", sync, err)
	}
}
