package cafe24

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// The fields asked for: whatever else an order says about its buyer is neither requested nor decoded.
const orderFields = "order_id,order_date,paid,canceled,items"

var orderIDPattern = regexp.MustCompile(`^[0-9A-Za-z-]{1,40}$`)

// OrderQuery selects orders by day, Korean time, both ends included. The platform refuses more than three months.
type OrderQuery struct {
	From, To time.Time
	DateType string // "order_date" if empty, or "pay_date"
	Limit    int    // default and at most 1000
	Offset   int    // at most 15,000
}

func (q OrderQuery) values() url.Values {
	day := func(t time.Time) string { return t.In(kst()).Format(time.DateOnly) }
	limit := q.Limit
	if limit < 1 || limit > 1000 {
		limit = 1000
	}
	v := url.Values{
		"start_date": {day(q.From)}, "end_date": {day(q.To)}, "embed": {"items"},
		"fields": {orderFields}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(q.Offset)},
	}
	if q.DateType != "" {
		v.Set("date_type", q.DateType)
	}
	return v
}

// Order is an order without its buyer.
type Order struct {
	ID        string
	OrderedAt time.Time // zero if not readable
	Paid      bool
	Canceled  bool        // wholly or partly
	Items     []OrderItem // some answers leave them out; see Client.OrderItems
}

// OrderItem is one ordered variant.
type OrderItem struct {
	Code          string
	ProductNo     int64
	ProductCode   string
	VariantCode   string
	Quantity      int64 // 0 if not readable
	ClaimQuantity int64 // cancelled, returned or exchanged
	Status        string
	OrderedAt     time.Time // zero if not readable
}

// UnmarshalJSON reads a row of GET orders.
func (o *Order) UnmarshalJSON(raw []byte) error {
	var w struct {
		ID       text            `json:"order_id"`
		Date     text            `json:"order_date"`
		Paid     flag            `json:"paid"`
		Canceled text            `json:"canceled"`
		Items    many[OrderItem] `json:"items"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*o = Order{ID: string(w.ID), Paid: w.Paid.value, Canceled: w.Canceled == "T" || w.Canceled == "M", Items: w.Items.items}
	o.OrderedAt, _ = parseTime(string(w.Date))
	return nil
}

// UnmarshalJSON reads a row of an order's items.
func (i *OrderItem) UnmarshalJSON(raw []byte) error {
	var w struct {
		Code        text   `json:"order_item_code"`
		ProductNo   number `json:"product_no"`
		ProductCode text   `json:"product_code"`
		VariantCode text   `json:"variant_code"`
		Quantity    number `json:"quantity"`
		Claimed     number `json:"claim_quantity"`
		Status      text   `json:"order_status"`
		Ordered     text   `json:"ordered_date"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*i = OrderItem{
		Code: string(w.Code), ProductNo: w.ProductNo.value, ProductCode: string(w.ProductCode), VariantCode: string(w.VariantCode),
		Quantity: w.Quantity.value, ClaimQuantity: w.Claimed.value, Status: string(w.Status),
	}
	i.OrderedAt, _ = parseTime(string(w.Ordered))
	return nil
}

// Orders lists one page of orders. It needs mall.read_order.
func (c *Client) Orders(ctx context.Context, q OrderQuery) ([]Order, error) {
	return fetch[[]Order](ctx, c, get("orders", "orders", q.values()), "orders")
}

// OrderItems lists the items of one order.
func (c *Client) OrderItems(ctx context.Context, orderID string) ([]OrderItem, error) {
	r := get("orders/{order_id}/items", "orders/"+orderID+"/items", nil)
	if !orderIDPattern.MatchString(orderID) {
		return nil, &DecodeError{Endpoint: r.endpoint, Reason: "not an order id"}
	}
	return fetch[[]OrderItem](ctx, c, r, "items")
}
