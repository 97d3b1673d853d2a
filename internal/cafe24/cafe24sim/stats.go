package cafe24sim

import "maps"

// Stats counts what happened in one mall since the start.
type Stats struct {
	Calls         map[string]int // answered API calls by endpoint ("GET products"), including refused ones
	TooMany       map[string]int // of these, the 429s of the limits (not of a fault), by endpoint
	Bursts        int            // calls that were at least the 11th of one address within one second
	PeakPerSecond int            // most calls of one address within one second

	TokensIssued  int // token pairs issued for a code
	Refreshes     int
	InvalidGrants int
	Launches      int

	WebhooksSent    int // attempts that were answered with 2xx
	WebhooksFailed  int // attempts with another answer or none
	WebhooksLost    int // events that the fault dropped
	WebhooksDoubled int

	Orders, Cancels int
}

// AllCalls is the number of API calls over all endpoints.
func (s Stats) AllCalls() int { return sum(s.Calls) }

// AllTooMany is the number of 429s the limits gave over all endpoints.
func (s Stats) AllTooMany() int { return sum(s.TooMany) }

func sum(counts map[string]int) int {
	n := 0
	for _, v := range counts {
		n += v
	}
	return n
}

func (s Stats) clone() Stats {
	s.Calls, s.TooMany = maps.Clone(s.Calls), maps.Clone(s.TooMany)
	return s
}
