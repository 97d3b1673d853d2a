package sheet_test

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/sheet"
)

// peakOf returns the greatest size of the heap while work runs, garbage
// included, above its size before.
func peakOf(work func()) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 {
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	runtime.GC()
	before, peak := read(), uint64(0)
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(time.Millisecond); ; {
			peak = max(peak, read())
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	work()
	close(done)
	<-stopped
	return max(peak, before) - before
}

// A file costs at most 64 MiB of memory whatever it is, the file itself
// included, and it is refused where it exceeds a limit. The test does not run
// at the same time as others, because it measures the heap.
//
//nolint:paralleltest // see above
func TestNoFileTakesMuch(t *testing.T) {
	const most = 64<<20 - sheet.MaxBytes
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as the program's main sets it, whatever the tests run with
	for _, a := range attacks(t) {
		file := strings.NewReader(a.file())
		rows := 0
		var err error
		began := time.Now()
		peak := peakOf(func() {
			err = sheet.Read(t.Context(), file, func(sheet.Row) error { rows++; return nil })
		})
		t.Logf("%-40s %8d bytes, peak %3d MiB, %6d rows, %6.3f s, %v", a.name, file.Size(), peak>>20, rows, time.Since(began).Seconds(), err)
		if peak > most {
			t.Errorf("%s: took %d MiB", a.name, peak>>20)
		}
		if got, is := errors.AsType[*sheet.LimitError](err); is {
			if want, also := errors.AsType[*sheet.LimitError](a.want); !also || *got != *want {
				t.Errorf("%s: %v, want %v", a.name, err, a.want)
			}
		} else if !errors.Is(err, a.want) {
			t.Errorf("%s: %v, want %v", a.name, err, a.want)
		}
	}
}

// A reading ends with its context, wherever it is.
func TestReadingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	gone := errors.New("the client has left")
	for _, a := range attacks(t) {
		switch a.name {
		case "a row of 15 million cells", "a million rows", "200 MB before the rows", "long shared texts", "a CSV of rows", "a wide CSV in UTF-16":
		default:
			continue
		}
		ctx, leave := context.WithCancelCause(t.Context())
		leave(gone)
		if err := sheet.Read(ctx, strings.NewReader(a.file()), func(sheet.Row) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", a.name, err)
		}
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	rows := 0
	err := sheet.Read(ctx, strings.NewReader(strings.Repeat("a\n", 50_000)), func(sheet.Row) error {
		if rows++; rows == 10 {
			leave()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || rows != 10 {
		t.Errorf("%v after %d rows", err, rows)
	}
}
