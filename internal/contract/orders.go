package contract

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

func aboutOrders() []assumption {
	return []assumption{
		{"orders come as a list that the program reads", true, orderList},
		{"fields keeps the buyer out of the answer", true, noBuyer},
		{"the list of orders holds their items", false, itemsInList},
		{"an order's items say which variant, how many and how far", true, items},
		{"order_date has an offset, ordered_date of an item is Korean time", true, orderTimes},
		{"order_status chooses the orders that wait for money", true, unpaid},
		{"an item says whether it is a set", false, bundleFields},
		{"what an item says of a set's parts can be read, or is nothing", false, bundleList},
	}
}

const (
	orderFields = "order_id,order_date,payment_date,paid,canceled,items"
	itemFields  = "order_item_code,product_no,product_code,variant_code,quantity,claim_quantity,order_status,status_code,ordered_date," +
		"product_bundle,product_bundle_no,product_bundle_list,was_product_bundle"
)

// orders requests the orders of the last two weeks.
func (m *mall) orders(more url.Values) answer {
	day := func(t time.Time) string { return t.In(time.FixedZone("KST", 9*60*60)).Format(time.DateOnly) }
	query := url.Values{
		"start_date": {day(m.known.Now.AddDate(0, 0, -14))}, "end_date": {day(m.known.Now)}, "embed": {"items"}, "fields": {orderFields}, "limit": {"20"},
	}
	maps.Copy(query, more)
	return m.list("orders", query)
}

func orderList(m *mall) finding {
	a := m.orders(nil)
	if !a.good() {
		return a.trouble()
	}
	rows, ok := a.rows("orders")
	if !ok {
		return differs("%s", shape(a.top))
	}
	if len(rows) == 0 {
		return unknown("no orders in 14 days")
	}
	_, failed := decoded[cafe24.Order](a, "orders")
	return require(failed == 0, "%d, %d cannot be read, %s", len(rows), failed, orderShape(rows[0]))
}

func orderShape(row object) string {
	return shapeOf(row, "order_id", "order_date", "payment_date", "paid", "canceled")
}

// noBuyer shows no value, only the names of the fields that were sent although they were not requested.
func noBuyer(m *mall) finding {
	rows, _ := m.orders(nil).rows("orders")
	if len(rows) == 0 {
		return unknown("no orders")
	}
	asked := append(strings.Split(orderFields, ","), "shop_no", "order_id")
	var beside []string
	for field := range rows[0] {
		if !slices.Contains(asked, field) {
			beside = append(beside, field)
		}
	}
	slices.Sort(beside)
	personal := func(field string) bool {
		return strings.Contains(field, "buyer") || strings.Contains(field, "member") || strings.Contains(field, "name") ||
			strings.Contains(field, "phone") || strings.Contains(field, "email") || strings.Contains(field, "receiver")
	}
	return require(!slices.ContainsFunc(beside, personal), "%d fields that were not asked for %s", len(beside), strings.Join(beside[:min(8, len(beside))], " "))
}

func itemsInList(m *mall) finding {
	rows, _ := m.orders(nil).rows("orders")
	if len(rows) == 0 {
		return unknown("no orders")
	}
	with := 0
	for _, row := range rows {
		if list, _ := row["items"].([]any); len(list) > 0 {
			with++
		}
	}
	return require(with == len(rows), "%d of %d orders with items", with, len(rows))
}

// orderItems requests the items of the first order in a call of its own.
func (m *mall) orderItems() answer {
	rows, _ := m.orders(nil).rows("orders")
	if len(rows) == 0 {
		return answer{err: errNothing}
	}
	path := "orders/" + url.PathEscape(text(rows[0], "order_id")) + "/items"
	a := m.get("orders/{order_id}/items", path, url.Values{"fields": {itemFields}})
	if a.Status == http.StatusUnprocessableEntity { // the documentation does not say whether fields can be chosen here
		a = m.get("orders/{order_id}/items", path, nil)
	}
	return a
}

