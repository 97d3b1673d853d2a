package overview

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Session is what every request needs to know about its mall.
type Session struct {
	Mall         lowstock.Mall
	Settings     preference.Settings
	FirstStepsAt time.Time // when the app first saw that the first steps were done; zero: not yet
}
