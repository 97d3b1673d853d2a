package inbound

import (
	"time"
)

// Sync is one full sweep of the catalogue.
type Sync struct {
	ID            int64
	First         bool // after install: opens incidents, sends one summary
	Asked         bool // a person waits for it
	State         SyncState
	Cursor        int64 // product number the next page starts behind
	ProductsDone  int
	ProductsTotal int
	StartedAt     time.Time
	FinishedAt    time.Time
	Error         string // a key of the message catalogue
	Fence         int64  // a run with an older one writes nothing
}

// FirstReading says whether the catalogue has not been read to its end once.
func (s Sync) FirstReading() bool {
	return s.State == SyncNever || s.First && s.State != SyncDone
}

// SyncState is how a full sweep stands.
type SyncState string

// The states of a sync. Never: the mall has had none.
const (
	SyncNever   SyncState = "never"
	SyncRunning SyncState = "running"
	SyncDone    SyncState = "done"
	SyncFailed  SyncState = "failed"
)
