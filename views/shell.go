package views

import (
	"cmp"

	"cafe24-inventory-alert/views/words"
)

// Assets are the URLs of the files that every page loads, and its colours.
type Assets struct {
	CSS, Loading, App, Htmx string
	Theme                   string   // "dark", or "auto": as the computer; "" for light
	Page                    []string // scripts of this page alone
}

// Waiting is how many items of the daily list need an answer.
type Waiting struct {
	Count, Short string // Short is "99+" for more; "" for none
	Ask          bool   // it was counted a while ago
}

// Shell is the data around the content of every page of a mall.
type Shell struct {
	words.Locale
	Assets   Assets
	App      string // the name that the operator gave the app; "" for the default name
	Title    string
	Current  string // path of the section in the bar: "/stock", …
	Shop     string
	Fresh    Freshness
	Standing string  // alerts that nobody has answered, "" for none
	Waiting  Waiting // items of the daily list
	Banner   *Banner
	Done     string       // what was just done; shown once
	Changed  *Changed     // result of a change of many rules, with its undo
	Checking *CheckView   // progress of checking current stock against changed rules; nil if it is done
	Errors   []FieldError // refused input; the summary on top links to the fields
	Bare     bool         // the operator may see nothing of the mall: a bar without sections
	ReadOnly bool         // the operator may only read on this page
	Locked   string       // who may change it; shown instead of a form
	Admin    string       // URL of the mall's admin, which opens a session; "" leaves it out
	Help     *HelpMenu    // what the question mark opens; nil leaves it out
	Refresh  string       // seconds after which a page without JavaScript reloads; "" for never
}

// Changed is the exact result of a change of many rules.
type Changed struct {
	Text    string
	UndoURL string // "" if it was undone, or if this operator may not undo it
	Back    string
}

// CheckView is the progress of checking current stock against changed rules.
type CheckView struct {
	Text    string
	Percent string // 0…100
	Again   string // URL that reloads the page once the check is done; "" while it runs
}

// Freshness says whether the app watches, and how old the newest reading is.
type Freshness struct {
	Text string
	Full string // the exact time
	Tone string // "ok", "low" or "out" by severity; "" before the first reading
}

// Banner is the one notice above a page.
type Banner struct {
	Tone, Icon, Text string
	Action           *Action
}

// Action is a link, or a button if Post is set.
type Action struct {
	Label, URL string
	Post       bool
}

// FieldError is a message about one input.
type FieldError struct{ Field, Text string }

// Link is a linked text, or plain text if URL is "".
type Link struct{ Text, URL string }

// Time is a time as text. The zero value shows nothing.
type Time struct {
	Text    string // relative within a day
	Full    string
	Machine string // RFC 3339
}

// Badge is a state shown by a word, an icon and a colour.
type Badge struct{ Tone, Icon, Text string }

// Choice is one entry of a select or of a row of tabs.
type Choice struct {
	Value, Label string
	URL          string // tabs only
	Count        string // tabs only
	On           bool
}

// Empty is shown instead of a list without rows.
type Empty struct {
	Icon, Title, Text string
	Action            *Action
}

// Item is what every page shows of a variant.
type Item struct {
	URL, Image, Name string
	Options          string
	Code             string
	Selling          string // says that it continues to sell with nothing in stock; "" if it does not
	Important        string // label of the mark of important stock; "" for none
}

// Named is what a screen reader calls the item.
func (i Item) Named() string {
	if i.Options == "" {
		return i.Name
	}
	return i.Name + " " + i.Options
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

// AppName is the name of the app on pages.
func (s Shell) AppName() string { return cmp.Or(s.App, s.T("shell.app")) }

// FullTitle is the title of the window. It begins with an error if input was refused.
func (s Shell) FullTitle() string {
	title := s.Title + " · " + s.AppName()
	if len(s.Errors) > 0 {
		return s.T("shell.error_title", title)
	}
	return title
}
