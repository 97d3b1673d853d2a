package cafe24

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strconv"
	"strings"
)

const (
	// MaxProducts is the most products one call lists, and the most numbers ProductNos may hold.
	MaxProducts = 100
	// embedded variants end here without a word; the variants endpoint has the rest.
	embedCap = 100
)

// Embed says what comes with each product.
type Embed string

// What may be embedded. Stock is only on variants.
const (
	EmbedNothing  Embed = ""
	EmbedVariants Embed = "variants,inventories" // Product.Variants complete, with stock
)

// ProductQuery selects products of the default shop. Zero fields do not filter. The filters on stock match a product
// if any of its variants matches.
type ProductQuery struct {
	SinceProductNo   *int64  // walk the catalogue: products after this number, ascending. Not with ProductNos
	ProductNos       []int64 // at most MaxProducts
	ProductCodes     []string
	StockQuantityMax *int64
	UseInventory     *bool
	CategoryNo       int
	SupplierCode     string
	Fields           []string // trims the answer; leave empty when embedding
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

// Products lists one page. A product that does not exist is missing from it, not an error. With EmbedVariants a
// product of 100 or more variants costs one call more.
func (c *Client) Products(ctx context.Context, q ProductQuery) ([]Product, error) {
	products, err := fetch[[]Product](ctx, c, get("products", "products", q.values()), "products")
	if err != nil || q.Embed != EmbedVariants {
		return products, err
	}
	for i := range products {
		if err := c.complete(ctx, &products[i]); err != nil {
			return nil, err
		}
	}
	return products, nil
}

// complete reads the variants that were cut off, or that were not embedded although they were asked for.
func (c *Client) complete(ctx context.Context, p *Product) error {
	if p.Variants != nil && len(p.Variants) < embedCap {
		return nil
	}
	variants, err := c.Variants(ctx, p.No)
	p.Variants = variants
	return err
}

// AllProducts walks the catalogue page by page, in ascending order of product number, beginning after SinceProductNo.
// After an error the walk ends; it goes on from the last number of the last good page. ProductNos must be empty.
func (c *Client) AllProducts(ctx context.Context, q ProductQuery) iter.Seq2[[]Product, error] {
	return func(yield func([]Product, error) bool) {
		since := int64(0)
		if q.SinceProductNo != nil {
			since = *q.SinceProductNo
		}
		for {
			q.SinceProductNo = &since
			page, err := c.Products(ctx, q)
			if err != nil {
				yield(nil, err)
				return
			}
			full := len(page) >= q.limit()
			page, since = after(page, since)
			if len(page) > 0 && !yield(page, nil) {
				return
			}
			if !full || len(page) == 0 {
				return
			}
		}
	}
}

// after drops what was seen before, should the platform count "since" inclusively, and returns where to go on.
func after(page []Product, since int64) (fresh []Product, next int64) {
	next = since
	for _, p := range page {
		if p.No > since {
			fresh = append(fresh, p)
			next = max(next, p.No)
		}
	}
	return fresh, next
}

// ProductsCount counts what the query's filters select.
func (c *Client) ProductsCount(ctx context.Context, q ProductQuery) (int, error) {
	count, err := fetch[number](ctx, c, get("products/count", "products/count", q.filters()), "count")
	if err == nil && !count.known {
		err = &DecodeError{Endpoint: "GET products/count", Reason: "count is no number"}
	}
	return int(count.value), err
}

// Variants lists all variants of a product, with their stock, however many there are.
func (c *Client) Variants(ctx context.Context, productNo int64) ([]Variant, error) {
	path := fmt.Sprintf("products/%d/variants", productNo)
	query := url.Values{"embed": {"inventories"}}
	return fetch[[]Variant](ctx, c, get("products/{product_no}/variants", path, query), "variants")
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