var errNothing = errors.New("contract: nothing to ask about")

func items(m *mall) finding {
	a := m.orderItems()
	if a.err != nil {
		return unknown("no orders")
	}
	if !a.good() {
		return a.trouble()
	}
	rows, ok := a.rows("items")
	if !ok || len(rows) == 0 {
		return differs("%s", shape(a.top))
	}
	list, failed := decoded[cafe24.OrderItem](a, "items")
	if failed > 0 {
		return differs("%d of %d cannot be read, %s", failed, len(rows), itemShape(rows[0]))
	}
	for i, item := range list {
		if item.ProductNo == 0 || item.VariantCode == "" || item.Quantity == 0 || !knownStatus(item.Status) {
			return differs("%s", itemShape(rows[i]))
		}
	}
	return holds("%s", itemShape(rows[0]))
}

func itemShape(row object) string {
	return shapeOf(row, "order_item_code", "product_no", "variant_code", "quantity", "claim_quantity", "order_status", "status_code", "ordered_date")
}

// knownStatus matches N00 … N50, C00 … C49, R00 … R43, E00 … E40.
func knownStatus(s string) bool {
	return len(s) == 3 && strings.ContainsRune("NCRE", rune(s[0])) && s[1] >= '0' && s[1] <= '9' && s[2] >= '0' && s[2] <= '9'
}

func orderTimes(m *mall) finding {
	rows, _ := m.orders(nil).rows("orders")
	itemRows, _ := m.orderItems().rows("items")
	if len(rows) == 0 || len(itemRows) == 0 {
		return unknown("no orders")
	}
	order, item := shape(rows[0]["order_date"]), shape(itemRows[0]["ordered_date"])
	understood := func(s string) bool { return s == "time with offset" || s == "time without zone" }
	return require(understood(order) && (understood(item) || item == "null"), "order_date %s, ordered_date %s", order, item)
}

func unpaid(m *mall) finding {
	a := m.orders(url.Values{"order_status": {"N00"}, "date_type": {"order_date"}})
	if !a.good() {
		return a.trouble()
	}
	orders, _ := decoded[cafe24.Order](a, "orders")
	if len(orders) == 0 {
		return unknown("no order waits for money")
	}
	beside := 0
	for _, o := range orders {
		if len(o.Items) > 0 && !slices.ContainsFunc(o.Items, func(i cafe24.OrderItem) bool { return i.Status == "N00" }) {
			beside++
		}
	}
	return require(beside == 0, "%d listed, %d of them without such an item", len(orders), beside)
}

func bundleFields(m *mall) finding {
	rows, _ := m.orderItems().rows("items")
	if len(rows) == 0 {
		return unknown("no orders")
	}
	v, sent := rows[0]["product_bundle"]
	return require(sent && (v == "T" || v == "F" || v == nil), "%s", shapeOf(rows[0], "product_bundle", "product_bundle_no", "product_bundle_list"))
}

// bundleList shows how an ordered set names its parts, which has not been captured yet.
func bundleList(m *mall) finding {
	rows, _ := m.orders(nil).rows("orders")
	for _, row := range rows {
		items, _ := row["items"].([]any)
		for _, item := range items {
			ordered, _ := item.(object)
			if ordered["product_bundle"] != "T" {
				continue
			}
			seen := shapeOf(ordered, "product_bundle", "product_bundle_no", "product_bundle_list", "was_product_bundle")
			return require(partsKnown(ordered["product_bundle_list"]), "%s, %d items in the order", seen, len(items))
		}
	}
	return unknown("no order of a set")
}

// partsKnown reports whether a value is null, an empty list, or a list whose first entry names a product.
func partsKnown(v any) bool {
	list, isList := v.([]any)
	if v == nil || isList && len(list) == 0 {
		return true
	}
	if !isList {
		return false
	}
	part, _ := list[0].(object)
	return text(part, "product_no") != "" || text(part, "product_code") != "" || text(part, "variant_code") != ""
}
