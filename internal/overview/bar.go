package overview

import (
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/rulebook"
)

// Bar is what stands around every page. Of the connection it has what shows
// there alone: how fresh the numbers are, and the one thing that needs attention.
type Bar struct {
	Connection

	Counts     listing.Counts
	Evaluation rulebook.Evaluation
	Hidden     []string // columns of the stock list that the operator has put away
}
