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
	OldestReading    time.Time // oldest reading in the catalogue; zero if it is empty
	NewestReading    time.Time
	WatchedAt        time.Time          // when the last watch ran, even if no variant was near its threshold
	ReceptionOff     bool               // Cafe24 answered that it sends this app no webhooks
	ReceptionAt      time.Time          // when Cafe24 was last asked; zero: not yet
	Health           []selfcheck.Health // the troubles, the most serious first, then those that ended within a week
	Refusal          connect.Refusal    // the refusals of Cafe24 to the mall since its last successful answer
	AppRefused       time.Time          // since when Cafe24 renews no token of the mall because it refuses the app itself; zero: it does not refuse
	Hints24h         int
	DirtyProducts    int
	Messages24h      map[lowstock.DeliveryState]int

	RepairedAt time.Time           // when the app itself turned webhooks on again
	LogReadAt  time.Time           // time up to which Cafe24's log of lost webhooks was read; zero: never
	LogTrouble inbound.LogTrouble  // why the log cannot be read
	Drifts24h  map[inbound.Way]int // changes that no webhook announced, by how they were found
	Drifts     []inbound.Drift     // the newest of these changes
	Detections []inbound.Detection // detection times since the mall's midnight
	Load       inbound.Load        // how much there is to read

	Quarantined []inbound.Quarantined // elements that could not be read, the oldest first
}
