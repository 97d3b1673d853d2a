package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// wantNoted checks what came of the noted orders of product 1.
func (b *bundle) wantNoted(what string, received, rest int) {
	b.t.Helper()
	want(b.t, what+": received", one[int](b, "select coalesce(sum(received), 0)::int from purchase_lines where variant_code = $1", code(1, 0)), received)
	want(b.t, what+": expected", b.onItsWay(code(1, 0)), rest)
}

// TestNotedOrdersAreDecidedLikeOthers checks that of a noted order exactly what
// came is booked, when it is decided, and that half of it ends it.
func TestNotedOrdersAreDecidedLikeOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what           string
		levels         []int // one each minute
		atOnce         bool  // decided at the next look, else when the rise is over
		received, rest int
	}{
		{"all", []int{52}, true, 50, 0},
		{"all, in steps", []int{22, 52}, true, 50, 0},
		{"all, and some were sold", []int{51}, true, 50, 0},
		{"half", []int{32}, false, 30, 0},
		{"less than half", []int{22}, false, 20, 30},
		{"a typing error", []int{102, 52}, true, 50, 0},
		{"more", []int{72}, false, 50, 0},
		{"a few", []int{3}, false, 0, 50},
	} {
		b := setup(t)
		b.threshold(3)
		b.apply(read(1, 2))
		b.press(code(1, 0), b.hold(50, 3))
		for _, q := range c.levels {
			b.wait(time.Minute)
			b.apply(read(1, q))
		}
		b.look()
		if c.atOnce {
			b.wantNoted(c.what+", at once", c.received, c.rest)
		} else {
			b.wantNoted(c.what+", before it is over", 0, 50)
		}
		for range 6 { // the looks of three hours
			b.wait(30 * time.Minute)
			b.apply(read(1, c.levels[len(c.levels)-1]))
			b.look()
		}
		b.wantNoted(c.what, c.received, c.rest)
	}
}

// TestASmallNotedOrderEnds checks orders below the noise: one unit is known to
// have come by itself alone.
func TestASmallNotedOrderEnds(t *testing.T) {
	t.Parallel()
	for _, units := range []int{1, 2, 3, 5} {
		b := setup(t)
		b.threshold(3)
		b.apply(read(1, 0))
		b.press(code(1, 0), b.hold(units, 3))
		b.wait(time.Minute)
		b.apply(read(1, units))
		b.look()
		b.wantNoted("all", units, 0)
	}
}

// TestANotedOrderOfAnOverwrittenMall checks that half of the order ends it by the
// rise itself, and nobody is asked.
func TestANotedOrderOfAnOverwrittenMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 2))
	b.admin("update malls set overwritten = true")
	b.press(code(1, 0), b.hold(50, 3))
	b.level(time.Hour, 37)
	b.look()
	b.wantNoted("half", 35, 0)
	list, err := b.Mall(b.mall).Proposals(t.Context())
	b.ok(err)
	want(t, "questions", len(list), 0)
}

// TestAnOlderProgramEndsNotedOrders checks the rolling restart: a reading of a
// program that does not decide ends the order as before, and the look of this
// program does not book the same goods again.
func TestAnOlderProgramEndsNotedOrders(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 2))
	b.press(code(1, 0), b.hold(50, 3))
	b.wait(time.Minute)
	b.admin("update variants set quantity = 52, observed_at = $2 where variant_code = $1", code(1, 0), b.now)
	b.admin("insert into stock_history (mall_id, variant_code, observed_at, quantity, source) select mall_id, variant_code, observed_at, quantity, source from variants where variant_code = $1", code(1, 0))
	b.wantNoted("ended", 50, 0)
	b.wait(3 * time.Hour)
	b.apply(read(1, 52))
	b.look()
	b.wantNoted("once", 50, 0)
}

// TestTheAlertOfANotedOrder checks what becomes of the alert: more than the
// threshold resolves it with the reading; of too few it wakes when they are
// booked, and not on the day of the order.
func TestTheAlertOfANotedOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(30)
	b.apply(read(1, 2))
	b.press(code(1, 0), b.hold(20, 9))
	b.level(time.Hour, 14)
	want(t, "held", b.standing().State, lowstock.IncidentSnoozed)
	want(t, "found", b.look(), purchase.Seen{Booked: 1, Units: 12})
	want(t, "too few", b.standing().State, lowstock.IncidentOpen)
}
