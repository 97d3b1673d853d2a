package postgres

import "time"

// Deadlines of transactions: the longest that a caller waits for a database
// that hangs.
const (
	shortly  = 3 * time.Second  // reads and small writes
	patience = 15 * time.Second // work that may change a whole catalogue
	calling  = 30 * time.Second // a token refresh, which calls Cafe24 under its row lock

	restarting = 5 * time.Second // how long a server may take to come back before its callers get an error
)
