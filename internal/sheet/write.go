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

// Writer writes a table row by row. A cell is a string, an int or nil. Close
// ends the table; nothing may be written after it.
type Writer interface {
	Write(cells ...any) error
	Close() error
}

// safe adds an apostrophe before a text that a spreadsheet would treat as a
// formula. See OWASP, CSV Injection.
func safe(cell string) string {
	if risky(cell) {
		return "'" + cell
	}
	return cell
}

// plain removes the apostrophe that safe added.
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

// NewCSV returns a writer of CSV in UTF-8 with a byte order mark, from which
// Excel detects the encoding, and with CRLF line ends.
func NewCSV(w io.Writer) Writer {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\xef\xbb\xbf") // out keeps an error, and Close returns it
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

// NewXLSX returns a writer of a workbook with one sheet, whose first row stays
// visible. widths are the widths of the columns in characters. Text is stored
// as text, so it is never a formula. Close writes the workbook.
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
	defer func() { _ = x.book.Close() }() // its files are temporary, so an error has no effect
	if err := x.stream.Flush(); err != nil {
		return err
	}
	_, err := x.book.WriteTo(x.out)
	return err
}
