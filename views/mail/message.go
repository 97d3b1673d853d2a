// Package mail draws letters: one view model, an HTML page and a text that says
// the same. It owns how a letter looks; it must not decide what a letter says,
// and takes every sentence ready made.
//
// Mail programs are old: layout is by tables, style is inline with six-digit
// colours, nothing is fetched from anywhere.
package mail

// Message is one mail, in words. Empty fields are left out.
type Message struct {
	Lang      string // ko or en
	Subject   string
	Preheader string // what an inbox shows behind the subject
	ShopName  string
	Title     string
	Lead      string
	When      string // when, in a letter without rows
	Box       Box
	Lists     []List
	Open      Button // looks on in the app
	Actions   []Button
	ActNote   string // what the actions do
	Footer    []string
	// Unsubscribe stands in every letter to somebody who has agreed to them.
	Unsubscribe Button
}

// Box stands out: what the reader should do.
type Box struct{ Title, Text string }

// Detail is what tells the item from others of its name.
func (r Row) Detail() string {
	if r.Options == "" || r.Code == "" {
		return r.Options + r.Code
	}
	return r.Options + " · " + r.Code
}

// Button is a link with its label.
type Button struct{ Label, URL string }

// List is items under one heading: the first ones in full, further ones in a line.
type List struct {
	Heading string
	Rows    []Row
	Lines   []Line
	More    string // how many items are not shown
}

// Line is one item of a letter in one line.
type Line struct {
	Out   bool   // sold out, else low
	Badge string // the same as a word
	Item  string // its name, options and code
	Count string // "0개 / 기준 5개"
}

// Row is one item of a letter in full, in words.
type Row struct {
	Out      bool   // sold out, else low
	Badge    string // the same as a word
	Name     string
	URL      string // of its own page in the app
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
