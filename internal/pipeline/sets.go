package pipeline

import (
	"context"
	"errors"
	"math"
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	setsSingly = 3               // up to this many sets are requested one by one
	setsPages  = 10              // of the list in one reading, a hundred sets each
	setsAlone  = 40              // sets that the list lacks, in one reading; the rest come first in the next sweep
	setsMissed = 2               // number of sets in a row that Cafe24 does not know; then the app assumes that it knows none
	setsRetry  = 5 * time.Minute // after a failure that may pass
)

// setStore stores the parts of set products.
type setStore interface {
	ClaimSets(ctx context.Context, now, until time.Time) ([]bundles.Due, error)
	SaveSets(ctx context.Context, readings []bundles.Reading, at, until time.Time) error
	PostponeSets(ctx context.Context, sets []int64, until, due time.Time) error
}

// setReader reads the parts of set products.
type setReader struct {
	*shared

	store malls[setStore]
}

// sets reads the parts of set products.
func (r *setReader) sets(ctx context.Context, work worklist.Due, line *logLine) error {
	read, err := r.readSets(ctx, work.Mall)
	line.add("sets", read)
	return err
}

// readSets requests the parts of the sets that are due, and returns for how
// many sets it has asked. It requests a few sets one by one. It reads many sets
// from the list, and then requests some of those that the list lacks. A set
// that Cafe24 does not know keeps its stored parts.
func (r *setReader) readSets(ctx context.Context, mall lowstock.MallID) (int, error) {
	now := r.now()
	until := now.Add(longTimeout)
	due, err := r.store.Mall(mall).ClaimSets(ctx, now, until)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	s := &setReading{setReader: r, client: r.client(mall), left: map[int64]bool{}}
	for _, d := range due {
		s.left[d.ProductNo] = true
	}
	err = s.read(ctx, due)
	later, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	if saveErr := r.store.Mall(mall).SaveSets(later, s.found, now, until); saveErr != nil {
		return len(s.found), errors.Join(err, saveErr)
	}
	var rest []int64
	for no := range s.left {
		rest = append(rest, no)
	}
	var again time.Time
	if err != nil {
		switch trouble, wait := r.troubleOf(ctx, mall, err, setsRetry); trouble {
		case byPlatform:
			again = r.now().Add(wait)
		case ofOurs, overtaken:
			again = r.now().Add(time.Minute)
		case notAllowed: // the sweep asks again
		}
	}
	if len(rest) > 0 {
		err = errors.Join(err, r.store.Mall(mall).PostponeSets(later, rest, until, again))
	}
	return len(s.found), err
}

// setReading is one reading in progress.
type setReading struct {
	*setReader

	client *cafe24.Client
	left   map[int64]bool // due and not read yet
	found  []bundles.Reading
}

func (s *setReading) read(ctx context.Context, due []bundles.Due) error {
	listed := true
	if len(due) > setsSingly {
		switch err := s.list(ctx); {
		case cafe24.NoBundles(err):
			listed = false
		case err != nil && !elementsFault(ctx, err):
			return err
		}
	}
	asked, missed, failed := 0, 0, 0
	for _, d := range due {
		switch {
		case !s.left[d.ProductNo]:
			continue
		case asked == setsAlone, !listed && missed == setsMissed:
			return nil
		}
		asked++
		bundle, ok, err := s.client.Bundle(ctx, d.ProductNo)
		switch {
		case err != nil && (!elementsFault(ctx, err) || failed+1 == besideFailed):
			return err
		case err != nil: // hardly the fault of the other sets; it is requested again after the next sweep
			failed++
			s.log.WarnContext(ctx, "parts of a set not read", "product_no", d.ProductNo, "error", err)
			continue
		}
		failed = 0
		if missed++; ok {
			missed = 0
		}
		s.take(ctx, d.ProductNo, bundle, ok)
	}
	return nil
}

// list reads the list of the mall's sets, up to the limit of one reading.
func (s *setReading) list(ctx context.Context) error {
	for page := range setsPages {
		list, err := s.client.Bundles(ctx, page*cafe24.MaxProducts)
		if err != nil {
			return err
		}
		for _, b := range list.Items {
			if s.left[b.ProductNo] && len(b.Parts)+len(b.Unreadable) > 0 { // a list may omit the parts
				s.take(ctx, b.ProductNo, b, true)
			}
		}
		if list.Len() < cafe24.MaxProducts || len(s.left) == 0 {
			break
		}
	}
	return nil
}

func (s *setReading) take(ctx context.Context, no int64, b cafe24.Bundle, known bool) {
	for _, u := range b.Unreadable {
		s.log.WarnContext(ctx, "part of a set cannot be read", "product_no", no, "reason", u.Fault, "detail", u.Detail)
	}
	delete(s.left, no)
	s.found = append(s.found, setReadingOf(no, b, known))
}

func setReadingOf(no int64, b cafe24.Bundle, known bool) bundles.Reading {
	r := bundles.Reading{ProductNo: no, Known: known && len(b.Parts) > 0, Whole: len(b.Unreadable) == 0}
	for _, p := range b.Parts {
		r.Parts = append(r.Parts, bundles.Need{ProductNo: p.ProductNo, Code: p.ProductCode, Needed: int(min(p.Quantity, math.MaxInt32))})
	}
	return r
}
