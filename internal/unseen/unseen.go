package unseen

import (
	"strings"
	"unicode"
)

// Is says whether a character is invisible and takes no room: zero-width and
// direction marks, the soft hyphen, variation selectors, Hangul fillers. Such
// characters are copied along with text, and two texts that look the same may
// differ by them. Spaces are not included, because they take room.
func Is(r rune) bool {
	switch {
	case r < '\u00ad':
		return false
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// In says whether s has an invisible character; see [Is].
func In(s string) bool { return strings.ContainsFunc(s, Is) }

// Trim removes spaces and invisible characters from both ends; see [Is].
func Trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || Is(r) })
}
