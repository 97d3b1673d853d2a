package typed

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/unseen"
)

// The letters of Hangul in NFKD: what a syllable begins with, and what follows.
const (
	firstInitial = '\u1100' // ᄀ
	lastInitial  = '\u1112' // ᄒ
	firstOther   = '\u1161' // the vowels, then what ends a syllable
	lastOther    = '\u11ff'
)

// letters are those of the keyboard for the initials, from ᄀ to ᄒ, of three bytes
// each.
const letters = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

// apart takes the letters apart that a Korean keyboard makes of two.
func apart(s string) string {
	return strings.NewReplacer("ㄳ", "ㄱㅅ", "ㄵ", "ㄴㅈ", "ㄶ", "ㄴㅎ", "ㄺ", "ㄹㄱ", "ㄻ", "ㄹㅁ", "ㄼ", "ㄹㅂ",
		"ㄽ", "ㄹㅅ", "ㄾ", "ㄹㅌ", "ㄿ", "ㄹㅍ", "ㅀ", "ㄹㅎ", "ㅄ", "ㅂㅅ").Replace(s)
}

// Squash is text as a search compares it: decomposed (NFKD), lower case, without
// spaces and what cannot be seen, so that neither spacing nor width decides.
func Squash(s string) string {
	s = strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")))
	return strings.Map(func(r rune) rune {
		if blank(r) || unseen.Is(r) {
			return -1
		}
		return r
	}, s)
}

// Initials are what the syllables of a squashed text begin with, each written
// twice so that two of them fill a trigram; anything between them is a space.
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

// Key is what something is searched by that consists of these texts: each of them
// squashed, then their initials, a space between them, so that nothing is found
// across two of them.
func Key(texts ...string) string {
	squashed := make([]string, len(texts))
	for i, text := range texts {
		squashed[i] = Squash(text)
	}
	all := strings.Join(squashed, " ")
	return all + " " + Initials(all)
}

// Needle is what is looked for in a [Key]: Part has to be in it, and Pattern, a
// regular expression that Go and PostgreSQL both know, has to match it, where
// there is one.
type Needle struct{ Part, Pattern string }

// Find makes a needle of what was typed. A consonant alone stands for every
// syllable that it begins: ㄴㅌ finds 니트, and so does ㄴ트. The needle of
// nothing has no part.
func Find(q string) Needle {
	squashed := Squash(apart(q))
	runes := []rune(squashed)
	bare, only := false, true // some of it is initials; nothing else is
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

// In says whether the needle is in a [Key].
func (n Needle) In(key string) bool {
	return strings.Contains(key, n.Part) && (n.Pattern == "" || regexp.MustCompile(n.Pattern).MatchString(key))
}
