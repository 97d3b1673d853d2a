// Package words is the catalogue of all sentences that people read on pages, in
// errors and in mails. Korean comes first, English second. The package owns the
// sentences and how they are filled. It must not decide which sentence is shown.
//
// A sentence may hold {0}, {1}, … for its arguments, {0|을/를} for an argument
// followed by the right Korean particle, and {0#item/items} for the singular or
// plural that fits a number. Integers get thousands separators.
package words

import (
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
	s, ok := sentences[key]
	switch {
	case !ok:
		return key
	case l == English:
		return s.en.fill(args)
	}
	return s.ko.fill(args)
}

// Has reports whether the catalogue has key.
func Has(key string) bool {
	_, ok := catalogue[key]
	return ok
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
	var room [32]byte
	return string(appendNumber(room[:0], n))
}
