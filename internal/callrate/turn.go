package callrate

import (
	"time"
)

// Ask is what a process knows about a bucket, and the limits that it wants to
// keep.
type Ask struct {
	Level float64       // the least level of the bucket, from the answers to this process
	Size  float64       // the highest level that it may reach
	Drain float64       // calls that leave the bucket each second
	Gap   time.Duration // least time since the start of the mall's last call
	Rate  float64       // average calls a second over a long time
	Burst float64       // unused calls of the rate that may be saved; 0: the rate does not delay this call

	Patience time.Duration // a turn within this time is reserved now

	Usage    float64       // percent of the mall's quota that is used, from the last answer; below 0: not known
	UsageAge time.Duration // age of that answer
}

// Turn is the answer to an [Ask].
type Turn struct {
	Taken bool
	Wait  time.Duration // time before the call if Taken, else before the next Ask
	Stop  time.Duration // the part of Wait that is there because the mall is stopped
}
