package views

import "cafe24-inventory-alert/views/words"

// Outside is what every public page has around its content: the name of the
// app, the other language and where people get help. It shows no data of a mall.
type Outside struct {
	words.Locale

	Assets       Assets
	App          string // name of the app
	Other        string // address of the page in the other language
	OtherLang    words.Locale
	SupportEmail string // "" leaves it out
	SupportURL   string // "" leaves it out
}

// HelpPage is a page of the help, its first page, or the result of a search.
type HelpPage struct {
	Outside

	Title string
	Lead  string
	HTML  string // rendered and checked at the start of the program
	Pages []HelpLink
	Query string
	Found []HelpFound
	Count string // how many sections were found; "" without a search
	First bool   // the first page lists all pages with their leads
}

// HelpLink is a page of the help in the table of contents.
type HelpLink struct {
	Title, URL, Lead string
	On               bool
}

// HelpFound is a section that a search has found.
type HelpFound struct{ Title, Page, URL, Excerpt string }

// HelpMenu is what the question mark in the bar opens.
type HelpMenu struct {
	Questions []Link
	All       string // address of the help page
	News      string // address of the page of what is new
	Unseen    bool   // the operator has not opened it since its newest entry
	Contact   string // address of the contact page; "" leaves it out
}

// NewsPage is what is new, inside the app.
type NewsPage struct {
	Shell

	Lead string
	HTML string
	Help string // address of the public help
}

// StatusPage is whether the app as a whole works.
type StatusPage struct {
	Outside

	Badge   Badge
	Parts   []StatusPart
	Checked Time
}

// StatusPart is one part of the service.
type StatusPart struct {
	Name  string
	State Badge
	Since Time
	Note  string // "" if it works
}

// inLanguage returns the address of a public page in a language.
func inLanguage(path string, l words.Locale) string { return path + "?lang=" + string(l) }
