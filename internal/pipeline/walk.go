package pipeline

import (
	"context"
	"iter"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

// page is one page of a walk through the catalogue. StartedAt is a time before
// its call.
type page struct {
	startedAt time.Time
	products  cafe24.List[cafe24.Product]
	err       error
}

// undelivered removes from the page the products that are listed but that the
// platform does not deliver there. They have to be requested by number.
func (g *page) undelivered() (numbers []int64) {
	g.products.Unreadable = slices.DeleteFunc(g.products.Unreadable, func(u cafe24.Unreadable) bool {
		if u.Fault == cafe24.FaultPage {
			numbers = append(numbers, u.ProductNo)
		}
		return u.Fault == cafe24.FaultPage
	})
	return numbers
}

// walk reads the products that q selects, page by page. It fetches one page
// ahead of its consumer, so that applying a page adds no time to the platform's
// rate limit. A page with an error is the last one. No new page begins after
// until. The function complete reports whether the walk reached its end.
func (s *shared) walk(ctx context.Context, client *cafe24.Client, q cafe24.ProductQuery, until time.Time) (pages iter.Seq[page], complete func() bool) {
	finished := false
	pages = func(yield func(page) bool) {
		ctx, cancel := context.WithCancel(ctx)
		ahead, ended := make(chan page), make(chan bool, 1)
		go func() {
			defer close(ahead)
			ended <- s.fetchPages(ctx, client, q, until, ahead)
		}()
		defer func() {
			cancel()
			for range ahead { // the fetcher has returned when this loop ends
			}
			finished = <-ended
		}()
		for g := range ahead {
			if !yield(g) {
				return
			}
		}
	}
	return pages, func() bool { return finished }
}

// fetchPages reports whether it reached the last page.
func (s *shared) fetchPages(ctx context.Context, client *cafe24.Client, q cafe24.ProductQuery, until time.Time, to chan<- page) bool {
	started := s.now()
	for products, err := range client.AllProducts(ctx, q) {
		select {
		case to <- page{startedAt: started, products: products, err: err}:
		case <-ctx.Done():
			return false
		}
		if err != nil || s.now().After(until) {
			return false
		}
		started = s.now()
	}
	return true
}
