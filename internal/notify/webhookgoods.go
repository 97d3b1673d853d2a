package notify

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// maxWebhookText is how many characters of a supplier's message a call has.
const maxWebhookText = 1000

// The parts of a call about purchase orders, with the field names of the JSON
// API. They have no address of a supplier. Days are written as YYYY-MM-DD.
type (
	webhookLate struct {
		OrderID      int64  `json:"order_id"`
		Number       string `json:"number,omitempty"` // omitted for a noted order
		SupplierName string `json:"supplier_name,omitempty"`
		webhookVariant
		Quantity   int    `json:"quantity,omitempty"` // pieces that were ordered
		Rest       int    `json:"rest"`               // pieces that have not arrived
		ExpectedOn string `json:"expected_on"`
		DaysLate   int    `json:"days_late"`
		Ask        bool   `json:"ask,omitempty"` // so late that somebody has to say whether they still come
	}
	webhookNews struct {
		ID           int64             `json:"id"`
		Number       string            `json:"number"`
		SupplierName string            `json:"supplier_name,omitempty"`
		Kinds        []string          `json:"kinds"`             // see newsNames
		Message      string            `json:"message,omitempty"` // what the supplier wrote
		Lines        []webhookNewsLine `json:"lines"`             // those whose quantity or day changed
	}
	webhookNewsLine struct {
		webhookVariant
		Quantity       int    `json:"quantity"`  // pieces that were ordered
		Confirmed      int    `json:"confirmed"` // pieces that the supplier can deliver; 0: none
		ExpectedOn     string `json:"expected_on,omitempty"`
		ExpectedBefore string `json:"expected_before,omitempty"` // as it was before the answer
	}
	webhookVariant struct {
		Line        int               `json:"line,omitempty"` // of the order
		VariantCode string            `json:"variant_code"`
		CustomCode  string            `json:"custom_variant_code,omitempty"`
		ProductName string            `json:"product_name"`
		Options     []lowstock.Option `json:"options"`
	}
)

// newsName is the name of a kind of news in calls; a refused mail is called as
// the event of the order in the JSON API.
func newsName(kind outgoing.NewsKind) string {
	if kind == outgoing.NewsRefused {
		return "bounced"
	}
	return string(kind)
}

// addGoods adds late goods, or the news about a purchase order: as many lines as
// a call has room for.
func (d *webhookData) addGoods(c content) {
	if len(c.Late) > 0 {
		d.Total = len(c.Late)
		for i := range c.Late[:min(len(c.Late), maxWebhookItems)] {
			d.LateGoods = append(d.LateGoods, lateOf(&c.Late[i]))
		}
		for len(d.LateGoods) > 1 && !d.fits() {
			d.LateGoods = d.LateGoods[:len(d.LateGoods)-1]
		}
	}
	if c.News == nil {
		return
	}
	d.Total = len(c.News.Lines)
	d.News = &webhookNews{
		ID: c.News.Order, Number: clean(c.News.Number), SupplierName: shown(c.News.Supplier),
		Kinds: []string{}, Message: cut(lines(c.News.Text), maxWebhookText), Lines: []webhookNewsLine{},
	}
	for _, kind := range c.News.Kinds {
		d.News.Kinds = append(d.News.Kinds, newsName(kind))
	}
	for i := range c.News.Lines[:min(len(c.News.Lines), maxWebhookItems)] {
		d.News.Lines = append(d.News.Lines, newsLineOf(&c.News.Lines[i]))
	}
	for len(d.News.Lines) > 1 && !d.fits() {
		d.News.Lines = d.News.Lines[:len(d.News.Lines)-1]
	}
}

// webhookEnvelope is how many bytes of a call are left for its type and time.
const webhookEnvelope = 200

func (d *webhookData) fits() bool {
	body, err := encode(d)
	return err != nil || len(body) <= maxWebhookBody-webhookEnvelope // the attempt reports the error
}

func lateOf(l *outgoing.LateLine) webhookLate {
	return webhookLate{
		OrderID: l.Order, Number: clean(l.Number), SupplierName: shown(l.Supplier),
		webhookVariant: variantOf(l.Line, l.Variant, l.Code, l.Name, l.Options),
		Quantity:       l.Ordered, Rest: l.Rest, ExpectedOn: l.On.Format(time.DateOnly), DaysLate: l.Days, Ask: l.Ask,
	}
}

func newsLineOf(l *outgoing.NewsLine) webhookNewsLine {
	line := webhookNewsLine{webhookVariant: variantOf(l.Line, l.Variant, l.Code, l.Name, l.Options), Quantity: l.Ordered, Confirmed: l.Can}
	if l.Can > 0 && !l.On.IsZero() {
		line.ExpectedOn = l.On.Format(time.DateOnly)
	}
	if !l.Was.IsZero() {
		line.ExpectedBefore = l.Was.Format(time.DateOnly)
	}
	return line
}

// variantOf names the variant of a line. own is the merchant's code, or Cafe24's
// where there is none.
func variantOf(line int, code, own, name string, options []lowstock.Option) webhookVariant {
	v := webhookVariant{Line: line, VariantCode: shown(code), ProductName: cut(clean(name), maxProduct), Options: cleanOptions(options)}
	if own != code {
		v.CustomCode = cut(clean(own), maxProduct)
	}
	return v
}
