package cafe24sim

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// delivery is one attempt to send an event to the app.
type delivery struct {
	mall    *mall
	url     string
	eventNo int
	traceID string
	body    []byte
	attempt int // 0 is the first attempt
	due     time.Time
}

// emit raises an event under the same conditions as Cafe24: the app is installed and its scopes cover the event.
func (m *mall) emit(eventNo int, r resource) {
	if m.install.Installed && m.covers(eventNo) {
		m.post(eventNo, r)
	}
}

func (m *mall) covers(eventNo int) bool {
	need := scopeReadProduct
	switch eventNo {
	case eventOrderCreated, eventOrderPayment, eventOrderCanceled, eventOrderAdded, eventOrderDeleted, eventOrderReturned:
		need = scopeReadOrder
	case eventCategoryAdded, eventCategoryEdited, eventCategoryDeleted:
		need = scopeReadCategory
	case eventSupplierAdded, eventSupplierEdited, eventSupplierDeleted:
		need = scopeReadSupply
	case eventShopEdited:
		need = scopeReadStore
	case eventAppDeleted, eventAppExpired:
		return true
	}
	return slices.Contains(m.install.Scopes, need)
}

// post queues an event, if the mall owner's consent and the faults allow it.
func (m *mall) post(eventNo int, r resource) {
	url := m.sim.app().WebhookURL
	if url == "" || !m.reception {
		return
	}
	body, err := json.Marshal(map[string]any{"event_no": eventNo, "resource": r})
	if err != nil {
		m.sim.cfg.Log.Error("webhook cannot be written", "event_no", eventNo, "error", err)
		return
	}
	if m.chance(m.faults.LoseWebhooks) {
		m.stats.WebhooksLost++
		return
	}
	d := delivery{mall: m, url: url, eventNo: eventNo, traceID: newUUID(), body: body, due: time.Now()}
	if m.chance(m.faults.ReorderWebhooks) {
		d.due = d.due.Add(time.Duration(m.rng.Int64N(int64(3 * time.Second))))
	}
	m.sim.outbox.push(d)
	if m.chance(m.faults.DoubleWebhooks) {
		m.stats.WebhooksDoubled++
		m.sim.outbox.push(d)
	}
}

func (m *mall) chance(p float64) bool { return p > 0 && m.rng.Float64() < p }

// newUUID is truly random: a simulator that is restarted with the same seed must not repeat the trace ids of its last
// run, because the app would take new webhooks for old ones.
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// hookAnswer is the answer to an attempt; code 0 means that no answer came.
type hookAnswer struct {
	code int
	body string
	took time.Duration
}

func (a hookAnswer) ok() bool { return a.code >= 200 && a.code < 300 }

// deliver makes one attempt and logs it. If the attempt failed, it returns the next one.
func (d delivery) deliver(ctx context.Context, client *http.Client, retries []time.Duration) (again delivery, retry bool) {
	answer := d.send(ctx, client)
	if ctx.Err() != nil {
		return delivery{}, false
	}
	d.mall.mu.Lock()
	d.mall.logHook(d, answer)
	d.mall.mu.Unlock()
	if answer.ok() || d.attempt >= len(retries) {
		return delivery{}, false
	}
	again = d
	again.due = time.Now().Add(retries[d.attempt])
	again.attempt++
	return again, true
}

func (d delivery) send(ctx context.Context, client *http.Client) hookAnswer {
	if d.attempt == 0 && d.failsByFault() {
		return hookAnswer{body: "simulated failure"}
	}
	began := time.Now()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(d.body))
	if err != nil {
		return hookAnswer{body: err.Error()}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-API-Key", d.mall.sim.cfg.WebhookKey)
	req.Header.Set("X-Trace-ID", d.traceID)
	req.Header.Set("User-Agent", "Cafe24 Webhook")
	resp, err := client.Do(req)
	if err != nil {
		return hookAnswer{body: err.Error(), took: time.Since(began)}
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 2048)) // a truncated answer is still an answer
	return hookAnswer{code: resp.StatusCode, body: strings.ToValidUTF8(string(text), ""), took: time.Since(began)}
}

func (d delivery) failsByFault() bool {
	d.mall.mu.Lock()
	defer d.mall.mu.Unlock()
	return d.mall.chance(d.mall.faults.FailWebhooks)
}
