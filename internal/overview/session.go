package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Session is what every request needs to know of its mall.
type Session struct {
	Mall         lowstock.Mall
	Settings     preference.Settings
	FirstStepsAt time.Time // when its first steps were seen to be done; zero: not yet
}
