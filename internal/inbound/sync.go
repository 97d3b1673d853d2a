package inbound

import (
	"time"
)

// Sync is one full sweep of the catalogue.
type Sync struct {
	ID            int64
	First         bool // after install: opens incidents and sends one summary
	Asked         bool // a person requested it and waits for it
	State         SyncState
	Cursor        int64 // the next page starts after this product number
	ProductsDone  int
	ProductsTotal int
	StartedAt     time.Time
	FinishedAt    time.Time
	Error         string // a key of the message catalogue
	Fence         int64  // a run with an older fence writes nothing
}

// FirstReading says whether the catalogue has never been read to its end.
func (s Sync) FirstReading() bool {
	return s.State == SyncNever || s.First && s.State != SyncDone
}

// SyncState is the state of a full sweep.
type SyncState string

// The states of a sync. Never means that the mall has had none.
const (
	SyncNever   SyncState = "never"
	SyncRunning SyncState = "running"
	SyncDone    SyncState = "done"
	SyncFailed  SyncState = "failed"
)
