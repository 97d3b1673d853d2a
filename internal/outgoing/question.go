package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// ChannelSupport carries questions to the people who run the app. It is mail to
// an address that is no recipient of a mall, so it has a name of its own.
const ChannelSupport lowstock.Channel = "support"

// Question is what an operator of a mall asks the people who run the app.
type Question struct {
	Text        string `json:"text"`
	ReplyTo     string `json:"reply_to"`              // mail address for the answer
	Operator    string `json:"operator"`              // id at Cafe24
	Diagnostics string `json:"diagnostics,omitempty"` // JSON, as it was shown; "" if none is attached
}

// Asked is a question that an operator has sent before.
type Asked struct {
	At       time.Time
	Text     string
	ReplyTo  string // mail address for the answer
	Attached bool   // diagnostics went with it
	State    lowstock.DeliveryState
	SentAt   time.Time // zero: it was not sent
}

// MaxQuestion is the greatest length of a question, in characters.
const MaxQuestion = 4000
