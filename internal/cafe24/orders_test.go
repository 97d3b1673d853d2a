package cafe24_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

func TestKept(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		item cafe24.OrderItem
		want int64
	}{
		"new":                        {cafe24.OrderItem{Quantity: 3, Status: "N10", StatusCode: "N1"}, 3},
		"delivered":                  {cafe24.OrderItem{Quantity: 3, Status: "N50"}, 3},
		"no status":                  {cafe24.OrderItem{Quantity: 3}, 3},
		"cancelled":                  {cafe24.OrderItem{Quantity: 3, Status: "C40", ClaimQuantity: 3}, 0},
		"cancelled, not said how":    {cafe24.OrderItem{Quantity: 3, Status: "C34"}, 0},
		"one of three cancelled":     {cafe24.OrderItem{Quantity: 3, Status: "C40", ClaimQuantity: 1}, 2},
		"cancellation asked for":     {cafe24.OrderItem{Quantity: 3, Status: "C00", ClaimQuantity: 3}, 3},
		"cancellation refused":       {cafe24.OrderItem{Quantity: 3, Status: "C11", ClaimQuantity: 3}, 3},
		"returned":                   {cafe24.OrderItem{Quantity: 3, Status: "R40", ClaimQuantity: 3}, 0},
		"return asked for":           {cafe24.OrderItem{Quantity: 3, Status: "R00", ClaimQuantity: 3}, 3},
		"return refused":             {cafe24.OrderItem{Quantity: 3, Status: "R11", ClaimQuantity: 3}, 3},
		"returned by its code":       {cafe24.OrderItem{Quantity: 3, StatusCode: "C3"}, 0},
		"exchanged":                  {cafe24.OrderItem{Quantity: 3, Status: "E40", ClaimQuantity: 3}, 3},
		"sent in exchange":           {cafe24.OrderItem{Quantity: 3, Status: "N30", StatusCode: "N2"}, 0},
		"to be sent in exchange":     {cafe24.OrderItem{Quantity: 3, Status: "N01"}, 0},
		"a claim that was withdrawn": {cafe24.OrderItem{Quantity: 3, Status: "N20", ClaimQuantity: 2}, 3},
		"not readable":               {cafe24.OrderItem{Quantity: -3, Status: "N10"}, 0},
	} {
		if got := c.item.Kept(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestAwaited(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		item cafe24.OrderItem
		want int64
	}{
		"the money is awaited":      {cafe24.OrderItem{Quantity: 3, Status: "N00", StatusCode: "N1"}, 3},
		"no status":                 {cafe24.OrderItem{Quantity: 3}, 3},
		"being prepared":            {cafe24.OrderItem{Quantity: 3, Status: "N10", StatusCode: "N1"}, 0},
		"cancelled before it was":   {cafe24.OrderItem{Quantity: 3, Status: "C47", StatusCode: "C1"}, 0},
		"cancelled, by its code":    {cafe24.OrderItem{Quantity: 3, StatusCode: "C1"}, 0},
		"goods sent in exchange":    {cafe24.OrderItem{Quantity: 3, Status: "N00", StatusCode: "N2"}, 0},
		"a quantity not to be read": {cafe24.OrderItem{Quantity: -3, Status: "N00"}, 0},
	} {
		if got := c.item.Awaited(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// The items of an order are read even if Cafe24 refuses the selection of fields.
func TestOrderItemsWithoutFields(t *testing.T) {
	t.Parallel()
	asked := &record[string]{}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.add(r.URL.RawQuery)
		if r.URL.Query().Has("fields") {
			w.WriteHeader(http.StatusUnprocessableEntity)
			say(w, `{"error":{"code":422,"message":"Invalid value. (parameter.fields)"}}`)
			return
		}
		say(w, `{"items":[{"variant_code":"P00000BA000A","quantity":2,"order_status":"N20"}]}`)
	})
	items, err := c.OrderItems(t.Context(), "20261103-0000011")
	if err != nil || items.Len() != 1 || items.Items[0].Kept() != 2 || len(asked.all()) != 2 {
		t.Errorf("%+v after %q, %v", items, asked.all(), err)
	}
}

// sold serves a number of orders of one day, by pages; the last order of a page is repeated as the first of the next.
func sold(t *testing.T, total int, asked *record[url.Values]) *cafe24.Client {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		asked.add(q)
		offset, _ := strconv.Atoi(q.Get("offset"))
		limit, _ := strconv.Atoi(q.Get("limit"))
		var rows []string
		for n := offset; n < min(offset+limit, total); n++ {
			rows = append(rows, fmt.Sprintf(`{"order_id":"%d","payment_date":"2026-11-03T10:11:10+09:00"}`, max(0, n-offset/limit)))
		}
		say(w, `{"orders":[`+strings.Join(rows, ",")+`]}`)
	})
}

func TestAllOrders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ total, want, calls int }{{0, 0, 1}, {499, 499, 1}, {500, 500, 2}, {1250, 1248, 3}} {
		var asked record[url.Values]
		orders, err := sold(t, c.total, &asked).AllOrders(t.Context(), cafe24.OrderQuery{From: time.Unix(0, 0), To: time.Unix(0, 0), DateType: "pay_date"})
		if err != nil || orders.Len() != c.want || len(asked.all()) != c.calls {
			t.Errorf("%d: %d orders in %d calls, %v", c.total, orders.Len(), len(asked.all()), err)
		}
	}
	var asked record[url.Values]
	if _, err := sold(t, 20_000, &asked).AllOrders(t.Context(), cafe24.OrderQuery{}); !errors.Is(err, cafe24.ErrTooManyOrders) || len(asked.all()) != 31 {
		t.Errorf("%v after %d calls", err, len(asked.all()))
	}
}
