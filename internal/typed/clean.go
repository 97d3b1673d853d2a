package typed

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/unseen"
)

// joiner joins the parts of an emoji.
const joiner = '\u200d'

// Text returns a line of free text: composed (NFC), without invisible
// characters, with single plain spaces. An emoji stays whole. Bytes that are
// not UTF-8 become the replacement character.
func Text(s string) string {
	if clean(s) {
		return s
	}
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

// clean says whether [Text] leaves a text as it is. It knows the texts that are
// frequent: plain ASCII, and Hangul as a keyboard types it.
func clean(s string) bool {
	space := true
	for _, r := range s {
		switch {
		case r == ' ' && !space:
			space = true
		case r > ' ' && r < 0x7f, r >= '가' && r <= '힣':
			space = false
		default:
			return false
		}
	}
	return !space || s == ""
}

// ofEmoji says whether the first character of rest belongs to the emoji that
// ends with before: a character that sets how the emoji is drawn, or one that
// joins it to the next.
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

// blank says whether a character is shown as room or breaks the line.
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

// Code returns a code in the form in which codes are compared: plain characters
// instead of compatibility forms such as full-width letters (NFKC), upper case,
// without invisible characters. Two codes are the same if their results are
// equal.
func Code(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if !unseen.Is(r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.FieldsFunc(strings.ToUpper(norm.NFKC.String(b.String())), blank), " ")
}

// Shortened returns a code as Excel changes it when it treats the code as a
// number: a code of digits only loses its leading zeros.
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

// Address returns an e-mail or web address without invisible characters at its
// ends. Characters within it stay.
func Address(s string) string { return unseen.Trim(s) }
