package contract

import (
	"net/url"
	"strconv"

	"cafe24-inventory-alert/internal/cafe24"
)

func aboutCatalogue() []assumption {
	page := url.Values{"limit": {"100"}, "offset": {"0"}}
	return []assumption{
		{"categories come as a list that the program reads", true, listOf[cafe24.Category]("categories", page,
			"category_no", "parent_category_no", "category_depth", "category_name")},
		{"suppliers come as a list that the program reads", true, listOf[cafe24.Supplier]("suppliers",
			url.Values{"limit": {"100"}, "offset": {"0"}, "fields": {cafe24.SupplierFields}}, "supplier_code", "supplier_name", "manager_information")},
		{"shops come as a list that the program reads", false, shops},
		{"the store says its name", false, store},
		{"the app is told that it is installed", false, app},
		{"a product says whether it is a set", false, setType},
		{"a set names its parts", false, sets},
	}
}

// listOf checks that a list exists and that each of its elements can be read.
func listOf[T any](resource string, query url.Values, fields ...string) func(*mall) finding {
	return func(m *mall) finding {
		a := m.list(resource, query)
		if !a.good() {
			return a.trouble()
		}
		rows, ok := a.rows(resource)
		if !ok {
			return differs("%s", shape(a.top))
		}
		if len(rows) == 0 {
			return unknown("there are none")
		}
		_, failed := decoded[T](a, resource)
		return require(failed == 0, "%d, %d cannot be read, %s", len(rows), failed, shapeOf(rows[0], fields...))
	}
}

func shops(m *mall) finding {
	a := m.list("shops", nil)
	if !a.good() {
		return a.trouble()
	}
	list, failed := decoded[cafe24.Shop](a, "shops")
	rows, _ := a.rows("shops")
	if len(rows) == 0 {
		return differs("%s", shape(a.top))
	}
	return require(failed == 0 && list[0].No > 0, "%d, %s", len(rows), shapeOf(rows[0], "shop_no", "default", "shop_name", "language_code", "active"))
}

func store(m *mall) finding {
	a := m.list("store", nil)
	if !a.good() {
		return a.trouble()
	}
	row, _ := a.top["store"].(object)
	return require(text(row, "shop_name") != "", "%s", shapeOf(row, "shop_name", "email", "primary_domain"))
}

func app(m *mall) finding {
	a := m.list("apps", nil)
	if !a.good() {
		return a.trouble()
	}
	row, ok := a.top["app"].(object)
	return require(ok, "%s", shapeOf(row, "version", "version_expiration_date"))
}

func setType(m *mall) finding {
	rows, _ := m.sample().rows("products")
	if len(rows) == 0 {
		return unknown("no products")
	}
	return require(sends(rows[0], "set_product_type"), "%s", shapeOf(rows[0], "set_product_type"))
}

func sends(row object, field string) bool {
	_, sent := row[field]
	return sent
}

// sets looks for a set on the first three pages and requests its parts.
func sets(m *mall) finding {
	looked := 0
	for page := range m.firstPages() {
		rows, _ := page.rows("products")
		products, _ := decoded[cafe24.Product](page, "products")
		looked += len(products)
		for _, row := range rows {
			if kind := row["set_product_type"]; kind == nil || kind == "" {
				continue
			}
			a := m.get("bundleproducts/{product_no}", "bundleproducts/"+text(row, "product_no"), nil)
			if !a.good() {
				return a.trouble()
			}
			set, _ := a.top["bundleproduct"].(object)
			parts, _ := set["bundle_product_components"].([]any)
			if len(parts) == 0 {
				return differs("%s", shape(a.top))
			}
			part, _ := parts[0].(object)
			_, err := strconv.ParseInt(text(part, "product_no"), 10, 64)
			return require(err == nil, "%d parts, %s", len(parts), shapeOf(part, "product_no", "product_code", "purchase_quantity"))
		}
	}
	return unknown("no set among %d products", looked)
}
