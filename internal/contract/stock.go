package contract

import (
	"net/url"
	"strconv"

	"cafe24-inventory-alert/internal/cafe24"
)

func aboutStock() []assumption {
	return []assumption{
		{"variants come with the list of products, with their stock", true, embedded},
		{"every managed quantity is a whole number", true, quantities},
		{"use_inventory and display_soldout are told of every variant", true, stockFields},
		{"a variant's code is unique and begins with its product's", true, codes},
		{"every product has a variant, one without options too", true, oneVariant},
		{"the call for a product's variants says what the list says", true, sameVariants},
		{"the call for a product's variants has all, where the list ends at 100", true, manyVariants},
		{"stock_quantity_max chooses by the quantity of any variant", true, stockFilter},
		{"a product with linked options has variants of its own", true, linkedOptions},
		{"all shops of a mall sell from one quantity", true, oneQuantity},
	}
}

// variantRows returns the variants of the sampled products, each with the object that holds its stock.
func (m *mall) variantRows() (variants, stocks []object) {
	rows, _ := m.sample().rows("products")
	for _, row := range rows {
		list, _ := row["variants"].([]any)
		for _, item := range list {
			if v, ok := item.(object); ok {
				variants, stocks = append(variants, v), append(stocks, stockOf(v))
			}
		}
	}
	return variants, stocks
}

// stockOf finds the stock fields: nested in an object, in a list, or flat.
func stockOf(v object) object {
	switch nested := v["inventories"].(type) {
	case object:
		return nested
	case []any:
		if len(nested) > 0 {
			if first, ok := nested[0].(object); ok {
				return first
			}
		}
	}
	return v
}

// place returns the name of the place that holds the stock.
func place(v object) string {
	switch v["inventories"].(type) {
	case object:
		return "in an object"
	case []any:
		return "in a list"
	default:
		return "flat"
	}
}

func stockShape(v object) string {
	return shapeOf(v, "use_inventory", "quantity", "safety_inventory", "display_soldout", "important_inventory", "inventory_control_type")
}

func embedded(m *mall) finding {
	rows, _ := m.sample().rows("products")
	if len(rows) == 0 {
		return unknown("no products")
	}
	for _, row := range rows {
		if _, isList := row["variants"].([]any); !isList {
			return differs("%s", shapeOf(row, "variants"))
		}
	}
	variants, stocks := m.variantRows()
	if len(variants) == 0 {
		return differs("no variant in %d products", len(rows))
	}
	return holds("%d variants, stock %s, %s", len(variants), place(variants[0]), stockShape(stocks[0]))
}

func quantities(m *mall) finding {
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	read, negative := 0, 0
	for _, p := range products {
		for _, v := range p.Variants {
			switch {
			case v.Tracked && !v.QuantityKnown:
				return differs("%s", m.shapeOfStock(v.Code))
			case v.Tracked && v.Quantity < 0:
				negative++
			}
			if v.QuantityKnown {
				read++
			}
		}
	}
	if variants, _ := m.variantRows(); read == 0 && len(variants) > 0 {
		return differs("none of %d has a quantity, %s", len(variants), shape(variants[0]))
	}
	if read == 0 {
		return unknown("no variants")
	}
	return holds("%d read, %d below 0", read, negative)
}

// shapeOfStock shows the stock of the variant with that code.
func (m *mall) shapeOfStock(code string) string {
	variants, stocks := m.variantRows()
	for i, v := range variants {
		if text(v, "variant_code") == code {
			return stockShape(stocks[i])
		}
	}
	return "absent"
}

func stockFields(m *mall) finding {
	_, stocks := m.variantRows()
	if len(stocks) == 0 {
		return unknown("no variants")
	}
	for _, s := range stocks {
		for _, field := range []string{"use_inventory", "display_soldout"} {
			if s[field] != "T" && s[field] != "F" {
				return differs("%s", stockShape(s))
			}
		}
	}
	return holds("%s", stockShape(stocks[0]))
}

func codes(m *mall) finding {
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	seen, foreign := map[string]bool{}, 0
	for _, p := range products {
		for _, v := range p.Variants {
			if seen[v.Code] {
				return differs("one code stands twice")
			}
			seen[v.Code] = true
			if len(v.Code) < len(p.Code) || v.Code[:len(p.Code)] != p.Code {
				foreign++
			}
		}
	}
	if len(seen) == 0 {
		return unknown("no variants")
	}
	return holds("%d different, %d that do not begin with the product's", len(seen), foreign)
}

func oneVariant(m *mall) finding {
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	plain := 0
	for _, p := range products {
		if len(p.Variants) == 0 {
			return differs("a product has no variant")
		}
		if len(p.Variants) == 1 && len(p.Variants[0].Options) == 0 {
			plain++
		}
	}
	if plain == 0 {
		return unknown("no product without options among %d", len(products))
	}
	return holds("%d of %d without options", plain, len(products))
}

