package notify

import (
	"strings"
	"unicode"
)

// maxName is how many characters of a name are shown where it is only mentioned.
// maxProduct is the limit for a product's name, and for its options together. It
// is Cafe24's own limit, so two different products never look the same.
const (
	maxName    = 40
	maxProduct = 250
)

// clean makes outside text fit for one line: it removes control, direction and
// invisible characters, line breaks and stacked accents, and joins spaces. It
// keeps the zero-width joiner, because emoji need it.
func clean(s string) string {
	var b strings.Builder
	space, marks := false, 0
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r) && r != joiner, unicode.Is(unicode.Co, r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > 2 {
				continue
			}
		default:
			marks = 0
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

const joiner = '\u200d'

// cut shortens s to limit characters, including the ellipsis.
func cut(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return strings.TrimRight(string(runes[:limit-1]), " \u200d\ufe0f") + "…"
}

// shown is a name in the form in which messages mention it.
func shown(s string) string { return cut(clean(s), maxName) }
