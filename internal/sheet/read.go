package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"cafe24-inventory-alert/internal/typed"
)

// Limits of what is read. A table beyond them is refused, not cut. All of them
// are checked while the file is read, so memory and work stay bounded whatever
// the file contains.
const (
	MaxBytes   = 8 << 20   // bytes of the file
	MaxRows    = 100_000   // rows with text below the header
	MaxColumns = 200       // cells of a row
	MaxCells   = 2_000_000 // cells of the table, also empty ones
	MaxCell    = 4 << 10   // bytes of a cell
)

// The reasons why a file cannot be read, besides a [LimitError].
var (
	ErrFormat = errors.New("sheet: neither CSV nor XLSX")
	ErrEmpty  = errors.New("sheet: no rows")
	ErrLocked = errors.New("sheet: encrypted")
)

// Limit names what a file has too much of.
type Limit string

// The limits.
const (
	LimitBytes    Limit = "bytes"
	LimitRows     Limit = "rows"
	LimitColumns  Limit = "columns"
	LimitCells    Limit = "cells"
	LimitCell     Limit = "cell"
	LimitLine     Limit = "line" // of a text file, in bytes
	LimitTexts    Limit = "texts"
	LimitUnpacked Limit = "unpacked"
	LimitParts    Limit = "parts"
)

// LimitError is the refusal of a file that exceeds a limit.
type LimitError struct {
	Limit  Limit
	Line   int // where the limit was exceeded, counted from 1; 0: in no line
	Column int // counted from 1; 0: in no single column
}

// Error implements error.
func (e *LimitError) Error() string {
	return fmt.Sprintf("sheet: too many or too large: %s, line %d, column %d", e.Limit, e.Line, e.Column)
}

// Source is a file, such as a [bytes.Reader].
type Source interface {
	io.ReaderAt
	Size() int64
}

// Patient is a [Source] that lets other work go first. Read calls GiveWay often:
// at least once for each 64 KiB that it unpacks.
type Patient interface {
	Source
	GiveWay()
}

// Row is a row of a table, with the line of the file, or the row of the sheet,
// at which it begins, counted from 1.
type Row struct {
	Line  int
	Cells []string
}

// Read calls each with every row of a table that has text. It accepts XLSX (the
// first sheet), or text in UTF-8, UTF-16 with a byte order mark, or CP949, with
// cells separated by commas, tabs or semicolons. Cells are cleaned as by
// [typed.Text]. They are valid only during the call; to keep one, clone it.
//
// Read stops when ctx ends. The error is ErrFormat, ErrEmpty, ErrLocked, a
// [LimitError], or an error of ctx, file or each.
func Read(ctx context.Context, file Source, each func(Row) error) error {
	if file.Size() > MaxBytes {
		return &LimitError{Limit: LimitBytes}
	}
	head := make([]byte, 8)
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("sheet: %w", err)
	}
	t := &table{ctx: ctx, each: each, giveWay: func() {}}
	if patient, is := file.(Patient); is {
		t.giveWay = patient.GiveWay
	}
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		err = t.readWorkbook(file)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		err = oldOrLocked(file)
	default:
		err = t.readText(file)
	}
	if err == nil && t.rows == 0 {
		err = ErrEmpty
	}
	return err
}

// oldOrLocked returns the error for an OLE container: a workbook of Excel 2003,
// or a new one with a password.
func oldOrLocked(file Source) error {
	raw := make([]byte, file.Size())
	if _, err := file.ReadAt(raw, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("sheet: %w", err)
	}
	if bytes.Contains(raw, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return ErrLocked
	}
	return ErrFormat
}

// table counts what was read of a table.
type table struct {
	ctx         context.Context //nolint:containedctx // of one call of Read
	each        func(Row) error
	giveWay     func()
	rows, cells int
}

// cell counts n cells of a line.
func (t *table) count(line, n int) error {
	if t.cells += n; t.cells > MaxCells {
		return &LimitError{Limit: LimitCells, Line: line}
	}
	return nil
}

// add checks and cleans a row, and passes it on. It changes cells.
func (t *table) add(line int, cells []string) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	if len(cells) > MaxColumns {
		return &LimitError{Limit: LimitColumns, Line: line, Column: MaxColumns + 1}
	}
	empty := true
	for i, cell := range cells {
		if len(cell) > MaxCell {
			return &LimitError{Limit: LimitCell, Line: line, Column: i + 1}
		}
		cells[i] = typed.Text(strings.ToValidUTF8(cell, ""))
		empty = empty && cells[i] == ""
	}
	if empty {
		return nil
	}
	if t.rows++; t.rows > MaxRows+1 {
		return &LimitError{Limit: LimitRows, Line: line}
	}
	return t.each(Row{line, cells})
}

// reader reads a part of a file, until the context of its table ends.
type reader struct {
	*table

	in io.Reader
}

func (t *table) reader(file Source) *reader {
	return &reader{t, io.NewSectionReader(file, 0, file.Size())}
}

// Read implements [io.Reader].
func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	r.giveWay()
	return r.in.Read(p)
}
