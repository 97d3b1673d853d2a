// Package words is the catalogue of all sentences that people read on pages, in
// errors and in mails. Korean comes first, English second. The package owns the
// sentences and how they are filled. It must not decide which sentence is shown.
//
// A sentence may hold {0}, {1}, … for its arguments, {0|을/를} for an argument
// followed by the right Korean particle, and {0#item/items} for the singular or
// plural that fits a number. Integers get thousands separators.
package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Locale is a language of the catalogue.
type Locale string

// The languages.
const (
	Korean  Locale = "ko"
	English Locale = "en"
)

// Of picks the language for a setting or a launch's lang: English for anything
// that starts with "en", Korean for everything else.
func Of(lang string) Locale {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return English
	}
	return Korean
}

// entry is a sentence in both languages.
type entry struct{ key, ko, en string }

// T fills the sentence of key with args. It returns an unknown key unchanged; a
// test checks that the code uses no unknown key.
func (l Locale) T(key string, args ...any) string {
	e, ok := catalogue[key]
	if !ok {
		return key
	}
	if l == English {
		return fill(e.en, args)
	}
	return fill(e.ko, args)
}

// Has reports whether the catalogue has key.
func Has(key string) bool {
	_, ok := catalogue[key]
	return ok
}

func fill(text string, args []any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		inner, after, ok := strings.Cut(rest, "}")
		if !ok {
			b.WriteString("{" + rest)
			return b.String()
		}
		b.WriteString(place(inner, args))
		text = after
	}
}

// place answers one placeholder: "0", "0|을/를" or "0#item/items".
func place(inner string, args []any) string {
	digits := strings.IndexAny(inner, "|#")
	number := inner
	if digits >= 0 {
		number = inner[:digits]
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(args) {
		return "{" + inner + "}"
	}
	shown := show(args[n])
	switch {
	case digits < 0:
		return shown
	case inner[digits] == '|':
		return shown + Particle(shown, inner[digits+1:])
	default:
		one, many, _ := strings.Cut(inner[digits+1:], "/")
		if shown == "1" {
			return one
		}
		return many
	}
}

func show(v any) string {
	switch v := v.(type) {
	case int:
		return Number(int64(v))
	case int64:
		return Number(v)
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Pace writes units a day with one decimal, or with two below one unit a day.
func Pace(perDay float64) string {
	if perDay < 1 {
		return strconv.FormatFloat(perDay, 'f', 2, 64)
	}
	return strconv.FormatFloat(perDay, 'f', 1, 64)
}

// Number writes n with thousands separators and a true minus sign.
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "−", s[1:]
	}
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return sign + b.String()
}
