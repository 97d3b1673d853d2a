package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// quarantineStore keeps what could not be read.
type quarantineStore interface {
	NoteUnreadable(ctx context.Context, list string, found []inbound.Unreadable, whole bool, now time.Time) error
}

// quarantine notes what could not be read of a list, and logs it.
type quarantine struct {
	*shared

	unread malls[quarantineStore]
}

// noteUnreadable sets aside what could not be read of a list, and says whether
// it was whole. That it could not be noted is logged, and holds up nothing. A
// list that is always read to its end releases what it does not hold any more.
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

// logUnreadable leaves a line for each element that is set aside.
func (s *shared) logUnreadable(ctx context.Context, mall lowstock.MallID, list []inbound.Unreadable) {
	for _, u := range list {
		if u.Detail == "" {
			continue // it was said when it was last asked for
		}
		s.log.WarnContext(ctx, "quarantined", "mall", mall, "list", u.List, "product_no", u.ProductNo, "code", u.Code, "reason", u.Reason, "detail", u.Detail)
	}
}
