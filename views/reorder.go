package views

// ReorderPage lists what to order from one supplier.
type ReorderPage struct {
	Shell
	Note     string // what the sales history still lacks; "" for nothing
	Terms    Terms
	Needs    []NeedLink
	Supplier string // the chosen supplier
	Title    string
	Total    string
	Risk     string // sales that would be lost otherwise; "" for none
	Lead     LeadForm
	Took     SupplierLead // how long past orders took; shown if it proposes a lead time
	Rows     []ReorderRow
	More     string // how many of all are shown; "" if all are shown
	Export   string
	CSV      string
	Mail     ReorderMail
	Order    *OrderSheet // makes an order of the sheet; nil for an operator who may not
	Empty    *Empty      // shown instead of a sheet
}

// NeedLink leads to a supplier's sheet.
type NeedLink struct {
	Code             string
	Name, URL, Items string
	Choose           string // label of its checkbox; "" for none
	Chosen           bool
	Out              string // how many are sold out; "" for none
	On               bool
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
