package views

// SettingsPage is who is told, when and how.
type SettingsPage struct {
	Shell
	Recipients []RecipientRow
	Add        AddRecipient
	Schedule   Schedule
	Channels   Channels
	Language   Language
	Tokens     []TokenRow
	NewToken   string // value of the token just made, shown this once
	TokenName  string // what was typed
}

// RecipientRow is one address with its choices.
type RecipientRow struct {
	ID           string
	Email        string
	Immediate    bool
	Digests      []Choice
	Unsubscribed string // when and what to do about it, "" where subscribed
	Test         *TestResult
	ReadOnly     bool
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

// Schedule is when letters go out.
type Schedule struct{ Collect, QuietFrom, QuietTo, DigestAt string }

// Channels are the ways besides mail; secrets come masked.
type Channels struct {
	Slack, Webhook         string
	SlackTest, WebhookTest *TestResult
}

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
	switch t.ID {
	case "slack":
		p.Channels.SlackTest = &t
	case "webhook":
		p.Channels.WebhookTest = &t
	}
	for i := range p.Recipients {
		if p.Recipients[i].ID == t.ID {
			p.Recipients[i].Test = &t
		}
	}
}
