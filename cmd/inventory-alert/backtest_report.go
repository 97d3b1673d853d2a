package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"cafe24-inventory-alert/internal/forecast"
)

// report prints coverage, pinball loss and mean threshold by class and lead
// time, for the app's forecast and for the simple rules.
func (b *backtest) report(w io.Writer, items []namedSeries) error {
	text := &printer{w: w}
	first, last, days := items[0].series.Start, items[0].series.End(), 0
	for _, item := range items {
		first, days = min(first, item.series.Start), days+item.series.Len()
	}
	o := b.options
	text.printf("%d items, %d item-days from %s to %s. Decisions every %d days in the last %d days, with what was known then of the %d days before: %d.\n",
		len(items), days, first, last-1, o.Every, o.Last, o.Known, b.decisions)
	rows, spans := b.scores.Rows(), b.scores.Spans()
	for _, level := range o.Levels {
		text.printf("\nService level %g %%\n\n", 100*level)
		columns := tabwriter.NewWriter(text, 0, 0, 2, ' ', tabwriter.AlignRight)
		table := &printer{w: columns}
		table.printf("\t\t\tcovered %%\t\t\t\tpinball loss\t\t\t\tmean threshold\t\t\t\t\n")
		table.printf("class\tlead\twindows\tours\tv·L\tv·(L+3)\tzσ√L\tours\tv·L\tv·(L+3)\tzσ√L\tours\tv·L\tv·(L+3)\tzσ√L\t\n")
		for _, row := range rows {
			if row.Level == level {
				reportRow(table, row)
			}
		}
		if err := errors.Join(table.err, columns.Flush()); err != nil {
			return err
		}
		if err := reportSpans(text, spans, level); err != nil {
			return err
		}
	}
	b.reportLeftOut(text, rows)
	return text.err
}

// reportSpans prints coverage by month and by half year, of all classes and of
// each.
func reportSpans(text *printer, spans []forecast.SpanRow, level float64) error {
	columns := tabwriter.NewWriter(text, 0, 0, 2, ' ', tabwriter.AlignRight)
	table := &printer{w: columns}
	table.printf("\n\t\t\t\tcovered %%\t\t\t\t\t\n")
	table.printf("begin in\tlead\twindows\tpinball loss\tall\tsmooth\terratic\tintermittent\tlumpy\t\n")
	for _, span := range spans {
		if span.Level != level {
			continue
		}
		table.printf("%s\t%d\t%d\t%.3f\t%.1f\t", span.Span, span.Days, span.Windows, span.Ours.Pinball, 100*span.Ours.Coverage)
		for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
			text := "-"
			if of := span.Classes[class]; of.Windows > 0 {
				text = fmt.Sprintf("%.1f", 100*of.Ours.Coverage)
			}
			table.printf("%s\t", text)
		}
		table.printf("\n")
	}
	return errors.Join(table.err, columns.Flush())
}

// printer writes until an error occurs, and keeps that error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) Write(text []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.w.Write(text)
	p.err = err
	return n, err
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func reportRow(w *printer, row forecast.Row) {
	w.printf("%s\t%d\t%d\t", row.Class, row.Days, row.Windows)
	results := append([]forecast.Result{row.Ours}, row.Simple[:]...)
	for _, show := range []func(forecast.Result) string{
		func(r forecast.Result) string { return fmt.Sprintf("%.1f", 100*r.Coverage) },
		func(r forecast.Result) string { return fmt.Sprintf("%.3f", r.Pinball) },
		func(r forecast.Result) string { return fmt.Sprintf("%.1f", r.Threshold) },
	} {
		for _, r := range results {
			text := "-"
			if row.Windows > 0 {
				text = show(r)
			}
			w.printf("%s\t", text)
		}
	}
	w.printf("\n")
}

const backtestNotes = `
ours: the threshold that the forecast chooses. v·L, v·(L+3): velocity times the lead time, and with three days more;
zσ√L: velocity times the lead time and z standard deviations of a day times its root. Their velocity is exponentially
weighted at 0.05 a day over the days in stock of a year, the deviation is of those days; all are rounded up.
begin in: the month or half year of the first day of a window. Items of class unknown are left out of these lines.
unknown: fewer than 14 days in stock or 5 days with a sale in the year before; the threshold is a guess, not a promise.
`

func (b *backtest) reportLeftOut(w *printer, rows []forecast.Row) {
	w.printf("%s", backtestNotes)
	for _, level := range b.options.Levels {
		left, short := 0, 0
		for _, row := range rows {
			if row.Level == level {
				left, short = left+row.LeftOut, short+row.LeftOutShort
			}
		}
		if left > 0 {
			w.printf("At %g %%, %d windows are left out: the item was out of stock on a day of them, so nobody knows what was wanted. In %d of them even the units sold were more than the threshold.\n",
				100*level, left, short)
		}
	}
}
