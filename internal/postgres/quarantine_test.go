package postgres_test

import (
	"math"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// unread returns the first product as one of which a part cannot be read.
func unread(reason inbound.UnreadableReason) inbound.Unreadable {
	return inbound.Unreadable{List: inbound.ListProducts, ProductNo: 1, Reason: reason, Detail: "status 500"}
}

func (b *bundle) quarantine(list ...inbound.Unreadable) {
	b.t.Helper()
	b.applyLevels(inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.now, Unreadable: list})
}

func (b *bundle) quarantined() []inbound.Quarantined {
	b.t.Helper()
	list, err := b.Mall(b.mall).Quarantined(b.t.Context())
	b.ok(err)
	return list
}

// A product that cannot be read is read alone at growing intervals. Readings
// in between change no time, and a good reading ends the quarantine.
func TestQuarantinedProductIsAskedForMoreRarely(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 9), read(2, 9))
	b.quarantine(unread(inbound.UnreadableVariants))
	first := b.now
	var waits []time.Duration
	for range 12 {
		q := b.quarantined()[0]
		waits = append(waits, q.RetryAt.Sub(b.now))
		b.wait(q.RetryAt.Sub(b.now) - time.Second)
		b.quarantine(unread(inbound.UnreadableVariants)) // a sweep meets it
		want(t, "due before its time", b.claim(), nil)
		b.wait(time.Second)
		due := b.claim()
		if len(due) != 1 || due[0].ProductNo != 1 || due[0].Unreadable != inbound.UnreadableVariants || !due[0].RetryAt.Equal(b.now) {
			t.Fatalf("due %+v", due)
		}
		b.quarantine(unread(inbound.UnreadableVariants))
	}
	m := time.Minute
	want(t, "waits", waits, []time.Duration{30 * time.Second, m, 2 * m, 4 * m, 8 * m, 16 * m, 32 * m, 64 * m, 128 * m, 256 * m, 360 * m, 360 * m})
	q := b.quarantined()[0]
	if q.Times != 13 || !q.FirstAt.Equal(first) || q.Name != "오버핏 니트 1" || q.Code != "P0001" || q.Detail != "status 500" {
		t.Errorf("%+v", q)
	}
	b.wait(time.Second)
	b.apply(read(1, 8))
	want(t, "quarantined after a reading", b.quarantined(), []inbound.Quarantined{})
	b.wait(7 * time.Hour)
	want(t, "due after a reading", b.claim(), nil)
}

// A partial reading removes nothing of its product, and the product stays
// quarantined.
func TestPartialReadingTakesNothingForGone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@shop.example")
	b.threshold(5)
	b.apply(read(1, 9, 9, 9))
	b.wait(time.Minute)
	part := read(1, 4, 9)
	part.Partial = true
	applied := b.applyLevels(inbound.Levels{
		Source: lowstock.SourceHint, Readings: []inbound.ProductReading{part}, Unreadable: []inbound.Unreadable{unread(inbound.UnreadableVariants)},
	})
	want(t, "opened", applied.Opened, 1)
	want(t, "variants", one[int](b, "select count(*) from variants where removed_at is null"), 3)
	want(t, "quarantined", len(b.quarantined()), 1)
	b.wait(time.Minute)
	part = read(1, 4, 9)
	part.Product.Display, part.Partial = false, true
	b.applyLevels(inbound.Levels{Source: lowstock.SourceHint, Readings: []inbound.ProductReading{part}})
	want(t, "silent where the product is hidden", one[int](b, "select count(*) from variants where silence = 'product_hidden'"), 3)
	b.wait(time.Minute)
	b.apply(read(1, 4, 9))
	want(t, "variants after a whole reading", one[int](b, "select count(*) from variants where removed_at is null"), 2)
}

