package main

import (
	"fmt"
	"io"
	"time"
)

// progressEvery is the time from one line of progress to the next. A shorter run
// prints none.
const progressEvery = 5 * time.Second

// progress prints how far a long run is.
type progress struct {
	w    io.Writer
	now  func() time.Time
	next time.Time
}

func newProgress(w io.Writer, now func() time.Time) *progress {
	return &progress{w: w, now: now, next: now().Add(progressEvery)}
}

// done says that so many items of all are finished. The run goes on if nobody
// can read its progress.
func (p *progress) done(items, all int) {
	if now := p.now(); items < all && !now.Before(p.next) {
		p.next = now.Add(progressEvery)
		_, _ = fmt.Fprintf(p.w, "backtest: %d of %d items\n", items, all)
	}
}
