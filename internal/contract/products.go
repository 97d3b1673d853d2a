package contract

import (
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/cafe24"
)

func aboutProducts() []assumption {
	return []assumption{
		{"products come as a list that the program reads", true, productList},
		{"products are counted", true, productCount},
		{"since_product_no walks the catalogue by ascending number", true, walk},
		{"a page holds up to 100 products", true, pageSize},
		{"product_no chooses several products", true, chosenNumbers},
		{"display and selling are T or F", true, flags("display", "selling")},
		{"updated_date is a time that is understood", false, updatedDate},
		{"a name is one text, with or without HTML", true, names},
		{"a product's category is told by its own call, and category chooses products", true, categoryFilter},
	}
}

// sample returns a page of products with their variants, as a sweep requests it.
func (m *mall) sample() answer { return m.page(0) }

func (m *mall) page(since int64) answer {
	return m.list("products", url.Values{
		"limit": {"100"}, "since_product_no": {strconv.FormatInt(since, 10)}, "embed": {"variants,inventories"},
	})
}

// firstPages returns up to three pages of the catalogue.
func (m *mall) firstPages() iter.Seq[answer] {
	return func(yield func(answer) bool) {
		since := int64(0)
		for range 3 {
			page := m.page(since)
			numbers := numbersOf(page)
			if !yield(page) || len(numbers) < 100 {
				return
			}
			since = slices.Max(numbers)
		}
	}
}

func numbersOf(a answer) (numbers []int64) {
	rows, _ := a.rows("products")
	for _, row := range rows {
		if no, err := strconv.ParseInt(text(row, "product_no"), 10, 64); err == nil {
			numbers = append(numbers, no)
		}
	}
	return numbers
}

func productList(m *mall) finding {
	a := m.sample()
	if !a.good() {
		return a.trouble()
	}
	rows, ok := a.rows("products")
	if !ok {
		return differs("%s", shape(a.top))
	}
	if len(rows) == 0 {
		return unknown("the mall has no products")
	}
	products, failed := decoded[cafe24.Product](a, "products")
	if failed > 0 {
		return differs("%d of %d cannot be read, %s", failed, len(rows), productShape(worst(rows)))
	}
	return holds("%d read, %s", len(products), productShape(rows[0]))
}

func productShape(row object) string {
	return shapeOf(row, "product_no", "product_code", "custom_product_code", "product_name", "supplier_code", "display", "selling",
		"price", "tiny_image", "updated_date", "set_product_type")
}

// worst returns the first row without a usable number, otherwise the first row.
func worst(rows []object) object {
	for _, row := range rows {
		if _, err := strconv.ParseInt(text(row, "product_no"), 10, 64); err != nil {
			return row
		}
	}
	return rows[0]
}

func productCount(m *mall) finding {
	a := m.list("products/count", nil)
	if !a.good() {
		return a.trouble()
	}
	_, err := strconv.Atoi(text(a.top, "count"))
	return require(err == nil, "%s", shape(a.top))
}

func walk(m *mall) finding {
	step := func(since int64) []int64 {
		return numbersOf(m.list("products", url.Values{"limit": {"2"}, "fields": {"product_no"}, "since_product_no": {strconv.FormatInt(since, 10)}}))
	}
	first := step(0)
	if len(first) < 2 {
		return unknown("%d products", len(first))
	}
	next := step(first[1])
	if len(next) == 0 {
		return unknown("2 products")
	}
	return require(slices.IsSorted(first) && next[0] > first[1], "first page %s, the next begins %s", order(first), after(next[0], first[1]))
}

func order(numbers []int64) string {
	if slices.IsSorted(numbers) {
		return "ascending"
	}
	return "not ascending"
}

func after(a, b int64) string {
	if a > b {
		return "after it"
	}
	return "not after it"
}

func pageSize(m *mall) finding {
	a, counted := m.sample(), m.list("products/count", nil)
	total, err := strconv.Atoi(text(counted.top, "count"))
	if !a.good() || err != nil {
		return unknown("no answer")
	}
	rows, _ := a.rows("products")
	return require(len(rows) == min(total, 100), "%d on a page, %d counted", len(rows), total)
}

func chosenNumbers(m *mall) finding {
	all := numbersOf(m.sample())
	if len(all) < 3 {
		return unknown("%d products", len(all))
	}
	want := []int64{all[0], all[2]}
	got := numbersOf(m.list("products", url.Values{"limit": {"100"}, "product_no": {strconv.FormatInt(want[0], 10) + "," + strconv.FormatInt(want[1], 10)}}))
	slices.Sort(got)
	return require(slices.Equal(got, want), "asked for 2, got %d", len(got))
}

// flags checks that the fields of all sampled products are T or F if they are sent.
func flags(fields ...string) func(*mall) finding {
	return func(m *mall) finding {
		rows, _ := m.sample().rows("products")
		if len(rows) == 0 {
			return unknown("no products")
		}
		for _, row := range rows {
			for _, field := range fields {
				if v, sent := row[field]; sent && v != "T" && v != "F" {
					return differs("%s", shapeOf(row, fields...))
				}
			}
		}
		return holds("%s", shapeOf(rows[0], fields...))
	}
}

func updatedDate(m *mall) finding {
	products, _ := decoded[cafe24.Product](m.sample(), "products")
	rows, _ := m.sample().rows("products")
	if len(products) == 0 || len(rows) == 0 {
		return unknown("no products")
	}
	return require(!products[0].UpdatedAt.IsZero(), "%s", shapeOf(rows[0], "updated_date"))
}

func names(m *mall) finding {
	rows, _ := m.sample().rows("products")
	if len(rows) == 0 {
		return unknown("no products")
	}
	html := 0
	for _, row := range rows {
		name, isText := row["product_name"].(string)
		if !isText {
			return differs("%s", shapeOf(row, "product_name"))
		}
		if strings.Contains(name, "<") || strings.Contains(name, "&") {
			html++
		}
	}
	return holds("text, %d of %d with HTML", html, len(rows))
}

// categoryFilter uses a product, a category that contains it and one that does not.
func categoryFilter(m *mall) finding {
	all := numbersOf(m.sample())
	categories, _ := m.list("categories", url.Values{"limit": {"100"}, "offset": {"0"}}).rows("categories")
	if len(all) == 0 || len(categories) == 0 {
		return unknown("no products, or no categories")
	}
	no := strconv.FormatInt(all[len(all)/2], 10)
	detail := m.get("products/{product_no}", "products/"+no, nil)
	if !detail.good() {
		return detail.trouble()
	}
	row, _ := detail.top["product"].(object)
	list, isList := row["category"].([]any)
	if !isList {
		return differs("%s", shapeOf(row, "category"))
	}
	var in []string
	for _, c := range list {
		if entry, ok := c.(object); ok {
			in = append(in, text(entry, "category_no"))
		}
	}
	contains := func(category string) bool {
		return len(numbersOf(m.list("products", url.Values{"category": {category}, "product_no": {no}, "fields": {"product_no"}}))) > 0
	}
	for _, c := range categories {
		if other := text(c, "category_no"); !slices.Contains(in, other) && contains(other) {
			return differs("a product that is not in a category is listed in it")
		} else if !slices.Contains(in, other) {
			break
		}
	}
	if len(in) == 0 {
		return unknown("the product is in no category")
	}
	return require(contains(in[len(in)-1]), "%s", shapeOf(row, "category"))
}
