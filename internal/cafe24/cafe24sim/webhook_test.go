package cafe24sim_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// inbox is the app's endpoint for webhooks.
type inbox struct {
	mu     sync.Mutex
	status int
	got    []received
}

type received struct {
	key, trace, body string
	EventNo          int            `json:"event_no"`
	Resource         map[string]any `json:"resource"`
}

// ServeHTTP stores the request and answers with the configured status.
func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	got := received{key: r.Header.Get("X-Api-Key"), trace: r.Header.Get("X-Trace-Id"), body: string(body)}
	_ = json.Unmarshal(body, &got)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.got = append(in.got, got)
	w.WriteHeader(in.status)
}

func (in *inbox) answer(status int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.status = status
}

// take removes and returns the content of the inbox, in the order of arrival.
func (in *inbox) take() []received {
	in.mu.Lock()
	defer in.mu.Unlock()
	got := in.got
	in.got = nil
	return got
}

// hooked starts an empty mall whose webhooks arrive in an inbox. Deliveries run in parallel, as on the real platform,
// so a test that compares events sorts them.
func hooked(t *testing.T, retries ...time.Duration) (*world, *inbox) {
	t.Helper()
	in := &inbox{status: http.StatusOK}
	app := httptest.NewServer(in)
	t.Cleanup(app.Close)
	w := start(t, cafe24sim.Config{
		Products: -1, AppURL: app.URL, RedirectURI: app.URL + "/cb", WebhookURL: app.URL + "/hook", WebhookRetries: append([]time.Duration{}, retries...),
	})
	return w, in
}

func (w *world) settled(in *inbox) []received {
	w.t.Helper()
	must(w.t, w.Settle(w.t.Context()))
	return in.take()
}

func events(got []received) []int {
	out := []int{}
	for _, r := range got {
		out = append(out, r.EventNo)
	}
	slices.Sort(out)
	return out
}

func TestWebhooksOfStock(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	p := w.add(cafe24sim.Product{Name: "둘", Variants: []cafe24sim.Variant{{Quantity: 12}, {Quantity: 5}}})
	one, two := p.Variants[0].Code, p.Variants[1].Code
	w.settled(in)
	for _, step := range []struct {
		what string
		do   func() error
		want []int
	}{
		{"12 to 4 says nothing", func() error { return w.SetStock(mall, one, 4) }, []int{}},
		{"one of two sold out", func() error { return w.SetStock(mall, one, 0) }, []int{90075}},
		{"the other too: the product is", func() error { return w.SetStock(mall, two, 0) }, []int{90075, 90150}},
		{"below zero says nothing", func() error { return w.SetStock(mall, two, -3) }, []int{}},
		{"back", func() error { return w.Restock(mall, two, 10) }, []int{90075, 90150}},
		{"an edit", func() error { return w.EditProduct(mall, p.No, cafe24sim.Edit{}) }, []int{90002}},
		{"a bulk edit", func() error { return w.EditProducts(mall, []int{p.No}, cafe24sim.Edit{}) }, []int{90041}},
		{"a deletion", func() error { return w.DeleteProduct(mall, p.No) }, []int{90003}},
		{"a restoration", func() error { return w.RestoreProduct(mall, p.No) }, []int{90022}},
	} {
		must(t, step.do())
		if diff := cmp.Diff(step.want, events(w.settled(in))); diff != "" {
			t.Errorf("%s: %s", step.what, diff)
		}
	}
}

func TestWebhooksOfAnOrder(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	p := w.add(cafe24sim.Product{Name: "가방", Variants: []cafe24sim.Variant{{Quantity: 3}}})
	w.settled(in)
	id, err := w.Sell(mall, p.Variants[0].Code, 3)
	must(t, err)
	got := w.settled(in)
	if diff := cmp.Diff([]int{90023, 90025, 90075, 90150}, events(got)); diff != "" {
		t.Fatal(diff)
	}
	at := slices.IndexFunc(got, func(r received) bool { return r.EventNo == 90023 })
	order := got[at]
	if order.key != cafe24sim.DefaultWebhookKey || len(order.trace) != 36 || order.Resource["mall_id"] != mall || order.Resource["order_id"] != id ||
		order.Resource["ordering_product_code"] != p.Code {
		t.Errorf("%+v", order)
	}
	buyer := w.Orders(mall)[0].Buyer
	if order.Resource["buyer_name"] != buyer.Name || !strings.Contains(order.body, buyer.Phone) {
		t.Errorf("the buyer is missing: %s", order.body)
	}
	if strings.Contains(order.body, `"quantity"`) {
		t.Error("no event carries a quantity")
	}
	must(t, w.CancelOrder(mall, id))
	if diff := cmp.Diff([]int{90026, 90075, 90150}, events(w.settled(in))); diff != "" {
		t.Error(diff)
	}
	if q, _ := w.Stock(mall, p.Variants[0].Code); q != 3 {
		t.Errorf("after the cancel: %d", q)
	}
}

func TestSoldOutIsRespected(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "적음", Variants: []cafe24sim.Variant{{Quantity: 1}, {Quantity: 1, Oversell: true}}})
	if _, err := w.Sell(mall, p.Variants[0].Code, 2); err == nil {
		t.Error("sold more than there is")
	}
	_, err := w.Sell(mall, p.Variants[1].Code, 2)
	must(t, err)
	if q, _ := w.Stock(mall, p.Variants[1].Code); q != -1 {
		t.Errorf("oversold to %d", q)
	}
}

