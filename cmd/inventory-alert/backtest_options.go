package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/forecast"
)

// backtestOptions are the options of backtest.
type backtestOptions struct {
	forecast.Rolling

	file, out string
}

// readBacktest reads the command line. Options may be before or after the file.
func readBacktest(args []string, stdout, stderr io.Writer) (backtestOptions, error) {
	var o backtestOptions
	fs := flag.NewFlagSet("backtest", flag.ContinueOnError)
	leads := fs.String("lead", "7,14,28", "lead times in days, comma-separated")
	levels := fs.String("level", "0.95", "service levels, comma-separated")
	fs.IntVar(&o.Every, "every", 14, "days from one decision to the next")
	fs.IntVar(&o.Last, "last", 365, "days before an item's last line in which decisions are made")
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
