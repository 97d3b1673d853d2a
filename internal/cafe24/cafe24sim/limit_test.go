package cafe24sim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// jsonField reads one string field of an object.
func jsonField(t *testing.T, body []byte, name string) string {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return fmt.Sprint(fields[name])
}

func TestBucketIsFortyAndLeaksTwoASecond(t *testing.T) {
	t.Parallel()
	w := empty(t)
	for n := 1; n <= 40; n++ {
		a := w.get("products")
		if want := fmt.Sprintf("%d/40", n); a.status != http.StatusOK || a.header.Get("X-Api-Call-Limit") != want {
			t.Fatalf("call %d: %d %s", n, a.status, a.header.Get("X-Api-Call-Limit"))
		}
	}
	full := w.get("products")
	if full.status != http.StatusTooManyRequests || full.header.Get("X-Api-Call-Limit") != "40/40" {
		t.Errorf("call 41: %d %s", full.status, full.header.Get("X-Api-Call-Limit"))
	}
	if a := w.get("suppliers"); a.header.Get("X-Api-Call-Limit") != "1/40" {
		t.Errorf("another endpoint has its own bucket: %s", a.header.Get("X-Api-Call-Limit"))
	}
	w.clock.Advance(499 * time.Millisecond)
	if a := w.get("products"); a.status != http.StatusTooManyRequests {
		t.Errorf("after 499 ms: %d", a.status)
	}
	w.clock.Advance(time.Millisecond)
	if a := w.get("products"); a.status != http.StatusOK {
		t.Errorf("after 500 ms: %d", a.status)
	}
	if a := w.get("products"); a.status != http.StatusTooManyRequests {
		t.Errorf("and only one: %d", a.status)
	}
	w.clock.Advance(20 * time.Second)
	if a := w.get("products"); a.header.Get("X-Api-Call-Limit") != "1/40" {
		t.Errorf("after 20 s it is empty: %s", a.header.Get("X-Api-Call-Limit"))
	}
	s := w.Stats(mall)
	if s.TooMany["GET products"] != 3 || s.AllTooMany() != 3 || s.Calls["GET products"] != 45 {
		t.Errorf("%+v", s)
	}
}

func TestQuotaStopsTheWholeMall(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: -1, CallQuota: 4})
	for range 3 {
		w.get("products")
	}
	a := w.get("suppliers")
	if a.header.Get("X-Cafe24-Call-Usage") != "100.00" || a.header.Get("X-Cafe24-Call-Remain") != "0" {
		t.Errorf("%v", a.header)
	}
	if a.header.Get("X-Cafe24-Time-Usage") == "" || a.header.Get("X-Cafe24-Time-Remain") != "0" {
		t.Errorf("%v", a.header)
	}
	w.clock.Advance(time.Minute)
	if a = w.get("shops"); a.status != http.StatusTooManyRequests || a.header.Get("X-Cafe24-Call-Remain") != "540" {
		t.Errorf("over the quota: %d %s", a.status, a.header.Get("X-Cafe24-Call-Remain"))
	}
	if a = w.get("shops"); a.header.Get("X-Cafe24-Call-Remain") != "541" {
		t.Errorf("calling while blocked prolongs: %s", a.header.Get("X-Cafe24-Call-Remain"))
	}
	w.clock.Advance(541 * time.Second)
	if a = w.get("shops"); a.status != http.StatusOK {
		t.Errorf("a new window: %d", a.status)
	}
}

func TestBurstsAreCountedOrRefused(t *testing.T) {
	t.Parallel()
	counted, guarded := empty(t), start(t, cafe24sim.Config{Products: -1, BurstGuard: true})
	for range 11 {
		counted.get("products")
		guarded.get("products")
	}
	if s := counted.Stats(mall); s.Bursts != 1 || s.PeakPerSecond != 11 || s.AllTooMany() != 0 {
		t.Errorf("%+v", s)
	}
	if s := guarded.Stats(mall); s.AllTooMany() != 1 {
		t.Errorf("%+v", s)
	}
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	t.Parallel()
	w := empty(t)
	for _, a := range []answer{w.get("products"), w.get("nothing"), w.as("bad", http.MethodGet, "products", ""), w.get("products/7")} {
		for _, name := range []string{"X-Api-Call-Limit", "X-Cafe24-Call-Usage", "X-Cafe24-Call-Remain", "X-Cafe24-Time-Usage", "X-Cafe24-Time-Remain"} {
			if a.header.Get(name) == "" {
				t.Errorf("%d has no %s", a.status, name)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := empty(t)
	if a := w.as("nonsense", http.MethodGet, "products", ""); a.status != http.StatusUnauthorized {
		t.Errorf("unknown token: %d", a.status)
	}
	r := w.request(http.MethodGet, "/mall/"+mall+"/api/v2/admin/products", "")
	r.Header.Set("Authorization", "Bearer "+w.token)
	if a := w.do(r); a.status != http.StatusBadRequest {
		t.Errorf("no content type: %d", a.status)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Cafe24-Api-Version", "v2")
	if a := w.do(r); a.status != http.StatusBadRequest {
		t.Errorf("version: %d", a.status)
	}
	a := w.get("products/999")
	var envelope struct {
		Error struct {
			Code    int
			Message string
		}
	}
	if err := json.Unmarshal(a.body, &envelope); err != nil || a.status != http.StatusNotFound || envelope.Error.Code != 404 || envelope.Error.Message == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
}
