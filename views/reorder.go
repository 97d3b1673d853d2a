package views

import "github.com/a-h/templ"

// ReorderPage lists what to order from one supplier.
type ReorderPage struct {
	Shell
	Note       string // what the sales history still lacks; "" for nothing
	Terms      Terms
	Needs      []NeedLink
	NeedsTotal NeedSum     // of the chosen suppliers, or of all
	Cut        string      // that not all lines are computed; "" if they are
	LateHeld   *LateHeld   // nil for none
	Pages      *SheetPages // nil for a sheet of one page
	Supplier   string      // the chosen supplier
	Title      string
	Total      string
	Risk       string // sales that would be lost otherwise; "" for none
	Lead       LeadForm
	Took       SupplierLead // how long past orders took; shown if it proposes a lead time
	Rows       []ReorderRow
	Export     string
	CSV        string
	Mail       ReorderMail
	Order      *OrderSheet // makes an order of the sheet; nil for an operator who may not
	Empty      *Empty      // shown instead of a sheet
}

// NeedLink leads to a supplier's sheet.
type NeedLink struct {
	Code             string
	Name, URL, Items string
	Choose           string // label of its checkbox; "" for none
	Chosen           bool
	Out              string // how many are sold out; "" for none
	On               bool
	Sum              NeedSum
	Carried          string // the sum as the form carries it; "" for none
}

// NeedSum is what there is to order from one supplier, or from several.
type NeedSum struct {
	Label                         string // of several
	Items, Units, Money, Unpriced string
	Gap                           string // what lacks to the supplier's minimum; "" for nothing
}

// SheetPages leads to the other pages of a sheet.
type SheetPages struct {
	Text           string // which lines are shown, of how many
	Prev, Next     string // addresses; "" for none
	PrevAt, NextAt string // the same pages in the form of the sheet
}

// LateHeld is the items that only late goods keep off the sheet.
type LateHeld struct {
	Title, More string
	Items       []LateItem
}

// LateItem is one of them.
type LateItem struct {
	Item
	Code string
	Text string // what the position counts
}

// LateGoods is what a row says about late goods.
type LateGoods struct {
	Code         string
	Text         string
	Leave, Count bool   // whether the goods can be left out, or counted again
	GiveUp       bool   // whether the rest can be given up
	Undo         string // value of the button that takes that back; "" for none
}

// ReorderRow is one item to order.
type ReorderRow struct {
	Item
	Order, Quantity, Coming, By, Out, Why, Risk string
	Edit                                        *OrderEdit // nil if the page cannot be changed
	Short                                       bool       // nothing in stock
	Urgent                                      bool       // the order is late already
}

// Terms are the mall's order terms: lead time, service level and order period.
type Terms struct {
	Lead, OrderDays string
	Levels          []Choice
	Supplier        string // supplier whose sheet is shown afterwards
	Open            bool
}

// LeadForm is a lead time of a supplier or product. If empty, the wider one applies.
type LeadForm struct {
	ID                 string
	Supplier, Product  string // the owner of the lead time; one of the two is set
	Back               string
	Label, Hint        string
	Value, Placeholder string
	Error              string
}

// ReorderMail sends the sheet to a recipient.
type ReorderMail struct {
	To    []Choice // empty if no recipient has confirmed
	Error string
}

// needID returns the attributes of a number of the shown supplier; none for another
// supplier.
func needID(id string, on, oob bool) templ.Attributes {
	switch {
	case !on:
		return nil
	case oob:
		return templ.Attributes{"id": id, "hx-swap-oob": "true"}
	}
	return templ.Attributes{"id": id}
}
