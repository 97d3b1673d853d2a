package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
)

// backtestOptions are the options of backtest.
type backtestOptions struct {
	forecast.Rolling

	file, out string
	until     forecast.Date // last day that is used; noUntil: the file's last day
}

const noUntil = forecast.Date(math.MaxInt32)

// readBacktest reads the command line. Options may be before or after the file.
func readBacktest(args []string, stdout, stderr io.Writer) (backtestOptions, error) {
	o := backtestOptions{until: noUntil}
	fs := flag.NewFlagSet("backtest", flag.ContinueOnError)
	leads := fs.String("lead", "7,14,28", "lead times in days, comma-separated")
	levels := fs.String("level", "0.95", "service levels, comma-separated")
	fs.IntVar(&o.Every, "every", 14, "days from one decision to the next")
	fs.IntVar(&o.Last, "last", 365, "days at the end of the file in which decisions are made")
	fs.IntVar(&o.Known, "look-back", demand.Days, "days of sales that a decision knows; without it as many as the nightly forecast")
	until := fs.String("until", "", "last day of the file that is used, such as 2026-01-31")
	fs.StringVar(&o.out, "out", "", "file for every decision, as CSV")
	var files []string
	for {
		if err := parseFlags(fs, args, stdout, stderr); err != nil {
			return o, err
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
	return o, o.check(*leads, *levels, *until)
}

// check reads the lists and checks all options.
func (o *backtestOptions) check(leads, levels, until string) error {
	var errs []error
	for text := range strings.SplitSeq(leads, ",") {
		days, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || days < 1 || days > forecast.MaxDays {
			errs = append(errs, fmt.Errorf("--lead: %q is no number of days from 1 to %d", text, forecast.MaxDays))
		}
		o.Leads = once(o.Leads, days)
	}
	for text := range strings.SplitSeq(levels, ",") {
		level, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || !(level >= 0.5 && level <= 0.999) {
			errs = append(errs, fmt.Errorf("--level: %q is no share from 0.5 to 0.999, such as 0.95", text))
		}
		o.Levels = once(o.Levels, level)
	}
	for _, number := range []struct {
		name string
		days int
	}{{"every", o.Every}, {"last", o.Last}, {"look-back", o.Known}} {
		if number.days < 1 {
			errs = append(errs, fmt.Errorf("--%s: at least 1 day", number.name))
		}
	}
	if until != "" {
		day, err := time.Parse(time.DateOnly, until)
		if err != nil {
			errs = append(errs, fmt.Errorf("--until: %q is no day such as 2026-01-31", until))
		}
		o.until = forecast.DateOf(day)
	}
	if len(errs) > 0 {
		return &inputError{errors.Join(errs...)}
	}
	return nil
}

// once appends a value that the list does not have yet: a repeated lead time or
// level would count every window twice.
func once[T comparable](list []T, value T) []T {
	if slices.Contains(list, value) {
		return list
	}
	return append(list, value)
}
