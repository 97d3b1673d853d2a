package sheet

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
)

var (
	errToken    = errors.New("sheet: a tag or text is too long")
	errUnpacked = errors.New("sheet: unpacks to too much")
)

// xmlReader reads the tokens of a part, within the limits of its workbook. It
// keeps nothing of the tokens that it has returned, and it does not expand
// entities, so neither depth nor entities cost anything.
type xmlReader struct {
	book  *workbook
	in    *bufio.Reader
	token int // bytes since the last token
	of    *xml.Decoder
	err   error // of the part
}

func newXMLReader(book *workbook, in io.Reader) *xmlReader {
	r := &xmlReader{book: book, in: bufio.NewReaderSize(&reader{book.table, in}, textBuffer)}
	r.of = xml.NewDecoder(r)
	return r
}

// ReadByte implements [io.ByteReader], by which the decoder reads.
func (r *xmlReader) ReadByte() (byte, error) {
	r.token++
	r.book.left--
	switch {
	case r.token > maxToken:
		r.err = errToken
		return 0, errToken
	case r.book.left < 0:
		r.err = errUnpacked
		return 0, errUnpacked
	}
	b, err := r.in.ReadByte()
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return b, err
}

// Read implements [io.Reader]. The decoder does not call it.
func (r *xmlReader) Read(p []byte) (int, error) { return r.in.Read(p) }

// next returns the next token, or [io.EOF]. It is valid until the next call.
func (r *xmlReader) next() (xml.Token, error) {
	r.token = 0
	if r.book.tokens--; r.book.tokens < 0 {
		return nil, &LimitError{Limit: LimitCells}
	}
	token, err := r.of.RawToken()
	if err == nil {
		if _, is := token.(xml.Directive); is { // a document type, which no workbook has
			return nil, ErrFormat
		}
		return token, nil
	}
	switch {
	case errors.Is(r.err, errUnpacked):
		return nil, &LimitError{Limit: LimitUnpacked}
	case errors.Is(r.err, errToken):
		return nil, &LimitError{Limit: LimitCell}
	case r.book.ctx.Err() != nil:
		return nil, r.book.ctx.Err()
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	}
	return nil, ErrFormat
}

// drain reads the rest of the part, so that its checksum is compared.
func (r *xmlReader) drain() error {
	n, err := io.Copy(io.Discard, io.LimitReader(r.in, int64(r.book.left)+1))
	switch r.book.left -= int(n); {
	case r.book.ctx.Err() != nil:
		return r.book.ctx.Err()
	case r.book.left < 0:
		return &LimitError{Limit: LimitUnpacked}
	case err != nil:
		return ErrFormat
	}
	return nil
}

// tag returns the next opening tag.
func (r *xmlReader) tag() (xml.StartElement, error) {
	for {
		token, err := r.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		if tag, is := token.(xml.StartElement); is {
			return tag, nil
		}
	}
}
