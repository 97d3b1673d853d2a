package cafe24

import (
	"math"
	"time"
)

// Urgency is who waits for a call, and so how much of the mall's limits the call may use. Cafe24 counts the calls and
// the processing time of all of a mall's apps together. Calls that nobody waits for therefore pause long before the
// limits are used up.
type Urgency int

// The urgencies, the lowest first.
const (
	Background  Urgency = iota // nobody waits: sweeps, look-ups, logs
	Prompt                     // products that a webhook has named, and second readings of them
	Asked                      // long work that a person has requested; at the pace of background work, but never paused
	Interactive                // a person waits for this call
)

// quotaProbe is how long a paused mall gets no call before one call finds out how much of its quota is used now. Only
// an answer has that number.
const quotaProbe = 30 * time.Second

// pauseAt is the used part of the mall's quota, in percent, at which such calls pause.
func (u Urgency) pauseAt() float64 {
	switch u {
	case Background:
		return 70
	case Prompt:
		return 90
	case Asked, Interactive:
	}
	return math.Inf(1)
}

// rest is how much longer such a call must wait. usage is the used part of the mall's quota by the last answer; idle
// is the time since the mall's last call. It is a pure function: processes that share the limits share these two
// numbers. When a quota is used up completely, the platform itself says when to call again.
func (u Urgency) rest(usage float64, idle time.Duration) time.Duration {
	if usage < u.pauseAt() || usage >= 100 {
		return 0
	}
	return max(0, quotaProbe-idle)
}
