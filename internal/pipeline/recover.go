package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	logPage    = 1000
	logPages   = 3                // of one reading; a mall that lost more webhooks is swept
	logSettles = 10 * time.Minute // entries arrive late, so younger entries are read once more
	logFirst   = time.Hour        // how far back the first reading goes
	logBack    = 24 * time.Hour   // how far back any reading by time goes
	logTimeout = 25 * time.Second
	logTest    = "T" // type of a webhook that a person at Cafe24 sends as a test
)

// logStore stores how far Cafe24's webhook log was read.
type logStore interface {
	ClaimLog(ctx context.Context, now, next time.Time) (inbound.LogPlan, error)
	SaveLog(ctx context.Context, r inbound.LogReading, now time.Time) (recovered int, err error)
	DelayLog(ctx context.Context, until time.Time) error
}

// recoverer recovers webhooks that were not delivered.
type recoverer struct {
	*quarantine

	store    malls[logStore]
	interval time.Duration
}

// recoverHints reads in Cafe24's log the webhooks that it failed to deliver,
// and takes each of them as a hint. A webhook that Cafe24 never tried to
// deliver is in no log. The watch and the sweep find those changes.
func (r *recoverer) recoverHints(ctx context.Context, work worklist.Due, line *logLine) error {
	now := r.now()
	plan, err := r.store.Mall(work.Mall).ClaimLog(ctx, now, now.Add(r.interval+rand.N(r.interval/10+1)))
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	found, err := r.readLog(ctx, work.Mall, plan, now)
	if err != nil {
		return r.logFailed(ctx, work.Mall, found, err)
	}
	recovered, err := r.store.Mall(work.Mall).SaveLog(ctx, found, r.now())
	line.add("failed", len(found.Hints), "recovered", recovered, "trouble", found.Trouble, "more", found.More)
	if recovered > 0 || found.More {
		r.poke()
	}
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound { // a later run was quicker, or the mall is uninstalled
		return nil
	}
	return err
}

// logFailed stores the obstacle if it is more than a passing one. It sets the
// next reading to the time that Cafe24 asks for. It returns the cause.
func (r *recoverer) logFailed(ctx context.Context, mall lowstock.MallID, found inbound.LogReading, cause error) error {
	var forbidden *cafe24.ForbiddenError
	var decode *cafe24.DecodeError
	switch {
	case errors.As(cause, &forbidden) && forbidden.MissingScope:
		found.Trouble = inbound.LogScope
	case errors.As(cause, &decode):
		found.Trouble = inbound.LogUnreadable
	default:
		r.refused(ctx, mall, cause)
		if after, limited := cafe24.RetryAfter(cause); limited {
			return errors.Join(cause, r.store.Mall(mall).DelayLog(ctx, r.now().Add(max(after, time.Minute))))
		}
		return cause
	}
	_, err := r.store.Mall(mall).SaveLog(ctx, found, r.now())
	return errors.Join(cause, err)
}

// readLog reads from the plan's cursor, or by time if there is no cursor yet.
func (r *recoverer) readLog(ctx context.Context, mall lowstock.MallID, plan inbound.LogPlan, now time.Time) (inbound.LogReading, error) {
	nothing := inbound.LogReading{BeganAt: now, Cursor: plan.Cursor}
	found := nothing
	if !slices.Contains(plan.Scopes, receptionScope) {
		found.Trouble = inbound.LogScope
		return found, nil
	}
	ctx, cancel := context.WithTimeout(ctx, logTimeout)
	defer cancel()
	client := r.client(mall)
	q := cafe24.WebhookLogQuery{FailedOnly: true, Limit: logPage, SinceLogID: plan.Cursor}
	if q.SinceLogID == "" {
		q.From, q.To = logWindow(plan, now), now
	}
	for range logPages {
		page, err := client.WebhookLogs(ctx, q)
		if err != nil {
			return nothing, err // also those of the pages before: their hints and the cursor are stored together
		}
		if len(page.Unreadable) > 0 {
			r.noteUnreadable(ctx, mall, inbound.ListLogs, page.Unreadable, false)
		}
		newest := takePage(&found, page.Items, mall, now)
		if page.Len() < logPage {
			return found, nil
		}
		// A full page in the order of the ids is followed by the next one. In
		// any other order the missing entries are unknown.
		if !ascending(page.Items) || newest == "" {
			break
		}
		q = cafe24.WebhookLogQuery{FailedOnly: true, Limit: logPage, SinceLogID: newest}
	}
	found.More, found.Cursor = true, newestID(found.Cursor, q.SinceLogID)
	return found, nil
}

