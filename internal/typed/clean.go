package typed

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/unseen"
)

// joiner holds the parts of an emoji together.
const joiner = '\u200d'

// Text is a line of free text: composed (NFC), without what cannot be seen, with
// single spaces of the plain kind. An emoji stays whole. Bytes that are no UTF-8
// become the replacement character.
func Text(s string) string {
	runes := []rune(norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	var before rune
	for i, r := range runes {
		switch {
		case blank(r):
			space = b.Len() > 0
			continue
		case unseen.Is(r) && !ofEmoji(before, runes[i:]):
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// ofEmoji says whether the first of rest belongs to the emoji that before is the
// last of: how it is drawn, or what joins it to the next.
func ofEmoji(before rune, rest []rune) bool {
	switch {
	case rest[0] == joiner:
		return len(rest) > 1 && (symbol(before) || unicode.Is(unicode.Variation_Selector, before)) && symbol(rest[1])
	case unicode.Is(unicode.Variation_Selector, rest[0]):
		return symbol(before)
	}
	return false
}

func symbol(r rune) bool { return unicode.In(r, unicode.So, unicode.Sk) }

// blank says whether a character shows as room or breaks the line.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Z, r)
}

// Lines cleans each line as [Text] does.
func Lines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = Text(line)
	}
	return strings.Join(lines, "\n")
}

// Code is a code: compatibility forms such as full-width letters as the plain
// ones (NFKC), upper case, without what cannot be seen. Two codes are the same
// where this is.
func Code(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if !unseen.Is(r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.FieldsFunc(strings.ToUpper(norm.NFKC.String(b.String())), blank), " ")
}

// Shortened is a code as Excel leaves it where it takes it for a number: one of
// digits only loses the zeros it begins with.
func Shortened(s string) string {
	code := Code(s)
	if code == "" || strings.Trim(code, "0123456789") != "" {
		return code
	}
	if short := strings.TrimLeft(code, "0"); short != "" {
		return short
	}
	return "0"
}

// Address is an e-mail or web address: what cannot be seen goes from its ends,
// never from within.
func Address(s string) string { return unseen.Trim(s) }
