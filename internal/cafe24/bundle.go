package cafe24

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Bundle is a set product and its parts.
type Bundle struct {
	ProductNo int64
	Parts     []BundlePart
	// Unreadable are parts that cannot be read. If there are any, Parts is not complete.
	Unreadable []Unreadable
}

// BundlePart is a number of units of another product in one set. Cafe24 does not say which variant it is.
type BundlePart struct {
	ProductNo   int64  // 0 if only the code is known
	ProductCode string // may be empty
	Quantity    int64  // at least 1, also if not sent
}

// UnmarshalJSON reads a row of GET bundleproducts.
func (b *Bundle) UnmarshalJSON(raw []byte) error {
	var w struct {
		No    number          `json:"product_no"`
		Parts json.RawMessage `json:"bundle_product_components"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if !w.No.known || w.No.value < 1 {
		return errNoProductNo
	}
	*b = Bundle{ProductNo: w.No.value}
	if isNull(bytes.TrimSpace(w.Parts)) {
		return nil
	}
	parts, err := readList[BundlePart]("bundle_product_components", asList(w.Parts))
	if err != nil {
		parts.Unreadable = []Unreadable{{Fault: FaultShape, Detail: "no list"}}
	}
	for i := range parts.Unreadable {
		parts.Unreadable[i].List, parts.Unreadable[i].ProductNo = "bundleproducts", b.ProductNo
	}
	b.Parts, b.Unreadable = parts.Items, parts.Unreadable
	return nil
}

// UnmarshalJSON reads a part of a set.
func (p *BundlePart) UnmarshalJSON(raw []byte) error {
	var w struct {
		No       number `json:"product_no"`
		Code     text   `json:"product_code"`
		Quantity number `json:"purchase_quantity"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*p = BundlePart{ProductNo: max(0, w.No.value), ProductCode: strings.TrimSpace(string(w.Code)), Quantity: 1}
	if w.Quantity.sent {
		p.Quantity = w.Quantity.value
	}
	switch {
	case p.ProductNo == 0 && p.ProductCode == "":
		return fmt.Errorf("part of a set %w", errNoID)
	case p.Quantity < 1:
		return errQuantity
	}
	return nil
}

// Bundles lists one page of the mall's set products, at most 100 of them. A page with fewer than [MaxProducts] is the
// last one.
func (c *Client) Bundles(ctx context.Context, offset int) (List[Bundle], error) {
	v := url.Values{"limit": {strconv.Itoa(MaxProducts)}, "offset": {strconv.Itoa(offset)}}
	return fetchList[Bundle](ctx, c, get("bundleproducts", "bundleproducts", v), "bundleproducts")
}

// Bundle reads the parts of one set product. No error and ok false mean that Cafe24 does not know it as a set.
func (c *Client) Bundle(ctx context.Context, productNo int64) (b Bundle, ok bool, err error) {
	r := get("bundleproducts/{product_no}", fmt.Sprintf("bundleproducts/%d", productNo), nil)
	body, err := c.do(ctx, r)
	if NoBundles(err) {
		return Bundle{}, false, nil
	}
	if err != nil {
		return Bundle{}, false, err
	}
	var envelope struct {
		One  json.RawMessage `json:"bundleproduct"`
		Many json.RawMessage `json:"bundleproducts"`
	}
	raw := func() json.RawMessage {
		if json.Unmarshal(body, &envelope) != nil || isNull(bytes.TrimSpace(envelope.One)) {
			return envelope.Many
		}
		return envelope.One
	}()
	list, err := readList[Bundle]("bundleproducts", asList(raw))
	if err != nil || len(list.Unreadable) > 0 {
		return Bundle{}, false, &DecodeError{Endpoint: r.endpoint, Reason: "no set in it"}
	}
	for _, b := range list.Items {
		if b.ProductNo == productNo {
			return b, true, nil
		}
	}
	return Bundle{}, false, nil
}

// NoBundles reports whether an error means one of three things: there is no such set, the mall has no sets at all, or
// it does not allow the question. It says nothing about other resources.
func NoBundles(err error) bool {
	if _, forbidden := errors.AsType[*ForbiddenError](err); forbidden {
		return true
	}
	api, ok := errors.AsType[*APIError](err)
	return ok && (api.Status == http.StatusNotFound || api.Status == http.StatusGone)
}

// setType returns a set's type, "C" or "S"; "" for a product that is no set.
func setType(raw json.RawMessage) string {
	kind := strings.ToUpper(strings.TrimSpace(clean(unquote(raw), maxIDText)))
	if kind == "F" || kind == "N" || kind == "0" || kind == "FALSE" {
		return ""
	}
	return kind
}
