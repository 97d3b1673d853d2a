package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

const (
	lastRow    = 1 << 20 // of a sheet
	lastColumn = 1 << 14
)

// texts are the shared texts of a workbook, one after the other.
type texts struct {
	all  []byte
	ends []uint32
}

func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return string(t.all[from:t.ends[i]]), true
}

// readTexts reads the shared texts, if the workbook has any.
func (b *workbook) readTexts(main string) (*texts, error) {
	t := &texts{}
	name, err := b.related(main, "", relTexts)
	f := b.parts[partName(name)]
	if err != nil || name == "" || f == nil {
		return t, err
	}
	t.all = make([]byte, 0, min(f.UncompressedSize64, maxTexts))
	return t, b.part(name, func(in *xmlReader) error {
		var text collected
		for {
			token, err := in.next()
			if err != nil {
				return atEnd(err)
			}
			text.take(token, "t")
			if end, is := token.(xml.EndElement); !is || end.Name.Local != "si" {
				continue
			}
			t.all = append(t.all, text.bytes...)
			t.ends = append(t.ends, uint32(min(len(t.all), math.MaxUint32)))
			if text.reset(); len(t.all) > maxTexts || len(t.ends) > maxTextCount {
				return &LimitError{Limit: LimitTexts}
			}
		}
	})
}

// collected is the text within some tags, without its phonetic guides. What is
// too long for a cell is cut after the first byte too many, so that the cell
// that shows it is refused.
type collected struct {
	bytes            []byte
	within, phonetic bool
}

func (c *collected) reset() { c.bytes, c.within, c.phonetic = c.bytes[:0], false, false }

// take adds a token, if it is text within one of the tags.
func (c *collected) take(token xml.Token, tags ...string) {
	switch t := token.(type) {
	case xml.StartElement:
		c.note(t.Name.Local, true, tags)
	case xml.EndElement:
		c.note(t.Name.Local, false, tags)
	case xml.CharData:
		if c.within && !c.phonetic {
			c.bytes = append(c.bytes, t[:min(len(t), MaxCell+1-len(c.bytes))]...)
		}
	}
}

func (c *collected) note(tag string, opens bool, tags []string) {
	if tag == "rPh" {
		c.phonetic = opens
	}
	for _, name := range tags {
		if tag == name {
			c.within = opens
		}
	}
}

// sheetReader reads the rows of a sheet. Cells that are empty cost only their
// count, wherever they are: formats of whole rows and columns leave such cells.
type sheetReader struct {
	*workbook

	texts     *texts
	row, last int // the present row, 0 outside of rows, and the row before
	column    int
	kind      string // of the present cell
	text      collected
	cells     []string
}

func (b *workbook) readSheet(name string, t *texts) error {
	s := &sheetReader{workbook: b, texts: t}
	return b.part(name, func(in *xmlReader) error {
		for {
			token, err := in.next()
			if end, is := token.(xml.EndElement); is && end.Name.Local == "sheetData" && s.row == 0 {
				return in.drain()
			}
			if err == nil {
				err = s.take(token)
			}
			if errors.Is(err, io.EOF) {
				return ErrFormat // the rows have no end, so some may be missing
			}
			if err != nil {
				return s.located(err)
			}
		}
	})
}

// located adds to a refusal where the reader is.
func (s *sheetReader) located(err error) error {
	var limit *LimitError
	if errors.As(err, &limit) && limit.Line == 0 {
		limit.Line = max(s.row, s.last)
		if limit.Limit == LimitCell {
			limit.Column = s.column
		}
	}
	return err
}

func (s *sheetReader) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "row":
			return s.beginRow(t)
		case "c":
			return s.beginCell(t)
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "row":
			return s.endRow()
		case "c":
			return s.endCell()
		}
	}
	if s.column > 0 {
		s.text.take(token, "v", "t")
	}
	return nil
}

func (s *sheetReader) beginRow(tag xml.StartElement) error {
	number := s.last + 1
	if at := attribute(tag, "r"); at != "" {
		var err error
		if number, err = strconv.Atoi(at); err != nil {
			return ErrFormat
		}
	}
	if s.row != 0 || number <= s.last || number > lastRow {
		return ErrFormat
	}
	s.row, s.column, s.cells = number, 0, s.cells[:0]
	return nil
}

func (s *sheetReader) endRow() error {
	if s.row == 0 {
		return ErrFormat
	}
	err := s.add(s.row, s.cells)
	s.row, s.last, s.column = 0, s.row, 0
	return err
}

func (s *sheetReader) beginCell(tag xml.StartElement) error {
	s.column++
	if at := attribute(tag, "r"); at != "" {
		column := columnOf(at)
		if column < s.column {
			return ErrFormat
		}
		s.column = column
	}
	if s.row == 0 || s.column > lastColumn {
		return ErrFormat
	}
	s.kind = attribute(tag, "t")
	s.text.reset()
	return s.count(s.row, 1)
}

func (s *sheetReader) endCell() error {
	text := string(s.text.bytes)
	if s.kind == "s" && text != "" {
		i, err := strconv.Atoi(text)
		shared, known := s.texts.at(i)
		if err != nil || !known {
			return ErrFormat
		}
		text = shared
	}
	switch s.text.reset(); {
	case text == "":
		return nil
	case s.column > MaxColumns:
		return &LimitError{Limit: LimitColumns, Line: s.row, Column: s.column}
	}
	for len(s.cells) < s.column-1 {
		s.cells = append(s.cells, "")
	}
	s.cells = append(s.cells, unescaped(text))
	return nil
}

// columnOf returns the number of the column that a cell's name such as "AB12"
// begins with, or 0.
func columnOf(name string) (column int) {
	for i := range len(name) {
		letter := name[i] | 0x20
		if letter < 'a' || letter > 'z' {
			break
		}
		if column = column*26 + int(letter-'a') + 1; column > lastColumn {
			break
		}
	}
	return column
}

// ColumnName returns the letters of a column as spreadsheets show them.
func ColumnName(column int) string {
	var name string
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// escaped is a character that XML cannot hold, as a workbook writes it.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}
