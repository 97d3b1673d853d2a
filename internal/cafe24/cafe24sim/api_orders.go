package cafe24sim

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// orderJSON is a row of the order list, including the buyer's data.
type orderJSON struct {
	ShopNo        int              `json:"shop_no"`
	Currency      string           `json:"currency"`
	OrderID       string           `json:"order_id"`
	MarketID      string           `json:"market_id"`
	MemberID      string           `json:"member_id"`
	MemberEmail   string           `json:"member_email"`
	BillingName   string           `json:"billing_name"`
	BuyerName     string           `json:"buyer_name"`
	BuyerPhone    string           `json:"buyer_cellphone"`
	BankOwner     string           `json:"bank_account_owner_name"`
	Paid          string           `json:"paid"`
	Canceled      string           `json:"canceled"`
	OrderDate     string           `json:"order_date"`
	PaymentDate   *string          `json:"payment_date"`
	CancelDate    *string          `json:"cancel_date"`
	PaymentAmount string           `json:"payment_amount"`
	PaymentMethod []string         `json:"payment_method"`
	Items         *[]itemJSON      `json:"items,omitempty"`
	Buyer         map[string]any   `json:"buyer,omitempty"`
	Receivers     []map[string]any `json:"receivers,omitempty"`
}

type itemJSON struct {
	ShopNo       int    `json:"shop_no"`
	ItemNo       int    `json:"item_no"`
	ItemCode     string `json:"order_item_code"`
	VariantCode  string `json:"variant_code"`
	ProductNo    int    `json:"product_no"`
	ProductCode  string `json:"product_code"`
	ProductName  string `json:"product_name"`
	OptionValue  string `json:"option_value"`
	ProductPrice string `json:"product_price"`
	Quantity     int    `json:"quantity"`
	Claimed      int    `json:"claim_quantity"`
	SupplierID   string `json:"supplier_id"`
	OrderStatus  string `json:"order_status"`
	StatusCode   string `json:"status_code"`
	OriginalItem int    `json:"original_item_no,omitempty"` // the item from which this part was split
	RefundHolder string `json:"refund_bank_account_holder"`
	OrderedDate  string `json:"ordered_date"` // in KST, without a zone

	Bundle     string           `json:"product_bundle"`
	BundleNo   int              `json:"product_bundle_no"` // the product number of the set
	BundleList []map[string]any `json:"product_bundle_list"`
	WasBundle  *string          `json:"was_product_bundle"`
}

func listOrders(c *call) (any, error) {
	list := c.filterOrders()
	page := window(list, c.query.number("offset", 0, 0, 15_000), c.query.number("limit", 10, 1, 1000))
	c.mall.orderHistory.introduce(page)
	out := make([]orderJSON, len(page))
	for i, o := range page {
		out[i] = c.orderRow(o)
		if out[i].Items != nil && c.mall.faults.EmptyItems {
			out[i].Items = &[]itemJSON{}
		}
	}
	return named(c, "orders", out)
}

func countOrders(c *call) (any, error) {
	list := c.filterOrders()
	if c.query.err != nil {
		return nil, c.query.err
	}
	return count(len(list)), nil
}

// filterOrders returns the orders of the requested days, newest first.
func (c *call) filterOrders() []*Order {
	q := &c.query
	if !q.has("start_date") || !q.has("end_date") {
		q.complain("start_date and end_date are required.")
		return nil
	}
	from, to := q.day("start_date", false), q.day("end_date", true)
	if to.Before(from) || to.After(from.AddDate(0, 3, 1)) {
		q.complain("The search period is at most 3 months.")
	}
	if days := c.mall.faults.OrdersFor; days > 0 && from.Before(dayIn(c.mall.sim.cfg.Now()).AddDate(0, 0, -days)) {
		q.complain("Orders are listed for %d days.", days)
	}
	now, statuses, codes := c.mall.sim.cfg.Now(), q.list("order_status"), q.list("product_code")
	between := c.mall.ordersBetween
	switch q.get("date_type", "order_date") {
	case "order_date":
	case "pay_date":
		between = c.mall.ordersPaid
	default:
		q.complain("date_type is invalid.")
	}
	var list []*Order
	for _, o := range between(from, to) {
		if among(statuses, o.status(now)) && (len(codes) == 0 || slices.ContainsFunc(o.Items, func(i OrderItem) bool { return slices.Contains(codes, i.ProductCode) })) {
			list = append(list, o)
		}
	}
	slices.Reverse(list)
	return list
}

