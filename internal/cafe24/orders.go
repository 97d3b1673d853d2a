package cafe24

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

// The requested fields. Anything else about the buyer in an order or an item is neither requested nor decoded.
const (
	orderFields = "order_id,order_date,payment_date,paid,canceled,items"
	itemFields  = "order_item_code,product_no,product_code,variant_code,quantity,claim_quantity,order_status,status_code,ordered_date," +
		"product_bundle,product_bundle_no,product_bundle_list,was_product_bundle"

	orderLimit     = 1000   // most orders of one call
	orderPage      = 500    // the page size of AllOrders: items are long, and an answer must come in time
	orderMaxOffset = 15_000 // the platform refuses more
)

// ErrTooManyOrders means that a range of days has more orders than the platform's paging can reach.
var ErrTooManyOrders = errors.New("cafe24: more orders than can be listed")

var orderIDPattern = regexp.MustCompile(`^[0-9A-Za-z-]{1,40}$`)

// OrderQuery selects orders by day in Korean time, both ends included. The platform refuses more than three months.
type OrderQuery struct {
	From, To time.Time
	DateType string // "order_date" if empty, or "pay_date"
	Status   string // only orders with an item of this status, "N00"; empty: all
	Limit    int    // default and at most 1000
	Offset   int    // at most 15,000
}

func (q OrderQuery) values() url.Values {
	day := func(t time.Time) string { return t.In(kst()).Format(time.DateOnly) }
	limit := q.Limit
	if limit < 1 || limit > orderLimit {
		limit = orderLimit
	}
	v := url.Values{
		"start_date": {day(q.From)}, "end_date": {day(q.To)}, "embed": {"items"},
		"fields": {orderFields}, "limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(q.Offset)},
	}
	if q.DateType != "" {
		v.Set("date_type", q.DateType)
	}
	if q.Status != "" {
		v.Set("order_status", q.Status)
	}
	return v
}

// Order is an order without its buyer.
type Order struct {
	ID        string
	OrderedAt time.Time // zero if not readable
	PaidAt    time.Time // zero if not paid, or not readable
	Paid      bool
	Canceled  bool        // completely or partly
	Items     []OrderItem // some answers leave them out; see Client.OrderItems
	// Unreadable are items of the order that cannot be read. If none can be read, Items is empty too.
	Unreadable []Unreadable
}

// OrderItem is one ordered variant.
type OrderItem struct {
	Code          string
	ProductNo     int64
	ProductCode   string
	VariantCode   string
	Quantity      int64 // 0 if not readable
	ClaimQuantity int64 // quantity with a claim: cancel, return or exchange
	Status        string
	StatusCode    string    // state of the item: N1, N2 for goods sent in exchange, C1, C2, C3, E1
	OrderedAt     time.Time // zero if not readable

	InSet SetItem // what the row says about sets
}

