package present

import (
	"math"
	"time"
)

// MinutesUp is a promise in whole minutes.
func MinutesUp(d time.Duration) time.Duration {
	return time.Duration(math.Ceil(d.Minutes())) * time.Minute
}

// RoundAge rounds up: to seconds for two minutes, then to minutes.
func RoundAge(d time.Duration) time.Duration {
	if d < 2*time.Minute {
		return max(time.Second, time.Duration(math.Ceil(d.Seconds()))*time.Second)
	}
	return MinutesUp(d)
}
