package views

// SuppliersPage is the list of suppliers.
type SuppliersPage struct {
	Shell
	Q        string
	ClearURL string // "" if no search is in use
	Rows     []SupplierRow
	First    string
	Next     string
	Empty    *Empty
	How      []string // how scores are counted
	Add      *OwnName // nil for an operator who may only read
}

// OwnName is the form that makes a supplier which only this app knows.
type OwnName struct{ Value string }

// SupplierRow is one supplier of the list.
type SupplierRow struct {
	Name, URL, Note string // the note is the code, or that it is an own one
	Products        string
	Lead            string
	LeadNote        string // what past orders took; "" if there are too few
	Open            string // orders on their way
	Late            string // of these, those that are late; "" for none
	Kept            string // share of lines on time and in full
	KeptNote        string // of how many lines, or how many are missing
	Sending         Badge  // whether orders can be mailed
}

// SupplierPage is one supplier.
type SupplierPage struct {
	Shell
	Heading  string
	Note     string // the code, or that it is an own one
	Gone     string // says that Cafe24 does not list it any more; "" if it does
	Facts    []Fact
	Orders   string // address of its orders
	Stock    Link   // to the stock of its products
	Score    SupplierScore
	Took     SupplierLead
	Lead     *LeadForm     // nil for an operator who may only read
	Form     *SupplierForm // nil for an operator who may only read
	Saved    []Fact        // the terms, for an operator who may only read
	Products SupplierGoods
	Delete   string // address that deletes an own supplier; "" for others
}

// SupplierScore is how well a supplier keeps promises.
type SupplierScore struct {
	Parts   []SupplierShare // empty if too little is known
	Missing string          // what is missing; "" if enough is known
	Text    string          // the definition
	How     []string        // the rest of it
}

// SupplierShare is one number of a score.
type SupplierShare struct{ Label, Value, Hint string }

// SupplierLead is how long orders took.
type SupplierLead struct {
	Text string // of how many orders, and the range
	Why  string // what the median and the slow orders are; "" if too few are finished
	Take *LeadTake
	Undo *LeadTake // restores the lead time that the last press replaced
}

// LeadTake saves a lead time by one press.
type LeadTake struct {
	Supplier, Days, Back, Label string
}

// SupplierForm is how a mall orders from a supplier.
type SupplierForm struct {
	Action                          string
	Back                            string // page that the form was opened from; "" for none
	Hint                            string // says that Cafe24's values are filled in; "" once saved
	Own                             bool   // the name can be changed
	Name, Contact, Emails           string
	Phone, Address, Payment, Amount string
	Currencies, Locales             []Choice
	ShowCosts                       bool
	By                              string
	At                              Time
}

// SupplierGoods are the products that are ordered from a supplier other than
// Cafe24's.
type SupplierGoods struct {
	Action, Release       string // "" for an operator who may only read
	Rows                  []SupplierProduct
	More                  string // says that there are more; "" if there are not
	Codes                 string
	Categories, Suppliers []Choice
	Notice                string // how many were assigned; "" before
}

// SupplierProduct is one such product.
type SupplierProduct struct {
	No, Name, Code, URL, Image string
	Remove                     string // label of the button for screen readers
}
