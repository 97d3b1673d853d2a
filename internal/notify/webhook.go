package notify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const maxURL = 2048

// maxWebhookItems keeps a call well under 20 KB, what Standard Webhooks asks
// for; "total" says how many there are.
const maxWebhookItems = 50

// CheckWebhookURL says whether a merchant's webhook may be used: https and a
// host that can be public. Where its name leads is checked again at every
// connection. Its error is error.webhook_url at the field webhook_url.
func (s *Sender) CheckWebhookURL(raw string) error {
	if s.webhookAllowed(raw) {
		return nil
	}
	return lowstock.InvalidFields(map[string]string{"webhook_url": "error.webhook_url"})
}

func (s *Sender) webhookAllowed(raw string) bool {
	if len(raw) > maxURL || strings.ContainsAny(raw, "\\ \t\r\n") {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if s.cfg.AllowPrivate {
		return u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
	}
	return u.Scheme == "https" && publicHost(u.Hostname())
}

func (s *Sender) sendWebhook(ctx context.Context, m lowstock.Message) lowstock.Outcome {
	target := m.Target.Reveal()
	if !s.webhookAllowed(target) {
		return failed("letter.error.webhook_url", errors.New("webhook: the address is not allowed"))
	}
	header := http.Header{}
	header.Set("Webhook-Id", "msg_"+s.opaqueID(m))
	header.Set("Webhook-Timestamp", strconv.FormatInt(s.cfg.Now().Unix(), 10))
	a, err := s.post(ctx, s.webhook, target, s.webhookBody(m), header)
	switch {
	case errors.Is(err, errPrivate):
		return failed("letter.error.webhook_url", err)
	case err != nil:
		// The id lets the receiver drop a double, so trying again is safe.
		return retrying("letter.error.webhook_away", err)
	case a.status/100 == 2:
		return sent()
	case a.status == http.StatusGone:
		return failed("letter.error.webhook_gone", refused(a))
	}
	return retrying("letter.error.webhook_away", refused(a))
}

// The body of a call, in the names of the JSON API.
type (
	webhookCall struct {
		Type      string      `json:"type"`
		Timestamp string      `json:"timestamp"`
		Data      webhookData `json:"data"`
	}
	webhookData struct {
		MallID    string        `json:"mall_id"`
		ShopName  string        `json:"shop_name"`
		Total     int           `json:"total"`
		Incidents []webhookItem `json:"incidents"`
	}
	webhookItem struct {
		ID              int64             `json:"id"`
		ProductNo       int64             `json:"product_no"`
		VariantCode     string            `json:"variant_code"`
		ProductName     string            `json:"product_name"`
		Options         []lowstock.Option `json:"options"`
		Kind            string            `json:"kind"`
		State           string            `json:"state"`
		Quantity        int               `json:"quantity"`
		Threshold       int               `json:"threshold"`
		ThresholdSource string            `json:"threshold_source"`
		OpenedAt        string            `json:"opened_at"`
	}
)

func (s *Sender) webhookBody(m lowstock.Message) webhookCall {
	c := s.content(m)
	call := webhookCall{
		Type: "inventory." + string(c.Purpose), Timestamp: c.CreatedAt.In(c.zone).Format(time.RFC3339),
		Data: webhookData{
			MallID: string(c.Mall), ShopName: c.shop, Total: len(c.items), Incidents: []webhookItem{},
		},
	}
	for _, i := range c.items[:min(len(c.items), maxWebhookItems)] {
		call.Data.Incidents = append(call.Data.Incidents, webhookItem{
			ID: i.ID, ProductNo: i.ProductNo, VariantCode: i.VariantCode,
			ProductName: cut(clean(i.ProductName), 2*maxName), Options: cleanOptions(i.Options),
			Kind: string(i.Kind), State: string(i.State), Quantity: i.Quantity,
			Threshold: i.Threshold, ThresholdSource: string(i.ThresholdSource),
			OpenedAt: i.OpenedAt.In(c.zone).Format(time.RFC3339),
		})
	}
	return call
}

func cleanOptions(all []lowstock.Option) []lowstock.Option {
	cleaned := []lowstock.Option{}
	for _, o := range all[:min(len(all), 10)] {
		cleaned = append(cleaned, lowstock.Option{Name: shown(o.Name), Value: shown(o.Value)})
	}
	return cleaned
}
