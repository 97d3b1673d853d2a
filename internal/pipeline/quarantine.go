package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// quarantineStore stores the elements that could not be read.
type quarantineStore interface {
	NoteUnreadable(ctx context.Context, list string, found []inbound.Unreadable, whole bool, now time.Time) error
}

// quarantine stores the unreadable elements of a list, and logs them.
type quarantine struct {
	*shared

	unread malls[quarantineStore]
}

// noteUnreadable quarantines the unreadable elements of a list and returns
// whether the list was whole. If they cannot be stored, that is logged and
// stops nothing. A list that is always read to its end releases the elements
// that it no longer holds.
func (q *quarantine) noteUnreadable(ctx context.Context, mall lowstock.MallID, list string, elements []cafe24.Unreadable, toItsEnd bool) (whole bool) {
	found := unreadableOf(list, elements)
	q.logUnreadable(ctx, mall, found)
	if len(found) > 0 || toItsEnd {
		if err := q.unread.Mall(mall).NoteUnreadable(ctx, list, found, toItsEnd, q.now()); err != nil {
			q.log.WarnContext(ctx, "unreadable elements not noted", "mall", mall, "list", list, "error", err)
		}
	}
	return len(found) == 0
}

// logUnreadable writes a log line for each quarantined element.
func (s *shared) logUnreadable(ctx context.Context, mall lowstock.MallID, list []inbound.Unreadable) {
	for _, u := range list {
		if u.Detail == "" {
			continue // the log line was written when it was last requested
		}
		s.log.WarnContext(ctx, "quarantined", "mall", mall, "list", u.List, "product_no", u.ProductNo, "code", u.Code, "reason", u.Reason, "detail", u.Detail)
	}
}
