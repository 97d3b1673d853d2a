// Package retention owns how long each kind of data is kept. The job that
// deletes old rows and the page that tells people about it read the same
// numbers.
//
// It must not delete anything.
package retention

import "time"

const day = 24 * time.Hour

// How long rows are kept, counted from the time that the name of each constant
// says. An alert that is not resolved is never old.
const (
	Webhooks       = 21 * day  // since they were received; the function old_partitions of the database has the same number
	WebhooksLate   = 60 * day  // those that came while their partition did not exist
	WebhookCounts  = 3 * day   // how many came in a quarter of an hour
	Levels         = 100 * day // since they were read; old_partitions has the same number
	LevelsLate     = 365 * day // those that came while their partition did not exist
	SoldUnits      = 800 * day // units sold on a day, since that day; old_partitions has the same number
	SoldUnitsMonth = 840 * day // the same in rows of a month, since its first day
	Alerts         = 180 * day // since they were resolved; answers of the daily list since they were given, without orders that have not arrived
	Messages       = 180 * day // since they were written
	Health         = 180 * day // since the trouble ended
	Syncs          = 90 * day  // since they finished
	BulkActs       = 30 * day  // what is needed to undo them, since they were done
	Changes        = 400 * day // of rules and settings, since they were made
	Links          = day       // uses of a link in a mail, launches, codes, sessions and destinations: since they expired
	Unreadable     = 7 * day   // what could not be read, since it was last tried
	Buckets        = day       // levels of the call limits, since the last call
	// Uninstalled is when everything of a mall that removed the app is gone.
	Uninstalled = 72 * time.Hour
)

// Days returns d in whole days.
func Days(d time.Duration) int { return int(d / day) }
