package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/sheet"
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
	maxSpan     = 100 * 366  // days from the file's first day to its last
	maxSum      = 99_999_999 // units of a day
)

// salesFile is what a file says.
type salesFile struct {
	items []namedSeries
	notes []string // what a person should know about how it was read
}

// readSalesFile reads the series of a file, and returns the file's identity.
func readSalesFile(ctx context.Context, path string, until forecast.Date) (sales salesFile, info fs.FileInfo, err error) {
	f, err := os.Open(path) //nolint:gosec // the operator names it
	if err != nil {
		return sales, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info, err = f.Stat(); err != nil {
		return sales, nil, err
	}
	source := sheet.Source(io.NewSectionReader(f, 0, info.Size()))
	if !info.Mode().IsRegular() { // a pipe can be read once only
		all, err := io.ReadAll(f)
		if err != nil {
			return sales, nil, err
		}
		source = bytes.NewReader(all)
	}
	text, encoding, err := sheet.Decode(ctx, source)
	if err != nil {
		return sales, nil, err
	}
	sales, err = readSeries(text, until)
	if errors.Is(err, sheet.ErrFormat) {
		err = badInput("the file is text in none of UTF-8, UTF-16 and CP949 (EUC-KR)")
	}
	if encoding != sheet.UTF8 {
		sales.notes = append([]string{fmt.Sprintf("the file is read as %s", encoding)}, sales.notes...)
	}
	return sales, info, err
}

// readSeries reads item,date,units[,in_stock], with columns and lines in any
// order; other columns are ignored. All series end on the last day of the file,
// or on until. A day without a line from an item's first line on is a day in
// stock without sales. Several lines of one day are added up; the day is out of
// stock if one of them says so. Items keep the order of their first lines. The
// error names every line that cannot be read, up to ten.
func readSeries(r io.Reader, until forecast.Date) (salesFile, error) {
	table := csv.NewReader(r)
	table.ReuseRecord = true
	table.FieldsPerRecord = -1
	columns, err := readHeader(table)
	if err != nil {
		return salesFile{}, err
	}
	f := seriesFile{lines: map[string][]dayLine{}}
	if err := f.read(table, columns); err != nil {
		return salesFile{}, err
	}
	sales := salesFile{notes: columns.notes()}
	end := f.last.day
	switch {
	case len(f.problems) > 0:
	case len(f.names) == 0:
		return sales, badInput("line 2: the file has no lines but its header")
	case int(f.last.day)-int(f.first.day) >= maxSpan:
		return sales, badInput("line %d is of %s and line %d of %s: more than a hundred years", f.first.line, f.first.day, f.last.line, f.last.day)
	case until != noUntil && until > end:
		return sales, badInput("--until %s: the last line of the file is of %s", until, end)
	default:
		end = min(end, until)
	}
	late := 0
	for _, name := range f.names {
		s, err := joined(name, f.lines[name], end)
		if err != nil && len(f.problems) < maxProblems {
			f.problems = append(f.problems, err)
		}
		delete(f.lines, name)
		if s.Len() == 0 {
			late++
			continue
		}
		sales.items = append(sales.items, namedSeries{name, s})
	}
	if late > 0 {
		sales.notes = append(sales.notes, fmt.Sprintf("%d items begin after %s and are left out", late, end))
	}
	switch {
	case len(f.problems) >= maxProblems:
		return sales, &inputError{fmt.Errorf("%w\nand maybe more", errors.Join(f.problems...))}
	case len(f.problems) > 0:
		return sales, &inputError{errors.Join(f.problems...)}
	case len(sales.items) == 0:
		return sales, badInput("--until %s: the first line of the file is of %s", until, f.first.day)
	}
	return sales, nil
}

// seriesFile is the data that was read from a file.
type seriesFile struct {
	names       []string // of items, in the order of their first lines
	lines       map[string][]dayLine
	first, last dayLine // of the lines that could be read, the first and last by day
	problems    []error
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
		if len(f.names) == 0 {
			f.first, f.last = day, day
		}
		if day.day < f.first.day {
			f.first = day
		}
		if day.day > f.last.day {
			f.last = day
		}
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
type columns struct {
	item, date, units, inStock, n int

	ignored []string
}

func readHeader(table *csv.Reader) (columns, error) {
	const want = "the first line has to name the columns item,date,units and may name in_stock"
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return columns{}, badInput("line 1: the file is empty; %s", want)
	}
	if syntax, broken := errors.AsType[*csv.ParseError](err); broken {
		return columns{}, badInput("line 1: %w", syntax.Err)
	}
	if err != nil {
		return columns{}, err
	}
	c := columns{item: -1, date: -1, units: -1, inStock: -1, n: len(header)}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		place := map[string]*int{"item": &c.item, "date": &c.date, "units": &c.units, "in_stock": &c.inStock}[name]
		switch {
		case place == nil:
			c.ignored = append(c.ignored, strconv.Quote(name))
		case *place >= 0:
			return c, badInput("line 1: column %q twice; %s", name, want)
		default:
			*place = i
		}
	}
	if c.item < 0 || c.date < 0 || c.units < 0 {
		problem := "line 1: a column is missing"
		if len(c.ignored) > 0 {
			problem += " beside " + strings.Join(c.ignored, ", ")
		}
		return c, badInput("%s; %s", problem, want)
	}
	return c, nil
}

// notes says which columns are not used.
func (c columns) notes() []string {
	if len(c.ignored) == 0 {
		return nil
	}
	return []string{"columns that are not used: " + strings.Join(c.ignored, ", ")}
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

// joined returns the series of an item's lines up to the last day of the file,
// or up to an earlier day. It is empty if the item begins later.
func joined(name string, lines []dayLine, last forecast.Date) (forecast.Series, error) {
	first := slices.MinFunc(lines, func(a, b dayLine) int { return int(a.day) - int(b.day) }).day
	if first > last {
		return forecast.Series{}, nil
	}
	n := int(last-first) + 1
	s := forecast.Series{Start: first, Units: make([]int32, n), Marks: make([]forecast.Mark, n)}
	for _, l := range lines {
		i := int(l.day - first)
		if i >= n {
			continue
		}
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
