package pipeline_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// rarely makes a mall in which nothing is read unless a webhook announces it.
func rarely() options {
	return options{watch: 24 * time.Hour, sweep: 24 * time.Hour, once: true}
}

// Each way in which an existing order changes stock has a webhook of its own,
// and the app reacts to it within seconds.
func TestOrdersThatChangeAreNoticed(t *testing.T) {
	t.Parallel()
	b, other := quiet(t, rarely())
	code := b.lastCode()
	state := func(want lowstock.IncidentState) {
		t.Helper()
		until(t, func() string {
			list := b.incidents(t, code)
			return missing(len(list) > 0 && list[0].State == want, "incidents %+v, want the newest %s", list, want)
		})
	}
	order, err := b.sim.Sell(string(mall), other, 1)
	must(t, err)
	must(t, b.sim.AddToOrder(string(mall), order, code, 47)) // 90031
	state(lowstock.IncidentOpen)
	must(t, b.sim.DeleteOrder(string(mall), order)) // 90070
	state(lowstock.IncidentResolved)
	order, err = b.sim.Sell(string(mall), code, 46)
	must(t, err)
	state(lowstock.IncidentOpen)
	must(t, b.sim.ReturnOrder(string(mall), order)) // 90160
	state(lowstock.IncidentResolved)
}

// The same events are found in Cafe24's log when their webhooks did not arrive.
func TestOrdersThatChangeAreFoundInTheLog(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, rarely())
	code := b.lastCode()
	order, err := b.sim.Sell(string(mall), code, 46)
	must(t, err)
	until(t, func() string { return missing(len(b.incidents(t, code)) == 1, "no incident yet") })
	b.faults(t, cafe24sim.Faults{FailWebhooks: 1})
	must(t, b.sim.ReturnOrder(string(mall), order))
	no, err := b.sim.AddCategory(string(mall), 1, "로그에서 찾은 분류")
	must(t, err)
	until(t, func() string {
		return missing(b.sim.Stats(string(mall)).WebhooksFailed >= 2, "nothing has failed yet")
	})
	b.clock.advance(6 * time.Minute) // the log is read
	until(t, func() string {
		return missing(b.incidents(t, code)[0].State == lowstock.IncidentResolved, "the return was not found in the log")
	})
	b.clock.advance(inbound.CatalogueSoon)
	b.wantCategory(t, no, "로그에서 찾은 분류")
}

// lastCode returns a variant of the last product.
func (b *bench) lastCode() string {
	products := b.sim.Products(string(mall))
	return products[len(products)-1].Variants[0].Code
}

func (b *bench) wantCategory(t *testing.T, no int, name string) {
	t.Helper()
	until(t, func() string {
		list, err := b.store.Mall(mall).Categories(t.Context())
		must(t, err)
		is := func(c inbound.Category) bool { return c.No == no && c.Name == name }
		return missing(slices.ContainsFunc(list, is), "category %d is not called %s", no, name)
	})
}

// Every event number of a category, a supplier or a shop causes all three lists
// to be read again.
func TestChangedListsAreRead(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, rarely())
	categories, err := b.store.Mall(mall).Categories(t.Context())
	must(t, err)
	suppliers, err := b.store.Mall(mall).Suppliers(t.Context())
	must(t, err)
	category, supplier := categories[0].No, suppliers[0].Code
	for _, event := range []int{90042, 90043, 90044, 90045, 90046, 90090, 90091, 90092, 90093, 90110, 90111, 90112} {
		name := fmt.Sprintf("새 이름 %d", event)
		must(t, b.sim.SetReception(string(mall), false)) // the changes themselves send no webhook
		must(t, b.sim.RenameCategory(string(mall), category, name))
		must(t, b.sim.RenameSupplier(string(mall), supplier, name))
		must(t, b.sim.RenameShop(string(mall), name))
		currency := []string{"USD", "JPY"}[event%2]
		must(t, b.sim.SetCurrency(string(mall), currency))
		must(t, b.sim.SetReception(string(mall), true))
		must(t, b.sim.FireWebhook(string(mall), event, map[string]any{"event_shop_no": "1"}))
		until(t, func() string { return missing(b.listsDue(t), "%d was not taken in", event) })
		b.clock.advance(inbound.CatalogueGap + inbound.CatalogueSoon)
		b.wantCategory(t, category, name)
		until(t, func() string {
			list, err := b.store.Mall(mall).Suppliers(t.Context())
			must(t, err)
			m, err := b.store.Mall(mall).Info(t.Context())
			must(t, err)
			is := func(s inbound.Supplier) bool { return s.Code == supplier && s.Name == name }
			return missing(slices.ContainsFunc(list, is) && m.ShopName == name && m.Currency == currency && !b.listsDue(t), "%d: the shop is %s in %s, suppliers %+v", event, m.ShopName, m.Currency, list)
		})
	}
}

func (b *bench) listsDue(t *testing.T) (due bool) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.database)
	must(t, err)
	defer conn.Close(t.Context()) //nolint:errcheck // it only reads
	must(t, conn.QueryRow(t.Context(), `SELECT next_lists_at IS NOT NULL FROM malls WHERE mall_id = $1`, mall).Scan(&due))
	return due
}

// Hundreds of such webhooks cause one reading and one more that follows it. If
// a mall cannot be read at that time, it is read when it can be.
func TestManyChangedListsAreReadOnce(t *testing.T) {
	t.Parallel()
	b, _ := quiet(t, rarely())
	calls := func() int { return b.sim.Stats(string(mall)).Calls["GET categories"] }
	before := calls()
	no := 0
	for n := range 100 {
		var err error
		no, err = b.sim.AddCategory(string(mall), 1, fmt.Sprintf("분류 %d", n))
		must(t, err)
	}
	must(t, b.sim.Settle(t.Context()))
	b.faults(t, cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable, Endpoint: "GET suppliers"})
	b.clock.advance(inbound.CatalogueSoon)
	b.wantCategory(t, no, "분류 99")
	perReading := calls() - before
	b.faults(t, cafe24sim.Faults{})
	until(t, func() string {
		b.forward(t, time.Minute)
		return missing(!b.listsDue(t), "the reading that failed is not made up for")
	})
	if n := calls() - before; n > 2*perReading {
		t.Errorf("%d calls for 100 webhooks, one reading is %d", n, perReading)
	}
	b.faults(t, cafe24sim.Faults{Answer: cafe24sim.AnswerForbidden, Endpoint: "GET suppliers"}) // a refusal of one list does not stop the others
	must(t, b.sim.RenameCategory(string(mall), no, "다시"))
	must(t, b.sim.Settle(t.Context()))
	b.clock.advance(inbound.CatalogueGap + inbound.CatalogueSoon)
	b.wantCategory(t, no, "다시")
	until(t, func() string { return missing(!b.listsDue(t), "what is refused is due for ever") })
	if m, err := b.store.Mall(mall).Info(t.Context()); err != nil || m.State != lowstock.MallActive {
		t.Errorf("%s, %v", m.State, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
