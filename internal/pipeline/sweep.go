package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	sweepSlice = 20 * time.Second // less than the time limit of the job; the next job continues from the cursor
	sweepLease = 60 * time.Second
	sweepRetry = 30 * time.Second // after a failure that may pass
	manyRetry  = 3 * time.Minute  // while Cafe24 refuses many malls at once: a guard that refuses calls is not called often
)

// sweepStore stores the progress of full sweeps.
type sweepStore interface {
	StartSync(ctx context.Context, now time.Time) (inbound.Sync, error)
	ClaimSync(ctx context.Context, now time.Time, lease time.Duration) (inbound.Sync, error)
	ProgressSync(ctx context.Context, sync inbound.Sync, resumeAt time.Time) error
	FinishSync(ctx context.Context, sync inbound.Sync, now, nextSweep time.Time) (lowstock.Applied, error)
	FailSync(ctx context.Context, sync inbound.Sync, now, nextSweep time.Time, errorKey string) error
	DueSets(ctx context.Context, at time.Time) error
}

// sweeper reads the whole catalogue.
type sweeper struct {
	*applier

	store     malls[sweepStore]
	catalogue *catalogue
	interval  time.Duration
}

// errIncomplete means that a list ended long before the number of products that
// the platform itself counts. If the app trusted such a list, it would mark the
// other products as deleted.
var errIncomplete = errors.New("product list ended early")

// sweep does one slice of a full sweep: from the cursor, for twenty seconds or
// to the end of the catalogue.
func (w *sweeper) sweep(ctx context.Context, work worklist.Due, line *logLine) error {
	sync, err := w.store.Mall(work.Mall).ClaimSync(ctx, w.now(), sweepLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	s := &sweeping{sweeper: w, client: w.client(work.Mall), mall: work.Mall, sync: sync, until: w.now().Add(sweepSlice)}
	if sync.Asked || sync.First {
		s.client = s.client.As(cafe24.Asked)
	}
	if s.taking, err = w.taking(ctx, s.client, work.Mall); err != nil {
		return err
	}
	done, err := s.slice(ctx)
	line.applied(s.taking.applied)
	line.add("sync", sync.ID, "first", sync.First, "done", s.sync.ProductsDone, "total", s.sync.ProductsTotal)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeConflict:
		return nil // another run has taken over; nothing was written
	case err != nil:
		return s.failed(ctx, err)
	case done:
		return s.finish(ctx)
	}
	if err := w.store.Mall(work.Mall).ProgressSync(ctx, s.sync, w.now()); err != nil {
		return err
	}
	w.poke()
	return nil
}

// sweeping is one slice in progress.
type sweeping struct {
	*sweeper

	client *cafe24.Client
	mall   lowstock.MallID
	sync   inbound.Sync
	until  time.Time
	taking *taking
}

// slice reports whether it reached the end of the catalogue.
func (s *sweeping) slice(ctx context.Context) (done bool, err error) {
	if s.sync.Cursor == 0 {
		if err := s.begin(ctx); err != nil {
			return false, err
		}
	}
	cursor := s.sync.Cursor
	q := cafe24.ProductQuery{SinceProductNo: &cursor, Embed: cafe24.EmbedVariants}
	pages, complete := s.walk(ctx, s.client, q, s.until)
	for g := range pages {
		if g.err != nil {
			return false, g.err
		}
		if err := s.take(ctx, g); err != nil {
			return false, err
		}
	}
	if !complete() {
		return false, ctx.Err()
	}
	return true, s.checkEnd(ctx)
}

// begin counts the products to read and reads the names that rules refer to.
func (s *sweeping) begin(ctx context.Context) error {
	total, err := s.client.ProductsCount(ctx, cafe24.ProductQuery{})
	if err != nil {
		return err
	}
	s.sync.ProductsTotal = total
	if err := s.store.Mall(s.mall).ProgressSync(ctx, s.sync, s.now().Add(sweepLease)); err != nil {
		return err
	}
	s.catalogue.readCatalogue(ctx, s.mall)
	return nil
}

