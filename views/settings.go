package views

// SettingsPage is who is told, when and how.
type SettingsPage struct {
	Shell
	Notice     string   // what happens next, after a recipient was added
	Warnings   []string // who is not reached, and what to do about it
	Recipients []RecipientRow
	Add        AddRecipient
	Schedule   Schedule
	Channels   Channels
	Language   Language
	People     []Person
	Team       Team
	Changes    []SettingsChange // newest first
	Kept       []Kept
	Tokens     []TokenRow
	NewToken   string // value of the token just made, shown this once
	TokenName  string // what was typed
}

// Person is somebody who has opened the app.
type Person struct {
	Name, ID, Kind, May string
	Opened              Time
}

// Team is what sub-operators may do.
type Team struct {
	Subs bool   // change what alerts go by
	Text string // the same in words
}

// SettingsChange is what somebody set at once.
type SettingsChange struct {
	Lines []string
	By    string
	At    Time
}

// Kept is something that is stored of a mall, or what becomes of it.
type Kept struct{ Title, Text string }

// RecipientRow is one address: whether it is told, of what, and its form while
// it is changed.
type RecipientRow struct {
	ID        string
	Email     string
	State     Badge
	Note      string // what the state means and what to do about it
	Choices   string
	Confirm   bool // the confirmation can be sent again
	Silent    bool // its owner wants no mail, not even a test
	EditURL   string
	DigestURL string         // a look at the next digest; "" for who gets none
	Form      *RecipientForm // nil while it is not being changed
	Test      *TestResult
	ReadOnly  bool
}

// RecipientForm is what can be chosen for one address.
type RecipientForm struct {
	Immediate  bool
	Second     bool
	Digests    []Choice
	Locales    []Choice
	All        bool // of every product
	Categories []Choice
	Suppliers  []Choice
}

// TestResult is what became of a test letter, truly.
type TestResult struct {
	ID    string // of the recipient it was for
	State Badge
	Text  string
}

// AddRecipient is the form of one more.
type AddRecipient struct {
	Value    string
	Proposed string // the store's own address, offered and never taken by itself
	Full     bool
}

// DigestPage is a look at somebody's next digest.
type DigestPage struct {
	Shell
	Email, When string
	Subject     string
	Text        string // the letter without its form
	Empty       string // why none would be sent, "" where one would
}

// Schedule is when letters go out.
type Schedule struct {
	Collect, Cap, Second, QuietFrom, QuietTo, DigestAt string

	Quiet string // that alerts wait just now, and until when
}

// Channels are the ways besides mail; secrets come masked.
type Channels struct {
	List         []Channel
	Secret       string // masked; "" where there is none
	Revealed     string // the secret itself, shown this once
	RevealedNote string
}

// Channel is one of them. A test can be sent where it is set.
type Channel struct {
	Name   string
	Fields []ChannelField
	Test   string // what the button says that sends a test; "" for none
	Result *TestResult
}

// ChannelField is a value that is entered for a channel.
type ChannelField struct{ Key, Type, Label, Hint, Placeholder, Value string }

// Language is how the mall reads and counts its days.
type Language struct {
	Locales   []Choice
	Timezone  string
	Timezones []string // offered while typing
}

// TokenRow is one API token.
type TokenRow struct {
	Name, Note string
	DeleteURL  string
}

// PutTest shows a test's result where its button stands.
func (p *SettingsPage) PutTest(t TestResult) {
	for i := range p.Channels.List {
		if p.Channels.List[i].Name == t.ID {
			p.Channels.List[i].Result = &t
		}
	}
	for i := range p.Recipients {
		if p.Recipients[i].ID == t.ID {
			p.Recipients[i].Test = &t
		}
	}
}