// variantsOf requests a product's variants in a call of their own, and also within a product list.
func (m *mall) variantsOf(no int64, shop string) (list, call []cafe24.Variant, a answer) {
	number := strconv.FormatInt(no, 10)
	query, ofShop := url.Values{"product_no": {number}, "embed": {"variants,inventories"}}, url.Values{"embed": {"inventories"}}
	if shop != "" {
		ofShop.Set("shop_no", shop)
	}
	products, _ := decoded[cafe24.Product](m.list("products", query), "products")
	if len(products) > 0 {
		list = products[0].Variants
	}
	a = m.get("products/{product_no}/variants", "products/"+number+"/variants", ofShop)
	call, _ = decoded[cafe24.Variant](a, "variants")
	return list, call, a
}

// sameVariants checks twice before it reports a difference, because a sale may happen between the two calls.
func sameVariants(m *mall) finding {
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	for _, p := range products {
		if len(p.Variants) < 2 || len(p.Variants) >= 100 {
			continue
		}
		list, call, a := m.variantsOf(p.No, "")
		if !a.good() {
			return a.trouble()
		}
		if difference(list, call) == "" {
			return holds("%d variants, the same in both", len(call))
		}
		clear(m.answers)
		list, call, _ = m.variantsOf(p.No, "")
		if why := difference(list, call); why != "" {
			return differs("%s", why)
		}
		return holds("%d variants, the same in both at the second look", len(call))
	}
	return unknown("no product with 2 to 99 variants among %d", len(products))
}

func difference(a, b []cafe24.Variant) string {
	if len(a) != len(b) {
		return strconv.Itoa(len(a)) + " in the list, " + strconv.Itoa(len(b)) + " in the call"
	}
	known := map[string]cafe24.Variant{}
	for _, v := range a {
		known[v.Code] = v
	}
	for _, v := range b {
		other, ok := known[v.Code]
		switch {
		case !ok:
			return "other codes"
		case other.Quantity != v.Quantity || other.Tracked != v.Tracked:
			return "another quantity"
		}
	}
	return ""
}

// manyVariants looks for a product of 100 variants or more on the first three pages.
func manyVariants(m *mall) finding {
	looked := 0
	for page := range m.firstPages() {
		products, _ := decoded[cafe24.Product](page, "products")
		for _, p := range products {
			if looked++; len(p.Variants) < 100 {
				continue
			}
			list, call, a := m.variantsOf(p.No, "")
			if !a.good() {
				return a.trouble()
			}
			return require(len(call) >= len(list) && (len(list) > 100 || len(call) > 100), "%d in the list, %d in the call", len(list), len(call))
		}
	}
	return unknown("no product with 100 variants among %d", looked)
}

func stockFilter(m *mall) finding {
	const most = 10
	a := m.list("products", url.Values{
		"limit": {"100"}, "since_product_no": {"0"}, "embed": {"variants,inventories"}, "use_inventory": {"T"}, "stock_quantity_max": {strconv.Itoa(most)},
	})
	if !a.good() {
		return a.trouble()
	}
	low := func(p cafe24.Product) bool {
		for _, v := range p.Variants {
			if v.Tracked && v.QuantityKnown && v.Quantity <= most {
				return true
			}
		}
		return false
	}
	products, _ := decoded[cafe24.Product](a, "products")
	listed, beside := map[int64]bool{}, 0
	for _, p := range products {
		listed[p.No] = true
		if !low(p) && len(p.Variants) < 100 {
			beside++
		}
	}
	if len(products) == 0 {
		return unknown("no product at %d or below", most)
	}
	all, _ := decoded[cafe24.Product](m.sample(), "products")
	for _, p := range all {
		if low(p) && !listed[p.No] && p.No < products[len(products)-1].No {
			return differs("a product at %d or below is left out", most)
		}
	}
	return require(beside == 0, "%d listed, %d of them above", len(products), beside)
}

func linkedOptions(m *mall) finding {
	looked := 0
	for _, kind := range []string{"E", "F"} {
		products, _ := decoded[cafe24.Product](m.list("products", url.Values{
			"limit": {"3"}, "since_product_no": {"0"}, "embed": {"variants,inventories"}, "option_type": {kind},
		}), "products")
		for _, p := range products {
			detail := m.get("products/{product_no}", "products/"+strconv.FormatInt(p.No, 10), nil)
			row, _ := detail.top["product"].(object)
			if text(row, "option_type") != kind {
				continue // the filter is unknown to Cafe24
			}
			looked++
			if len(p.Variants) == 0 {
				return differs("a product of option_type %s has no variant", kind)
			}
		}
	}
	if looked == 0 {
		return unknown("no product of option_type E or F")
	}
	return holds("%d looked at", looked)
}

// oneQuantity compares the default shop with the next open shop.
func oneQuantity(m *mall) finding {
	shops, _ := decoded[cafe24.Shop](m.list("shops", nil), "shops")
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	for _, shop := range shops {
		if shop.No < 2 || !shop.Active {
			continue
		}
		for _, p := range products {
			if len(p.Variants) == 0 || !p.Variants[0].Tracked {
				continue
			}
			_, first, a := m.variantsOf(p.No, "1")
			_, other, b := m.variantsOf(p.No, strconv.Itoa(shop.No))
			if !a.good() || !b.good() {
				return unknown("the product is not in both shops")
			}
			why := difference(first, other)
			return require(why == "", "%d shops, %d variants %s", len(shops), len(first), why)
		}
	}
	return unknown("no second shop is open")
}
