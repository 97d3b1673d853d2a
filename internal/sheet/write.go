package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Writer takes a table row by row. A cell is a string, an int or nil. Close
// ends the table; nothing may be written afterwards.
type Writer interface {
	Write(cells ...any) error
	Close() error
}

// safe puts an apostrophe before what a spreadsheet would take for a formula.
// See OWASP, CSV Injection.
func safe(cell string) string {
	if risky(cell) {
		return "'" + cell
	}
	return cell
}

// plain takes the apostrophe of safe off again.
func plain(cell string) string {
	if rest, quoted := strings.CutPrefix(cell, "'"); quoted && risky(rest) {
		return rest
	}
	return cell
}

// risky says whether a cell begins like a formula, after any apostrophes.
func risky(cell string) bool {
	return strings.IndexAny(strings.TrimLeft(cell, "'"), "=+-@\t\r＝＋－＠") == 0
}

type csvWriter struct {
	out *bufio.Writer
	csv *csv.Writer
}

// NewCSV writes UTF-8 with a byte order mark, by which Excel knows it, and
// CRLF.
func NewCSV(w io.Writer) Writer {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\xef\xbb\xbf") // an error of it stays in out, and Close tells it
	c := &csvWriter{out: out, csv: csv.NewWriter(out)}
	c.csv.UseCRLF = true
	return c
}

func (c *csvWriter) Write(cells ...any) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			row[i] = safe(v)
		case int:
			row[i] = strconv.Itoa(v)
		case nil:
		default:
			return fmt.Errorf("sheet: a cell of type %T", cell)
		}
	}
	return c.csv.Write(row)
}

func (c *csvWriter) Close() error {
	c.csv.Flush()
	if err := c.csv.Error(); err != nil {
		return err
	}
	return c.out.Flush()
}

type xlsxWriter struct {
	out    io.Writer
	book   *excelize.File
	stream *excelize.StreamWriter
	row    int
}

// NewXLSX writes a workbook with one sheet, whose first row stays in sight.
// widths are of the columns, in characters. Text is stored as text, so nothing
// of it is ever a formula. It is written when it is closed.
func NewXLSX(w io.Writer, name string, widths ...float64) (Writer, error) {
	book := excelize.NewFile()
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	for i, width := range widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return nil, fmt.Errorf("sheet: %w", err)
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	return &xlsxWriter{out: w, book: book, stream: stream}, nil
}

func (x *xlsxWriter) Write(cells ...any) error {
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			cells[i] = strings.ToValidUTF8(v, "")
		case int, nil:
		default:
			return fmt.Errorf("sheet: a cell of type %T", cell)
		}
	}
	x.row++
	return x.stream.SetRow("A"+strconv.Itoa(x.row), cells)
}

func (x *xlsxWriter) Close() error {
	defer func() { _ = x.book.Close() }() // its files are its own
	if err := x.stream.Flush(); err != nil {
		return err
	}
	_, err := x.book.WriteTo(x.out)
	return err
}
