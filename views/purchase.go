package views

// PurchasesPage is the list of purchase orders.
type PurchasesPage struct {
	Shell
	Tabs      []Choice
	Q         string
	State     string   // the tab that is shown
	Suppliers []Choice // empty: there is only one
	ClearURL  string   // "": no filter is in use
	Rows      []PurchaseRow
	First     string
	Next      string
	Empty     *Empty
	Questions []PurchaseQuestion // about arrivals
	Export    string             // "": there is nothing to export
	CSV       string
}

// PurchaseRow is one order of the list.
type PurchaseRow struct {
	URL      string
	Name     string // its number, or what it is without one
	Supplier string
	Items    string // the first item, and how many more
	Units    string
	Cost     string // "" where no cost is known
	Sent     Time
	Next     string // "50개 · 목 12/3"; "": nothing is on its way
	Late     bool
	State    Badge
	Mail     *Badge // of the mail to the supplier; nil: none was sent
	Note     string // what it waits for; "" for nothing
}

// PurchasePage is one purchase order.
type PurchasePage struct {
	Shell
	Heading   string
	State     Badge
	Late      string // how late it is; "": it is not
	Facts     []Fact
	Notice    *Banner            // what has to be said above everything else
	Questions []PurchaseQuestion // about arrivals
	Note      string             // to the supplier
	Draft     *PurchaseDraft
	Lines     []PurchaseLine
	Total     PurchaseTotal
	Acts      *PurchaseActs // nil: no action is possible
	Receipts  []PurchaseReceipt
	Answers   []PurchaseAnswer
	Events    []Event
	Link      *PurchaseLink // nil: there is none
	Print     string
	Export    string
	CSV       string
}

// PurchaseTotal sums up the lines of an order.
type PurchaseTotal struct {
	Text string // how many items and pieces
	Cost string // "" where no cost is known
	Note string // how many lines have no cost; "" for none
}

// PurchaseLine is one line of a sent order.
type PurchaseLine struct {
	Item
	ID                                                          string // of the row in the document
	Ordered, Boxes, Confirmed, Received, Surplus, Rest, GivenUp string
	Why                                                         string // why the rest was given up
	On                                                          string // when the rest is expected
	Moved                                                       string // the first promise, where the day was moved
	Late                                                        bool
	Cost, Amount                                                string
	GiveUp                                                      *PurchaseGiveUp // nil: nothing can be given up
}

// PurchaseGiveUp is the form that gives up the rest of one line.
type PurchaseGiveUp struct {
	ID, URL, Version, Line string
	Label                  string
	Why, Error             string
	Open                   bool
}

// PurchaseDraft is the form of an order that is not sent yet, or of a new
// revision of a sent one.
type PurchaseDraft struct {
	URL       string // where it is saved
	SendURL   string
	MarkURL   string
	DeleteURL string // "": a revision is not deleted
	Back      string // of a revision: the order itself
	Version   string
	Lines     []DraftLine
	Find      string // what was searched
	Found     []DraftFound
	NotFound  string // nothing was found
	To        string
	Supplier  string // where the supplier's address is saved; "" if one is known
	ReplyTo   string
	On        string // day on which the goods are expected
	OnShown   string // the same as the form showed it
	Min, Max  string
	Lead      string // where the day comes from
	Note      string
	Unit      string // of amounts, beside the fields
	SendLabel string
	SendHint  string // to whom the mail goes
}

// DraftLine is one line of a draft.
type DraftLine struct {
	Item
	N                     string // of the names of its fields
	ID                    string // of its fields in the document
	Product, Variant      string
	Units, Pack, Cost     string
	Boxes, Amount         string
	Note                  string // what else is known about ordering it
	UnitsError, PackError string
	CostError, Wrong      string
}

// DraftFound is an item that a search found.
type DraftFound struct {
	Item
	Variant string
	Stock   string
	Label   string // of the button
	In      bool   // the order has it already
}

// PurchaseActs are the actions on a sent order.
type PurchaseActs struct {
	Version string
	Receive *PurchaseReceive
	Answer  *PurchaseAnswerForm
	Resend  *PurchaseResend
	Revise  string // URL of the form of a new revision; "": not possible
	Restore string // URL; "": not possible
	End     *PurchaseEnd
}

// PurchaseReceive is the form of goods that arrived.
type PurchaseReceive struct {
	URL, Key string
	Lines    []ReceiveLine
	On       string
	Min, Max string
	OnError  string
	Open     bool
}

// ReceiveLine is one line of the form.
type ReceiveLine struct {
	ID, Name, Label, Options string
	Rest                     string
	Units, Error             string
}

// PurchaseAnswerForm is what a person enters for the supplier.
type PurchaseAnswerForm struct {
	URL      string
	On       string // for all lines
	Min, Max string
	OnError  string
	Lines    []AnswerLine
	Each     bool // the fields of the lines are shown
	Message  string
	Error    string
	Open     bool
}

// AnswerLine is one line of the form.
type AnswerLine struct {
	N, Label, Options   string
	Units, On           string
	UnitsError, OnError string
}

// PurchaseResend sends the same revision again.
type PurchaseResend struct {
	URL, Hint, Label string
	Remind           string // label of the button that asks for an answer; "": there is one
}

// PurchaseEnd gives up the rest of the whole order.
type PurchaseEnd struct{ URL, Title, Label, Hint string }

// PurchaseReceipt is goods that arrived.
type PurchaseReceipt struct {
	Text     string // what and how many
	On       string
	By       string
	At       Time
	Evidence string // what a detected receipt rests on
	Unseen   string // Cafe24's quantity has not risen yet; "": it has
	Undone   string // "": it stands
	UndoURL  string // "": it cannot be taken back
	UndoOf   string
}

// PurchaseAnswer is an answer of the supplier.
type PurchaseAnswer struct {
	Who, Message string
	Lines        []string
	At           Time
}

// PurchaseLink is the supplier's page.
type PurchaseLink struct {
	URL       string // "": none works
	Text      string
	RevokeURL string // "": it cannot be revoked
}

// PurchasePrint is an order on paper.
type PurchasePrint struct {
	Shell
	Heading  string
	Back     string
	Shop     string
	Supplier string
	Facts    []Fact
	Lines    []PurchaseLine
	Costs    bool
	Total    PurchaseTotal
	Note     string
}
