package typed

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/unseen"
)

// The letters of Hangul in NFKD: the initial consonants, and the letters that
// follow them.
const (
	firstInitial = '\u1100' // ᄀ
	lastInitial  = '\u1112' // ᄒ
	firstOther   = '\u1161' // the vowels, then the final consonants
	lastOther    = '\u11ff'
)

// letters are the keyboard's letters for the initial consonants, from ᄀ to ᄒ.
// Each has three bytes.
const letters = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

// apart splits the letters that a Korean keyboard makes from two letters.
func apart(s string) string {
	return strings.NewReplacer("ㄳ", "ㄱㅅ", "ㄵ", "ㄴㅈ", "ㄶ", "ㄴㅎ", "ㄺ", "ㄹㄱ", "ㄻ", "ㄹㅁ", "ㄼ", "ㄹㅂ",
		"ㄽ", "ㄹㅅ", "ㄾ", "ㄹㅌ", "ㄿ", "ㄹㅍ", "ㅀ", "ㄹㅎ", "ㅄ", "ㅂㅅ").Replace(s)
}

// Squash returns text as a search compares it: decomposed (NFKD), lower case,
// without spaces and invisible characters. So spacing and character width make
// no difference.
func Squash(s string) string {
	s = strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")))
	return strings.Map(func(r rune) rune {
		if blank(r) || unseen.Is(r) {
			return -1
		}
		return r
	}, s)
}

// Initials returns the initial consonants of the syllables of a squashed text.
// Each is written twice, so that two of them fill a trigram. Anything else
// becomes a space.
func Initials(squashed string) string {
	var b strings.Builder
	gap := false
	for _, r := range squashed {
		switch {
		case isInitial(r):
			letter := letters[3*(r-firstInitial):][:3]
			b.WriteString(letter + letter)
			gap = false
		case !isOther(r) && !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	return b.String()
}

func isInitial(r rune) bool { return r >= firstInitial && r <= lastInitial }
func isOther(r rune) bool   { return r >= firstOther && r <= lastOther }

// Key returns the search key of some texts: each of them squashed, then their
// initials, separated by spaces. So a search never matches across two texts.
func Key(texts ...string) string {
	squashed := make([]string, len(texts))
	for i, text := range texts {
		squashed[i] = Squash(text)
	}
	all := strings.Join(squashed, " ")
	return all + " " + Initials(all)
}

// Needle is what is searched for in a [Key]. The key has to contain Part. If
// Pattern is set, the key has to match it, too. Pattern is a regular expression
// for both Go and PostgreSQL.
type Needle struct{ Part, Pattern string }

// Find returns the needle for a typed text. A single consonant matches every
// syllable that begins with it: ㄴㅌ finds 니트, and so does ㄴ트. The needle of an
// empty text has no part.
func Find(q string) Needle {
	squashed := Squash(apart(q))
	runes := []rune(squashed)
	bare, only := false, true // bare: some of it is initials; only: all of it is initials
	var pattern strings.Builder
	for i, r := range runes {
		pattern.WriteString(regexp.QuoteMeta(string(r)))
		if isInitial(r) && (i+1 == len(runes) || !isOther(runes[i+1])) {
			bare = true
			pattern.WriteString("[" + string(rune(firstOther)) + "-" + string(rune(lastOther)) + "]*")
		} else {
			only = false
		}
	}
	switch {
	case !bare:
		return Needle{Part: squashed}
	case only:
		return Needle{Part: Initials(squashed)}
	}
	return Needle{Part: Initials(squashed), Pattern: pattern.String()}
}

// In says whether a [Key] contains the needle.
func (n Needle) In(key string) bool {
	return strings.Contains(key, n.Part) && (n.Pattern == "" || regexp.MustCompile(n.Pattern).MatchString(key))
}
