package views

// ReorderPage is what to order, of one supplier at a time.
type ReorderPage struct {
	Shell
	Note     string // what the record still lacks, "" for nothing
	Terms    Terms
	Needs    []NeedLink
	Supplier string // the chosen one
	Title    string
	Total    string
	Risk     string // what is lost otherwise, "" for nothing
	Lead     LeadForm
	Rows     []ReorderRow
	More     string // how many are shown of all, "" for all
	Export   string
	CSV      string
	Mail     ReorderMail
	Empty    *Empty // in place of a sheet
}

// NeedLink leads to a supplier's sheet.
type NeedLink struct {
	Name, URL, Items string
	Out              string // how many are sold out, "" for none
	On               bool
}

// ReorderRow is one item to order.
type ReorderRow struct {
	Item
	Order, Quantity, Coming, By, Out, Why, Risk string
	Short                                       bool // nothing in stock
	Urgent                                      bool // it is late already
}

// Terms are how a mall's orders come in.
type Terms struct {
	Lead, OrderDays string
	Levels          []Choice
	Supplier        string // to come back to
	Open            bool
}

// LeadForm is a lead time of its own; empty follows the wider one.
type LeadForm struct {
	ID                 string
	Supplier, Product  string // whose, one of them
	Back               string
	Label, Hint        string
	Value, Placeholder string
	Error              string
}

// ReorderMail sends the sheet to a recipient.
type ReorderMail struct {
	To    []Choice // none: nobody has agreed to mails
	Error string
}
