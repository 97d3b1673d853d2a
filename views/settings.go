package views

// SettingsPage shows who is notified, when and how.
type SettingsPage struct {
	Shell
	Notice     string   // what happens next, after a recipient was added
	Warnings   []string // recipients that get no alerts, and what to do
	Recipients []RecipientRow
	Awaiting   string // URL that asks whether a recipient has confirmed; "" if nobody is waited for
	Add        AddRecipient
	Schedule   Schedule
	Channels   Channels
	Language   Language
	Themes     []Choice // the colours of pages, for this operator
	People     []Person
	Team       Team
	Changes    []SettingsChange // newest first
	Kept       []Kept
	Tokens     []TokenRow
	NewToken   string // value of the token that was just created; shown only once
	Token      TokenForm
}

// Person is somebody who has opened the app.
type Person struct {
	Name, ID, Kind, May string
	Opened              Time
}

// Team is what sub-operators may do.
type Team struct {
	Subs bool   // sub-operators may change thresholds and forecasts
	Text string // the same in words
}

// SettingsChange is one change of settings by one person.
type SettingsChange struct {
	Lines []string
	By    string
	At    Time
}

// Kept says what is stored of a mall, or when it is deleted.
type Kept struct{ Title, Text string }

// RecipientRow is one address: whether it is notified, which alerts it receives,
// and its form while it is being changed.
type RecipientRow struct {
	ID        string
	Email     string
	State     Badge
	Note      string // what the state means and what to do about it
	Choices   string
	Confirm   bool // the confirmation can be sent again
	Test      bool // a test mail can be sent: the address is confirmed and gets mail
	EditURL   string
	DigestURL string         // preview of the next digest; "" if this recipient gets no digest
	Form      *RecipientForm // nil while it is not being changed
	Result    *TestResult
	ReadOnly  bool
}

// RecipientForm holds the choices for one address.
type RecipientForm struct {
	Immediate  bool
	Second     bool
	Digests    []Choice
	Locales    []Choice
	All        bool // alerts of every product
	Categories []Choice
	Suppliers  []Choice
}

// TestResult is the actual result of a test message.
type TestResult struct {
	ID    string // id of the recipient
	State Badge
	Text  string
}

// AddRecipient is the form that adds a recipient.
type AddRecipient struct {
	Value    string
	Proposed string // the store's own address; offered, never added automatically
	Full     bool
}

// DigestPage is a preview of a recipient's next digest.
type DigestPage struct {
	Shell
	Email, When string
	Subject     string
	Text        string // the mail as plain text
	Empty       string // why no digest would be sent; "" if one would be sent
}

// Schedule says when mails are sent.
type Schedule struct {
	Collect, Cap, Second, QuietFrom, QuietTo, DigestAt string

	Quiet string // says that alerts wait now, and until when
}

// Channels are the channels besides mail. Secrets are masked.
type Channels struct {
	List         []Channel
	Secret       string // masked; "" if there is none
	Revealed     string // the secret itself; shown only once
	RevealedNote string
}

// Channel is one channel. A test can be sent if the channel is set.
type Channel struct {
	Name   string
	Fields []ChannelField
	Test   string // label of the button that sends a test; "" for no button
	Result *TestResult
}

// ChannelField is one input of a channel.
type ChannelField struct{ Key, Type, Label, Hint, Placeholder, Value string }

// Language holds the mall's language and time zone.
type Language struct {
	Locales   []Choice
	Timezone  string
	Timezones []string // offered while typing
}

// PutTest shows the result of a test next to its button.
func (p *SettingsPage) PutTest(t TestResult) {
	for i := range p.Channels.List {
		if p.Channels.List[i].Name == t.ID {
			p.Channels.List[i].Result = &t
		}
	}
	for i := range p.Recipients {
		if p.Recipients[i].ID == t.ID {
			p.Recipients[i].Result = &t
		}
	}
}
