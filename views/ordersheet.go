package views

// OrderSheet makes an order of a reorder sheet.
type OrderSheet struct {
	Key       string // the same page sent twice makes one order
	Shown     string // code of the supplier
	Currency  string
	Suppliers []string // that the terms of an item can name
	Totals    OrderTotals
	Fill      []OrderFill // items that help to reach the supplier's minimum
	Into      []Choice    // the supplier's drafts; empty if there are none
	IntoError string
	Error     string

	At          string   // the place of the shown page; "": the first
	Beyond      string   // what the pages that are not shown propose, as the form carries it; "" for a sheet of one page
	Whole       bool     // whether that is ordered too
	WholeLabel  string   // "" if there is nothing to order beyond the page
	Parts       string   // how many orders are made, if not one; "" for one
	Late        []string // codes of items whose late goods do not count
	Carried     []CarriedLine
	CarriedText string
}

// CarriedLine is a changed line of a page that is not shown.
type CarriedLine struct {
	Code, Units, Cost string
	Skip              bool
}

// OrderPreview is what a sheet comes to as it is typed, in the places of the page
// that say so.
type OrderPreview struct {
	Totals       OrderTotals
	Need, Chosen *NeedSum // nil for a page without a table of suppliers
}

// OrderTotals is what the sheet comes to as it is typed.
type OrderTotals struct {
	Text    string
	Money   string   // "" if no cost is known
	Unknown string   // how many items have no cost; "" for none
	Gap     string   // what lacks to the supplier's minimum; "" for nothing
	Invalid string   // that something could not be read; "" if all could
	Off     []string // quantities that do not fit the terms of their items
}

// OrderFill is an item that a button adds to the sheet.
type OrderFill struct{ Code, Label string }

// OrderEdit is what a person can change of a row.
type OrderEdit struct {
	Code, Named           string
	Units, Cost           string
	CostFrom              string // where the cost comes from
	UnitsError, CostError string
	Skip                  bool
	Notes                 []string   // what the terms do to the quantity
	Drafts                []Link     // drafts that have the item
	Terms                 *ItemTerms // nil: folded
	Late                  *LateGoods // nil for none
}

// ItemTerms is how an item is ordered.
type ItemTerms struct {
	Suffix          string // ends the names of the fields
	Min, Pack, Cap  string
	Cost, Currency  string
	CostHint        string // what an empty cost is; "" for the general sentence
	Supplier        string
	Errors          map[string]string // by field
	ProductNo, Back string            // of a form of its own
	Note            string
	Suppliers       []string
}
