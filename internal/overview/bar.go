package overview

import (
	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/rulebook"
)

// Bar is the data around the content of every page. Its Connection has only the
// fields that are shown there: the age of the stock levels, and the one trouble
// that needs attention.
type Bar struct {
	Connection

	Counts     listing.Counts
	Evaluation rulebook.Evaluation
	Hidden     []string  // columns of the stock list that the operator has hidden
	HasSets    bool      // a product of the mall is a set
	FirstLook  FirstLook // zero: none yet, none that found anything, or dismissed
	BulkRun    bulk.Run  // the newest action on many incidents that runs in steps; zero: none
	NewsSeen   string    // day of the newest entry of news that the operator has seen; "" for none
}
