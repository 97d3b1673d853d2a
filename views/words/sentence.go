package words

import (
	"fmt"
	"strconv"
	"strings"
)

// sentence is a text that is split at its placeholders.
type sentence struct {
	text   string
	places []place // nil: the text has no placeholder
	end    string  // the text after the last placeholder
}

// place is a placeholder with the text before it: {0}, {0|을/를} or
// {0#item/items}.
type place struct {
	before string
	inner  string // what the braces enclose
	arg    int    // negative: the placeholder is none, and stays as it is
	mark   byte   // '|', '#', or 0
	forms  string // what follows the mark
}

// sentences are the sentences of the catalogue. They are split once: a page of
// 50 rows fills 300 sentences, and splitting them took 5 % of its time.
//
//nolint:gochecknoglobals // made of a constant table
var sentences = splitAll(catalogue)

type bilingual struct{ ko, en sentence }

func splitAll(table map[string]entry) map[string]*bilingual {
	all := make(map[string]*bilingual, len(table))
	for key, e := range table {
		all[key] = &bilingual{split(e.ko), split(e.en)}
	}
	return all
}

func split(text string) sentence {
	s := sentence{text: text, end: text}
	for {
		before, rest, is := strings.Cut(s.end, "{")
		inner, after, closed := strings.Cut(rest, "}")
		if !is || !closed {
			return s
		}
		s.places, s.end = append(s.places, placeOf(before, inner)), after
	}
}

func placeOf(before, inner string) place {
	p := place{before: before, inner: inner, arg: -1}
	number := inner
	if i := strings.IndexAny(inner, "|#"); i >= 0 {
		number, p.mark, p.forms = inner[:i], inner[i], inner[i+1:]
	}
	if n, err := strconv.Atoi(number); err == nil {
		p.arg = n
	}
	return p
}

func fill(text string, args []any) string {
	s := split(text)
	return s.fill(args)
}

func (s *sentence) fill(args []any) string {
	if len(s.places) == 0 {
		return s.text
	}
	var room [256]byte
	b := room[:0]
	for i := range s.places {
		p := &s.places[i]
		b = append(b, p.before...)
		b = p.fill(b, args)
	}
	return string(append(b, s.end...))
}

func (p *place) fill(b []byte, args []any) []byte {
	if p.arg < 0 || p.arg >= len(args) {
		return append(append(append(b, '{'), p.inner...), '}')
	}
	from := len(b)
	b = appendShown(b, args[p.arg])
	switch p.mark {
	case '|':
		return append(b, Particle(string(b[from:]), p.forms)...)
	case '#':
		one, many, _ := strings.Cut(p.forms, "/")
		if string(b[from:]) == "1" {
			many = one
		}
		return append(b[:from], many...)
	}
	return b
}

func appendShown(b []byte, v any) []byte {
	switch v := v.(type) {
	case int:
		return appendNumber(b, int64(v))
	case int64:
		return appendNumber(b, v)
	case string:
		return append(b, v...)
	default:
		return fmt.Append(b, v)
	}
}

// appendNumber appends what [Number] returns.
func appendNumber(b []byte, n int64) []byte {
	var room [20]byte
	digits := strconv.AppendInt(room[:0], n, 10)
	if n < 0 {
		b, digits = append(b, "−"...), digits[1:]
	}
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, c)
	}
	return b
}
