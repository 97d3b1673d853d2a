package lowstock

import "time"

// CallAsk is what a process knows of an endpoint of the mall's API, and the
// limits it wants kept; see cafe24.Ask.
type CallAsk struct {
	Heard float64       // how full the bucket is at least
	Size  float64       // how full it may become
	Drain float64       // calls a second that run out of it
	Gap   time.Duration // from the start of the mall's last call
	Rate  float64       // calls a second over the long run
	Burst float64       // calls of the rate that may be saved up; 0: the rate does not hold this call back

	Patience time.Duration // a turn that comes within it is taken ahead

	Usage    float64       // percent of the mall's quota that is spent, by the last answer; below 0: none has said
	UsageAge time.Duration // how long ago that was
}

// CallTurn is a turn that was taken, to be had after Wait, or how long to wait
// before asking again; Stop of it because the mall is left alone.
type CallTurn struct {
	Taken bool
	Wait  time.Duration
	Stop  time.Duration
}
