package sheet

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

const (
	// maxRecord limits the bytes of a row of text, which bounds the cells that
	// the CSV reader splits before they can be counted.
	maxRecord = 64 << 10
	// textBuffer is what the readers of text hold at once.
	textBuffer = 64 << 10
)

var errRecord = errors.New("sheet: a row is too long")

// readText reads CSV. It decodes the file while it reads.
func (t *table) readText(file Source) error {
	text, _, err := t.decoded(file)
	if err != nil {
		return err
	}
	front := bufio.NewReaderSize(text, textBuffer)
	first, err := front.Peek(textBuffer)
	if err != nil && !errors.Is(err, io.EOF) {
		return textError(err, 1)
	}
	record := &recordReader{in: front}
	in := csv.NewReader(record)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes, in.ReuseRecord = delimiter(first), -1, true, true
	next := 1 // the line at which the next row begins
	for {
		record.end = in.InputOffset() + maxRecord
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return textError(err, next)
		}
		line, _ := in.FieldPos(0)
		last, _ := in.FieldPos(len(cells) - 1)
		next = last + strings.Count(cells[len(cells)-1], "\n") + 1
		if err := t.count(line, len(cells)); err != nil {
			return err
		}
		for i := range cells {
			cells[i] = plain(cells[i])
		}
		if err := t.add(line, cells); err != nil {
			return err
		}
	}
}

// textError returns the error of text that cannot be read from a line on.
func textError(err error, line int) error {
	var syntax *csv.ParseError
	switch {
	case errors.Is(err, errRecord):
		return &LimitError{Limit: LimitLine, Line: line}
	case errors.As(err, &syntax):
		return ErrFormat
	}
	return err
}

// recordReader stops a row that does not end.
type recordReader struct {
	in        io.Reader
	read, end int64 // bytes that were read, and that may be read
}

// Read implements [io.Reader].
func (r *recordReader) Read(p []byte) (int, error) {
	if r.read >= r.end {
		return 0, errRecord
	}
	n, err := r.in.Read(p)
	r.read += int64(n)
	return n, err
}

// Encoding is how the characters of a text file are written.
type Encoding string

// The encodings that [Decode] knows.
const (
	UTF8  Encoding = "UTF-8"
	UTF16 Encoding = "UTF-16"
	CP949 Encoding = "CP949" // Windows' extension of EUC-KR, as Korean Excel saves CSV
)

// Decode returns a reader of a file's text as UTF-8, without byte order marks,
// and the encoding of the file. Its Read returns [ErrFormat] if the bytes fit no
// encoding. Reading stops when ctx ends. The error is an error of ctx or file.
func Decode(ctx context.Context, file Source) (io.Reader, Encoding, error) {
	t := &table{ctx: ctx, giveWay: func() {}}
	return t.decoded(file)
}

// decoded detects the encoding and returns the text. Bytes that are valid UTF-8
// are UTF-8, because Korean text in CP949 is almost never valid UTF-8. Bytes
// that fit no encoding, or that contain zero bytes, are not text.
func (t *table) decoded(file Source) (io.Reader, Encoding, error) {
	mark := make([]byte, 2)
	_, _ = file.ReadAt(mark, 0) // a file that cannot be read fails below
	r, encoding := &textReader{}, UTF8
	in := io.Reader(t.reader(file))
	if bytes.Equal(mark, []byte("\xff\xfe")) || bytes.Equal(mark, []byte("\xfe\xff")) {
		in, encoding = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in), UTF16
	} else if valid, err := validUTF8(t.reader(file)); err != nil {
		return nil, "", err
	} else if !valid {
		in, encoding = korean.EUCKR.NewDecoder().Reader(in), CP949 // this decoder knows all of CP949
		r.strict = true
	}
	r.in = transform.NewReader(in, runes.Remove(runes.Predicate(r.drops)))
	return r, encoding, nil
}

// textReader reads decoded text and refuses what is not text.
type textReader struct {
	in     io.Reader
	strict bool // the replacement character stands for bytes that the encoding does not know
	bad    bool
}

// drops says whether a character is left out, and notes one that is not text.
// An invisible character before a quotation mark would keep it from beginning a
// quoted cell.
func (r *textReader) drops(c rune) bool {
	r.bad = r.bad || c == 0 || r.strict && c == utf8.RuneError
	return c == '\ufeff' || c == '\u200b' || c == '\u2060'
}

// Read implements [io.Reader].
func (r *textReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if r.bad {
		return 0, ErrFormat
	}
	return n, err
}

// validUTF8 says whether all of a file is UTF-8.
func validUTF8(in io.Reader) (bool, error) {
	buf, kept := make([]byte, textBuffer), 0
	for {
		n, err := io.ReadFull(in, buf[kept:])
		part, last := buf[:kept+n], errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return false, fmt.Errorf("sheet: %w", err)
		}
		whole := part
		for !last && len(part)-len(whole) < utf8.UTFMax-1 && !utf8.Valid(whole) { // a character may continue in the next part
			whole = whole[:len(whole)-1]
		}
		if !utf8.Valid(whole) {
			return false, nil
		}
		if last {
			return true, nil
		}
		kept = copy(buf, part[len(whole):])
	}
}

// delimiter returns the separator that occurs most often in the first line.
func delimiter(text []byte) rune {
	first, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	best := ','
	for _, d := range []rune{'\t', ';'} {
		if bytes.Count(first, []byte(string(d))) > bytes.Count(first, []byte(string(best))) {
			best = d
		}
	}
	return best
}
