package unseen

import (
	"strings"
	"unicode"
)

// Is says whether a character shows nothing and takes no room: zero-width
// and direction marks, the soft hyphen, variation selectors, Hangul fillers. It
// comes along when text is copied, and two texts that look the same differ by
// it. Spaces are not among them: they take room.
func Is(r rune) bool {
	switch {
	case r < '\u00ad':
		return false
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// In says whether something in s is [Unseen].
func In(s string) bool { return strings.ContainsFunc(s, Is) }

// Trim takes spaces and what is [Unseen] from both ends.
func Trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || Is(r) })
}
