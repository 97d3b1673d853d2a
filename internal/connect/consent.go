package connect

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

// ConsentCode is a single-use secret of the consent, known by its SHA-256.
type ConsentCode struct {
	Mall      lowstock.MallID
	Hash      []byte
	Purpose   string // state, handoff or window
	Browser   []byte // SHA-256 of the browser's own cookie
	Framed    bool
	Operator  team.Operator
	Epoch     int64     // of a window: the mall's session epoch
	Started   time.Time // of a window: since when its session runs
	ExpiresAt time.Time
}
