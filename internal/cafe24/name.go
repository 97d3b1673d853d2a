package cafe24

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// name is a text for people: the name of a product, an option, a category, a supplier or a shop. Cafe24 allows
// merchants to write HTML in names. The decoded name is the text that this HTML shows. The same sent text always
// gives the same name.
type name string

func (n *name) UnmarshalJSON(raw []byte) error {
	*n = name(plainName(unquote(raw)))
	return nil
}

// nameLimit is how many characters of a name Cafe24 stores: a name of that length may end within a tag or an entity.
const nameLimit = 250

// plainName returns the text of a name. A tag becomes a space. Entities are decoded once, after the tags, so a
// decoded "<대>" is no tag. Text that only looks like a tag ("3 < 5", "<NEW>") stays. Spaces are joined, and invisible
// characters are removed. The text is in NFC and has at most maxText bytes. It is empty if nothing is readable.
func plainName(raw string) string {
	s := tidy(raw)
	if strings.ContainsAny(s, "<&") {
		s = tidy(html.UnescapeString(withoutTags(s)))
	}
	if len(s) > maxText {
		s = strings.TrimSpace(strings.ToValidUTF8(s[:maxText], ""))
	}
	if strings.IndexFunc(s, seen) < 0 {
		return ""
	}
	return s
}

// seen reports whether a character shows something by itself.
func seen(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Co) || !unicode.IsGraphic(r) && r != joiner
}

const joiner = '\u200d' // joins emoji

// tidy returns s in NFC with single spaces and without invisible characters.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp), blank(r):
			return ' '
		case r == joiner:
			return r
		case r == unicode.ReplacementChar, r == '\u034f', unicode.In(r, unicode.Cc, unicode.Cf, unicode.Noncharacter_Code_Point):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(joined(s)), " "))
}

// blank reports whether a character that counts as a letter or a symbol shows nothing: the Hangul fillers, the empty
// Braille cell.
func blank(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800':
		return true
	}
	return false
}

// joined returns s with the joiners between emoji only.
func joined(s string) string {
	if !strings.ContainsRune(s, joiner) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == joiner {
			before, _ := utf8.DecodeLastRuneInString(b.String())
			after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(joiner):])
			if !unicode.In(before, unicode.So, unicode.Sk, unicode.Mn) || !unicode.Is(unicode.So, after) {
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// withoutTags replaces every tag and comment with a space, and removes the content of scripts and styles.
func withoutTags(s string) string {
	s = onlyTags(s)
	var text strings.Builder
	for s != "" {
		z := html.NewTokenizer(strings.NewReader(s))
		copyText(&text, z)
		// An attribute without a closing quote took everything after it: the tag ends at its first ">".
		_, s, _ = strings.Cut(string(z.Raw()), ">")
		text.WriteByte(' ')
	}
	return text.String()
}

// copyText copies the text of z with its entities, up to the end or to an unfinished tag.
func copyText(text *strings.Builder, z *html.Tokenizer) {
	code := false
	for {
		token := z.Next()
		if token == html.ErrorToken {
			return
		}
		if token == html.TextToken {
			if !code {
				text.Write(z.Raw())
			}
			code = false
			continue
		}
		text.WriteByte(' ')
		code = false
		if token == html.StartTagToken || token == html.SelfClosingTagToken {
			element, _ := z.TagName()
			if code = string(element) == "script" || string(element) == "style"; !code {
				z.NextIsNotRawText()
			}
		}
	}
}

var (
	opening = regexp.MustCompile(`<(?:!--|\?|!(?i:doctype)|/?([A-Za-z][A-Za-z0-9:]*))?`)
	// truncated matches the end of a name that was cut within a tag or an entity.
	truncated = regexp.MustCompile(`(?:</?[A-Za-z0-9]*|&#?[A-Za-z0-9]*)$`)
)

// onlyTags escapes every "<" that begins neither an HTML element nor a comment.
func onlyTags(s string) string {
	if utf8.RuneCountInString(s) >= nameLimit {
		s = truncated.ReplaceAllString(s, "")
	}
	var b strings.Builder
	done := 0
	for _, at := range opening.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(s[done:at[0]])
		if done = at[0] + 1; isTag(s, at) {
			b.WriteByte('<')
		} else {
			b.WriteString("&lt;")
		}
	}
	return b.String() + s[done:]
}

// isTag reports whether a match of opening begins markup.
func isTag(s string, at []int) bool {
	if at[2] < 0 {
		return at[1]-at[0] > 1 // "<!--", "<?xml", "<!DOCTYPE"; not "<" alone
	}
	if at[3] < len(s) && !strings.ContainsRune(" /><", rune(s[at[3]])) {
		return false
	}
	return elements[strings.ToLower(s[at[2]:at[3]])]
}

// elements are the elements of HTML, including obsolete ones and those of word processors.
//
//nolint:gochecknoglobals // a constant table; Go has no constant maps
var elements = setOf(`a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
	blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir
	div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup
	hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu
	menuitem meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext
	pre progress q rb rp rt rtc ruby s samp script search section select slot small source span strike strong style sub
	summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp o:p`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
