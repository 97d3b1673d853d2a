package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) row(code string) listing.InventoryRow {
	b.t.Helper()
	for _, r := range b.inventory(listing.Params{}) {
		if r.Code == code {
			return r
		}
	}
	b.t.Fatalf("variant %s is not in the list", code)
	return listing.InventoryRow{}
}

func (b *bundle) inventory(q listing.Params) []listing.InventoryRow {
	b.t.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	rows, _, err := b.Mall(b.mall).Inventory(b.t.Context(), q)
	b.ok(err)
	return rows
}

func (b *bundle) history(code string) []int {
	b.t.Helper()
	points, err := b.Mall(b.mall).History(b.t.Context(), code, noon.Add(-time.Hour))
	b.ok(err)
	quantities := []int{}
	for _, p := range points {
		quantities = append(quantities, p.Quantity)
	}
	return quantities
}

func TestAFallOpensOneIncidentAndARiseResolvesIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	want(t, "first sight", b.apply(read(1, 9)), lowstock.Applied{Products: 1, Changed: 1})
	want(t, "fall", b.apply(read(1, 5)), lowstock.Applied{Products: 1, Changed: 1, Opened: 1})
	opened := b.now
	want(t, "further", b.apply(read(1, 3)), lowstock.Applied{Products: 1, Changed: 1})
	i := b.standing()
	want(t, "incident", i, lowstock.Incident{
		ID: i.ID, ProductNo: 1, VariantCode: code(1, 0), Kind: lowstock.KindLow, State: lowstock.IncidentOpen, Quantity: 3, Threshold: 5,
		ThresholdSource: lowstock.ScopeMall, OpenedAt: opened, ProductName: "오버핏 니트 1", Price: "12900.00", Options: []lowstock.Option{{Name: "색상", Value: "블랙 0"}},
	})
	want(t, "sold out", b.apply(read(1, 0)), lowstock.Applied{Products: 1, Changed: 1, Escalated: 1})
	want(t, "kind", b.standing().Kind, lowstock.KindOut)
	want(t, "escalated", b.standing().EscalatedAt, b.now)
	want(t, "a little", b.apply(read(1, 4)), lowstock.Applied{Products: 1, Changed: 1})
	want(t, "restocked", b.apply(read(1, 6)), lowstock.Applied{Products: 1, Changed: 1, Resolved: 1})
	resolved, err := b.Mall(hansan).Incident(t.Context(), i.ID)
	b.ok(err)
	want(t, "resolved", resolved.ResolvedAt, b.now)
	want(t, "last quantity", resolved.Quantity, 6)
	want(t, "nothing changed", b.apply(read(1, 6)), lowstock.Applied{Products: 1})
	want(t, "history", b.history(code(1, 0)), []int{9, 5, 3, 0, 4, 6})
}

func TestAnOlderReadingChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(5)
	b.apply(read(1, 9))
	at := b.now
	renamed := read(1, 0)
	renamed.Product.Name = "old name"
	for _, started := range []time.Time{at, at.Add(-time.Second)} {
		got := b.applyLevels(inbound.Levels{StartedAt: started, Readings: []inbound.ProductReading{renamed}})
		want(t, "applied", got, lowstock.Applied{Products: 1, Stale: 1})
	}
	more := b.applyLevels(inbound.Levels{StartedAt: at.Add(-time.Second), Readings: []inbound.ProductReading{read(1, 0, 0)}})
	want(t, "with a variant that the newer one did not list", more, lowstock.Applied{Products: 1, Stale: 2})
	want(t, "gone, of an older reading", b.applyLevels(inbound.Levels{StartedAt: at, Gone: []int64{1}}), lowstock.Applied{})
	want(t, "quantity", b.row(code(1, 0)).Quantity, 9)
	want(t, "name", b.row(code(1, 0)).ProductName, "오버핏 니트 1")
	want(t, "history", b.history(code(1, 0)), []int{9})
}

