package help

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

// MaxFound is how many sections a search returns at most.
const MaxFound = 20

// Found is a section that a search has found.
type Found struct {
	Page    Page
	Section Section
	Excerpt string // the text around the first word that was found
	rank    int
}

const (
	maxQuery   = 100 // characters
	excerptHas = 120 // characters
)

// Search returns the sections that contain every word of the query, in their
// heading, the title of their page or their text. A word may be a part of a
// word of the text, and end within a syllable. The best are first: those whose heading has the words.
func (s *Site) Search(l words.Locale, query string) []Found {
	var asked []string
	for word := range strings.FieldsSeq(cut(query, maxQuery)) {
		asked = append(asked, typed.Squash(word))
	}
	if len(asked) == 0 {
		return nil
	}
	var found []Found
	for _, p := range s.pages[l] {
		for _, at := range p.Sections {
			rank := score(asked, at.soughtTitle, p.sought, at.sought)
			if rank > 0 {
				found = append(found, Found{Page: p, Section: at, Excerpt: excerpt(at.Text, query), rank: rank})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Found) int { return cmp.Compare(b.rank, a.rank) })
	return found[:min(len(found), MaxFound)]
}

// score returns how well a section answers the words, 0 if one of them is
// missing.
func score(asked []string, heading, title, text string) (sum int) {
	for _, word := range asked {
		switch {
		case strings.Contains(heading, word):
			sum += 4
		case strings.Contains(title, word):
			sum += 2
		case strings.Contains(text, word):
			sum++
		default:
			return 0
		}
	}
	return sum
}

func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

// excerpt returns a part of a text with the first word of the query near its
// beginning.
func excerpt(text, query string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	runes, before := []rune(text), 0
	if at := strings.Index(strings.ToLower(text), strings.ToLower(word)); at > 0 && at <= len(text) {
		before = max(0, utf8.RuneCountInString(text[:at])-excerptHas/4)
	}
	before = min(before, max(0, len(runes)-excerptHas))
	part := string(runes[before:min(len(runes), before+excerptHas)])
	if before > 0 {
		part = "…" + part
	}
	if before+excerptHas < len(runes) {
		part += "…"
	}
	return part
}
