package planning

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// What the buttons of the sheet do.
const (
	makeOne     = "one"     // an order of what is shown
	makeChosen  = "chosen"  // orders to each chosen supplier
	openTerms   = "open"    // shows the terms of an item, whose code follows
	saveTermsOf = "save"    // stores the terms of an item, whose code follows
	addItem     = "add"     // adds an item, whose code follows
	toPage      = "page"    // shows another page of the sheet, whose place follows
	leaveLate   = "leave"   // does not count the late goods of an item, whose code follows
	countLate   = "count"   // counts them again
	giveUpLate  = "giveup"  // gives up the late rest of an item, whose code follows
	restoreLate = "restore" // takes that back; orders and lines follow
)

// maxSheetLines is how many items of a sheet can be changed at once: those of the
// shown page, and the changed ones of the others.
const maxSheetLines = 2_000

// intoNew makes a new order although the supplier has a draft.
const intoNew = "new"

// orderForm is the editable sheet of a supplier as it was sent.
type orderForm struct {
	kit.Form
	key    string // of the page: the same page sent twice makes one order
	shown  string // the supplier whose sheet the page shows
	codes  []string
	has    map[string]bool // whether a code is in codes, as it was sent
	lines  map[string]orderEntry
	chosen []string // suppliers
	act    string
	into   string              // the draft that takes the lines, or [intoNew]; "": not asked
	open   string              // the item whose terms are shown
	add    string              // an item that is added to the sheet
	at     string              // the place of the page that is shown
	whole  bool                // the items of other pages are ordered as they are proposed
	beyond orderSum            // of these, as the page was shown
	others map[string]orderSum // of the sheets of other suppliers, as the page was shown
	late   []string            // items whose late goods do not count

	gaveUp string     // the item whose late rest was given up
	gave   []lateLine // what that was

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
	f.at, f.whole, f.beyond = f.Text("at"), f.On("whole"), readSum(f.Text("beyond"))
	f.late = f.Codes("late", "late")
	f.others = map[string]orderSum{}
	for _, text := range f.List("sum") {
		code, sum, _ := strings.Cut(text, ":")
		f.others[code] = readSum(sum)
	}
	f.readAct()
	if len(f.codes) > maxSheetLines {
		f.codes = f.codes[:maxSheetLines]
		f.Refuse("make", "error.sheet_many")
	}
	f.has = make(map[string]bool, len(f.codes))
	for _, code := range f.codes {
		f.has[code] = true
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

// readAct reads what the pressed button does.
func (f *orderForm) readAct() {
	act, item, _ := strings.Cut(f.Text("act"), " ")
	switch f.act = act; act {
	case openTerms:
		f.open = item
	case addItem:
		f.add = item
	case toPage:
		f.at = item
	case leaveLate:
		if kit.CodePattern.MatchString(item) {
			f.include(item)
			f.late = append(f.late, item)
		}
	case countLate:
		f.include(item)
		f.late = slices.DeleteFunc(f.late, func(code string) bool { return code == item })
	}
}

// include adds an item to the form, or has its quantity computed again.
func (f *orderForm) include(code string) {
	if !kit.CodePattern.MatchString(code) {
		return
	}
	if !slices.Contains(f.codes, code) {
		f.codes = append(f.codes, code)
	}
	f.anew = append(f.anew, unitsField(code))
}

// leftOut returns the items whose late goods do not count.
func (f *orderForm) leftOut() []string {
	if f == nil {
		return nil
	}
	return f.late
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
