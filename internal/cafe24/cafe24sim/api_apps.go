package cafe24sim

import (
	"slices"
)

func getApp(c *call) (any, error) {
	return one(c, "app", map[string]any{
		"shop_no": 1, "app_name": appName, "version": "1.0.0", "version_expiration_date": nil, "initial_version": "1.0.0",
		"previous_version": nil, "extension_type": "web", "created_date": stamp(c.mall.install.InstalledAt),
	})
}

// listHookLogs answers newest first, or ascending if since_log_id is given.
func listHookLogs(c *call) (any, error) {
	q := &c.query
	limit := q.number("limit", 100, 1, 10_000)
	since := q.number("since_log_id", 0, 0, biggestStock)
	events, kind, success := q.numbers("event_no"), q.list("log_type"), q.yes("success")
	from, to := q.span("requested_start_date", "requested_end_date")
	var list []map[string]any
	for _, e := range c.mall.hookLog {
		if e.ID > since && among(events, e.EventNo) && among(kind, e.Type) && is(success, e.OK) &&
			(from.IsZero() || !e.At.Before(from)) && (to.IsZero() || !e.At.After(to)) {
			list = append(list, e.row(c.mall.id))
		}
	}
	if !q.has("since_log_id") {
		slices.Reverse(list)
	}
	return named(c, "logs", window(list, 0, limit))
}

func (e hookEntry) row(mallID string) map[string]any {
	row := map[string]any{
		"log_id": e.ID, "log_type": e.Type, "event_no": e.EventNo, "mall_id": mallID, "trace_id": e.TraceID,
		"requested_time": stamp(e.At), "request_endpoint": e.URL, "request_body": e.Body, "success": tf(e.OK),
		"response_http_code": nil, "response_body": nil,
	}
	if e.Code != 0 {
		row["response_http_code"], row["response_body"] = e.Code, e.Answer
	}
	return row
}

func getHookSetting(c *call) (any, error) {
	return one(c, "webhook", map[string]any{"scopes": c.mall.install.Scopes, "reception_status": tf(c.mall.reception)})
}

func putHookSetting(c *call) (any, error) {
	body, err := decode[struct {
		Status string `json:"reception_status"`
	}](c, "request")
	if err != nil {
		return nil, err
	}
	if body.Status != "T" && body.Status != "F" {
		return nil, unprocessable("reception_status must be T or F.")
	}
	c.mall.reception = body.Status == "T"
	return getHookSetting(c)
}
