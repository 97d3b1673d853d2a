package views

// TokenRow is one API token.
type TokenRow struct {
	ID, Name, Note string
	Scopes         string // what it may do, and until when
	State          *Badge // what is wrong with it; nil: nothing
	Warning        string // what to do about that
	DeleteURL      string // "" for somebody who may not revoke it
}

// TokenForm makes a token.
type TokenForm struct {
	Name   string
	Scopes []TokenScope
	Days   []Choice
}

// TokenScope is a kind of calls that a token may make.
type TokenScope struct {
	Choice

	Hint string
}
