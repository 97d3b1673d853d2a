package pipeline_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
)

// spoil inserts unreadable elements at the front of every list with a name.
func spoil(next http.RoundTripper, path, key, elements string) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err != nil || !strings.HasSuffix(r.URL.Path, path) {
			return res, err
		}
		body, err := io.ReadAll(res.Body)
		if err = errors.Join(err, res.Body.Close()); err != nil {
			return nil, err
		}
		body = bytes.Replace(body, []byte(`"`+key+`":[`), []byte(`"`+key+`":[`+elements+`,`), 1)
		body = bytes.Replace(body, []byte(`,]`), []byte(`]`), 1) // if the list had no elements
		res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		res.Header.Del("Content-Length")
		return res, nil
	})
}

// TestOneBadOrderHidesNoOther checks that unreadable orders and items are
// quarantined, and that the sales of the other orders are counted.
func TestOneBadOrderHidesNoOther(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -1)
	for n := range 4 {
		l.put(noon, noon, cafe24sim.Bought{Code: l.codes[n], Quantity: 1 + n})
	}
	const bad = `null,{"paid":"T"},{"order_id":"20261101-0000009","payment_date":"2026-11-01T10:00:00+09:00","items":[{"variant_code":"X","quantity":"many"},null]}`
	l.calls.next = spoil(l.calls.next, "/orders", "orders", bad)
	l.count()
	if p := l.progress(); p.Done != 400 || p.Source != demand.FromOrders {
		t.Errorf("%+v", p)
	}
	l.wantSold(400)
	list, err := l.store.Mall(mall).Quarantined(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	faults := map[inbound.UnreadableReason]bool{}
	for _, q := range list {
		if q.List != inbound.ListOrders {
			t.Errorf("%+v", q)
		}
		faults[q.Reason] = true
	}
	if !faults[inbound.UnreadableNoID] && !faults[inbound.UnreadableShape] {
		t.Errorf("quarantined %+v", list)
	}
}

// TestOneBadOrderItemsCallHidesNoOther checks that an order whose items are not
// answered is skipped if other orders are answered. If none is answered, Cafe24
// may be the cause. The order is then tried several times before the others are
// counted without it.
func TestOneBadOrderItemsCallHidesNoOther(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	if err := l.sim.SetFaults(string(mall), cafe24sim.Faults{EmptyItems: true}); err != nil {
		t.Fatal(err)
	}
	noon := l.today().Add(3*time.Hour).AddDate(0, 0, -1)
	var ids []string
	for n := range 4 {
		ids = append(ids, l.put(noon, noon, cafe24sim.Bought{Code: l.codes[n], Quantity: 1 + n}))
	}
	next, refused := l.calls.next, "/orders/"
	l.calls.next = roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/items") && strings.Contains(r.URL.Path, refused) {
			body := io.NopCloser(strings.NewReader(`{"error":{"code":500,"message":"Internal Server Error"}}`))
			return &http.Response{StatusCode: http.StatusInternalServerError, Header: http.Header{}, Request: r, Body: body}, nil
		}
		return next.RoundTrip(r)
	})
	for range 2 {
		if err := l.step(t.Context()); !cafe24.Temporary(err) || l.progress().Done > 0 {
			t.Errorf("counted %d days, error %v", l.progress().Done, err)
		}
		l.clock.to(l.dueAt())
	}
	refused = ids[0]
	l.count()
	var units []int32
	for _, code := range l.codes[:4] {
		days := l.series(1)[code]
		units = append(units, days[len(days)-1].Units)
	}
	if l.progress().Done != 400 || !slices.Equal(units, []int32{0, 2, 3, 4}) {
		t.Errorf("%d days, %v sold", l.progress().Done, units)
	}
}