// UnmarshalJSON reads a row of GET orders.
func (o *Order) UnmarshalJSON(raw []byte) error {
	var w struct {
		ID       text            `json:"order_id"`
		Date     text            `json:"order_date"`
		PaidAt   text            `json:"payment_date"`
		Paid     flag            `json:"paid"`
		Canceled text            `json:"canceled"`
		Items    json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if w.ID == "" {
		return fmt.Errorf("order %w", errNoID)
	}
	*o = Order{ID: string(w.ID), Paid: w.Paid.value, Canceled: w.Canceled == "T" || w.Canceled == "M"}
	if !isNull(bytes.TrimSpace(w.Items)) {
		items, err := readList[OrderItem]("items", asList(w.Items))
		if err != nil {
			items.Unreadable = []Unreadable{{List: "items", ID: o.ID, Fault: FaultShape, Detail: "no list"}}
		}
		o.Items, o.Unreadable = items.Items, items.Unreadable
	}
	o.OrderedAt, _ = parseTime(string(w.Date))
	o.PaidAt, _ = parseTime(string(w.PaidAt))
	return nil
}

// Kept is how many units of the item were neither cancelled nor returned. A claim that is not accepted yet, or was
// refused, takes nothing back. An exchange counts as one sale, of the item that was ordered first: the goods sent in
// exchange have their own row, which counts 0. If part of an item is cancelled, the platform splits the row. If it
// does not, the claimed quantity is subtracted.
func (i OrderItem) Kept() int64 {
	quantity := max(0, i.Quantity)
	if i.StatusCode == "N2" || i.Status == "N01" || i.Status == "N03" {
		return 0
	}
	switch {
	case i.StatusCode == "C1", i.StatusCode == "C2", i.StatusCode == "C3": // completed, whatever the status says
	case i.Status == "C00", i.Status == "C11", i.Status == "R00", i.Status == "R11", i.Status == "":
		return quantity
	case i.Status[0] != 'C' && i.Status[0] != 'R':
		return quantity
	}
	if i.ClaimQuantity > 0 && i.ClaimQuantity < quantity {
		return quantity - i.ClaimQuantity
	}
	return 0
}

// Awaited is how many units of the item are ordered but not paid, in an order that is not paid either. Either the
// payment is awaited (N00), or the answer does not give the item's state.
func (i OrderItem) Awaited() int64 {
	switch i.StatusCode {
	case "C1", "C2", "C3", "N2":
		return 0
	}
	if i.Status != "N00" && i.Status != "" {
		return 0
	}
	return max(0, i.Quantity)
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
		StatusCode  text   `json:"status_code"`
		Ordered     text   `json:"ordered_date"`
		setItemJSON
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if w.Quantity.sent && !w.Quantity.known {
		return errQuantity
	}
	*i = OrderItem{
		Code: string(w.Code), ProductNo: w.ProductNo.value, ProductCode: string(w.ProductCode), VariantCode: string(w.VariantCode),
		Quantity: w.Quantity.value, ClaimQuantity: w.Claimed.value, Status: string(w.Status), StatusCode: string(w.StatusCode),
		InSet: w.read(),
	}
	i.OrderedAt, _ = parseTime(string(w.Ordered))
	return nil
}

// Orders lists one page of orders. It needs mall.read_order.
func (c *Client) Orders(ctx context.Context, q OrderQuery) (List[Order], error) {
	return fetchList[Order](ctx, c, get("orders", "orders", q.values()), "orders")
}

// AllOrders lists all orders of a query's days, page by page, each once. It ignores the query's Offset and Limit. It
// returns [ErrTooManyOrders] if there are more than the 15,500 that paging can reach: ask for fewer days.
func (c *Client) AllOrders(ctx context.Context, q OrderQuery) (all List[Order], err error) {
	seen := map[string]bool{}
	q.Limit = orderPage
	for q.Offset = 0; q.Offset <= orderMaxOffset; q.Offset += orderPage {
		page, err := c.Orders(ctx, q)
		if err != nil {
			return List[Order]{}, err
		}
		for _, o := range page.Items { // an order that was paid meanwhile moves others to the next page
			if !seen[o.ID] {
				seen[o.ID] = true
				all.Items = append(all.Items, o)
			}
		}
		all.Unreadable = append(all.Unreadable, page.Unreadable...)
		if page.Len() < orderPage {
			return all, nil
		}
	}
	return List[Order]{}, ErrTooManyOrders
}

// OrderItems lists the items of one order. It is not documented whether fields can be selected here. If Cafe24
// refuses the selection, the call is repeated without it, and additional fields are dropped unread.
func (c *Client) OrderItems(ctx context.Context, orderID string) (List[OrderItem], error) {
	r := get("orders/{order_id}/items", "orders/"+orderID+"/items", url.Values{"fields": {itemFields}})
	if !orderIDPattern.MatchString(orderID) {
		return List[OrderItem]{}, &DecodeError{Endpoint: r.endpoint, Reason: "not an order id"}
	}
	items, err := fetchList[OrderItem](ctx, c, r, "items")
	if refusal, ok := errors.AsType[*APIError](err); ok && refusal.Status == http.StatusUnprocessableEntity {
		return fetchList[OrderItem](ctx, c, get("orders/{order_id}/items", r.path, nil), "items")
	}
	return items, err
}
