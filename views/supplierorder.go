package views

import (
	"strconv"

	"cafe24-inventory-alert/views/words"
)

// SupplierOrder is a purchase order on the page of its supplier, who has no
// session. It has nothing of the mall but this order.
type SupplierOrder struct {
	words.Locale

	Assets    Assets
	App       string // name of the app
	Other     string // address of the page in the other language
	OtherLang words.Locale
	Post      string // address of the form
	Shop      string
	Number    string
	Revision  string // "" for the first one
	SentOn    string
	WantedOn  string // "" where no day is known
	Note      string // from the mall
	Costs     bool   // unit costs and amounts are shown
	Lines     []SupplierLine
	Total     string
	Open      bool   // an answer is asked for
	Done      bool   // an answer was just given
	Answered  string // when the supplier last answered; "" never
	Wrote     string // the message of that answer

	MinDay, MaxDay string
	Choice         string // as it was chosen
	Day            string // as it was typed
	Message        string
	ChoiceError    string
	DayError       string
	MessageError   string
	Errors         []FieldError // of refused input
}

// SupplierLine is one line of a [SupplierOrder].
type SupplierLine struct {
	Name, Detail string
	Units        string // "5박스 (120개)"
	Most         int    // pieces
	On           string // day on which it is expected
	Cost, Amount string // "" where they are not shown or not known
	Said         string // what the supplier has answered about it; "" nothing

	UnitsField, DayField string
	UnitsTyped, DayTyped string
	UnitsError, DayError string
}

// most is the greatest quantity that can be answered.
func (l SupplierLine) most() string { return strconv.Itoa(l.Most) }

// byLine says whether the lines of the form are in use.
func (m SupplierOrder) byLine() bool { return m.Choice == "lines" }
