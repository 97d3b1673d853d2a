package cafe24

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// Product is one product of the catalogue. Fields that were not sent are zero, except Display and Selling, which are
// then true: a missing field must not hide a product on sale.
type Product struct {
	No           int64
	Code         string
	CustomCode   string
	Name         string // plain text; the code if the name shows nothing
	SupplierCode string
	CategoryNos  []int // only in the detail and in some list answers
	Display      bool
	Selling      bool
	Price        string // as sent, e.g. "1100.00"
	SupplyPrice  string // what one unit costs the merchant, as sent
	ImageURL     string // the smallest image; may be empty
	UpdatedAt    time.Time
	SetType      *string   // set_product_type: "" for a product that is no set; nil if not sent
	Variants     []Variant // the embedded variants that could be read, else nil

	// Partial means that there may be more variants than Variants: the list was cut off, was not embedded although it
	// was requested, or has elements that cannot be read. See [Client.Complete].
	Partial    bool
	Unreadable []Unreadable // variants that cannot be read, and those whose quantity cannot be read
}

// Variant is one sellable unit and its stock.
type Variant struct {
	Code       string // 12 characters, unique in the mall
	CustomCode string
	Options    []Option
	Display    bool // true if not sent
	Selling    bool // true if not sent
	Tracked    bool // use_inventory; without it Quantity means nothing

	// QuantityKnown is false if no readable quantity was sent. Quantity is then 0 and must not be used.
	QuantityKnown   bool
	Quantity        int64 // may be negative: oversold
	SafetyInventory int64
	Important       bool   // 중요재고, Cafe24's own grade
	Additional      string // additional_amount: added to the price of the product, as sent
	SellsAtZero     bool   // tracked, and Cafe24 continues to sell it at 0 and below (display_soldout F)
	AtPayment       bool   // inventory_control_type B: stock is reduced at the payment, not at the order
}

// Option is one chosen value of a variant in plain text, e.g. Color: Blue.
type Option struct{ Name, Value string }

var (
	errNoProductNo   = fmt.Errorf("product %w", errNoID)
	errNoVariantCode = fmt.Errorf("variant %w", errNoID)
)