func TestWhatIsMissingIsRemovedAndWhatIsUnknownIsNot(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0, 0, 0), read(2, 0))
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 4)
	shorter := read(1, 0)
	shorter.Unknown = []string{code(1, 1)}
	want(t, "applied", b.apply(shorter), lowstock.Applied{Products: 1, Resolved: 1})
	want(t, "left in the list", len(b.inventory(listing.Params{ProductNo: 1})), 2)
	removedAt := b.now
	want(t, "an older reading with the removed one", b.applyLevels(inbound.Levels{
		StartedAt: removedAt.Add(-time.Millisecond), Readings: []inbound.ProductReading{read(1, 0, 0, 0)},
	}).Stale, 2)
	want(t, "still gone", len(b.inventory(listing.Params{ProductNo: 1})), 2)

	b.wait(time.Second)
	want(t, "gone", b.applyLevels(inbound.Levels{StartedAt: b.now, Gone: []int64{1, 99}}), lowstock.Applied{Resolved: 2})
	_, err := b.Mall(hansan).Product(t.Context(), 1)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "counts", b.counts(), listing.Counts{Out: 1, Standing: 1, Unanswered: 1})
	situation, err := b.Mall(hansan).Situation(t.Context(), 1, code(1, 0))
	b.ok(err)
	want(t, "situation of a removed variant", situation.Removed, true)

	want(t, "back again", b.apply(read(1, 4)), lowstock.Applied{Products: 1, Changed: 1})
	p, err := b.Mall(hansan).Product(t.Context(), 1)
	b.ok(err)
	want(t, "product", p, listing.ProductRow{Product: read(1).Product, VariantCount: 1, TotalQuantity: 4, Status: lowstock.StatusOK, ObservedAt: b.now})
}

func (b *bundle) counts() listing.Counts {
	b.t.Helper()
	c, err := b.Mall(b.mall).Counts(b.t.Context())
	b.ok(err)
	return c
}

func TestSilenceAndUntracked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	hidden, stopped, untracked := read(1, 0), read(2, 0), read(3, -7)
	hidden.Product.Display, stopped.Variants[0].Selling, untracked.Variants[0].Tracked = false, false, false
	want(t, "applied", b.apply(hidden, stopped, untracked, read(4, 0, 8)), lowstock.Applied{Products: 4, Changed: 4, Opened: 1})
	want(t, "counts", b.counts(), listing.Counts{Out: 3, OK: 1, Untracked: 1, Silent: 2, Standing: 1, Unanswered: 1})
	want(t, "silent ones", len(b.inventory(listing.Params{Muted: true})), 2)
	hidden.Product.Display = true
	want(t, "put on sale", b.apply(hidden).Opened, 1)
	want(t, "counts after", b.counts(), listing.Counts{Out: 3, OK: 1, Untracked: 1, Silent: 1, Standing: 2, Unanswered: 2})
	p, err := b.Mall(hansan).Product(t.Context(), 4)
	b.ok(err)
	want(t, "worst of its variants", p.Status, lowstock.StatusOut)
}

func TestCategoriesStayWhereTheAnswerOmitsThem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.ok(b.Mall(hansan).SaveCategories(t.Context(), []inbound.Category{{No: 7, Depth: 1, Name: "니트", FullName: "니트"}}))
	b.setRule(lowstock.RuleChange{CategoryNo: 7, Threshold: new(10)})
	r := read(1, 9)
	r.Product.CategoryNos = []int{9, 7}
	want(t, "opened by the category", b.apply(r).Opened, 1)
	r.Product.CategoryNos = nil
	want(t, "resolved without being given the categories", b.apply(r).Resolved, 0)
	p, err := b.Mall(hansan).Product(t.Context(), 1)
	b.ok(err)
	want(t, "categories", p.CategoryNos, []int{7, 9})
	r.Product.CategoryNos = []int{}
	want(t, "resolved outside of all", b.apply(r).Resolved, 1)
}

func TestARaiseWaitsForItsConfirmation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 9))
	confirm := func(quantity int) lowstock.Applied {
		return b.applyLevels(inbound.Levels{StartedAt: b.now, Readings: []inbound.ProductReading{read(1, quantity)}, ConfirmAfter: 8 * time.Second})
	}
	b.wait(time.Second)
	seen := b.now
	want(t, "seen", confirm(0), lowstock.Applied{Products: 1, Changed: 1, Await: 1})
	want(t, "standing", len(b.incidents(lowstock.IncidentStanding)), 0)
	b.wait(7 * time.Second)
	want(t, "not due yet", b.claim(), nil)
	b.wait(time.Second)
	want(t, "due", b.claim(), []inbound.Dirty{{ProductNo: 1, HintedAt: seen}})
	want(t, "confirmed", confirm(0), lowstock.Applied{Products: 1, Opened: 1})
	want(t, "dirty after", one[int](b, "select count(*) from dirty_products"), 0)

	b.wait(time.Minute)
	confirm(5)
	b.wait(time.Minute)
	confirm(0) // the cache is stale
	b.wait(8 * time.Second)
	want(t, "not confirmed", confirm(5), lowstock.Applied{Products: 1, Changed: 1})
	b.wait(time.Minute)
	want(t, "begins anew", confirm(0).Await, 1)
}

func TestAFreshHintIsReadTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.hint(products(1))
	b.wait(2 * time.Second)
	b.claim()
	confirming := inbound.Levels{Readings: []inbound.ProductReading{read(1, 9)}, ConfirmAfter: 8 * time.Second}
	confirming.StartedAt = b.now
	b.hint(products(1)) // while the first reading is under way
	b.wait(100 * time.Millisecond)
	hinted := b.now
	b.hint(products(1))
	b.applyLevels(confirming)
	b.wait(2 * time.Second)
	want(t, "the hint that came during the reading", b.claim(), []inbound.Dirty{{ProductNo: 1, HintedAt: hinted}})
	confirming.StartedAt = b.now
	b.applyLevels(confirming)
	want(t, "hinted 2 s before it was read", b.claim(), nil)
	b.wait(8 * time.Second)
	want(t, "read once more", len(b.claim()), 1)
	confirming.StartedAt = b.now
	b.applyLevels(confirming)
	want(t, "and then no more", one[int](b, "select count(*) from dirty_products"), 0)
}

func TestEscalationOfWhatIsAcknowledgedOrSnoozed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 3), read(2, 3))
	first, second := b.incidents(lowstock.IncidentStanding)[1], b.incidents(lowstock.IncidentStanding)[0]
	_, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), first.ID, "kim", b.now)
	b.ok(err)
	_, err = b.Mall(hansan).SnoozeIncident(t.Context(), second.ID, lowstock.Hold{Until: b.now.Add(time.Hour)}, "kim", b.now)
	b.ok(err)
	b.apply(read(1, 0), read(2, 0))
	list := b.incidents(lowstock.IncidentStanding)
	want(t, "acknowledged one", list[1].State, lowstock.IncidentOpen)
	want(t, "notified", list[1].Notified, lowstock.KindOut)
	want(t, "nobody acknowledged the sold out", list[1].AcknowledgedBy, "")
	woken := list[0]
	want(t, "snoozed one", woken.State, lowstock.IncidentOpen)
	want(t, "notified", woken.Notified, lowstock.KindOut)
	b.wait(2 * time.Hour)
	want(t, "due", b.due(worklist.DueWake), nil)
	want(t, "deliveries", woken.Deliveries, []lowstock.Delivery{
		{Kind: lowstock.KindLow, Reason: lowstock.ReasonRaised, Channel: lowstock.ChannelEmail, Recipient: "kim@hansan.example", State: lowstock.DeliveryPending},
		{Kind: lowstock.KindOut, Reason: lowstock.ReasonWorse, Channel: lowstock.ChannelEmail, Recipient: "kim@hansan.example", State: lowstock.DeliveryPending},
	}, cmpopts.IgnoreFields(lowstock.Delivery{}, "ID", "CreatedAt", "DueAt"))
}

func TestTheSameProductOrVariantTwiceInOneRead(t *testing.T) {
	t.Parallel()
	b := setup(t)
	twice := read(1, 4)
	twice.Variants = append(twice.Variants, read(1, 6).Variants...)
	b.apply(read(1, 2), twice)
	want(t, "the last one counts", b.row(code(1, 0)).Quantity, 6)
}

func TestOddAnswersDoNotSpoilTheBatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	odd := read(1, 1<<40)
	odd.Product.Name, odd.Variants[0].Options[0].Value = "a\x00b\xff", "\x00"
	b.apply(odd, read(2, 3))
	want(t, "bounded", b.row(code(1, 0)).Quantity, 1<<31-1)
	want(t, "again is no change", b.apply(odd), lowstock.Applied{Products: 1})
}
