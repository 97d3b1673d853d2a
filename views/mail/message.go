// Package mail renders mails: one view model, an HTML page and a plain text with
// the same content. It owns how a mail looks. It must not decide what a mail says:
// its caller passes every finished sentence.
//
// Mail programs support little CSS. So the layout uses tables, styles are inline
// with six-digit colours, and a mail loads nothing from the network.
package mail

import "github.com/a-h/templ"

// Message is one mail as text. Empty fields are left out.
type Message struct {
	Lang      string // ko or en
	Subject   string
	Preheader string // text that an inbox shows after the subject
	ShopName  string
	Title     string
	Lead      string
	When      string // the time, in a mail without rows
	Box       Box
	Lists     []List
	Table     Table  // of a purchase order
	Open      Button // opens the app
	Actions   []Button
	ActNote   string // what the actions do
	Footer    []string
	// Unsubscribe is in every mail to a recipient who has confirmed.
	Unsubscribe Button
}

// Box is a highlighted box that says what the recipient should do.
type Box struct{ Title, Text string }

// Detail distinguishes the item from others with the same name.
func (r Row) Detail() string {
	if r.Options == "" || r.Code == "" {
		return r.Options + r.Code
	}
	return r.Options + " · " + r.Code
}

// Button is a link with its label.
type Button struct{ Label, URL string }

// List holds items under one heading: the first ones in full, the others in one line each.
type List struct {
	Heading string
	Rows    []Row
	Lines   []Line
	More    string // how many items are not shown
}

// Line is one item of a mail in one line.
type Line struct {
	Out   bool   // sold out, else low
	Badge string // the same as a word
	Item  string // its name, options and code
	Count string // "0개 / 기준 5개"
}

// Row is one item of a mail in full, as text.
type Row struct {
	Out      bool   // sold out, else low
	Badge    string // the same as a word
	Name     string
	URL      string // URL of its page in the app
	Options  string
	Code     string
	Quantity string // "3개"
	Limit    string // "기준 5개"
	Source   string // where the limit came from
	Facts    string // the three above in one line
	Sales    string // how fast it sells
	Why      string
	When     string
}

// Table is a table of text. The first column is aligned to the left, the others
// to the right.
type Table struct {
	Head []string
	Rows [][]Cell
	More string // how many rows are not shown
	Foot []Cell
}

// Cell is one cell of a [Table].
type Cell struct{ Text, Detail string }

// wraps is where the text of a column may be broken: a name anywhere, a number
// only at its spaces.
func wraps(column int) string {
	if column == 0 {
		return "anywhere"
	}
	return "normal"
}

// side is how a column of a table is aligned. Mail programs know the attribute,
// and not always the style.
func side(column int) templ.Attributes {
	if column == 0 {
		return templ.Attributes{"align": "left"}
	}
	return templ.Attributes{"align": "right"}
}
