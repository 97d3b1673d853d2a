package web_test

import (
	"maps"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// alertForms are the forms of the raised alerts.
func (b *bench) alertForms(t *testing.T) []refusedForm {
	t.Helper()
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{State: lowstock.IncidentStanding, Limit: 10})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d alerts, %v", len(list), err)
	}
	id := strconv.FormatInt(list[0].ID, 10)
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	daily, err := b.store.Mall(mall).Morning(t.Context(), localtime.DayOf(b.clock.Now(), zone), b.clock.Now())
	if err != nil || len(daily.Items) == 0 {
		t.Fatalf("%d items of the daily list, %v", len(daily.Items), err)
	}
	i := &daily.Items[0]
	answer := func(kind string, more url.Values) url.Values {
		sent := url.Values{"product_no": {strconv.FormatInt(i.ProductNo, 10)}, "variant_code": {i.Code}, "version": {i.Version}, "act": {kind}}
		maps.Copy(sent, more)
		return sent
	}
	many := make([]string, bulk.Max+1)
	for i := range many {
		many[i] = strconv.Itoa(1<<40 + i)
	}
	return []refusedForm{
		{
			name: "goods on their way", to: "/alerts/" + id + "/order", htmx: true, ids: map[string]string{"quantity": "order-" + id + "-quantity", "expected_on": "order-" + id + "-expected_on"},
			sent: url.Values{"quantity": {"1,200"}, "expected_on": {b.inDays(4)}, "back": {"/alerts?state=open"}},
			bad:  map[string][]string{"quantity": {"", "많이", "0", "1000001"}, "expected_on": {"", "soon", b.inDays(-1), b.inDays(400)}},
		},
		{
			name: "a bulk order", to: "/alerts/ordered",
			sent: url.Values{"id": {id}, "quantity-" + id: {"1,200"}, "expected_on-" + id: {b.inDays(4)}, "back": {"/alerts?state=open"}},
			bad:  map[string][]string{"quantity-" + id: {"많이", "0", "1000001"}, "expected_on-" + id: {"", "soon", b.inDays(-1), b.inDays(400)}},
		},
		{
			name: "a saved view", to: "/alerts/views", ids: map[string]string{"name": "view-name"},
			sent: url.Values{"act": {"save"}, "name": {"품절"}, "query": {"kind=out"}, "back": {"/alerts?kind=out"}},
			bad:  map[string][]string{"name": {"", strings.Repeat("가", listing.MaxViewName+1)}},
		},
		{
			name: "an order of the daily list", to: "/morning", htmx: true, ids: map[string]string{"quantity": "m-" + i.Code + "-quantity", "expected_on": "m-" + i.Code + "-expected_on"},
			sent: answer("ordered", url.Values{"quantity": {"1,200"}, "expected_on": {b.inDays(4)}}),
			bad:  map[string][]string{"quantity": {"", "많이", "0", "1000001"}, "expected_on": {"", "soon", b.inDays(-1), b.inDays(400)}},
		},
		{
			name: "a snooze of the daily list", to: "/morning", htmx: true, ids: map[string]string{"day": "m-" + i.Code + "-day"},
			sent: answer("day", url.Values{"day": {b.inDays(4)}}), bad: map[string][]string{"day": {"", "soon", b.inDays(-1), b.inDays(400)}},
		},
		{
			name: "no alert", to: "/alerts/many", htmx: true, sent: url.Values{"act": {"resolve"}, "back": {"/alerts"}, "newest": {id}},
			bad: map[string][]string{"newest": {id}}, ids: map[string]string{"newest": "many"}, // no alert is selected
		},
		{
			name: "too many alerts", to: "/alerts/many", htmx: true, sent: url.Values{"act": {"resolve"}, "back": {"/alerts"}, "id": append(many, id)},
			bad: map[string][]string{"newest": {id}}, ids: map[string]string{"newest": "many"},
		},
	}
}

// contactForms are a question, and the question that was shown once more.
func contactForms() (all []refusedForm) {
	for _, to := range []string{"/contact", "/contact/send"} {
		all = append(all, refusedForm{
			name: "a question", to: to, sent: url.Values{"question": {"왜 안 와요?"}, "reply": {"kim@shop.example"}, "attach": {"1"}},
			bad: map[string][]string{"question": {"", strings.Repeat("가", outgoing.MaxQuestion+1)}, "reply": {"", "kim", "ki\u200bm@shop.example", "a@shop.example, b@shop.example"}},
		})
	}
	return all
}
