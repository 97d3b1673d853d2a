package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
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

// backtestOptions are the options of backtest.
type backtestOptions struct {
	forecast.Rolling

	file, out string
}

// backtestCommand tests the forecast with the series of a file.
func backtestCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := readBacktest(args, stderr)
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
	o.Years, o.Pools = wholeMall(items)
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

// readBacktest reads the command line. Options may be before or after the file.
func readBacktest(args []string, stderr io.Writer) (backtestOptions, error) {
	var o backtestOptions
	fs := flag.NewFlagSet("backtest", flag.ContinueOnError)
	fs.SetOutput(stderr)
	leads := fs.String("lead", "7,14,28", "lead times in days, comma-separated")
	levels := fs.String("level", "0.95", "service levels, comma-separated")
	fs.IntVar(&o.Every, "every", 14, "days from one decision to the next")
	fs.IntVar(&o.Last, "last", 365, "days before an item's last line in which decisions are made")
	fs.StringVar(&o.out, "out", "", "file for every decision, as CSV")
	var files []string
	for {
		if err := fs.Parse(args); err != nil {
			return o, errUsage
		}
		if fs.NArg() == 0 {
			break
		}
		files, args = append(files, fs.Arg(0)), fs.Args()[1:]
	}
	if len(files) != 1 {
		return o, errUsage
	}
	o.file = files[0]
	var errs []error
	for text := range strings.SplitSeq(*leads, ",") {
		days, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || days < 1 || days > forecast.MaxDays {
			errs = append(errs, fmt.Errorf("--lead: %q is no number of days from 1 to %d", text, forecast.MaxDays))
		}
		o.Leads = append(o.Leads, days)
	}
	for text := range strings.SplitSeq(*levels, ",") {
		level, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || !(level >= 0.5 && level <= 0.999) {
			errs = append(errs, fmt.Errorf("--level: %q is no share from 0.5 to 0.999, such as 0.95", text))
		}
		o.Levels = append(o.Levels, level)
	}
	if o.Every < 1 {
		errs = append(errs, errors.New("--every: at least 1 day"))
	}
	if o.Last < 1 {
		errs = append(errs, errors.New("--last: at least 1 day"))
	}
	if len(errs) > 0 {
		return o, &inputError{errors.Join(errs...)}
	}
	return o, nil
}

// wholeMall returns what the items of a file show together: they are taken for
// a mall.
func wholeMall(items []namedSeries) (*forecast.Years, *forecast.Pools) {
	mall := make([]forecast.Series, len(items))
	for i := range items {
		mall[i] = items[i].series
	}
	years := forecast.NewYears(mall)
	return years, forecast.NewPools(mall, years)
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
