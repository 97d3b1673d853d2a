package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"

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
	f, err := os.Open(o.file)
	if err != nil {
		return err
	}
	items, err := readSeries(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	b := &backtest{options: o, out: io.Discard}
	finish := func() error { return nil }
	if o.out != "" {
		file, err := os.Create(o.out)
		if err != nil {
			return err
		}
		buffered := bufio.NewWriter(file)
		b.out = buffered
		finish = func() error { return errors.Join(buffered.Flush(), file.Close()) }
	}
	if err := errors.Join(b.run(ctx, items), finish()); err != nil {
		return err
	}
	if b.decisions == 0 {
		return badInput("no decision could be made: no item has sales before an origin in its last %d days and %d days after it", o.Last, o.Leads[0])
	}
	return b.report(stdout, items)
}

// backtest makes the decisions for items and adds up the results.
type backtest struct {
	options   backtestOptions
	out       io.Writer
	scores    forecast.Scores
	decisions int
}

// together is the number of items whose decisions are computed at the same
// time. They are then written in the order of the file.
const together = 256

func (b *backtest) run(ctx context.Context, items []namedSeries) error {
	if _, err := io.WriteString(b.out, "item,origin,lead,level,class,velocity,threshold,actual,in_stock\n"); err != nil {
		return err
	}
	for len(items) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(together, len(items))
		made := b.decide(items[:n])
		for i, decisions := range made {
			for _, d := range decisions {
				b.scores.Add(d)
				b.decisions++
				if err := writeDecision(b.out, items[i].name, d); err != nil {
					return err
				}
			}
		}
		items = items[n:]
	}
	return nil
}

// decide makes the decisions of some items, on all cores.
func (b *backtest) decide(items []namedSeries) [][]forecast.Decision {
	made := make([][]forecast.Decision, len(items))
	var work sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for core := range cores {
		work.Go(func() {
			for i := core; i < len(items); i += cores {
				forecast.Backtest(items[i].series, nil, b.options.Rolling, func(d forecast.Decision) {
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
