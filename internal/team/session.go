package team

import (
	"time"
)

const (
	// SessionLife is the longest time from a launch to the end of its session.
	SessionLife = 12 * time.Hour
	// SessionIdle is how long a session lives without a request.
	SessionIdle = 2 * time.Hour
	// SessionsEach is how many sessions an operator may have at once. One more
	// ends the oldest of them.
	SessionsEach = 20
	// SessionFresh is how long after a launch its session may end other
	// sessions. The launch is the authentication.
	SessionFresh = 15 * time.Minute
)

// Session is one signed-in browser of an operator.
type Session struct {
	Operator

	Hash    []byte // SHA-256 of the id in its cookie
	Number  int64  // its name on pages and in the log
	Since   time.Time
	SeenAt  time.Time
	Browser string // a few words
	Network string // the address without its last part
}

// Ending selects sessions to end.
type Ending struct {
	Number   int64  // one session; 0: all of those below
	Operator string // those of one operator; "": of every operator
	Except   []byte // hash of the session that stays, which is the caller's own
}
