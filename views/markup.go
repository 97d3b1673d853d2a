package views

import (
	"context"
	"io"
	"sync"

	"github.com/a-h/templ"
)

// markup is a part of a page that plain Go writes: what a list writes several
// times a row. For templ every class that depends on something is a map and a
// sort, every expression is formatted, and every component is a buffer: a row of
// the stock list took 13 µs, and takes 4.
type markup []byte

// component writes a part of a page in one piece.
func component(write func(*markup)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		m, _ := markups.Get().(*markup)
		*m = (*m)[:0]
		write(m)
		_, err := w.Write(*m)
		if cap(*m) <= maxPooled {
			markups.Put(m)
		}
		return err
	})
}

// maxPooled is the largest buffer that is used again, so that one very long list
// does not hold its memory.
const maxPooled = 512 << 10

// markups are used again: made anew they were a third of what /stock allocates.
//
//nolint:gochecknoglobals // a pool of memory, not state
var markups = sync.Pool{New: func() any {
	m := make(markup, 0, 4096) // a row of the stock list is 2 to 3 KB
	return &m
}}

// raw writes markup as it is: constants alone.
func (m *markup) raw(constant string) { *m = append(*m, constant...) }

// text writes what is escaped.
func (m *markup) text(s string) { *m = append(*m, templ.EscapeString(s)...) }

// around writes an escaped text between two pieces of markup.
func (m *markup) around(before, text, after string) {
	m.raw(before)
	m.text(text)
	m.raw(after)
}
