package cafe24sim

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	maxProducts  = 100
	maxOffset    = 5000
	embeddedCap  = 100 // most variants of one product in a list; the variants endpoint returns all
	biggestStock = 999_999_999
)

func listProducts(c *call) (any, error) {
	list, err := c.productPage(c.mall.filterProducts(c))
	if err != nil {
		return nil, err
	}
	page := make([]productJSON, len(list))
	for i, p := range list {
		page[i] = c.productRow(p)
	}
	out, err := rows(c, page)
	if err == nil {
		out, err = c.poisonList(list, out)
	}
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"products": out}
	if next := c.nextProducts(list); next != "" {
		answer["links"] = []map[string]string{{"rel": "next", "href": next}}
	}
	return answer, nil
}

func countProducts(c *call) (any, error) {
	list := c.mall.filterProducts(c)
	if c.query.err != nil {
		return nil, c.query.err
	}
	return count(len(list)), nil
}

func getProduct(c *call) (any, error) {
	p, err := c.product()
	if err != nil {
		return nil, err
	}
	row := c.productRow(p)
	row.detail(p)
	return one(c, "product", row)
}

// product returns the product that the path names.
func (c *call) product() (*Product, error) {
	no, err := strconv.Atoi(c.PathValue("no"))
	if err != nil {
		return nil, badRequest("product_no must be a number.")
	}
	p, err := c.mall.product(no)
	if err != nil {
		return nil, &apiError{http.StatusNotFound, "The product does not exist."}
	}
	return p, nil
}

// productPage sorts the matches and returns the page: ascending by since_product_no, or newest first by offset.
func (c *call) productPage(list []*Product) ([]*Product, error) {
	q := &c.query
	limit := q.number("limit", 10, 1, maxProducts)
	offset := q.number("offset", 0, 0, maxOffset)
	since := q.number("since_product_no", 0, 0, biggestStock)
	if q.has("since_product_no") {
		for _, other := range []string{"product_no", "sort", "order", "offset"} {
			if q.has(other) {
				q.complain("since_product_no cannot be used with %s.", other)
			}
		}
		at, _ := slices.BinarySearchFunc(list, since+1, byNumber)
		return window(list[at:], 0, limit), q.err
	}
	list = sortProducts(q, list)
	return window(list, offset, limit), q.err
}

func sortProducts(q *query, list []*Product) []*Product {
	by := q.get("sort", "created_date")
	less := map[string]func(a, b *Product) int{
		"created_date": func(a, b *Product) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.No, b.No)) },
		"updated_date": func(a, b *Product) int { return cmp.Or(a.Updated.Compare(b.Updated), cmp.Compare(a.No, b.No)) },
		"product_name": func(a, b *Product) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.No, b.No)) },
	}[by]
	direction := q.get("order", "desc")
	if less == nil || (direction != "asc" && direction != "desc") {
		q.complain("sort or order is invalid.")
		return list
	}
	list = slices.SortedFunc(slices.Values(list), less)
	if direction == "desc" {
		slices.Reverse(list)
	}
	return list
}

// nextProducts returns the address of the next page; empty if this page was not full.
func (c *call) nextProducts(page []*Product) string {
	limit := c.query.number("limit", 10, 1, maxProducts)
	if len(page) < limit {
		return ""
	}
	v := c.URL.Query()
	if v.Has("since_product_no") {
		v.Set("since_product_no", strconv.Itoa(page[len(page)-1].No))
	} else {
		v.Set("offset", strconv.Itoa(c.query.number("offset", 0, 0, maxOffset)+limit))
	}
	return c.origin + c.URL.Path + "?" + v.Encode()
}
