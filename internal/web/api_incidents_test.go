package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// raised makes an incident for one confirmed recipient, with a message that was
// not sent yet.
func (b *bench) raised(t *testing.T) (w *browser, id, message int64) {
	t.Helper()
	w = b.owner(t, mall)
	b.endSync(t)
	b.notified(t, "owner@shop.test")
	b.seed(t, 1)
	message = b.collected(t)
	return w, b.standing(t).ID, message
}

func TestAPIOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, id, _ := b.raised(t)
	_, router := b.document(t)
	path := fmt.Sprintf("/api/v1/incidents/%d", id)
	seoul := time.FixedZone("KST", 9*60*60)
	day := b.clock.Now().In(seoul).AddDate(0, 0, 7)
	got := w.post(path+"/order", `{"quantity":50,"expected_on":"`+day.Format(time.DateOnly)+`"}`).want(http.StatusOK).valid(router).object()
	want := map[string]any{
		"state": "snoozed", "until_restock": false, "ordered_quantity": 50.0, "expected_on": day.Format(time.DateOnly), "acknowledged_by": "hanbit",
		"snoozed_until": time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, seoul).Format(time.RFC3339),
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %v, want %v", name, got[name], value)
		}
	}
	yesterday := b.clock.Now().In(seoul).AddDate(0, 0, -1).Format(time.DateOnly)
	for body, field := range map[string]string{
		`{}`: "quantity", `{"quantity":0,"expected_on":"` + day.Format(time.DateOnly) + `"}`: "quantity", `{"quantity":"5"}`: "quantity",
		`{"quantity":1000001,"expected_on":"2026-12-01"}`: "quantity", `{"quantity":5}`: "expected_on", `{"quantity":5,"expected_on":7}`: "expected_on",
		`{"quantity":5,"expected_on":"` + yesterday + `"}`: "expected_on", `{"quantity":5,"expected_on":"2099-01-01"}`: "expected_on",
	} {
		if fields := problem(t, w.post(path+"/order", body).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID"); fields[field] == nil {
			t.Errorf("%s: fields %v", body, fields)
		}
	}
	w.post(path+"/resolve", "").want(http.StatusOK)
	problem(t, w.post(path+"/order", `{"quantity":5,"expected_on":"`+day.Format(time.DateOnly)+`"}`).want(http.StatusConflict).valid(router).object(), "CONFLICT")
	problem(t, w.post("/api/v1/incidents/999999/order", `{"quantity":5,"expected_on":"`+day.Format(time.DateOnly)+`"}`).want(http.StatusNotFound).valid(router).object(), "NOT_FOUND")
}

func TestAPISnoozeUntilRestock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, id, _ := b.raised(t)
	_, router := b.document(t)
	path := fmt.Sprintf("/api/v1/incidents/%d", id)
	until := b.clock.Now().Add(time.Hour).Format(time.RFC3339)
	for body, field := range map[string]string{
		`{"restock":false}`: "until", `{"restock":5}`: "restock", `{"restock":true,"until":"` + until + `"}`: "until",
	} {
		if fields := problem(t, w.post(path+"/snooze", body).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID"); fields[field] == nil {
			t.Errorf("%s: fields %v", body, fields)
		}
	}
	got := w.post(path+"/snooze", `{"restock":true}`).want(http.StatusOK).valid(router).object()
	if got["state"] != "snoozed" || got["until_restock"] != true || got["snoozed_until"] != nil {
		t.Errorf("until restock: %v", got)
	}
	got = w.post(path+"/snooze", `{"restock":false,"until":"`+until+`"}`).want(http.StatusOK).valid(router).object()
	if got["until_restock"] != false || got["snoozed_until"] == nil {
		t.Errorf("until a time: %v", got)
	}
}

// TestAPITimeline expects these entries in this order: read, crossed,
// collected, queued, the server's answers, and who answered the alert.
func TestAPITimeline(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, id, message := b.raised(t)
	_, router := b.document(t)
	path := fmt.Sprintf("/api/v1/incidents/%d", id)
	detail := func() map[string]any {
		t.Helper()
		return w.get(path).want(http.StatusOK).valid(router).object()
	}
	delivery := list(t, detail(), "deliveries")[0]
	if delivery["reason"] != "raised" || delivery["state"] != "pending" || delivery["message_id"] != float64(message) || delivery["error"] != nil {
		t.Errorf("delivery %v", delivery)
	}
	resend := fmt.Sprintf(`{"delivery_id":%.0f}`, delivery["id"])
	problem(t, w.post(path+"/resend", resend).want(http.StatusConflict).valid(router).object(), "CONFLICT")

	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address", Answer: "550 5.1.1 no such user"})
	delivery = list(t, detail(), "deliveries")[0]
	if text, _ := delivery["error"].(string); delivery["state"] != "failed" || !strings.Contains(text, "없는 주소") {
		t.Errorf("failed delivery %v", delivery)
	}
	for _, body := range []string{`{}`, `{"delivery_id":null}`, `{"delivery_id":"1"}`, `{"delivery_id":999999}`} {
		if fields := problem(t, w.post(path+"/resend", body).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID"); fields["delivery_id"] == nil {
			t.Errorf("%s: fields %v", body, fields)
		}
	}
	w.post("/api/v1/incidents/999999/resend", resend).want(http.StatusNotFound)
	w.post(path+"/resend", resend).want(http.StatusOK).valid(router)
	problem(t, w.post(path+"/resend", resend).want(http.StatusConflict).valid(router).object(), "CONFLICT")
	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliverySent, Answer: "250 2.0.0 queued as 4F2"})
	b.clock.advance(time.Second)
	w.post(path+"/acknowledge", "").want(http.StatusOK)

	events := list(t, detail(), "events")
	if diff := cmp.Diff([]any{"read", "opened", "collected", "queued", "failed", "sent", "acknowledged"}, column(events, "kind")); diff != "" {
		t.Fatalf("story (-want +got):\n%s", diff)
	}
	times := column(events, "at")
	if !slices.IsSortedFunc(times, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }) {
		t.Errorf("not in order: %v", times)
	}
	for i, part := range []string{"재고 0개", "품절되어", "owner@shop.test", "owner@shop.test", "550 5.1.1 no such user", "250 2.0.0 queued as 4F2", "hanbit가 확인"} {
		text, _ := events[i]["text"].(string)
		if !strings.Contains(text, part) || strings.Contains(text, "event.") || strings.Contains(text, "{") {
			t.Errorf("%s says %q, want %q in it", events[i]["kind"], text, part)
		}
	}
	if last := events[6]; last["by"] != "hanbit" || last["quantity"] != 0.0 || last["threshold"] != 0.0 || events[4]["quantity"] != nil || events[0]["by"] != nil {
		t.Errorf("events %v", events)
	}
}
