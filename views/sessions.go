package views

// SessionsPage is /settings/team: who is signed in.
type SessionsPage struct {
	Shell

	Text, Rules string
	Rows        []SessionRow
	OthersURL   string // asks to end all other sessions; "" where there are none
	Ask         *EndQuestion
}

// SessionRow is one signed-in browser.
type SessionRow struct {
	Name, ID, Kind   string
	Browser, Network string
	Since, Seen      Time
	Own              bool   // the one that asks for this page
	EndURL           string // asks to end it; "" for the own one, which is logged out instead
}

// EndQuestion asks once more before sessions are ended.
type EndQuestion struct {
	Title, Text string
	Session     string // value of the form
	Stale       bool   // the launch is too long ago: open the app again first
}
