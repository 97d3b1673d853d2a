package cafe24sim_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 20})
	with := func(a cafe24sim.Answer) { must(t, w.SetFaults(mall, cafe24sim.Faults{Answer: a})) }
	for fault, status := range map[cafe24sim.Answer]int{
		cafe24sim.AnswerTooMany: 429, cafe24sim.AnswerError: 500, cafe24sim.AnswerUnavailable: 503,
	} {
		with(fault)
		a := w.get("products")
		if a.status != status || (status == 429 && a.header.Get("X-Cafe24-Call-Remain") != "2") {
			t.Errorf("%s: %d %v", fault, a.status, a.header)
		}
	}
	with(cafe24sim.AnswerHTML)
	if a := w.get("products"); a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("html: %d %s", a.status, a.body)
	}
	with(cafe24sim.AnswerTruncated)
	if a := w.get("products"); a.status != http.StatusOK || len(a.body) < 100 || json.Valid(a.body) {
		t.Errorf("truncated: %d %s", a.status, a.body)
	}
	with(cafe24sim.AnswerCut)
	if _, err := w.try(w.apiRequest("products")); err == nil {
		t.Error("cut: an answer came")
	}
	for fault, c := range map[cafe24sim.Answer]struct {
		status int
		own    bool // in the API's own envelope
	}{
		cafe24sim.AnswerRefused: {401, true}, cafe24sim.AnswerForbidden: {403, true}, cafe24sim.AnswerConflict: {409, true},
		cafe24sim.AnswerBlocked: {403, false}, cafe24sim.AnswerRedirect: {302, false},
	} {
		with(fault)
		if a := w.get("products"); a.status != c.status || json.Valid(a.body) != c.own {
			t.Errorf("%s: %d %s", fault, a.status, a.body)
		}
	}
	with("")
	if a := w.get("products"); a.status != http.StatusOK {
		t.Errorf("healed: %d", a.status)
	}
}

func (w *world) apiRequest(path string) *http.Request {
	w.t.Helper()
	r := w.request(http.MethodGet, "/mall/"+mall+"/api/v2/admin/"+path, "")
	r.Header.Set("Authorization", "Bearer "+w.token)
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestHangEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	w := empty(t)
	must(t, w.SetFaults(mall, cafe24sim.Faults{Answer: cafe24sim.AnswerHang}))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := w.try(w.apiRequest("products").WithContext(ctx)); err == nil {
		t.Error("an answer came")
	}
}

func TestFaultsCountAndAim(t *testing.T) {
	t.Parallel()
	w := empty(t)
	must(t, w.SetFaults(mall, cafe24sim.Faults{Answer: cafe24sim.AnswerError, AnswerTimes: 2, Endpoint: "GET products"}))
	var got []int
	for _, path := range []string{"suppliers", "products", "products", "products"} {
		got = append(got, w.get(path).status)
	}
	if fmt.Sprint(got) != "[200 500 500 200]" {
		t.Errorf("%v", got)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable, Endpoint: "POST oauth/token"}))
	grant, err := w.Grant(mall)
	must(t, err)
	if a := w.exchange(refreshForm(grant.RefreshToken)); a.status != http.StatusServiceUnavailable {
		t.Errorf("token: %d", a.status)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{}))
	if a := w.exchange(refreshForm(grant.RefreshToken)); a.status != http.StatusOK {
		t.Errorf("a refused refresh used the token up: %d", a.status)
	}
}

func TestRevokedAndRefreshFaults(t *testing.T) {
	t.Parallel()
	w := empty(t)
	grant, err := w.Grant(mall)
	must(t, err)
	w.token = grant.AccessToken
	must(t, w.SetFaults(mall, cafe24sim.Faults{Revoked: true}))
	if a := w.get("products"); a.status != http.StatusForbidden {
		t.Errorf("revoked: %d", a.status)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{ScopeMissing: true}))
	if a := w.get("products"); a.status != http.StatusForbidden || !strings.Contains(string(a.body), "insufficient_scope") {
		t.Errorf("scope missing: %d %s", a.status, a.body)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{TokenDown: true}))
	if a := w.get("products"); a.status != http.StatusOK {
		t.Errorf("token endpoint down: %d", a.status)
	}
	must(t, w.ExpireTokens(mall))
	if a := w.get("products"); a.status != http.StatusUnauthorized {
		t.Errorf("expired: %d", a.status)
	}
	if a := w.exchange(refreshForm(grant.RefreshToken)); a.status != http.StatusServiceUnavailable {
		t.Errorf("token endpoint down: %d", a.status)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{RefreshFails: true}))
	refused(t, w.exchange(refreshForm(grant.RefreshToken)), http.StatusBadRequest, "invalid_grant")
	must(t, w.SetFaults(mall, cafe24sim.Faults{}))
	if a := w.exchange(refreshForm(grant.RefreshToken)); a.status != http.StatusOK {
		t.Errorf("healed: %d", a.status)
	}
}

func TestStaleReadsFlipForFiveSeconds(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "옛값", Variants: []cafe24sim.Variant{{Quantity: 12}}})
	must(t, w.SetFaults(mall, cafe24sim.Faults{StaleFor: 5 * time.Second}))
	must(t, w.SetStock(mall, p.Variants[0].Code, 4))
	read := func() int {
		list := into[productList](t, w.get("products?embed=variants"))
		return *list.Products[0].Variants[0].Quantity
	}
	if got := fmt.Sprint(read(), read(), read()); got != "12 4 12" {
		t.Errorf("fresh: %s", got)
	}
	w.clock.Advance(5 * time.Second)
	if got := fmt.Sprint(read(), read()); got != "4 4" {
		t.Errorf("after 5 s: %s", got)
	}
	if q, _ := w.Stock(mall, p.Variants[0].Code); q != 4 {
		t.Errorf("the truth: %d", q)
	}
}
