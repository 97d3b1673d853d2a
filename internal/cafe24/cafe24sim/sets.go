package cafe24sim

import (
	"net/http"
	"slices"
	"strconv"
)

// Set is a set product (세트상품) and its parts.
type Set struct {
	Type  string `json:"type"` // set_product_type: "C" is sold as one unit
	Parts []Part `json:"parts"`
}

// Part is a number of units of another product in one set.
type Part struct {
	ProductNo int `json:"product_no"`
	Needed    int `json:"needed"`
}

// SetItems is how the items of an order show a set. What a real mall sends is not known yet.
type SetItems string

// The shapes. The zero SetItems leaves product_bundle_list null.
const (
	SetItemsNull SetItems = ""
	SetItemsList SetItems = "list" // product_bundle_list lists the parts
	SetItemsRows SetItems = "rows" // each part is its own item, beside the set's item
)

// MakeSet makes a product a set, or a normal product if there are no parts, and sends 90002.
func (s *Server) MakeSet(mallID string, no int, parts ...Part) error {
	return s.withProduct(mallID, no, func(m *mall, p *Product) {
		p.Set = nil
		if len(parts) > 0 {
			p.Set = &Set{Type: "C", Parts: parts}
		}
		m.edit(p, Edit{})
		m.emit(eventProductEdited, productEvent(m, p))
	})
}

// someSets makes one set in every hundred products. Of the products among them that are on sale and have one variant,
// the second becomes a set of the next two. It draws no random numbers, so that the rest of the catalogue does not
// change.
func someSets(products []*Product) {
	plain := func(p *Product) bool {
		return len(p.Variants) == 1 && !p.Hidden && !p.NotSelling && !p.Variants[0].Untracked && !p.Variants[0].Oversell
	}
	for hundred := range slices.Chunk(products, 100) {
		if len(hundred) < 100 {
			return
		}
		var fit []*Product
		for _, p := range hundred {
			if plain(p) {
				fit = append(fit, p)
			}
		}
		if len(fit) < 4 {
			continue
		}
		of := fit[2:4]
		if out := slices.IndexFunc(fit, func(p *Product) bool { return p.Variants[0].Quantity <= 0 }); out > 3 { // a set that cannot be sold
			of = []*Product{fit[2], fit[out]}
		}
		fit[1].Name += " 세트"
		fit[1].Set = &Set{Type: "C", Parts: []Part{{of[0].No, 2}, {of[1].No, 1}}}
	}
}

// moveItem changes the stock of an item's variant, and of its parts if it is a set, for each variant that applies
// accepts.
func (m *mall) moveItem(item *OrderItem, by int, applies func(*Variant) bool) {
	at, ok := m.byCode[item.VariantCode]
	if !ok {
		return
	}
	if applies(at.variant()) {
		m.setQuantity(at, at.variant().Quantity+by)
	}
	for _, part := range m.parts(item.Set) {
		if applies(part.at.variant()) {
			m.setQuantity(part.at, part.at.variant().Quantity+by*part.quantity)
		}
	}
}

// parts returns the first variants of a set's parts, each with its quantity in one set; nil means no set.
func (m *mall) parts(set *Set) (list []line) {
	if set == nil {
		return nil
	}
	for _, part := range set.Parts {
		if of, err := m.product(part.ProductNo); err == nil {
			list = append(list, line{place{of, 0}, part.Needed})
		}
	}
	return list
}

// buyable reports whether a shopper may order n of it now, including its parts.
func (m *mall) buyable(at place, n int) bool {
	for _, part := range m.parts(at.product.Set) {
		if !part.at.variant().buyable(n * part.quantity) {
			return false
		}
	}
	return at.variant().buyable(n)
}

func (m *mall) bundleRow(p *Product) map[string]any {
	parts := make([]map[string]any, 0, len(p.Set.Parts))
	for n, line := range m.parts(p.Set) {
		of := line.at.product
		var no any = of.No
		if n%2 == 1 {
			no = strconv.Itoa(of.No) // some numbers are sent as strings
		}
		parts = append(parts, map[string]any{
			"product_no": no, "product_code": of.Code, "purchase_product_name": of.Name, "product_price": won(of.Price), "purchase_quantity": line.quantity,
		})
	}
	return map[string]any{
		"shop_no": 1, "product_no": p.No, "product_code": p.Code, "product_name": p.Name, "price": won(p.Price),
		"display": tf(!p.Hidden), "selling": tf(!p.NotSelling), "bundle_product_components": parts,
	}
}

// bundled fills an item's row with the fields about sets, and returns the separate rows of its parts.
func (row *itemJSON) bundled(set *Set, shape SetItems) (parts []itemJSON) {
	row.Bundle = tf(set != nil)
	if set == nil {
		return nil
	}
	row.BundleNo, row.WasBundle = row.ProductNo, new("F")
	for _, part := range set.Parts {
		code := productCode(part.ProductNo)
		if shape == SetItemsList {
			row.BundleList = append(row.BundleList, map[string]any{
				"product_no": part.ProductNo, "product_code": code, "variant_code": variantCode(code, 0), "quantity": strconv.Itoa(part.Needed * row.Quantity),
			})
		}
		if shape == SetItemsRows {
			own := *row
			own.ProductNo, own.ProductCode, own.VariantCode, own.ProductName, own.OptionValue = part.ProductNo, code, variantCode(code, 0), "", ""
			own.Quantity, own.Claimed, own.ProductPrice = part.Needed*row.Quantity, part.Needed*row.Claimed, won(0)
			parts = append(parts, own)
		}
	}
	return parts
}

func listBundles(c *call) (any, error) {
	if c.mall.faults.NoBundles {
		return nil, &apiError{http.StatusNotFound, "No API found."}
	}
	var list []map[string]any
	numbers := c.query.numbers("product_no")
	for _, p := range c.mall.products {
		if p.Set != nil && among(numbers, p.No) {
			list = append(list, c.mall.bundleRow(p))
		}
	}
	page := window(list, c.query.number("offset", 0, 0, maxOffset), c.query.number("limit", 10, 1, 100))
	return named(c, "bundleproducts", page)
}

func getBundle(c *call) (any, error) {
	p, err := c.product()
	if err != nil || p.Set == nil || c.mall.faults.NoBundles {
		return nil, &apiError{http.StatusNotFound, "The bundle product does not exist."}
	}
	return one(c, "bundleproduct", c.mall.bundleRow(p))
}
