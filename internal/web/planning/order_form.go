package planning

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// What the buttons of the sheet do.
const (
	makeOne     = "one"    // an order of what is shown
	makeChosen  = "chosen" // orders to each chosen supplier
	openTerms   = "open"   // shows the terms of an item, whose code follows
	saveTermsOf = "save"   // stores the terms of an item, whose code follows
	addItem     = "add"    // adds an item, whose code follows
)

// intoNew makes a new order although the supplier has a draft.
const intoNew = "new"

// orderForm is the editable sheet of a supplier as it was sent.
type orderForm struct {
	kit.Form
	key    string // of the page: the same page sent twice makes one order
	shown  string // the supplier whose sheet the page shows
	codes  []string
	lines  map[string]orderEntry
	chosen []string // suppliers
	act    string
	into   string // the draft that takes the lines, or [intoNew]; "": not asked
	open   string // the item whose terms are shown
	add    string // an item that is added to the sheet

	stored string    // the item whose terms were stored
	wrong  *saveForm // the terms that were refused
	anew   []string  // fields that are computed again in place of what was sent
}

// orderEntry is what was typed of an item. An item without units is left out.
type orderEntry struct {
	units int
	cost  purchase.Money
}

// Read implements [kit.Fields].
func (f *orderForm) Read() {
	f.key, f.shown, f.into = f.Text("key"), f.Text("shown"), f.Text("into")
	f.codes, f.chosen = f.Codes("code", "code"), f.List("supplier")
	act, item, _ := strings.Cut(f.Text("act"), " ")
	switch f.act = act; act {
	case openTerms:
		f.open = item
	case addItem:
		f.add = item
	}
	if len(f.codes) > reorderRows+fillRows {
		f.codes = f.codes[:reorderRows+fillRows]
	}
	f.lines = make(map[string]orderEntry, len(f.codes))
	for _, code := range f.codes {
		e := orderEntry{}
		if n := f.Optional(unitsField(code), "error.sheet_units"); n != nil {
			if *n < 0 || *n > purchase.MaxUnits {
				f.Refuse(unitsField(code), "error.sheet_units")
			} else {
				e.units = *n
			}
		}
		e.cost, _ = f.Money(priceField(code), "error.terms_cost")
		if f.On(skipField(code)) {
			e.units = 0
		}
		f.lines[code] = e
	}
}

func unitsField(code string) string { return "units-" + code }
func priceField(code string) string { return "price-" + code }
func skipField(code string) string  { return "skip-" + code }

// forgiveSkipped removes the refusals of items that are left out: nothing of them
// is ordered.
func (f *orderForm) forgiveSkipped() {
	for _, code := range f.codes {
		if f.On(skipField(code)) {
			f.Forgive(unitsField(code))
			f.Forgive(priceField(code))
		}
	}
}

// isChosen says whether a supplier is chosen.
func (f *orderForm) isChosen(supplier string) bool { return slices.Contains(f.chosen, supplier) }

// itemForm makes an order of one item, from an alert or from the morning list.
type itemForm struct {
	kit.Form
	code string
}

// Read implements [kit.Fields].
func (f *itemForm) Read() { f.code = f.Text("variant") }