// logWindow returns the begin of a reading by time. It overlaps the end of the
// last reading. Changes from before the connection of the mall were read by its
// sync.
func logWindow(plan inbound.LogPlan, now time.Time) time.Time {
	from := now.Add(-logFirst)
	if !plan.ReadAt.IsZero() {
		from = plan.ReadAt.Add(-logSettles)
	}
	for _, least := range []time.Time{plan.ConnectedAt, now.Add(-logBack)} {
		if from.Before(least) {
			from = least
		}
	}
	return from
}

// takePage adds the entries of a page. It moves the cursor to the newest entry
// that no older entry is expected to follow. It returns the newest id of all.
func takePage(found *inbound.LogReading, page []cafe24.WebhookLog, mall lowstock.MallID, now time.Time) (newest string) {
	for _, entry := range page {
		newest = newestID(newest, entry.LogID)
		if now.Sub(entry.RequestedAt) >= logSettles { // also the zero time, because then the age is unknown
			found.Cursor = newestID(found.Cursor, entry.LogID)
		}
		if hint, ok := lostHint(entry, mall, now); ok {
			found.Hints = append(found.Hints, hint)
		}
	}
	return newest
}

// lostHint returns the hint that an undelivered webhook would have given. It
// ignores the removal of the app: a mall that removed the app would not let the
// app read the log. A change of a product that the entry does not name starts
// the watch.
func lostHint(entry cafe24.WebhookLog, mall lowstock.MallID, now time.Time) (inbound.Hint, bool) {
	e := entry.Event
	if entry.Success || entry.Type == logTest || e.MallID != "" && e.MallID != string(mall) {
		return inbound.Hint{}, false
	}
	at := entry.RequestedAt
	if at.IsZero() || at.After(now) || now.Sub(at) > logBack {
		at = now
	}
	hint := HintOf(cafe24.Proof{TraceID: entry.TraceID}, e, at)
	hint.Mall, hint.Via = mall, inbound.ViaLog
	if hint.EventKey == "" && entry.LogID != "" {
		hint.EventKey = "log-" + entry.LogID
	}
	switch hint.Kind {
	case inbound.HintProduct:
		if len(hint.ProductNos)+len(hint.ProductCodes) == 0 && hint.VariantCode == "" {
			hint.Kind = inbound.HintOrder
		}
		return hint, true
	case inbound.HintOrder, inbound.HintCatalogue, inbound.HintOperator:
		return hint, true
	case inbound.HintLeft, inbound.HintIgnored:
	}
	return inbound.Hint{}, false
}

// newestID returns the larger of two ids. A value that is not a number has no
// order, so it never becomes the cursor.
func newestID(a, b string) string {
	n, err := strconv.ParseUint(b, 10, 64)
	if err != nil {
		return a
	}
	if m, err := strconv.ParseUint(a, 10, 64); err == nil && m >= n {
		return a
	}
	return b
}

func ascending(page []cafe24.WebhookLog) bool {
	return slices.IsSortedFunc(page, func(a, b cafe24.WebhookLog) int {
		if a.LogID != b.LogID && newestID(b.LogID, a.LogID) == a.LogID {
			return 1
		}
		return -1
	})
}
