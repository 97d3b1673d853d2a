package contract

import (
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

func aboutWebhooks() []assumption {
	return []assumption{
		{"the mall says whether it sends webhooks", true, reception},
		{"the log of webhooks comes as a list that the program reads", true, hookLog},
		{"since_log_id walks the log by ascending number", true, logWalk},
		{"a webhook that is sent again keeps its trace id", false, resent},
		{"no webhook of a product or an order carries a quantity of stock", false, hookQuantity},
	}
}

func reception(m *mall) finding {
	a := m.list("webhooks/setting", nil)
	if !a.good() {
		return a.trouble()
	}
	row, _ := a.top["webhook"].(object)
	v := row["reception_status"]
	return require(v == "T" || v == "F", "%s", shapeOf(row, "reception_status", "scopes"))
}

// logs requests the log of the last day.
func (m *mall) logs(more url.Values) answer {
	stamp := func(t time.Time) string { return t.In(time.FixedZone("KST", 9*60*60)).Format(time.RFC3339) }
	query := url.Values{"limit": {"200"}, "requested_start_date": {stamp(m.known.Now.Add(-24 * time.Hour))}, "requested_end_date": {stamp(m.known.Now.Add(time.Minute))}}
	maps.Copy(query, more)
	return m.list("webhooks/logs", query)
}

func hookLog(m *mall) finding {
	a := m.logs(nil)
	if !a.good() {
		return a.trouble()
	}
	rows, ok := a.rows("logs")
	if !ok {
		return differs("%s", shape(a.top))
	}
	if len(rows) == 0 {
		return unknown("no webhook in 24 hours")
	}
	list, failed := decoded[cafe24.WebhookLog](a, "logs")
	for i, l := range list {
		if failed > 0 || l.LogID == "" || l.TraceID == "" || l.RequestedAt.IsZero() || l.Event.No == 0 {
			return differs("%s", logShape(rows[i]))
		}
	}
	return holds("%d, %s", len(rows), logShape(rows[0]))
}

func logShape(row object) string {
	return shapeOf(row, "log_id", "log_type", "event_no", "mall_id", "trace_id", "requested_time", "request_body", "success", "response_http_code")
}

func logWalk(m *mall) finding {
	rows, _ := m.logs(nil).rows("logs")
	if len(rows) < 3 {
		return unknown("%d webhooks in 24 hours", len(rows))
	}
	var lowest int64
	for _, row := range rows {
		if id, err := strconv.ParseInt(text(row, "log_id"), 10, 64); err == nil && (lowest == 0 || id < lowest) {
			lowest = id
		}
	}
	if lowest == 0 {
		return differs("%s", shapeOf(rows[0], "log_id"))
	}
	next, _ := m.logs(url.Values{"since_log_id": {strconv.FormatInt(lowest, 10)}}).rows("logs")
	last := lowest
	for _, row := range next {
		id, err := strconv.ParseInt(text(row, "log_id"), 10, 64)
		if err != nil || id <= last {
			return differs("%d after the first, not ascending", len(next))
		}
		last = id
	}
	return require(len(next) > 0, "%d after the first of %d, ascending", len(next), len(rows))
}

func resent(m *mall) finding {
	list, _ := decoded[cafe24.WebhookLog](m.logs(nil), "logs")
	first := map[string]bool{}
	again, kept := 0, 0
	for _, l := range list {
		if l.Type == "G" {
			first[l.TraceID] = true
		}
	}
	for _, l := range list {
		if l.Type != "R" {
			continue
		}
		again++
		if first[l.TraceID] {
			kept++
		}
	}
	if again == 0 {
		return unknown("none of %d was sent again", len(list))
	}
	return require(kept > 0, "%d sent again, %d with the trace id of a first attempt", again, kept)
}

func hookQuantity(m *mall) finding {
	rows, _ := m.logs(nil).rows("logs")
	looked := 0
	for _, row := range rows {
		var body struct {
			Resource map[string]json.RawMessage `json:"resource"`
		}
		if text(row, "event_no") == "90084" || json.Unmarshal([]byte(text(row, "request_body")), &body) != nil {
			continue // 90084 concerns a shopping cart
		}
		looked++
		for _, field := range []string{"quantity", "stock_quantity", "stock"} {
			if body.Resource[field] != nil {
				return differs("event %s carries %s", text(row, "event_no"), field)
			}
		}
	}
	if looked == 0 {
		return unknown("no body is logged")
	}
	return holds("%d looked at", looked)
}
