package notify_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/internal/lowstock"
)

// hostile are names that somebody may give to a product, an option or a shop.
func hostile() map[string]string {
	return map[string]string{
		"html":       `<img src=x onerror=alert(1)><script>alert(1)</script></td></table>`,
		"attribute":  `" onmouseover="alert(1)" x="`,
		"slack":      `<!channel> <@U1> <https://evil.example|여기>`,
		"header":     "셔츠\r\nBcc: victim@evil.example\r\n\r\n<html>",
		"bidi":       "abc\u202egnp.exe\u2066x\u2069",
		"invisible":  "a\u200bb\u00adc\ufeffd\u2060e",
		"nul":        "a\x00b\x1b[31mc\u0085d\u2028e",
		"not utf-8":  "셔츠\xff\xfe\xc3",
		"long":       strings.Repeat("가나다 ", 3000),
		"long word":  strings.Repeat("W", 10<<10),
		"emoji":      strings.Repeat("👩‍👩‍👧‍👦🇰🇷🧵", 30),
		"towers":     "Z" + strings.Repeat("\u0335\u0488", 200),
		"only space": " \t\u3000 ",
		"braces":     "{0} {1|이/가} %s {{.}}",
	}
}

func TestMailsHostileNames(t *testing.T) {
	t.Parallel()
	plain := alert(incident(nil))
	want := shape(t, mailFor(t, plain, nil).HTML)
	headers := len(mailFor(t, plain, nil).Header)
	for name, evil := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := alert(incident(func(i *lowstock.Incident) {
				i.ProductName, i.Options = evil, []lowstock.Option{{Name: evil, Value: evil + "x"}}
			}))
			m.ShopName = evil
			got := mailFor(t, m, nil)
			if now := shape(t, got.HTML); now != want {
				t.Errorf("the page has another shape:\n%s\nwant\n%s", now, want)
			}
			if len(got.Header) != headers {
				t.Errorf("%d headers, want %d: %v", len(got.Header), headers, got.Header)
			}
			if n := len([]rune(got.Subject)); n > 40 {
				t.Errorf("the subject has %d characters: %q", n, got.Subject)
			}
			for part, text := range map[string]string{"subject": got.Subject, "text": got.Text, "page": got.HTML} {
				if i := strings.IndexFunc(text, inert); i >= 0 {
					t.Errorf("the %s keeps %q", part, text[i:min(i+8, len(text))])
				}
				if towers.MatchString(text) {
					t.Errorf("the %s keeps a tower of accents", part)
				}
				if part != "page" && strings.Contains(text, "\t") {
					t.Errorf("the %s keeps a tab", part)
				}
				if len(text) > 60<<10 {
					t.Errorf("the %s has %d bytes", part, len(text))
				}
			}
			for line := range strings.SplitSeq(got.Text, "\n") {
				if len([]rune(line)) > 300 && !strings.Contains(line, "https://") {
					t.Errorf("a line of %d characters", len([]rune(line)))
				}
			}
		})
	}
}

var towers = regexp.MustCompile(`[\p{Mn}\p{Me}]{3}`)

// inert reports whether a character is one that must never be shown.
func inert(r rune) bool {
	return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == '\u2028' || r == unicode.ReplacementChar
}

// shape is the tree of elements without their text.
func shape(t *testing.T, page string) string {
	t.Helper()
	var b strings.Builder
	walk(parse(t, page), func(n *html.Node) {
		if n.Type == html.ElementNode {
			b.WriteString(n.Data + " ")
			for _, a := range n.Attr {
				b.WriteString(a.Key + " ")
			}
		}
	})
	return b.String()
}

func TestSlackHostileNames(t *testing.T) {
	t.Parallel()
	for name, evil := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hook := newHook(t)
			m := toSlack(hook.URL+"/services/T/B/x", incident(func(i *lowstock.Incident) {
				i.ProductName, i.Options = evil, []lowstock.Option{{Name: evil, Value: evil}}
			}))
			m.ShopName = evil
			send(t, hook.sender(t, nil), m)
			body := hook.last(t).body
			var post struct{ Text string }
			if err := json.Unmarshal(body, &post); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(post.Text, "<") || strings.Contains(string(body), "<!") || strings.Contains(string(body), "<@") {
				t.Errorf("data reached Slack as markup: %s", body)
			}
			if n := strings.Count(string(body), "<https://"); n != 1 {
				t.Errorf("%d links, want the mail's own: %s", n, body)
			}
		})
	}
}
