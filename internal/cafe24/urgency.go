package cafe24

import (
	"math"
	"time"
)

// Urgency is who waits for a call, and with that how much of the mall's limits it may use. Cafe24 counts the calls and
// the processing time of all of a mall's apps together: what nobody waits for leaves them alone long before they are
// spent.
type Urgency int

// The urgencies, the least first.
const (
	Background  Urgency = iota // nobody waits: sweeps, look-ups, logs
	Prompt                     // what a webhook has named, and second readings of it
	Asked                      // long work that a person has asked for; at the pace of background work, but never paused
	Interactive                // a person waits for this very call
)

// quotaProbe is how long a paused mall is left alone before one call asks how much of its quota is spent now. Only an
// answer says so.
const quotaProbe = 30 * time.Second

// pauseAt is the spent part of the mall's quota, in percent, at which such calls pause.
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

// rest is how much longer such a call keeps away from a mall of whose quota so much was spent by the last answer, and
// to which nobody has made a call for so long. It is a pure function: whoever shares the limits between processes
// shares these two numbers. Of a quota that is spent to the end the platform itself says when to come again.
func (u Urgency) rest(usage float64, idle time.Duration) time.Duration {
	if usage < u.pauseAt() || usage >= 100 {
		return 0
	}
	return max(0, quotaProbe-idle)
}
