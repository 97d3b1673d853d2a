package callrate

import (
	"time"
)

// Ask is what a process knows of a bucket, and what it wants kept.
type Ask struct {
	Level float64       // how full the bucket is at least, by what this process was answered
	Size  float64       // how full it may become
	Drain float64       // calls a second that run out of it
	Gap   time.Duration // from the start of the mall's last call
	Rate  float64       // calls a second over the long run
	Burst float64       // calls of the rate that may be saved up; 0: the rate does not hold this call back

	Patience time.Duration // a turn that comes within it is taken ahead

	Usage    float64       // percent of the mall's quota that is spent, by the last answer; below 0: none has said
	UsageAge time.Duration // how long ago that was
}

// Turn is the answer to an [Ask].
type Turn struct {
	Taken bool
	Wait  time.Duration // before the call where the turn is taken, else before asking again
	Stop  time.Duration // how much of it is because the mall is stopped
}
