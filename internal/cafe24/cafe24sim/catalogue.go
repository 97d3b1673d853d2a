package cafe24sim

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// catalogue is the initial content of a mall.
type catalogue struct {
	products   []*Product
	categories []category
	suppliers  []supplier
}

type category struct {
	No, Depth, Parent int
	Name              string
	Leaf              int // index of the shelf, if the category is a leaf
}

type supplier struct {
	Code, Name, Manager, Phone, Email string
	Unused                            bool
}

func (s supplier) row(m *mall) map[string]any {
	return map[string]any{
		"shop_no": 1, "supplier_code": s.Code, "supplier_name": m.written(s.Name), "status": "A", "use_supplier": tf(!s.Unused), "trading_type": "D",
		"manager_information": []map[string]any{{"no": 1, "name": s.Manager, "phone": s.Phone, "email": s.Email}},
	}
}

// makeCatalogue generates n products, always the same ones for the same seed.
func makeCatalogue(n int, seed uint64) catalogue {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 1)), now: time.Date(2026, time.October, 1, 9, 0, 0, 0, kst()), shelves: shelves(), brands: brands()}
	c := catalogue{categories: makeCategories(g.shelves), suppliers: g.makeSuppliers()}
	for i := range max(n, 0) {
		c.products = append(c.products, g.product(i+1, n, c))
	}
	someSets(c.products)
	return c
}

// makeCategories numbers the tree from 24, like a mall that has deleted the sample categories.
func makeCategories(all []shelf) []category {
	var list []category
	find := func(name string, parent, depth int) int {
		at := slices.IndexFunc(list, func(c category) bool { return c.Name == name && c.Parent == parent })
		if at >= 0 {
			return list[at].No
		}
		list = append(list, category{No: 24 + len(list), Depth: depth, Parent: parent, Name: name})
		return list[len(list)-1].No
	}
	for i, s := range all {
		middle := find(s.middle, find(s.top, 1, 1), 2)
		find(s.leaf, middle, 3)
		list[len(list)-1].Leaf = i
	}
	return list
}

// generator generates products one after another.
type generator struct {
	rng     *rand.Rand
	now     time.Time // when the newest product was added; it is not the clock, so that a restart changes nothing
	shelves []shelf
	brands  []string
}

func (g *generator) makeSuppliers() []supplier {
	var list []supplier
	for i, name := range supplierNames() {
		list = append(list, supplier{
			Code: "S" + letters(i+1, 7), Name: name, Manager: personName(g.rng), Phone: fmt.Sprintf("02-0000-%04d", g.rng.IntN(10_000)),
			Email: fmt.Sprintf("order%02d@supplier.example", i+1), Unused: i == 19,
		})
	}
	return list
}

func (g *generator) product(no, total int, c catalogue) *Product {
	at, crowded := g.rng.IntN(len(g.shelves)), no%300 == 150
	if crowded {
		at = slices.IndexFunc(g.shelves, func(s shelf) bool { return s.picture == "pants" })
	}
	leaf := c.leaf(at)
	s := g.shelves[at]
	code := productCode(no)
	created := g.now.AddDate(0, 0, -(total-no)*700/max(total, 1)).Truncate(time.Second)
	p := &Product{
		No: no, Code: code, Name: dressed(no, fmt.Sprintf("[%s] %s %s", pick(g.rng, g.brands), pick(g.rng, touches(s.scheme)), pick(g.rng, s.nouns))),
		Price: (s.low + g.rng.Int64N(s.high-s.low)) / 100 * 100, Categories: c.branch(leaf), Picture: s.picture,
		SupplierCode: c.suppliers[(leaf.Leaf*3+g.rng.IntN(5))%len(c.suppliers)].Code,
		Hidden:       g.chance(0.05), NotSelling: g.chance(0.04), Created: created, Updated: created,
	}
	if g.chance(0.7) {
		p.CustomCode = fmt.Sprintf("HB-%05d", 10_000+no)
	}
	if g.chance(0.03) {
		p.Picture = ""
	}
	p.Variants = g.variants(code, s, crowded)
	g.stock(p)
	return p
}

// variants gives the product its variants. A crowded product has far too many of them; every mall has a few such
// products.
func (g *generator) variants(code string, s shelf, crowded bool) []Variant {
	choices := g.choices(s.scheme)
	if crowded {
		choices = tooManyChoices()
	}
	list := make([]Variant, len(choices))
	for i, options := range choices {
		list[i] = Variant{Code: variantCode(code, i), Options: options}
		if i > 0 && len(options) == 1 && s.scheme == volumes {
			list[i].Additional = int64(i) * 5000
		}
	}
	return list
}

// stock sets the quantities of the variants: most are fine, some are low or out, a few are below zero, and the stock
// of a few products is not managed.
func (g *generator) stock(p *Product) {
	untracked, oversell, atPayment := g.chance(0.07), g.chance(0.04), g.chance(0.15)
	safety := []int{0, 0, 3, 5, 10}[g.rng.IntN(5)]
	important := g.chance(0.1)
	gone := g.chance(0.02)
	for i := range p.Variants {
		v := &p.Variants[i]
		v.Untracked, v.Oversell, v.DeductAtPayment, v.Important, v.SafetyInventory = untracked, oversell, atPayment, important, safety
		v.CustomCode = variantSKU(p.CustomCode, i)
		v.Quantity = g.quantity(oversell)
		if untracked || gone {
			v.Quantity = 0
		}
	}
}

func (g *generator) quantity(oversell bool) int {
	switch dice := g.rng.Float64(); {
	case dice < 0.03:
		if oversell {
			return -1 - g.rng.IntN(6)
		}
		return 0
	case dice < 0.09:
		return 1 + g.rng.IntN(5)
	case dice < 0.25:
		return 6 + g.rng.IntN(15)
	default:
		return 20 + int(g.rng.ExpFloat64()*90)
	}
}

func variantSKU(product string, i int) string {
	if product == "" {
		return ""
	}
	return product + "-" + strconv.Itoa(i+1)
}

func (g *generator) chance(p float64) bool { return g.rng.Float64() < p }

func (c catalogue) leaf(shelf int) category {
	at := slices.IndexFunc(c.categories, func(cat category) bool { return cat.Depth == 3 && cat.Leaf == shelf })
	return c.categories[at]
}

// branch returns a leaf's number and the numbers above it: a product is usually in all of them.
func (c catalogue) branch(leaf category) []int {
	numbers := []int{leaf.No}
	for parent := leaf.Parent; parent > 1; {
		at := slices.IndexFunc(c.categories, func(cat category) bool { return cat.No == parent })
		numbers = append(numbers, parent)
		parent = c.categories[at].Parent
	}
	slices.Reverse(numbers)
	return numbers
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }
