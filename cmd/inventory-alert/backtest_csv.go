package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/forecast"
)

// namedSeries is an item of the file.
type namedSeries struct {
	name   string
	series forecast.Series
}

// dayLine is one line of the file.
type dayLine struct {
	day   forecast.Date
	units int32
	out   bool
	line  int32
}

const (
	maxProblems = 10         // maximum number of reported lines
	maxSpan     = 100 * 366  // days from an item's first line to its last
	maxSum      = 99_999_999 // units of a day
)

// readSeries reads item,date,units[,in_stock], with columns and lines in any
// order. A day without a line between an item's first and last line is a day in
// stock without sales. Several lines of one day are added up; the day is out of
// stock if one of them says so. Items keep the order of their first lines. The
// error names every line that cannot be read, up to ten.
func readSeries(r io.Reader) ([]namedSeries, error) {
	table := csv.NewReader(r)
	table.ReuseRecord = true
	table.FieldsPerRecord = -1
	columns, err := readHeader(table)
	if err != nil {
		return nil, err
	}
	f := seriesFile{lines: map[string][]dayLine{}}
	if err := f.read(table, columns); err != nil {
		return nil, err
	}
	items := make([]namedSeries, 0, len(f.names))
	for _, name := range f.names {
		s, err := joined(name, f.lines[name])
		if err != nil && len(f.problems) < maxProblems {
			f.problems = append(f.problems, err)
		}
		delete(f.lines, name)
		items = append(items, namedSeries{name, s})
	}
	switch {
	case len(f.problems) >= maxProblems:
		return nil, &inputError{fmt.Errorf("%w\nand maybe more", errors.Join(f.problems...))}
	case len(f.problems) > 0:
		return nil, &inputError{errors.Join(f.problems...)}
	case len(items) == 0:
		return nil, badInput("line 2: the file has no lines but its header")
	}
	return items, nil
}

// seriesFile is the data that was read from a file.
type seriesFile struct {
	names    []string // of items, in the order of their first lines
	lines    map[string][]dayLine
	problems []error
}

// read reads the lines after the header until there are too many problems. The
// error is a read error of the file.
func (f *seriesFile) read(table *csv.Reader, columns columns) error {
	for len(f.problems) < maxProblems {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if syntax, broken := errors.AsType[*csv.ParseError](err); broken {
			f.complain(syntax.Line, syntax.Err)
			return nil // the lines after a broken quote cannot be trusted
		}
		if err != nil {
			return err
		}
		at, _ := table.FieldPos(0)
		item, day, err := columns.read(record)
		if err != nil {
			f.complain(at, err)
			continue
		}
		day.line = int32(min(at, math.MaxInt32)) //nolint:gosec // limited to int32
		if _, known := f.lines[item]; !known {
			item = strings.Clone(item)
			f.names = append(f.names, item)
		}
		f.lines[item] = append(f.lines[item], day)
	}
	return nil
}

func (f *seriesFile) complain(line int, err error) {
	f.problems = append(f.problems, fmt.Errorf("line %d: %w", line, err))
}

// columns are the positions of the fields; inStock is −1 if there is none.
type columns struct{ item, date, units, inStock, n int }

func readHeader(table *csv.Reader) (columns, error) {
	const want = "the first line has to name the columns item,date,units and may name in_stock"
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return columns{}, badInput("line 1: the file is empty; %s", want)
	}
	if err != nil {
		return columns{}, badInput("line 1: %w", err)
	}
	c := columns{item: -1, date: -1, units: -1, inStock: -1, n: len(header)}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		place := map[string]*int{"item": &c.item, "date": &c.date, "units": &c.units, "in_stock": &c.inStock}[name]
		if place == nil {
			return c, badInput("line 1: unknown column %q; %s", name, want)
		}
		if *place >= 0 {
			return c, badInput("line 1: column %q twice; %s", name, want)
		}
		*place = i
	}
	if c.item < 0 || c.date < 0 || c.units < 0 {
		return c, badInput("line 1: a column is missing; %s", want)
	}
	return c, nil
}

func (c columns) read(record []string) (item string, day dayLine, err error) {
	if len(record) != c.n {
		return "", day, fmt.Errorf("%d fields where the header has %d", len(record), c.n)
	}
	item = strings.TrimSpace(record[c.item])
	if item == "" {
		return "", day, errors.New("item is empty")
	}
	date, err := time.Parse(time.DateOnly, strings.TrimSpace(record[c.date]))
	if err != nil {
		return "", day, fmt.Errorf("date %q is no day such as 2026-01-31", record[c.date])
	}
	day.day = forecast.DateOf(date)
	units, err := strconv.ParseFloat(strings.TrimSpace(record[c.units]), 64)
	switch {
	case err != nil || math.IsNaN(units):
		return "", day, fmt.Errorf("units %q is no number", record[c.units])
	case units < 0:
		return "", day, fmt.Errorf("units %q is below 0: give sales, and take cancellations and returns off the day they belong to", record[c.units])
	case units != math.Trunc(units):
		return "", day, fmt.Errorf("units %q is no whole number", record[c.units])
	case units > maxSum:
		return "", day, fmt.Errorf("units %q is more than %d", record[c.units], maxSum)
	}
	day.units = int32(units)
	if c.inStock >= 0 {
		switch strings.ToLower(strings.TrimSpace(record[c.inStock])) {
		case "1", "true", "yes":
		case "0", "false", "no":
			day.out = true
		default:
			return "", day, fmt.Errorf("in_stock %q is neither 1 nor 0", record[c.inStock])
		}
	}
	return item, day, nil
}

// joined returns the series of an item's lines.
func joined(name string, lines []dayLine) (forecast.Series, error) {
	slices.SortStableFunc(lines, func(a, b dayLine) int { return int(a.day) - int(b.day) })
	first, last := lines[0], lines[len(lines)-1]
	n := int(last.day) - int(first.day) + 1
	if n > maxSpan {
		return forecast.Series{}, fmt.Errorf("line %d: item %q begins on %s and ends on %s (line %d): more than a hundred years", first.line, name, first.day, last.day, last.line)
	}
	s := forecast.Series{Start: first.day, Units: make([]int32, n), Marks: make([]forecast.Mark, n)}
	for _, l := range lines {
		i := int(l.day - first.day)
		if int(s.Units[i])+int(l.units) > maxSum {
			return s, fmt.Errorf("line %d: item %q sells more than %d units on %s", l.line, name, maxSum, l.day)
		}
		s.Units[i] += l.units
		if l.out {
			s.Marks[i] = forecast.OutOfStock
		}
	}
	return s, nil
}
