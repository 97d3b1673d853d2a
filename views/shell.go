package views

import (
	"cmp"

	"cafe24-inventory-alert/views/words"
)

// Assets are the URLs of what every page loads.
type Assets struct{ CSS, App, Htmx string }

// Shell is what every page of a mall has around its content.
type Shell struct {
	words.Locale
	Assets   Assets
	App      string // what the operator calls the app; "" for its own name
	Title    string
	Current  string // path of the section in the bar: "/stock", …
	Shop     string
	Fresh    Freshness
	Standing string // alerts that nobody has answered, "" for none
	Banner   *Banner
	Done     string       // what was just done, said once
	Changed  *Changed     // what many rules became by it, and the way back
	Checking *CheckView   // how far what stands is checked by changed rules; nil: it is
	Errors   []FieldError // refused input; the summary on top links to the fields
	Guest    bool         // the operator may only look, everywhere
	ReadOnly bool         // the operator may not change what the page is for
	Locked   string       // who may, said where a form would stand
	Admin    string       // the mall's admin, where a session is opened; "" leaves it out
	Refresh  string       // seconds after which a page without JavaScript reloads, "" never
}

// Changed is the exact result of a change of many rules.
type Changed struct {
	Text    string
	UndoURL string // "" where it was undone, or by whom it may not be
	Back    string
}

// CheckView is how far what stands is checked by changed rules.
type CheckView struct {
	Text    string
	Percent string // 0…100
	Again   string // address of the page anew, once it is done; "" while it runs
}

// Freshness is whether the app watches, and the age of the newest number.
type Freshness struct {
	Text string
	Full string // the moment itself
	Tone string // "ok", "low" or "out": how worrying that is; "" before the first reading
}

// Banner is the one notice above a page.
type Banner struct {
	Tone, Icon, Text string
	Action           *Action
}

// Action is a link, or a button where Post is set.
type Action struct {
	Label, URL string
	Post       bool
}

// FieldError is a message about one input.
type FieldError struct{ Field, Text string }

// Link is a text that leads somewhere, or only a text where URL is "".
type Link struct{ Text, URL string }

// Time is a moment as people read it; zero is nothing.
type Time struct {
	Text    string // relative within a day
	Full    string
	Machine string // RFC 3339
}

// Badge is a state: word and icon as well as colour.
type Badge struct{ Tone, Icon, Text string }

// Choice is one entry of a select or of a row of tabs.
type Choice struct {
	Value, Label string
	URL          string // tabs only
	Count        string // tabs only
	On           bool
}

// Empty is what stands where a list has no rows.
type Empty struct {
	Icon, Title, Text string
	Action            *Action
}

// Item is what is shown of a variant wherever it appears.
type Item struct {
	URL, Image, Name string
	Options          string
	Code             string
	Selling          string // that it goes on selling with nothing in stock; "" where it does not
	Important        string // its mark; "" for none
}

// Error returns the message at field, "" for none.
func (s Shell) Error(field string) string {
	for _, e := range s.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// AppName is what the app is called in pages.
func (s Shell) AppName() string { return cmp.Or(s.App, s.T("shell.app")) }

// FullTitle is the title of the window: refused input is said first.
func (s Shell) FullTitle() string {
	title := s.Title + " · " + s.AppName()
	if len(s.Errors) > 0 {
		return s.T("shell.error_title", title)
	}
	return title
}
