package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/forecast"
)

// inputError is a file or an option that cannot be used; the exit code is 2.
type inputError struct{ err error }

func (e *inputError) Error() string { return e.err.Error() }
func (e *inputError) Unwrap() error { return e.err }

func badInput(format string, args ...any) error {
	return &inputError{fmt.Errorf(format, args...)}
}

// backtestCommand tests the forecast with the series of a file.
func backtestCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := readBacktest(args, stdout, stderr)
	if err != nil {
		return err
	}
	sales, input, err := readSalesFile(ctx, o.file, o.until)
	if err != nil {
		return err
	}
	for _, note := range sales.notes {
		if _, err := fmt.Fprintf(stderr, "backtest: %s\n", note); err != nil {
			return err
		}
	}
	out, err := newOutFile(o.out, input)
	if err != nil {
		return err
	}
	b := newBacktest(o, sales.items)
	b.out, b.progress = out, newProgress(stderr, time.Now)
	if err := out.close(b.run(ctx, sales.items)); err != nil {
		return err
	}
	if b.decisions == 0 {
		return badInput("no decision could be made: no item has sales before an origin in the last %d days and %d days after it", o.Last, slices.Min(o.Leads))
	}
	return b.report(stdout, sales.items)
}

// backtest makes the decisions for items and adds up the results.
type backtest struct {
	options   backtestOptions
	workers   []forecast.Rolling // one for each core
	out       io.Writer
	progress  *progress
	scores    forecast.Scores
	decisions int
}

// newBacktest returns a backtest in which all items of the file are one mall,
// of whose season and of whose items together the decisions use what was known
// then.
func newBacktest(o backtestOptions, items []namedSeries) *backtest {
	mall := make([]forecast.Series, len(items))
	for i := range items {
		mall[i] = items[i].series
	}
	years := forecast.NewYears(mall)
	o.Pool = newPools(mall, years).at
	b := &backtest{options: o}
	for range runtime.GOMAXPROCS(0) {
		rolling := o.Rolling
		rolling.Years = years.Copy() // it is not safe for concurrent use
		b.workers = append(b.workers, rolling)
	}
	return b
}

// together is the number of items whose decisions are computed at the same
// time. They are then written in the order of the file.
const together = 64

func (b *backtest) run(ctx context.Context, items []namedSeries) error {
	for from := 0; from < len(items); from += together {
		if err := ctx.Err(); err != nil {
			return err
		}
		some := items[from:min(from+together, len(items))]
		for i, decisions := range b.decide(some) {
			for _, d := range decisions {
				if err := b.add(some[i].name, d); err != nil {
					return err
				}
			}
		}
		b.progress.done(from+len(some), len(items))
	}
	return nil
}

// add counts a decision and writes it.
func (b *backtest) add(item string, d forecast.Decision) error {
	if b.decisions == 0 {
		if _, err := io.WriteString(b.out, "item,origin,lead,level,class,velocity,threshold,actual,in_stock\n"); err != nil {
			return err
		}
	}
	b.scores.Add(d)
	b.decisions++
	return writeDecision(b.out, item, d)
}

// decide makes the decisions of some items, on all cores.
func (b *backtest) decide(items []namedSeries) [][]forecast.Decision {
	made := make([][]forecast.Decision, len(items))
	var work sync.WaitGroup
	for core, rolling := range b.workers {
		work.Go(func() {
			for i := core; i < len(items); i += len(b.workers) {
				forecast.Backtest(items[i].series, nil, rolling, func(d forecast.Decision) {
					made[i] = append(made[i], d)
				})
			}
		})
	}
	work.Wait()
	return made
}

func writeDecision(w io.Writer, item string, d forecast.Decision) error {
	inStock := 1
	if d.Censored {
		inStock = 0
	}
	_, err := fmt.Fprintf(w, "%s,%s,%d,%s,%s,%.6g,%.0f,%.0f,%d\n", quoted(item), d.Origin, d.Days,
		strconv.FormatFloat(d.Level, 'f', -1, 64), d.Class, d.Velocity, d.Threshold, d.Actual, inStock)
	return err
}

// quoted returns a field of a CSV file.
func quoted(s string) string {
	if !strings.ContainsAny(s, ",\"\r\n") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
