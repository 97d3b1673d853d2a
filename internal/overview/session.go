package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

// Session is what every request needs to know about its mall.
type Session struct {
	Mall         lowstock.Mall
	Settings     preference.Settings
	FirstStepsAt time.Time // when the app first saw that the first steps were done; zero: not yet
	Standing     Standing  // of the caller's own session
}

// Caller is who sends a request with a session's cookie. The zero value is a
// program, which has no session.
type Caller struct {
	Session  []byte // SHA-256 of the id in the cookie
	Operator team.Operator
}

// Standing is what is stored about a caller's session.
type Standing struct {
	Known       bool // false: a version of the program made it that stored none
	Ended       bool
	TypeChanged bool // a later launch gave the operator another type
}
