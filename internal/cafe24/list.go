package cafe24

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
)

// Fault is what is wrong with an element of an answer.
type Fault string

// The faults.
const (
	FaultShape    Fault = "shape"    // null, or not the documented type, such as a text in place of a list
	FaultNoID     Fault = "no_id"    // it has no id
	FaultQuantity Fault = "quantity" // its stock is managed, but its quantity is no number
	FaultVariants Fault = "variants" // the call for a product's variants has no answer
	FaultPage     Fault = "page"     // it is on a page that has no answer; it was not requested alone
	FaultCall     Fault = "call"     // a call for this element alone has no answer, while other calls have
)

// Unreadable is one element of an answer that cannot be used, with the identity that could be read.
type Unreadable struct {
	List      string // the list's name in the answer: "products", "variants", "orders", …
	ProductNo int64  // of a product and of its variants; 0 if not known
	ID        string // its code or id; may be empty
	Name      string // may be empty
	Fault     Fault
	Detail    string // for a log: plain English, never a value of the answer
}

// List is the list of an answer, read element by element. An unreadable element is listed apart and does not affect
// the others.
type List[T any] struct {
	Items      []T
	Unreadable []Unreadable
}

// Len is the number of elements in the answer.
func (l List[T]) Len() int { return len(l.Items) + len(l.Unreadable) }

// The faults of elements that have the right type.
var (
	errNoID     = errors.New("without its number or code")
	errQuantity = errors.New("quantity is no number")
)

// readList decodes a list element by element. It fails only if raw is no list at all.
func readList[T any](name string, raw json.RawMessage) (list List[T], err error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return list, err
	}
	list.Items = make([]T, 0, len(elements))
	for _, element := range elements {
		var item T
		if isNull(bytes.TrimSpace(element)) {
			list.Unreadable = append(list.Unreadable, Unreadable{List: name, Fault: FaultShape, Detail: "null"})
			continue
		}
		if err := json.Unmarshal(element, &item); err != nil {
			list.Unreadable = append(list.Unreadable, unreadable(name, element, err))
			continue
		}
		list.Items = append(list.Items, item)
	}
	return list, nil
}

// asList returns raw, or a list of one if raw is a single object. Cafe24 sends single objects inside other elements.
func asList(raw json.RawMessage) json.RawMessage {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '{' {
		return slices.Concat([]byte{'['}, raw, []byte{']'})
	}
	return raw
}

// unreadable returns the identity of an element that cannot be decoded.
func unreadable(list string, raw json.RawMessage, cause error) Unreadable {
	u := Unreadable{List: list, Fault: FaultShape, Detail: "another shape"}
	switch {
	case errors.Is(cause, errNoID):
		u.Fault, u.Detail = FaultNoID, errNoID.Error()
	case errors.Is(cause, errQuantity):
		u.Fault, u.Detail = FaultQuantity, errQuantity.Error()
	}
	var w struct {
		ProductNo    number `json:"product_no"`
		ProductCode  text   `json:"product_code"`
		ProductName  name   `json:"product_name"`
		OrderID      text   `json:"order_id"`
		ItemCode     text   `json:"order_item_code"`
		VariantCode  text   `json:"variant_code"`
		CategoryNo   text   `json:"category_no"`
		CategoryName name   `json:"category_name"`
		SupplierCode text   `json:"supplier_code"`
		SupplierName name   `json:"supplier_name"`
		LogID        text   `json:"log_id"`
	}
	if json.Unmarshal(raw, &w) != nil {
		return u
	}
	u.ProductNo = max(0, w.ProductNo.value)
	switch list {
	case "products":
		u.ID, u.Name = string(w.ProductCode), string(w.ProductName)
	case "variants":
		u.ID = string(w.VariantCode)
	case "categories":
		u.ID, u.Name = string(w.CategoryNo), string(w.CategoryName)
	case "suppliers":
		u.ID, u.Name = string(w.SupplierCode), string(w.SupplierName)
	default:
		u.ID = firstText(w.ItemCode, w.OrderID, w.LogID)
	}
	u.ID, u.Name = clean(u.ID, maxIDText), clean(u.Name, maxText)
	return u
}

const maxIDText = 100

// fetchList makes a call and decodes the list under key in the answer, element by element.
func fetchList[T any](ctx context.Context, c *Client, r request, key string) (List[T], error) {
	raw, err := fetch[json.RawMessage](ctx, c, r, key)
	if err != nil {
		return List[T]{}, err
	}
	list, err := readList[T](key, raw)
	if err != nil {
		return List[T]{}, &DecodeError{Endpoint: r.endpoint, Reason: key + " is no list"}
	}
	return list, nil
}
