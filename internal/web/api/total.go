package api

import (
	"context"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
)

// total is the number of rows on all pages of a list. It is counted for the first page and carried
// in the cursor. Otherwise every page of a long list would count a whole catalogue again.
type total struct {
	n     int
	known bool
}

// takeTotal takes from a cursor what [total.keep] has put before it.
func takeTotal(q *listing.Params) total {
	text, cursor, ok := strings.Cut(q.Cursor, ".")
	if !ok {
		return total{}
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || cursor == "" {
		return total{} // the number stays in the cursor, so that the cursor is refused
	}
	q.Cursor = cursor
	return total{n, true}
}

// keep returns the cursor of the next page with the number before it, null after the last page.
func (t total) keep(next string) *string {
	if next == "" {
		return nil
	}
	return new(strconv.Itoa(t.n) + "." + next)
}

// count asks for the number, unless the page is all there is or it is known.
func (t *total) count(ctx context.Context, ask func(context.Context, listing.Params) (int, error),
	q listing.Params, rows int, next string,
) (err error) {
	switch {
	case t.known:
	case q.Cursor == "" && next == "":
		t.n = rows
	default:
		t.n, err = ask(ctx, q)
	}
	return err
}
