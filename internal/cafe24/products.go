package cafe24

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// MaxProducts is the most products that one call lists, and the most numbers that ProductNos may hold.
	MaxProducts = 100
	// Embedded variants are cut off at this number without notice; the variants endpoint has the rest.
	embedCap = 100

	numbersTimeout = 5 * time.Second // of the call for a page's product numbers, which is small
)

// Embed says what is embedded in each product.
type Embed string

// What may be embedded. Only variants have stock.
const (
	EmbedNothing  Embed = ""
	EmbedVariants Embed = "variants,inventories" // complete Product.Variants, with stock
)

// ProductQuery selects products of the default shop. Zero fields do not filter. The filters on stock match a product
// if any of its variants matches.
type ProductQuery struct {
	SinceProductNo   *int64  // walks the catalogue: products after this number, ascending. Not with ProductNos
	ProductNos       []int64 // at most MaxProducts
	ProductCodes     []string
	StockQuantityMax *int64
	UseInventory     *bool
	CategoryNo       int
	SupplierCode     string
	Fields           []string // limits the fields of the answer; leave empty when embedding
	Limit            int      // default and at most MaxProducts
	Embed            Embed
}

func (q ProductQuery) filters() url.Values {
	v := url.Values{}
	if len(q.ProductNos) > 0 {
		v.Set("product_no", joinInts(q.ProductNos))
	}
	if len(q.ProductCodes) > 0 {
		v.Set("product_code", strings.Join(q.ProductCodes, ","))
	}
	if q.StockQuantityMax != nil {
		v.Set("stock_quantity_max", strconv.FormatInt(*q.StockQuantityMax, 10))
	}
	if q.UseInventory != nil {
		v.Set("use_inventory", yesNo(*q.UseInventory))
	}
	if q.CategoryNo > 0 {
		v.Set("category", strconv.Itoa(q.CategoryNo))
	}
	if q.SupplierCode != "" {
		v.Set("supplier_code", q.SupplierCode)
	}
	return v
}

func (q ProductQuery) limit() int {
	if q.Limit < 1 || q.Limit > MaxProducts {
		return MaxProducts // the platform's own default is 10
	}
	return q.Limit
}

func (q ProductQuery) values() url.Values {
	v := q.filters()
	v.Set("limit", strconv.Itoa(q.limit()))
	if q.SinceProductNo != nil {
		v.Set("since_product_no", strconv.FormatInt(*q.SinceProductNo, 10))
	}
	if len(q.Fields) > 0 {
		v.Set("fields", strings.Join(q.Fields, ","))
	}
	if q.Embed != EmbedNothing {
		v.Set("embed", string(q.Embed))
	}
	return v
}

// Products lists one page. A product that does not exist is missing from the page and is no error. A product that
// cannot be read is among the unreadable. With EmbedVariants a product of 100 or more variants is Partial.
func (c *Client) Products(ctx context.Context, q ProductQuery) (List[Product], error) {
	list, err := fetchList[Product](ctx, c, get("products", "products", q.values()), "products")
	if err != nil || q.Embed != EmbedVariants {
		return list, err
	}
	for i := range list.Items {
		p := &list.Items[i]
		p.Partial = p.Partial || p.Variants == nil || len(p.Variants) >= embedCap
	}
	return list, nil
}

// Complete reads the variants of a Partial product by a separate call. If the call fails, or answers with nothing,
// the product stays as the list gave it. The unreadable elements of the list stay in Unreadable, so that they are
// known even if this call has replaced them.
func (c *Client) Complete(ctx context.Context, p *Product) error {
	r := variantsOf(p.No)
	raw, err := fetch[json.RawMessage](ctx, c, r, "variants")
	if err != nil {
		return err
	}
	whole := Product{No: p.No}
	whole.takeVariants(bytes.TrimSpace(raw))
	if len(whole.Variants) == 0 && (whole.Partial || len(p.Variants) > 0) {
		return &DecodeError{Endpoint: r.endpoint, Reason: "no variant can be read"}
	}
	p.Variants, p.Partial = whole.Variants, whole.Partial
	p.Unreadable = append(p.Unreadable, whole.Unreadable...)
	return nil
}

