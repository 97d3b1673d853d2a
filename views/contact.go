package views

// ContactPage is the form for a question to the people who run the app, or what
// would be sent, or that it is being sent.
type ContactPage struct {
	Shell

	To         string // "" if the app has no address for questions
	URL        string // where else people get help; "" leaves it out
	Mall       string
	Body       string
	BodyError  string
	Reply      string
	ReplyError string
	Attach     bool
	Check      bool   // shows what would be sent
	File       string // the diagnostics as they would be attached; "" for none
	Sealed     string // the same in base64, for the form
	Sent       bool
	Asked      []Asked // what this operator has asked before, the newest first
}

// Asked is a question that was asked before.
type Asked struct {
	At    Time
	State Badge
	Short string // the beginning of Text; "" if it is short
	Text  string
	Reply string // where the answer goes, and whether a file went with it
}