func getOrder(c *call) (any, error) {
	o, err := c.order()
	if err != nil {
		return nil, err
	}
	return one(c, "order", c.orderRow(o))
}

func listOrderItems(c *call) (any, error) {
	o, err := c.order()
	if err != nil {
		return nil, err
	}
	return named(c, "items", o.itemRows(c.mall.sim.cfg.Now(), c.mall.faults.SetItems))
}

func (c *call) order() (*Order, error) {
	o, err := c.mall.anyOrder(c.PathValue("id"))
	if err != nil {
		return nil, &apiError{http.StatusNotFound, "The order does not exist."}
	}
	return o, nil
}

func (c *call) orderRow(o *Order) orderJSON {
	row := orderJSON{
		ShopNo: 1, Currency: "KRW", OrderID: o.ID, MarketID: "self", MemberID: o.Buyer.MemberID, MemberEmail: o.Buyer.Email,
		BillingName: o.Buyer.Name, BuyerName: o.Buyer.Name, BuyerPhone: o.Buyer.Phone, BankOwner: o.Buyer.Name,
		Paid: tf(!o.PaidAt.IsZero()), Canceled: tf(!o.Canceled.IsZero()), OrderDate: stamp(o.Placed),
		PaymentDate: maybe(o.PaidAt), CancelDate: maybe(o.Canceled), PaymentAmount: won(o.total()), PaymentMethod: []string{"card"},
	}
	if c.query.embeds("items") {
		items := o.itemRows(c.mall.sim.cfg.Now(), c.mall.faults.SetItems)
		row.Items = &items
	}
	if c.query.embeds("buyer") {
		row.Buyer = map[string]any{"name": o.Buyer.Name, "email": o.Buyer.Email, "cellphone": o.Buyer.Phone, "member_id": o.Buyer.MemberID}
	}
	if c.query.embeds("receivers") {
		row.Receivers = []map[string]any{{"name": o.Buyer.Name, "cellphone": o.Buyer.Phone, "address_full": o.Buyer.Address}}
	}
	return row
}

// itemRows gives each claimed part of an item its own row, as the platform does.
func (o *Order) itemRows(now time.Time, shape SetItems) []itemJSON {
	var list []itemJSON
	add := func(item *OrderItem, original, quantity, claimed int, status string) {
		row := itemJSON{
			ShopNo: 1, VariantCode: item.VariantCode,
			ProductNo: item.ProductNo, ProductCode: item.ProductCode, ProductName: item.ProductName, OptionValue: item.OptionText,
			ProductPrice: won(item.Price), Quantity: quantity, Claimed: claimed, SupplierID: item.Supplier,
			OrderStatus: status, StatusCode: statusCode(status), OriginalItem: original, RefundHolder: o.Buyer.Name,
			OrderedDate: o.Placed.In(kst()).Format(time.DateTime),
		}
		for _, row := range append([]itemJSON{row}, row.bundled(item.Set, shape)...) {
			row.ItemNo = len(list) + 1
			row.ItemCode = fmt.Sprintf("%s-%02d", o.ID, row.ItemNo)
			list = append(list, row)
		}
	}
	for i := range o.Items {
		item, original := &o.Items[i], len(list)+1
		left, claimed := item.unclaimed(), 0
		if !o.Canceled.IsZero() {
			claimed = left
		}
		if left > 0 || len(item.Claims) == 0 {
			add(item, 0, left, claimed, o.status(now))
		}
		for _, c := range item.Claims {
			add(item, original, c.Quantity, c.Quantity, c.Status)
		}
	}
	return list
}

// statusCode returns an item's status_code, which is derived from its
// order_status.
func statusCode(status string) string {
	switch {
	case status[1:] == "00" && status[0] != 'N', status[1:] == "11":
		return "N1" // only requested, or refused
	case status[0] == 'C' && status >= "C47":
		return "C1"
	case status[0] == 'C':
		return "C2"
	case status[0] == 'R':
		return "C3"
	case status[0] == 'E':
		return "E1"
	}
	return "N1"
}

func maybe(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := stamp(t)
	return &text
}
