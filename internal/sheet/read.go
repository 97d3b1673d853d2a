package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"cafe24-inventory-alert/internal/typed"
)

// Limits of what is read. A table beyond them is refused, not cut.
const (
	MaxBytes = 8 << 20 // bytes of the file
	MaxRows  = 100_000 // rows below the header
	maxCells = 200     // cells of a row
	maxCell  = 4 << 10 // bytes of a cell

	maxUnzipped = 256 << 20 // bytes of a workbook, all parts together
	maxInMemory = 16 << 20  // bytes of a workbook's sheet; the rest is read from a file
)

// The reasons why a file cannot be read.
var (
	ErrFormat = errors.New("sheet: neither CSV nor XLSX")
	ErrEmpty  = errors.New("sheet: no rows")
	ErrLarge  = errors.New("sheet: too large")
)

// Row is a row of a table, with the line of the file, or the row of the sheet,
// at which it begins, counted from 1.
type Row struct {
	Line  int
	Cells []string
}

// Read reads a whole table. It accepts XLSX (the first sheet), or text in
// UTF-8, UTF-16 with a byte order mark, or CP949, with cells separated by
// commas, tabs or semicolons. Cells are cleaned as by [typed.Text]. Rows
// without any text are left out. The error is one of ErrFormat, ErrEmpty and
// ErrLarge, or an error of r.
func Read(r io.Reader) ([]Row, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("sheet: %w", err)
	case len(raw) > MaxBytes:
		return nil, ErrLarge
	}
	read := readText
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		read = readWorkbook
	}
	rows, err := read(raw)
	if err == nil && len(rows) == 0 {
		err = ErrEmpty
	}
	return rows, err
}

func readText(raw []byte) ([]Row, error) {
	text, err := decode(raw)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = delimiter(text), -1, true, true
	var rows []Row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, ErrFormat
		}
		line, _ := in.FieldPos(0)
		for i := range cells {
			cells[i] = plain(cells[i])
		}
		if rows, err = add(rows, line, cells); err != nil {
			return nil, err
		}
	}
}

// decode detects the encoding and returns the text. Bytes that are valid UTF-8
// are UTF-8, because Korean text in CP949 is almost never valid UTF-8. Bytes
// that fit no encoding, or that contain zero bytes, are not text.
func decode(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
		if err != nil {
			return "", ErrFormat
		}
		raw = text
	case utf8.Valid(raw):
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	default:
		text, err := korean.EUCKR.NewDecoder().Bytes(raw) // this decoder knows all of CP949
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return "", ErrFormat
		}
		raw = text
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", ErrFormat
	}
	// An invisible character before a quotation mark would keep it from beginning
	// a quoted cell.
	return strings.Map(func(r rune) rune {
		if r == '\ufeff' || r == '\u200b' || r == '\u2060' {
			return -1
		}
		return r
	}, string(raw)), nil
}

// delimiter returns the separator that occurs most often in the first line.
func delimiter(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	best := ','
	for _, d := range []rune{'\t', ';'} {
		if strings.Count(first, string(d)) > strings.Count(first, string(best)) {
			best = d
		}
	}
	return best
}

// add checks and cleans a row.
func add(rows []Row, line int, cells []string) ([]Row, error) {
	if len(cells) > maxCells || len(rows) > MaxRows {
		return nil, ErrLarge
	}
	row, empty := Row{Line: line, Cells: make([]string, len(cells))}, true
	for i, cell := range cells {
		if len(cell) > maxCell {
			return nil, ErrLarge
		}
		row.Cells[i] = typed.Text(strings.ToValidUTF8(cell, ""))
		empty = empty && row.Cells[i] == ""
	}
	if empty {
		return rows, nil
	}
	return append(rows, row), nil
}

func readWorkbook(raw []byte) ([]Row, error) {
	if err := checkArchive(raw); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory, RawCellValue: true,
	})
	if err != nil {
		return nil, ErrFormat
	}
	defer func() { _ = book.Close() }() // its files are only read, so an error has no effect
	rows, err := readFirstSheet(book)
	if errors.Is(err, ErrLarge) {
		return nil, err
	}
	if err != nil {
		return nil, ErrFormat
	}
	return rows, nil
}

func readFirstSheet(book *excelize.File) (rows []Row, err error) {
	names := book.GetSheetList()
	if len(names) == 0 {
		return nil, ErrEmpty
	}
	in, err := book.Rows(names[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	for line := 1; in.Next(); line++ {
		cells, err := in.Columns()
		if err != nil {
			return nil, err
		}
		if rows, err = add(rows, line, cells); err != nil {
			return nil, err
		}
	}
	return rows, in.Error()
}

// checkArchive refuses an archive that unpacks to more bytes than are ever
// read.
func checkArchive(raw []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return ErrFormat
	}
	var size uint64
	for _, f := range archive.File {
		if size += f.UncompressedSize64; f.UncompressedSize64 > maxUnzipped || size > maxUnzipped {
			return ErrLarge
		}
	}
	return nil
}
