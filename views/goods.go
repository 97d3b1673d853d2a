package views

// PurchaseQuestion is a rise of the quantity about which a person is asked.
type PurchaseQuestion struct {
	ID       string // in the document
	Title    string
	Text     string
	Evidence string
	URL      string
	Yes      string   // label of the button
	Lines    []Choice // other lines that the goods may belong to
}
