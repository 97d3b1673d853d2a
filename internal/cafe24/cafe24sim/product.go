package cafe24sim

import (
	"slices"
	"strings"
	"time"
)

// Product is a product of a mall. The zero value of every switch is the usual case: displayed, on sale, stock
// managed.
type Product struct {
	No           int       `json:"no"`   // with 0 AddProduct assigns a number
	Code         string    `json:"code"` // 8 characters, derived from No
	Name         string    `json:"name"`
	CustomCode   string    `json:"custom_code,omitempty"`
	Price        int64     `json:"price"` // won
	SupplierCode string    `json:"supplier_code,omitempty"`
	Categories   []int     `json:"categories,omitempty"`
	Picture      string    `json:"picture,omitempty"` // subject of its drawn image; empty means no image
	Hidden       bool      `json:"hidden,omitempty"`
	NotSelling   bool      `json:"not_selling,omitempty"`
	Created      time.Time `json:"created"`
	Updated      time.Time `json:"updated"` // changed by edits, not by orders
	Variants     []Variant `json:"variants"`
	Set          *Set      `json:"set,omitempty"` // nil: no set
}

// Option is one value that distinguishes a variant, such as 색상 / 블랙.
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Variant is the unit that has stock. A product without options has exactly one variant, without Options.
type Variant struct {
	Code            string   `json:"code"` // 12 characters, derived from the product's code and the position
	CustomCode      string   `json:"custom_code,omitempty"`
	Options         []Option `json:"options,omitempty"`
	Additional      int64    `json:"additional,omitempty"` // won added to the product's price
	Quantity        int      `json:"quantity"`
	SafetyInventory int      `json:"safety_inventory,omitempty"`
	Untracked       bool     `json:"untracked,omitempty"` // use_inventory=F: Quantity means nothing
	Oversell        bool     `json:"oversell,omitempty"`  // display_soldout=F: it is sold at 0 and below
	Important       bool     `json:"important,omitempty"`
	DeductAtPayment bool     `json:"deduct_at_payment,omitempty"`
	Hidden          bool     `json:"hidden,omitempty"`
	NotSelling      bool     `json:"not_selling,omitempty"`
}

// Edit changes a product; a nil field changes nothing.
type Edit struct {
	Name       *string
	Price      *int64
	Hidden     *bool
	NotSelling *bool
}

func (e Edit) apply(p *Product) {
	set(&p.Name, e.Name)
	set(&p.Price, e.Price)
	set(&p.Hidden, e.Hidden)
	set(&p.NotSelling, e.NotSelling)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

func (p *Product) clone() Product {
	c := *p
	c.Categories = slices.Clone(p.Categories)
	c.Variants = slices.Clone(p.Variants)
	return c
}

// soldOut is Cafe24's sold_out: the stock is managed, is shown as sold out, and no variant has any left.
func (p *Product) soldOut() bool {
	return len(p.Variants) > 0 && !slices.ContainsFunc(p.Variants, func(v Variant) bool { return v.buyable(1) })
}

// buyable reports whether a shopper may order n of it now.
func (v Variant) buyable(n int) bool { return v.Untracked || v.Oversell || v.Quantity >= n }

func (v Variant) optionText() string {
	parts := make([]string, len(v.Options))
	for i, o := range v.Options {
		parts[i] = o.Name + "=" + o.Value
	}
	return strings.Join(parts, ", ")
}

// productCode is "P" and the number in letters, padded to 8 characters.
func productCode(no int) string { return "P" + letters(no, 7) }

func variantCode(product string, position int) string { return product + letters(position, 4) }

func letters(n, width int) string {
	b := []byte(strings.Repeat("0", width))
	for i := width - 1; i >= 0; i-- {
		b[i] = byte('A' + n%26)
		if n /= 26; n == 0 {
			break
		}
	}
	return string(b)
}
