package cafe24

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// WebhookLogQuery selects deliveries from the platform's log.
type WebhookLogQuery struct {
	SinceLogID string    // entries after this one
	From, To   time.Time // both or neither
	FailedOnly bool
	Limit      int // default 1,000, at most 10,000
}

func (q WebhookLogQuery) values() url.Values {
	limit := q.Limit
	if limit < 1 {
		limit = 1000
	}
	v := url.Values{"limit": {strconv.Itoa(min(limit, 10_000))}}
	if q.SinceLogID != "" {
		v.Set("since_log_id", q.SinceLogID)
	}
	if !q.From.IsZero() && !q.To.IsZero() {
		v.Set("requested_start_date", q.From.In(kst()).Format(time.RFC3339))
		v.Set("requested_end_date", q.To.In(kst()).Format(time.RFC3339))
	}
	if q.FailedOnly {
		v.Set("success", "F")
	}
	return v
}

// WebhookLog is one delivery that the platform made or tried to make.
type WebhookLog struct {
	LogID       string
	Type        string // "G" normal, "R" sent again, "T" test
	TraceID     string
	RequestedAt time.Time // zero if not readable
	Success     bool
	Status      int   // our answer's status; 0 if there was none
	Event       Event // the content of the delivery, by the rules of ParseEvent; KindIgnored if it cannot be read
}

// UnmarshalJSON reads a row of GET webhooks/logs. Of the logged body it keeps only the event's allow-listed fields.
func (l *WebhookLog) UnmarshalJSON(raw []byte) error {
	var w struct {
		LogID   text            `json:"log_id"`
		Type    text            `json:"log_type"`
		EventNo number          `json:"event_no"`
		MallID  text            `json:"mall_id"`
		TraceID text            `json:"trace_id"`
		Time    text            `json:"requested_time"`
		Success flag            `json:"success"`
		Status  number          `json:"response_http_code"`
		Body    json.RawMessage `json:"request_body"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*l = WebhookLog{
		LogID: string(w.LogID), Type: string(w.Type), TraceID: string(w.TraceID),
		Success: w.Success.value, Status: int(w.Status.value),
	}
	l.RequestedAt, _ = parseTime(string(w.Time))
	l.Event = loggedEvent(w.Body, int(w.EventNo.value), string(w.MallID))
	return nil
}

// loggedEvent reads a body that is logged as a JSON text or as an object. If the body was not kept, the log's own
// columns replace it.
func loggedEvent(body json.RawMessage, no int, mall string) Event {
	raw := []byte(body)
	if s := unquote(body); s != "" {
		raw = []byte(s)
	}
	event, err := ParseEvent(raw)
	if err != nil {
		event = Event{No: no, Type: strconv.Itoa(no), Kind: kindOf(no)}
	}
	if event.MallID == "" && ValidMallID(mall) {
		event.MallID = mall
	}
	return event
}

// WebhookLogs lists deliveries; lost ones are found with it. It needs mall.read_application.
func (c *Client) WebhookLogs(ctx context.Context, q WebhookLogQuery) (List[WebhookLog], error) {
	return fetchList[WebhookLog](ctx, c, get("webhooks/logs", "webhooks/logs", q.values()), "logs")
}

var errNoReception = errors.New("setting without reception_status")

// WebhookSetting is whether the mall allows webhooks to be sent.
type WebhookSetting struct {
	Receiving bool
	Scopes    []string
}

// UnmarshalJSON reads GET and PUT webhooks/setting.
func (s *WebhookSetting) UnmarshalJSON(raw []byte) error {
	var w struct {
		Status flag       `json:"reception_status"`
		Scopes many[text] `json:"scopes"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if !w.Status.known {
		return errNoReception // with "off" a caller would turn it on again and again
	}
	*s = WebhookSetting{Receiving: w.Status.value}
	for _, scope := range w.Scopes.items {
		s.Scopes = append(s.Scopes, string(scope))
	}
	return nil
}

// WebhookSetting reads the mall's setting. It needs mall.read_application.
func (c *Client) WebhookSetting(ctx context.Context) (WebhookSetting, error) {
	return fetch[WebhookSetting](ctx, c, get("webhooks/setting", "webhooks/setting", nil), "webhook")
}

// SetWebhookReception turns the mall's webhooks on or off. It needs mall.write_application.
func (c *Client) SetWebhookReception(ctx context.Context, on bool) (WebhookSetting, error) {
	r := request{
		method: http.MethodPut, endpoint: "PUT webhooks/setting", path: "webhooks/setting",
		body: map[string]any{"request": map[string]string{"reception_status": yesNo(on)}},
	}
	return fetch[WebhookSetting](ctx, c, r, "webhook")
}