func TestFailedWebhooksAreLoggedAndSentAgain(t *testing.T) {
	t.Parallel()
	w, in := hooked(t, time.Millisecond, time.Hour)
	in.answer(http.StatusServiceUnavailable)
	must(t, w.FireWebhook(mall, 90001, map[string]any{"product_no": 5}))
	eventually(t, "two attempts", func() bool { return w.Stats(mall).WebhooksFailed == 2 })
	got := w.settled(in)
	if len(got) != 2 || got[0].trace != got[1].trace || got[0].body != got[1].body {
		t.Errorf("%+v", got)
	}
	logs := into[struct {
		Logs []struct {
			ID      int    `json:"log_id"`
			Type    string `json:"log_type"`
			Success string
			Code    *int   `json:"response_http_code"`
			Body    string `json:"request_body"`
			Trace   string `json:"trace_id"`
		}
	}](t, w.get("webhooks/logs?success=F&since_log_id=0"))
	if len(logs.Logs) != 2 {
		t.Fatalf("%+v", logs)
	}
	first, second := logs.Logs[0], logs.Logs[1]
	if first.Type != "G" || second.Type != "R" || first.Success != "F" || *first.Code != 503 || first.Trace != got[0].trace || first.Body != got[0].body || second.ID <= first.ID {
		t.Errorf("%+v", logs)
	}
}

func TestWebhookFaults(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	fire := func(f cafe24sim.Faults) []received {
		must(t, w.SetFaults(mall, f))
		must(t, w.FireWebhook(mall, 90002, nil))
		return w.settled(in)
	}
	if got := fire(cafe24sim.Faults{LoseWebhooks: 1}); len(got) != 0 || w.Stats(mall).WebhooksLost != 1 {
		t.Errorf("lost: %+v", got)
	}
	if got := fire(cafe24sim.Faults{FailWebhooks: 1}); len(got) != 0 || w.Stats(mall).WebhooksFailed != 1 {
		t.Errorf("failed: %+v", got)
	}
	if got := fire(cafe24sim.Faults{DoubleWebhooks: 1}); len(got) != 2 || got[0].trace != got[1].trace {
		t.Errorf("doubled: %+v", got)
	}
}

func TestReorderedWebhooksComeLate(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	must(t, w.SetFaults(mall, cafe24sim.Faults{ReorderWebhooks: 1}))
	for n := range 10 {
		must(t, w.FireWebhook(mall, 90002, map[string]any{"product_no": n}))
	}
	got := w.settled(in)
	if len(got) == 10 {
		t.Error("all came at once")
	}
	eventually(t, "ten webhooks", func() bool {
		got = append(got, in.take()...)
		return len(got) == 10
	})
	var order []string
	for _, r := range got {
		order = append(order, fmt.Sprint(r.Resource["product_no"]))
	}
	if slices.IsSorted(order) {
		t.Errorf("in order: %v", order)
	}
}

func TestTraceIDsAreNeverRepeated(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 2 { // the same seed, restarted
		w, in := hooked(t)
		for range 3 {
			must(t, w.FireWebhook(mall, 90002, nil))
		}
		for _, r := range w.settled(in) {
			if seen[r.trace] {
				t.Errorf("%s came twice", r.trace)
			}
			seen[r.trace] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d webhooks", len(seen))
	}
}

func TestNoWebhooksWithoutConsentOrScope(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	p := w.add(cafe24sim.Product{Name: "무엇", Variants: []cafe24sim.Variant{{Quantity: 5}}})
	w.settled(in)
	off := w.call(http.MethodPut, "webhooks/setting", `{"request":{"reception_status":"F"}}`)
	if !strings.Contains(string(off.body), `"reception_status":"F"`) {
		t.Fatalf("%d %s", off.status, off.body)
	}
	must(t, w.EditProduct(mall, p.No, cafe24sim.Edit{}))
	if got := w.settled(in); len(got) != 0 {
		t.Errorf("reception is off: %+v", got)
	}
	must(t, w.SetReception(mall, true))
	_, err := w.Grant(mall, "mall.read_product")
	must(t, err)
	_, err = w.Sell(mall, p.Variants[0].Code, 5)
	must(t, err)
	if diff := cmp.Diff([]int{90075, 90150}, events(w.settled(in))); diff != "" {
		t.Errorf("without mall.read_order: %s", diff)
	}
}

func TestUninstall(t *testing.T) {
	t.Parallel()
	w, in := hooked(t)
	grant, err := w.Grant(mall)
	must(t, err)
	w.token = grant.AccessToken
	must(t, w.UninstallApp(mall))
	if diff := cmp.Diff([]int{90077}, events(w.settled(in))); diff != "" {
		t.Error(diff)
	}
	if a := w.get("products"); a.status != http.StatusForbidden {
		t.Errorf("API: %d", a.status)
	}
	refused(t, w.exchange(refreshForm(grant.RefreshToken)), http.StatusBadRequest, "invalid_grant")
	w.add(cafe24sim.Product{Name: "나중"})
	if got := w.settled(in); len(got) != 0 {
		t.Errorf("webhooks after the uninstall: %+v", got)
	}
	if w.Installation(mall).Installed {
		t.Error("still installed")
	}
}