// take applies a page. Products that the page does not deliver are requested by
// number, separately from the sweep, which continues.
func (s *sweeping) take(ctx context.Context, g page) error {
	started := g.startedAt
	if started.Before(s.sync.StartedAt) { // another process with a clock that is ahead began the sync
		started = s.sync.StartedAt
	}
	size, last := g.products.Len(), cafe24.LastNo(g.products)
	if err := s.askByNumber(ctx, s.mall, g.undelivered()); err != nil {
		return err
	}
	t := s.taking
	t.levels = inbound.Levels{Source: lowstock.SourceSweep, StartedAt: started, ConfirmAfter: s.confirm, Sync: &s.sync}
	if s.sync.First { // the first sync sends one summary, so its alerts need no confirmation
		t.levels.Source, t.levels.ConfirmAfter, t.levels.Hold = lowstock.SourceInstall, 0, true
	}
	if err := t.take(ctx, g.products, nil); err != nil {
		return err
	}
	s.sync.Cursor = max(s.sync.Cursor, last)
	s.sync.ProductsDone += size
	s.sync.ProductsTotal = max(s.sync.ProductsTotal, s.sync.ProductsDone)
	return s.store.Mall(s.mall).ProgressSync(ctx, s.sync, s.now().Add(sweepLease))
}

// checkEnd returns an error if the list ended too early, because products that
// were not seen are marked as deleted. A few products may really have been
// deleted since they were counted.
func (s *sweeping) checkEnd(ctx context.Context) error {
	if s.sync.ProductsDone >= s.sync.ProductsTotal {
		return nil
	}
	total, err := s.client.ProductsCount(ctx, cafe24.ProductQuery{})
	if err != nil {
		return err
	}
	if missing := total - s.sync.ProductsDone; missing > max(5, total/50) {
		return errIncomplete
	}
	s.sync.ProductsTotal = s.sync.ProductsDone
	return nil
}

func (s *sweeping) finish(ctx context.Context) error {
	if err := s.store.Mall(s.mall).ProgressSync(ctx, s.sync, s.now().Add(sweepLease)); err != nil {
		return err
	}
	applied, err := s.store.Mall(s.mall).FinishSync(ctx, s.sync, s.now(), s.nextSweep())
	if err != nil {
		return err
	}
	s.metrics.applied(applied)
	s.poke()
	return s.store.Mall(s.mall).DueSets(ctx, s.now())
}

// nextSweep spreads the sweeps of malls that were connected in the same minute.
func (w *sweeper) nextSweep() time.Time {
	return w.now().Add(w.interval + rand.N(w.interval/inbound.SweepSpread+1))
}

// failed delays the slice. It ends the sync if waiting does not help or has
// lasted for a whole interval. It returns the cause for the log.
func (s *sweeping) failed(ctx context.Context, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	now := s.now()
	var err error
	switch key, wait := s.verdict(ctx, cause); key {
	case "":
		err = s.store.Mall(s.mall).ProgressSync(ctx, s.sync, now.Add(wait))
	default:
		err = s.store.Mall(s.mall).FailSync(ctx, s.sync, now, now.Add(min(failRetry, s.interval)), key)
	}
	if lowstock.ErrorCode(err) == lowstock.CodeConflict { // the sync has ended: the mall has to reconnect, or is uninstalled
		err = nil
	}
	return errors.Join(cause, err)
}

// verdict returns the key under which the sync ends, or "" if the sync
// continues after wait.
func (s *sweeping) verdict(ctx context.Context, cause error) (key string, wait time.Duration) {
	wait = sweepRetry
	refused := s.refused(ctx, s.mall, cause)
	if refused == connect.RefusedMany {
		wait = manyRetry
	}
	if after, limited := cafe24.RetryAfter(cause); limited {
		wait = max(after, time.Second)
	}
	switch {
	case refused == connect.RefusedForGood:
		return "sync.error.auth", 0
	case errors.Is(cause, errIncomplete):
		return "sync.error.incomplete", 0
	case s.now().Sub(s.sync.StartedAt) > max(s.interval, time.Hour):
		return "sync.error.unavailable", 0
	case refused != connect.NoVerdict, passing(cause), nothingThere(cause), !fromPlatform(cause): // the last is our own fault: the database is unavailable, or the program is stopping
		return "", wait
	}
	return "sync.error.cafe24", 0
}

// nothingThere reports that Cafe24 does not know the catalogue itself. Every
// mall has a catalogue, so this answer has no meaning, like a redirect.
func nothingThere(err error) bool {
	var api *cafe24.APIError
	return errors.As(err, &api) && (api.Status == http.StatusNotFound || api.Status == http.StatusGone)
}

// request starts a full sweep, or joins the one that is running.
func (w *sweeper) request(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error) {
	sync, err := w.store.Mall(mall).StartSync(ctx, w.now())
	if err == nil {
		w.poke()
	}
	return sync, err
}
