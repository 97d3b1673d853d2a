package cafe24_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

var (
	plainID   = regexp.MustCompile(`^[A-Za-z0-9_./:-]*$`)
	knownKind = map[cafe24.Kind]bool{cafe24.KindProduct: true, cafe24.KindOrder: true, cafe24.KindLeft: true, cafe24.KindIgnored: true}
)

// FuzzParseEvent: for every input the result is identifiers of limited length, or ErrEvent.
func FuzzParseEvent(f *testing.F) {
	f.Add(readFile(f, "relay.json"))
	f.Add([]byte(`{"event_no":90041,"resource":{"mall_id":"samplemall","product_no":"17652,17394","sample":{"order_id":"20200717-0029236"}}}`))
	f.Add([]byte(`{"event_no":"90150","resource":{"mall_id":"samplemall","product_no":["1",2],"sold_out":{"1":"T"}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		event, err := cafe24.ParseEvent(body)
		if err != nil {
			if !errors.Is(err, cafe24.ErrEvent) || event.Kind != "" {
				t.Errorf("%+v, %v", event, err)
			}
			return
		}
		if event.MallID != "" && !cafe24.ValidMallID(event.MallID) || !knownKind[event.Kind] || event.Type == "" {
			t.Errorf("%+v", event)
		}
		texts := append([]string{event.Type, event.VariantCode, event.EventID}, append(event.ProductCodes, event.OrderIDs...)...)
		for _, text := range texts {
			if !plainID.MatchString(text) || len(text) > 128 {
				t.Errorf("%q came through", text)
			}
		}
		for _, no := range event.ProductNos {
			if no < 1 {
				t.Errorf("product number %d", no)
			}
		}
		if len(event.ProductNos) > 1000 || len(event.OrderIDs) > 1000 || len(event.ProductCodes) > 2000 {
			t.Error("lists without bound")
		}
	})
}

// FuzzVerifyLaunch: only a signed query is a launch.
func FuzzVerifyLaunch(f *testing.F) {
	l, p := readLaunches(f)
	signed := map[string]bool{}
	for _, c := range l.Cases {
		if c.Want == "ok" {
			signed[c.Query] = true
		}
		f.Add(c.Query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		launch, err := p.VerifyLaunch(query)
		if err == nil && launch.MallID != "samplemall" {
			t.Errorf("%q is a launch of %q", query, launch.MallID)
		}
		if err != nil && signed[query] {
			t.Errorf("%q: %v", query, err)
		}
	})
}

// FuzzRows decodes the other lists: a logged delivery follows the rules of a webhook, a setting that does not say
// whether webhooks are sent is invalid, and no order causes a panic.
func FuzzRows(f *testing.F) {
	f.Add([]byte(`{"logs":[{"log_id":"1","log_type":"G","event_no":90023,"mall_id":"samplemall","success":"F","request_body":"{\"event_no\":90023}"}]}`))
	f.Add([]byte(`{"webhook":{"reception_status":"T","scopes":["mall.read_product",7]},"orders":[{"order_id":"20260717-0029236","items":[{"product_no":"1"}]}]}`))
	f.Add([]byte(`{"webhook":{}}`))
	f.Add([]byte(`{"orders":[{"order_date":"yesterday","paid":"?","items":{"quantity":"1e3","claim_quantity":-1}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var logs struct{ Logs []cafe24.WebhookLog }
		if json.Unmarshal(body, &logs) == nil {
			for _, l := range logs.Logs {
				if e := l.Event; e.MallID != "" && !cafe24.ValidMallID(e.MallID) || !knownKind[e.Kind] || !plainID.MatchString(e.VariantCode+e.EventID) {
					t.Errorf("%+v", l)
				}
			}
		}
		var setting struct{ Webhook *cafe24.WebhookSetting }
		var message struct{ Webhook map[string]json.RawMessage }
		if json.Unmarshal(body, &setting) == nil && setting.Webhook != nil && json.Unmarshal(body, &message) == nil && !says(message.Webhook, "reception_status") {
			t.Errorf("%+v out of nothing", setting.Webhook)
		}
		var orders struct{ Orders []cafe24.Order }
		_ = json.Unmarshal(body, &orders) // orders may contain anything, as long as the decoding ends
	})
}

// says reports whether an object has a key, compared as encoding/json compares keys.
func says(object map[string]json.RawMessage, key string) bool {
	for k := range object {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

// oneAnswer is a platform that answers every call with the same body.
type oneAnswer []byte

func (a oneAnswer) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(a)), Request: req,
	}, nil
}

// FuzzToken: an answer gives a complete pair for this mall that has not expired, or an error that does not repeat the
// answer.
func FuzzToken(f *testing.F) {
	f.Add([]byte(`{"access_token":"a","refresh_token":"r","expires_at":"2026-11-24T14:00:00.000","issued_at":"2026-11-24T12:00:00.000","mall_id":"samplemall","scopes":["mall.read_product"]}`))
	f.Add([]byte(`{"access_token":"a","refresh_token":7,"expires_at":1e99,"shop_no":"x","scopes":"a,b c"}`))
	f.Add([]byte(`{"error":"invalid_grant","error_description":"no"}`))
	now := time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := cafe24.New(cafe24.Config{
			ClientID: "id", ClientSecret: "secret", WebhookKey: "key", RedirectURI: "https://app.example/auth/callback",
			Transport: oneAnswer(body), Now: func() time.Time { return now },
		})
		if err != nil {
			t.Fatal(err)
		}
		token, err := p.Exchange(t.Context(), "samplemall", "c0de")
		switch {
		case err != nil:
			return
		case token.Access == "" || token.Refresh == "" || token.MallID != "" && token.MallID != "samplemall":
			t.Errorf("%+v is no pair", token)
		case token.AccessExpiresAt.After(now.Add(48*time.Hour)) || token.RefreshExpiresAt.After(now.Add(60*24*time.Hour)):
			t.Errorf("lives until %s, %s", token.AccessExpiresAt, token.RefreshExpiresAt)
		}
	})
}