// AllProducts walks the catalogue page by page, in ascending order of product number, starting after SinceProductNo.
// A page without an answer is skipped if the product numbers on it can be read: its products are unreadable with
// FaultPage. After an error the walk ends; a later walk continues after the last number of the last good page.
// ProductNos must be empty.
func (c *Client) AllProducts(ctx context.Context, q ProductQuery) iter.Seq2[List[Product], error] {
	return func(yield func(List[Product], error) bool) {
		since := int64(0)
		if q.SinceProductNo != nil {
			since = *q.SinceProductNo
		}
		for {
			q.SinceProductNo = &since
			page, err := c.Products(ctx, q)
			if err != nil && Unanswered(err) && ctx.Err() == nil {
				page, err = c.numbersOf(ctx, q, err)
			}
			if err != nil {
				yield(List[Product]{}, err)
				return
			}
			full := page.Len() >= q.limit()
			page = after(page, since)
			next := max(since, LastNo(page))
			if page.Len() > 0 && !yield(page, nil) {
				return
			}
			switch {
			case !full || page.Len() == 0:
				return
			case next == since:
				yield(List[Product]{}, &DecodeError{Endpoint: "GET products", Reason: "a page without a product number"})
				return
			}
			since = next
		}
	}
}

// numbersOf returns the products of a page that has no answer as unreadable, by their numbers. It returns the cause
// if these cannot be read either.
func (c *Client) numbersOf(ctx context.Context, q ProductQuery, cause error) (page List[Product], err error) {
	if q.Embed == EmbedNothing {
		return page, cause // the failed call asked for the same
	}
	q.Embed, q.Fields = EmbedNothing, []string{"product_no"}
	list, err := c.Within(numbersTimeout).Products(ctx, q)
	if err != nil || list.Len() == 0 {
		return page, cause
	}
	page.Unreadable = list.Unreadable
	for _, p := range list.Items {
		page.Unreadable = append(page.Unreadable, Unreadable{List: "products", ProductNo: p.No, Fault: FaultPage, Detail: cause.Error()})
	}
	return page, nil
}

// after drops products that were seen before, in case the platform counts "since" inclusively.
func after(page List[Product], since int64) List[Product] {
	var fresh List[Product]
	for _, p := range page.Items {
		if p.No > since {
			fresh.Items = append(fresh.Items, p)
		}
	}
	for _, u := range page.Unreadable {
		if u.ProductNo == 0 || u.ProductNo > since {
			fresh.Unreadable = append(fresh.Unreadable, u)
		}
	}
	return fresh
}

// LastNo is the largest product number on a page, 0 if there is none.
func LastNo(page List[Product]) (last int64) {
	for _, p := range page.Items {
		last = max(last, p.No)
	}
	for _, u := range page.Unreadable {
		last = max(last, u.ProductNo)
	}
	return last
}

// ProductsCount counts the products that the query's filters select.
func (c *Client) ProductsCount(ctx context.Context, q ProductQuery) (int, error) {
	count, err := fetch[number](ctx, c, get("products/count", "products/count", q.filters()), "count")
	if err == nil && !count.known {
		err = &DecodeError{Endpoint: "GET products/count", Reason: "count is no number"}
	}
	return int(count.value), err
}

// Variants lists all variants of a product with their stock, however many there are.
func (c *Client) Variants(ctx context.Context, productNo int64) (List[Variant], error) {
	return fetchList[Variant](ctx, c, variantsOf(productNo), "variants")
}

func variantsOf(productNo int64) request {
	path := fmt.Sprintf("products/%d/variants", productNo)
	return get("products/{product_no}/variants", path, url.Values{"embed": {"inventories"}})
}

func joinInts(numbers []int64) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(parts, ",")
}

func yesNo(b bool) string {
	if b {
		return "T"
	}
	return "F"
}
