package cafe24_test

import (
	"errors"
	"regexp"
	"testing"

	"cafe24-inventory-alert/internal/cafe24"
)

var (
	plainID   = regexp.MustCompile(`^[A-Za-z0-9_./:-]*$`)
	knownKind = map[cafe24.Kind]bool{cafe24.KindProduct: true, cafe24.KindOrder: true, cafe24.KindLeft: true, cafe24.KindIgnored: true}
)

// FuzzParseEvent: whatever comes in, what goes out is identifiers in bounds, or ErrEvent.
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

// FuzzVerifyLaunch: no query but a signed one is a launch.
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
