package overview

import (
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Connection is what the connection page shows of a mall.
type Connection struct {
	Mall             lowstock.Mall
	Scopes           []string
	AccessExpiresAt  time.Time
	RefreshExpiresAt time.Time
	LatestSync       inbound.Sync
	OldestReading    time.Time // of the catalogue; zero for an empty one
	NewestReading    time.Time
	WatchedAt        time.Time          // when what is near its threshold was last read, even where there was nothing
	ReceptionOff     bool               // Cafe24 said that it sends this app no webhooks
	ReceptionAt      time.Time          // when it was last asked; zero: not yet
	Health           []selfcheck.Health // what is wrong, the most serious first, then what ended within a week
	Refusal          connect.Refusal    // Cafe24 refuses the mall, or did at its last word
	AppRefused       time.Time          // since when Cafe24 renews nothing for the mall because it refuses the app itself; zero: it does not
	Hints24h         int
	DirtyProducts    int
	Messages24h      map[lowstock.DeliveryState]int

	RepairedAt time.Time           // when the app itself turned webhooks on again
	LogReadAt  time.Time           // up to when Cafe24's log of lost webhooks has been read; zero: never
	LogTrouble inbound.LogTrouble  // why it cannot be read
	Drifts24h  map[inbound.Way]int // changes that nothing had announced, by how they were found
	Drifts     []inbound.Drift     // the newest of them
	Detections []inbound.Detection // since the mall's midnight
	Load       inbound.Load        // what there is to read

	Quarantined []inbound.Quarantined // what could not be read, the longest standing first
}