// The end of a sweep removes nothing that could not be read, or that may be an
// element without a number. Where the code is known, it identifies a product
// as well as the number.
func TestSweepEndDoubtsWhatItCouldNotRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		met  inbound.Unreadable
		gone int // removed ones of the products 1, 2 and 3, of which the sweep reads only 3
		due  []int64
	}{
		"its number":     {unread(inbound.UnreadableShape), 1, nil},
		"its code":       {inbound.Unreadable{List: inbound.ListProducts, Code: "P0001", Reason: inbound.UnreadableNoID, Detail: "x"}, 1, nil},
		"another's code": {inbound.Unreadable{List: inbound.ListProducts, Code: "P0009", Reason: inbound.UnreadableNoID, Detail: "x"}, 0, []int64{1, 2}},
		"nothing":        {inbound.Unreadable{List: inbound.ListProducts, Reason: inbound.UnreadableShape, Detail: "null"}, 0, []int64{1, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.apply(read(1, 9), read(2, 9), read(3, 9))
			b.wait(time.Hour)
			_, err := b.Mall(hansan).StartSync(t.Context(), b.now)
			b.ok(err)
			sync, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
			b.ok(err)
			b.applyLevels(inbound.Levels{
				Source: lowstock.SourceSweep, Readings: []inbound.ProductReading{read(3, 8)}, Unreadable: []inbound.Unreadable{c.met}, Sync: &sync,
			})
			_, err = b.Mall(hansan).FinishSync(t.Context(), sync, b.now, b.now.Add(time.Hour))
			b.ok(err)
			want(t, "gone", one[int](b, "select count(*) from products where removed_at is not null"), c.gone)
			var due []int64
			for _, d := range b.claim() {
				due = append(due, d.ProductNo)
			}
			want(t, "asked for by number", due, c.due)
		})
	}
}

// A sweep does not remove a product that is going to be read by number.
func TestSweepEndWaitsForMarks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 9))
	b.wait(time.Hour)
	_, err := b.Mall(hansan).StartSync(t.Context(), b.now)
	b.ok(err)
	sync, err := b.Mall(hansan).ClaimSync(t.Context(), b.now, time.Minute)
	b.ok(err)
	b.ok(b.Mall(hansan).MarkDirty(t.Context(), []int64{1}, b.now))
	_, err = b.Mall(hansan).FinishSync(t.Context(), sync, b.now, b.now.Add(time.Hour))
	b.ok(err)
	want(t, "gone", one[int](b, "select count(*) from products where removed_at is not null"), 0)
}

// Lists that are always read to their end release entries that are no longer
// in them. Of other lists the rows are deleted when they are old.
func TestUnreadableElementsOfOtherLists(t *testing.T) {
	t.Parallel()
	b := setup(t)
	category := inbound.Unreadable{List: inbound.ListCategories, Code: "7", Reason: inbound.UnreadableShape, Detail: "x"}
	order := inbound.Unreadable{List: inbound.ListOrders, Code: "20261103-0000001", Reason: inbound.UnreadableShape, Detail: "x"}
	b.ok(b.Mall(hansan).NoteUnreadable(t.Context(), inbound.ListCategories, []inbound.Unreadable{category}, true, b.now))
	b.ok(b.Mall(hansan).NoteUnreadable(t.Context(), inbound.ListOrders, []inbound.Unreadable{order}, false, b.now))
	want(t, "quarantined", len(b.quarantined()), 2)
	b.wait(time.Minute)
	b.ok(b.Mall(hansan).NoteUnreadable(t.Context(), inbound.ListCategories, nil, true, b.now))
	if list := b.quarantined(); len(list) != 1 || list[0].Code != order.Code || list[0].Times != 1 {
		t.Errorf("%+v", list)
	}
	b.wait(8 * 24 * time.Hour)
	b.ok(b.AgeOut(t.Context(), b.now))
	want(t, "quarantined after a week", len(b.quarantined()), 0)
}

// Hints of products that the first sync has already read do not wait for its
// end.
func TestClaimDirtyUpToANumber(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.hint(products(1, 2, 3))
	b.wait(2 * time.Second)
	claimed, err := b.Mall(hansan).ClaimDirty(t.Context(), b.now, 2, 100, time.Minute)
	b.ok(err)
	want(t, "claimed", len(claimed), 2)
	claimed, err = b.Mall(hansan).ClaimDirty(t.Context(), b.now, math.MaxInt64, 100, time.Minute)
	b.ok(err)
	want(t, "the rest", len(claimed), 1)
}

// A product that came as null and was then read alone is listed once, not
// twice.
func TestANamelessElementThatWasFoundIsListedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 9))
	b.quarantine(inbound.Unreadable{List: inbound.ListProducts, Reason: inbound.UnreadableShape, Detail: "null"})
	want(t, "nameless", len(b.quarantined()), 1)
	b.quarantine(unread(inbound.UnreadableShape))
	if list := b.quarantined(); len(list) != 1 || list[0].ProductNo != 1 {
		t.Errorf("%+v", list)
	}
}
