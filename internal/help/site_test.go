package help_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/views/words"
)

func load(t *testing.T) *help.Site {
	t.Helper()
	site, err := help.Load()
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// TestBothLanguagesSayTheSame compares the pages and their sections.
func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	site := load(t)
	korean, english := site.Pages(words.Korean), site.Pages(words.English)
	if len(korean) != len(help.Slugs()) || len(english) != len(korean) {
		t.Fatalf("%d pages in Korean, %d in English, %d names", len(korean), len(english), len(help.Slugs()))
	}
	for i, p := range korean {
		if got, want := ids(english[i]), ids(p); !slices.Equal(got, want) {
			t.Errorf("%s: sections %v in English, %v in Korean", p.Slug, got, want)
		}
		for j, s := range p.Sections {
			if s.Text == "" || english[i].Sections[j].Text == "" {
				t.Errorf("%s#%s says nothing", p.Slug, s.ID)
			}
		}
		if strings.Count(p.HTML, "<a ") != strings.Count(english[i].HTML, "<a ") || strings.Count(p.HTML, "<li>") != strings.Count(english[i].HTML, "<li>") {
			t.Errorf("%s: links or lists differ between the languages", p.Slug)
		}
		if got, want := labels(t, english[i].Slug, "en"), labels(t, p.Slug, "ko"); !slices.Equal(got, want) {
			t.Errorf("%s: labels %v in English, %v in Korean", p.Slug, got, want)
		}
	}
}

func ids(p help.Page) (all []string) {
	for _, s := range p.Sections {
		all = append(all, s.ID)
	}
	return all
}

var quoted = regexp.MustCompile(`\{\{([a-z0-9_.]+)`)

// labels are the keys that a source quotes, sorted: sentences of the languages
// may name them in another order.
func labels(t *testing.T, slug, lang string) (all []string) {
	t.Helper()
	body, err := os.ReadFile(lang + "/" + slug + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range quoted.FindAllStringSubmatch(string(body), -1) {
		all = append(all, m[1])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestEveryFileIsAPage finds a file that no page is made of.
func TestEveryFileIsAPage(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"ko", "en"} {
		list, err := fs.Glob(os.DirFS("."), lang+"/*.md")
		if err != nil || len(list) != len(help.Slugs()) {
			t.Errorf("%s has %v, %v", lang, list, err)
		}
	}
}

var (
	linked  = regexp.MustCompile(`href="([^"]+)"`)
	defined = regexp.MustCompile(` id="([^"]+)"`)
)

// TestEveryLinkLeadsSomewhere checks the pages and the sections that links name.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	site := load(t)
	links := 0
	for _, l := range []words.Locale{words.Korean, words.English} {
		for _, p := range site.Pages(l) {
			seen := map[string]bool{}
			for _, m := range defined.FindAllStringSubmatch(p.HTML, -1) {
				if seen[m[1]] {
					t.Errorf("%s/%s has #%s twice", l, p.Slug, m[1])
				}
				seen[m[1]] = true
			}
			if len(seen) != len(p.Sections) {
				t.Errorf("%s/%s: %d ids, %d sections", l, p.Slug, len(seen), len(p.Sections))
			}
			for _, m := range linked.FindAllStringSubmatch(p.HTML, -1) {
				links++
				checkLink(t, site, l, p.Slug, m[1])
			}
		}
	}
	if links < 50 {
		t.Errorf("only %d links found", links)
	}
}

func checkLink(t *testing.T, site *help.Site, l words.Locale, from, to string) {
	t.Helper()
	path, id, _ := strings.Cut(to, "#")
	path, lang, _ := strings.Cut(path, "?lang=")
	slug, isHelp := strings.CutPrefix(path, "/help/")
	switch {
	case strings.HasPrefix(to, "https://"):
	case lang != string(l):
		t.Errorf("%s/%s: %s leaves the language", l, from, to)
	case path == "/privacy" || path == "/status":
	case !isHelp:
		t.Errorf("%s/%s: %s is no public page", l, from, to)
	default:
		p, ok := site.Page(l, slug)
		if !ok || id != "" && !slices.Contains(ids(p), id) {
			t.Errorf("%s/%s: %s leads nowhere", l, from, to)
		}
	}
}

// TestLabelsAreOfTheCatalogue: a button is quoted by its key only, so that the
// help follows when it is renamed; and nothing is left over in the HTML.
func TestLabelsAreOfTheCatalogue(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile("`[^`]+`")
	for _, lang := range []string{"ko", "en"} {
		for _, slug := range help.Slugs() {
			body, err := os.ReadFile(lang + "/" + slug + ".md")
			if err != nil {
				t.Fatal(err)
			}
			for _, typed := range code.FindAllString(string(body), -1) {
				if typed != "`k***@…`" { // data, not a label
					t.Errorf("%s/%s: %s is typed, not quoted by its key", lang, slug, typed)
				}
			}
			p, _ := load(t).Page(words.Of(lang), slug)
			for _, bad := range []string{"{{", "}}", "{0", "**", "<!--", "style=", "<script"} {
				if strings.Contains(strings.ReplaceAll(p.HTML, "k***@…", ""), bad) {
					t.Errorf("%s/%s: the HTML has %q", lang, slug, bad)
				}
			}
		}
	}
}

// TestSearch finds parts of words, in Korean without the last letter of a
// syllable, and whatever the spaces and the case.
func TestSearch(t *testing.T) {
	t.Parallel()
	site := load(t)
	for _, c := range []struct {
		l     words.Locale
		query string
		first string // page#section
	}{
		{words.Korean, "메일이 오지", "mails#none"},
		{words.Korean, "메일이오지", "mails#none"},
		{words.Korean, "안전재", "thresholds#safety"},
		{words.Korean, "엑세", "stock#export"},
		{words.Korean, "엑셀", "stock#export"},
		{words.Korean, "슬랙이 아닌 말", ""},
		{words.Korean, "중요재고", "cafe24#important"},
		{words.Korean, "slack", "channels#slack"},
		{words.English, "TOO MANY mails", "mails#many"},
		{words.English, "unsubscribe", "mails#unsubscribe"},
		{words.English, "  ", ""},
		{words.English, strings.Repeat("a", 5000), ""},
	} {
		got := ""
		if found := site.Search(c.l, c.query); len(found) > 0 {
			got = found[0].Page.Slug + "#" + found[0].Section.ID
		}
		if got != c.first {
			t.Errorf("%s %.20q: %q first, not %q", c.l, c.query, got, c.first)
		}
	}
	if most := site.Search(words.Korean, "요"); len(most) != help.MaxFound {
		t.Errorf("%d found", len(most))
	}
	for _, f := range site.Search(words.Korean, "품절") {
		if f.Excerpt == "" || len([]rune(f.Excerpt)) > 130 {
			t.Errorf("excerpt %q", f.Excerpt)
		}
	}
}

// TestTheNewestIsADay: operators have seen the news up to a day.
func TestTheNewestIsADay(t *testing.T) {
	t.Parallel()
	news, _ := load(t).Page(words.Korean, help.News)
	days := ids(news)
	if len(days) == 0 || load(t).Latest() != days[0] || !slices.IsSortedFunc(days, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("days %v", days)
	}
	for _, day := range days {
		if !regexp.MustCompile(`^20\d\d-\d\d-\d\d$`).MatchString(day) {
			t.Errorf("%q is no day", day)
		}
	}
}
