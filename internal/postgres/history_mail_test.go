package postgres_test

import (
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// waiting is a delivery before and after an action.
type waiting struct {
	ID        int64
	Code      string
	Stands    bool // its incident is unresolved
	State     lowstock.DeliveryState
	Reason    lowstock.Reason
	Recipient string
	CollectAt *time.Time
	Message   *int64
}

func (h *history) deliveries() map[int64]waiting {
	h.t.Helper()
	rows, err := h.dial().Query(h.t.Context(), `
		SELECT d.delivery_id, i.variant_code, i.state <> 'resolved', d.state, d.reason, d.recipient, d.collect_at, d.message_id
		  FROM deliveries d JOIN incidents i USING (mall_id, incident_id)`)
	h.ok(err)
	defer rows.Close()
	all := map[int64]waiting{}
	for rows.Next() {
		var d waiting
		h.ok(rows.Scan(&d.ID, &d.Code, &d.Stands, &d.State, &d.Reason, &d.Recipient, &d.CollectAt, &d.Message))
		all[d.ID] = d
	}
	h.ok(rows.Err())
	return all
}

// needless says that a delivery should not be sent: its incident is over or
// snoozed, or its recipient was removed.
func (h *history) needless(d waiting) bool {
	f := h.l.items[d.Code].stands
	return !d.Stands || f == nil || f.state == lowstock.IncidentSnoozed || h.l.away[d.Recipient]
}

// collects makes messages. Each due delivery is put into one, or suppressed
// for a reason, or waits because of the day's cap.
func (h *history) collects() {
	h.wait(time.Duration(h.draw("collect after", 0, 90)) * time.Second)
	h.collectNow()
}

func (h *history) collectNow() {
	h.t.Helper()
	before := h.deliveries()
	_, err := h.Mall(h.mall).Collect(h.t.Context(), h.now)
	h.ok(err)
	for id, d := range h.deliveries() {
		was := before[id]
		due := was.CollectAt != nil && !was.CollectAt.After(h.now)
		switch {
		case !due && d.Message != nil && was.Message == nil && was.CollectAt == nil:
			h.rt.Errorf("delivery %+v was not due", d)
		case due && d.State == lowstock.DeliverySuppressed && !h.needless(d):
			h.rt.Errorf("delivery %+v was left out", d)
		case due && d.Message != nil && h.needless(d):
			h.rt.Errorf("delivery %+v is notified", d)
		case due && d.Message == nil && d.State != lowstock.DeliverySuppressed && (d.CollectAt == nil || !d.CollectAt.After(h.now)):
			h.rt.Errorf("delivery %+v is forgotten", d)
		}
	}
}

// delivers makes an attempt for every due message; the attempt gets a random
// outcome.
func (h *history) delivers() {
	h.deliverNow(func(m *outgoing.Message) (lowstock.DeliveryState, time.Time) {
		state := rapid.SampledFrom([]lowstock.DeliveryState{
			lowstock.DeliverySent, lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed,
		}).Draw(h.rt, "outcome")
		if state == lowstock.DeliveryRetrying || state == lowstock.DeliveryUnknown && m.State != lowstock.DeliveryUnknown {
			return state, h.now.Add(5 * time.Minute)
		}
		return state, time.Time{}
	})
}

func (h *history) deliverNow(end func(*outgoing.Message) (lowstock.DeliveryState, time.Time)) {
	h.t.Helper()
	for _, m := range h.mails() {
		if h.l.away[m.Recipient] {
			h.rt.Errorf("a mail to %s, who has left", m.Recipient)
		}
		for _, i := range m.Items {
			f := h.l.items[i.VariantCode].stands
			if f == nil || f.state == lowstock.IncidentSnoozed {
				h.rt.Errorf("%s is named as %s to %s: %+v", i.VariantCode, i.Announced, m.Recipient, f)
				continue
			}
			if !h.l.notified[h.name(i.VariantCode, f, i.Announced, f.round, m.Recipient)] && f.round == 0 {
				h.rt.Errorf("%s is named as %s to %s, which nobody has said", i.VariantCode, i.Announced, m.Recipient)
			}
		}
		state, next := end(&m)
		h.ok(h.Mall(h.mall).FinishMessage(h.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: state}, h.now, next))
		late := h.Mall(h.mall).FinishMessage(h.t.Context(), m.ID, m.Attempts-1, outgoing.Outcome{State: state}, h.now, next)
		want(h.rt, "an attempt that was overtaken", lowstock.ErrorCode(late), lowstock.CodeConflict)
		if state == lowstock.DeliverySent {
			h.got(&m)
		}
	}
}

// got records what an arrived mail has announced.
func (h *history) got(m *outgoing.Message) {
	for _, i := range m.Items {
		f := h.l.items[i.VariantCode].stands
		if f == nil {
			continue // reported above
		}
		name := h.name(i.VariantCode, f, i.Announced, i.Round, m.Recipient)
		if h.sent[name] {
			h.rt.Errorf("%s got out twice", name)
		}
		h.sent[name] = true
	}
}

// end lets days pass, and then looks for lost announcements.
func (h *history) end() {
	h.t.Helper()
	sent := func(*outgoing.Message) (lowstock.DeliveryState, time.Time) { return lowstock.DeliverySent, time.Time{} }
	for range 2 {
		h.wait(25 * time.Hour)
		h.collectNow()
		h.deliverNow(sent)
	}
	for _, d := range h.deliveries() {
		notified := d.Message != nil && d.State != lowstock.DeliveryPending && d.State != lowstock.DeliveryRetrying
		if !notified && d.State != lowstock.DeliverySuppressed {
			h.rt.Errorf("lost: %+v", d)
		}
	}
	open := one[int](h.bundle, `SELECT count(*) FROM messages WHERE next_attempt_at IS NOT NULL OR state IN ('pending', 'retrying')`)
	want(h.rt, "messages without an end", open, 0)
}
