package notify

import (
	"cmp"
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/words"
)

// A call stays under 20 KB, as Standard Webhooks asks. "total" is the number of
// items; only a summary, and news about purchase orders, have more items than
// they list.
const (
	maxWebhookItems = 50
	maxWebhookBody  = 20_000
)

// The body of a call, with the field names of the JSON API.
type (
	webhookCall struct {
		Type      string      `json:"type"`
		Timestamp string      `json:"timestamp"`
		Data      webhookData `json:"data"`
	}
	webhookData struct {
		MallID    string         `json:"mall_id"`
		ShopName  string         `json:"shop_name"`
		Total     int            `json:"total"`
		Incidents []webhookItem  `json:"incidents"`
		AtRisk    int64          `json:"money_at_risk,omitempty"`  // of all listed incidents; omitted if not known
		Currency  string         `json:"currency,omitempty"`       // ISO 4217, of the amounts of money
		Health    *webhookHealth `json:"health,omitempty"`         // of inventory.health and inventory.all_clear
		LateGoods []webhookLate  `json:"late_goods,omitempty"`     // of inventory.goods_late
		News      *webhookNews   `json:"purchase_order,omitempty"` // of inventory.purchase_news
	}
	webhookHealth struct {
		Kind     string `json:"kind"`
		Subject  string `json:"subject,omitempty"`
		Title    string `json:"title"` // in the mall's language, like the next two
		What     string `json:"what"`
		Do       string `json:"do,omitempty"`
		OpenedAt string `json:"opened_at"`
		ClosedAt string `json:"closed_at,omitempty"`
	}
	webhookItem struct {
		ID              int64             `json:"id"`
		ProductNo       int64             `json:"product_no"`
		VariantCode     string            `json:"variant_code"`
		CustomCode      string            `json:"custom_variant_code,omitempty"`
		ProductName     string            `json:"product_name"`
		Options         []lowstock.Option `json:"options"`
		Kind            string            `json:"kind"`
		State           string            `json:"state"`
		Quantity        int               `json:"quantity"`
		Threshold       int               `json:"threshold"`
		ThresholdSource string            `json:"threshold_source"`
		SellsAtZero     bool              `json:"sells_at_zero"` // Cafe24 continues to sell it at 0
		OpenedAt        string            `json:"opened_at"`
		Reason          string            `json:"reason,omitempty"`           // why an alert announces it
		DailySales      float64           `json:"daily_sales,omitempty"`      // omitted if not known
		LostUnits       *float64          `json:"lost_units_ahead,omitempty"` // expected until goods can be there; omitted if not known
		AtRisk          *int64            `json:"money_at_risk,omitempty"`    // their value in whole units of the currency; omitted if not known
		Ordered         int               `json:"ordered_quantity,omitempty"`
		ExpectedOn      string            `json:"expected_on,omitempty"`
	}
)

func webhookBody(c content) webhookCall {
	call := webhookCall{
		Type: "inventory." + string(c.Purpose), Timestamp: c.CreatedAt.In(c.zone).Format(time.RFC3339),
		Data: webhookData{
			MallID: string(c.Mall), ShopName: c.shop, Total: len(c.items), Incidents: []webhookItem{},
		},
	}
	for _, i := range c.named {
		loss := c.loss(i)
		item := webhookItem{
			ID: i.ID, ProductNo: i.ProductNo, VariantCode: i.VariantCode, CustomCode: clean(i.CustomCode),
			ProductName: cut(clean(i.ProductName), maxProduct), Options: cleanOptions(i.Options),
			Kind: string(i.Kind), State: string(i.State), Quantity: i.Quantity,
			Threshold: i.Threshold, ThresholdSource: string(i.ThresholdSource), SellsAtZero: i.SellsAtZero,
			OpenedAt: i.OpenedAt.In(c.zone).Format(time.RFC3339),
			Reason:   string(i.Announced), DailySales: perDay(i), Ordered: i.Order.Quantity, ExpectedOn: i.Order.ExpectedOn,
		}
		if loss.Known {
			item.LostUnits = new(loss.Units())
		}
		if loss.Priced {
			item.AtRisk = &loss.Money
		}
		call.Data.AtRisk += loss.Money
		call.Data.Incidents = append(call.Data.Incidents, item)
	}
	if call.Data.AtRisk > 0 {
		call.Data.Currency = cmp.Or(c.Currency, words.Won)
	}
	if c.Purpose == outgoing.PurposeHealth || c.Purpose == outgoing.PurposeAllClear {
		call.Data.Health = c.webhookHealth()
	}
	call.Data.addGoods(c)
	return call
}

// perDay rounds to one decimal place, as mails do.
func perDay(i lowstock.Incident) float64 {
	if !i.Sales.Known || math.IsNaN(i.Sales.PerDay) || math.IsInf(i.Sales.PerDay, 0) {
		return 0
	}
	return math.Round(i.Sales.PerDay*10) / 10
}

func (c content) webhookHealth() *webhookHealth {
	h := &webhookHealth{
		Kind: string(c.Health.Kind), Subject: shown(c.Health.Subject), Title: c.title(), What: c.lead(),
		OpenedAt: c.Health.OpenedAt.In(c.zone).Format(time.RFC3339),
	}
	if c.Purpose == outgoing.PurposeHealth {
		h.Do = c.health("do")
	}
	if !c.Health.ClosedAt.IsZero() {
		h.ClosedAt = c.Health.ClosedAt.In(c.zone).Format(time.RFC3339)
	}
	return h
}

func cleanOptions(all []lowstock.Option) []lowstock.Option {
	cleaned := []lowstock.Option{}
	for _, o := range all[:min(len(all), 10)] {
		cleaned = append(cleaned, lowstock.Option{Name: shown(o.Name), Value: shown(o.Value)})
	}
	return cleaned
}

// webhookFull is the used share of a call's allowed size; above 1 it does not
// fit.
func webhookFull(c content) float64 {
	body, err := encode(webhookBody(c))
	if err != nil {
		return 1 // the attempt reports the error
	}
	return max(float64(len(body))/maxWebhookBody, float64(len(c.named))/maxWebhookItems)
}
