package connect

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// ConsentCode is a single-use secret of the consent, stored as its SHA-256.
type ConsentCode struct {
	Mall      lowstock.MallID
	Hash      []byte
	Purpose   string // state, handoff or window
	Browser   []byte // SHA-256 of the browser's own cookie
	Framed    bool
	Operator  team.Operator
	Epoch     int64     // for a window: the mall's session epoch
	Started   time.Time // for a window: when its session began
	ExpiresAt time.Time
}