// UnmarshalJSON reads a product of a list or of a detail answer.
func (p *Product) UnmarshalJSON(raw []byte) error {
	var w struct {
		No           number          `json:"product_no"`
		Code         text            `json:"product_code"`
		CustomCode   text            `json:"custom_product_code"`
		Name         name            `json:"product_name"`
		SupplierCode text            `json:"supplier_code"`
		Category     many[category]  `json:"category"`
		Display      flag            `json:"display"`
		Selling      flag            `json:"selling"`
		Price        text            `json:"price"`
		SupplyPrice  text            `json:"supply_price"`
		Tiny         text            `json:"tiny_image"`
		List         text            `json:"list_image"`
		Small        text            `json:"small_image"`
		Detail       text            `json:"detail_image"`
		Updated      text            `json:"updated_date"`
		SetType      json.RawMessage `json:"set_product_type"`
		Variants     json.RawMessage `json:"variants"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if !w.No.known || w.No.value < 1 {
		return errNoProductNo
	}
	*p = Product{
		No: w.No.value, Code: string(w.Code), CustomCode: string(w.CustomCode),
		Name:         cmp.Or(string(w.Name), string(w.Code)),
		SupplierCode: string(w.SupplierCode), Display: w.Display.or(true), Selling: w.Selling.or(true),
		Price: string(w.Price), SupplyPrice: string(w.SupplyPrice), ImageURL: firstText(w.Tiny, w.List, w.Small, w.Detail),
	}
	p.UpdatedAt, _ = parseTime(string(w.Updated))
	if w.SetType != nil {
		p.SetType = new(setType(w.SetType))
	}
	for _, c := range w.Category.items {
		if c.no > 0 {
			p.CategoryNos = append(p.CategoryNos, c.no)
		}
	}
	if raw := bytes.TrimSpace(w.Variants); !isNull(raw) {
		p.takeVariants(raw)
	}
	return nil
}

// takeVariants reads a list of variants, or a single variant in place of a list.
func (p *Product) takeVariants(raw json.RawMessage) {
	list, err := readList[Variant]("variants", asList(raw))
	if err != nil {
		p.Variants, p.Partial = nil, true
		p.Unreadable = []Unreadable{{List: "variants", ProductNo: p.No, Fault: FaultShape, Detail: "no list"}}
		return
	}
	p.Variants, p.Partial, p.Unreadable = list.Items, len(list.Unreadable) > 0, list.Unreadable
	for i := range p.Unreadable {
		p.Unreadable[i].ProductNo = p.No
	}
	for _, v := range p.Variants {
		if v.Tracked && !v.QuantityKnown {
			p.Unreadable = append(p.Unreadable, Unreadable{
				List: "variants", ProductNo: p.No, ID: v.Code, Fault: FaultQuantity, Detail: errQuantity.Error(),
			})
		}
	}
}

// category is {"category_no":25,…} or the bare number.
type category struct{ no int }

func (c *category) UnmarshalJSON(raw []byte) error {
	var w struct {
		No number `json:"category_no"`
	}
	if json.Unmarshal(raw, &w) == nil && w.No.known {
		c.no = int(w.No.value)
		return nil
	}
	c.no = int(parseNumber(unquote(raw)).value)
	return nil
}

// stock is the part of a variant that is either flat in it or nested under "inventories".
type stock struct {
	UseInventory   flag   `json:"use_inventory"`
	Important      text   `json:"important_inventory"`
	SoldOutDisplay flag   `json:"display_soldout"`
	ControlType    text   `json:"inventory_control_type"`
	Quantity       number `json:"quantity"`
	Safety         number `json:"safety_inventory"`
}

// UnmarshalJSON reads a variant with its stock flat, in a nested object or in a nested list.
func (v *Variant) UnmarshalJSON(raw []byte) error {
	var w struct {
		stock

		Code        text         `json:"variant_code"`
		CustomCode  text         `json:"custom_variant_code"`
		Options     many[option] `json:"options"`
		Display     flag         `json:"display"`
		Selling     flag         `json:"selling"`
		Additional  text         `json:"additional_amount"`
		Inventories many[stock]  `json:"inventories"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if w.Code == "" {
		return errNoVariantCode
	}
	s := w.stock
	if len(w.Inventories.items) > 0 {
		s = w.Inventories.items[0].over(s)
	}
	tracked := s.UseInventory.or(s.Quantity.sent) // a variant with a quantity is tracked, unless it says otherwise
	*v = Variant{
		Code: string(w.Code), CustomCode: string(w.CustomCode), Display: w.Display.or(true), Selling: w.Selling.or(true),
		Tracked: tracked, QuantityKnown: s.Quantity.known, Quantity: s.Quantity.value, SafetyInventory: s.Safety.value,
		Important: s.Important == "B", Additional: string(w.Additional), SellsAtZero: tracked && !s.SoldOutDisplay.or(true), AtPayment: s.ControlType == "B",
	}
	for _, o := range w.Options.items {
		if o.Name != "" || o.Value != "" {
			v.Options = append(v.Options, Option{Name: string(o.Name), Value: string(o.Value)})
		}
	}
	return nil
}

// over returns s with missing fields filled from below.
func (s stock) over(below stock) stock {
	if !s.UseInventory.known {
		s.UseInventory = below.UseInventory
	}
	if s.Important == "" {
		s.Important = below.Important
	}
	if !s.SoldOutDisplay.known {
		s.SoldOutDisplay = below.SoldOutDisplay
	}
	if s.ControlType == "" {
		s.ControlType = below.ControlType
	}
	if !s.Quantity.sent {
		s.Quantity = below.Quantity
	}
	if !s.Safety.known {
		s.Safety = below.Safety
	}
	return s
}

type option struct{ Name, Value name }

// UnmarshalJSON reads {"name":…,"value":…}; anything else is an empty option, not an error.
func (o *option) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	var w struct {
		Name  name `json:"name"`
		Value name `json:"value"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*o = option(w)
	return nil
}

func firstText(texts ...text) string {
	for _, t := range texts {
		if t != "" {
			return string(t)
		}
	}
	return ""
}
