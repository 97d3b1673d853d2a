package words

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	literalKey  = regexp.MustCompile(`"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"`)
	calledKey   = regexp.MustCompile(`\bT\(\s*"([^"]+)"\s*[,)]`)
	placeholder = regexp.MustCompile(`\{(\d+)`)
)

// built are the prefixes of keys that the code puts together. The comment after
// each says where. Every key of the catalogue with such a prefix counts as used.
func built() []string {
	return []string{
		"status.", "asking.", "scope.", "source.", "explain.", "incident.", "delivery.", "channel.", "done.", "verdict.", "event.", "reason.",
		"stock.tile_", "stock.held_", "alerts.", "rules.level_", "rules.more_of_", "rules.source_", "rules.kind_", "rules.cause_", "silence.", "settings.digest_", "settings.locale_", "settings.sum_", "settings.state_", // internal/web, its presenters
		"token.scope_", "token.hint_", // internal/web/settings, for every team.Scope
		"change.",                        // internal/web/settings, for every preference.Setting
		"recovery.way_", "recovery.log_", // internal/web/connection
		"check.name_", "permission.", // internal/web/present/checks.go
		"report.cause_",                          // internal/web/report
		"unreadable.reason_", "unreadable.list_", // internal/web/present and connection
		"sure.",                            // internal/web/kit, for every kit.Question
		"link.",                            // internal/web/entry/links.go
		"letter.",                          // internal/notify
		"health.",                          // internal/notify and internal/web, for every selfcheck.Kind
		"span.",                            // views/words/span.go
		"selling.at_zero", "selling.below", // views/words/selling.go
		"pieces.",                                                 // views/words/pieces.go
		"purchase.state_", "purchase.event_", "purchase.weekday_", // internal/notify and internal/web/purchasing, for every purchase.State and purchase.EventKind
	}
}

// sources are the Go and templ files of the tree, without tests, generated
// files and the catalogue itself.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, root := range []string{"../../internal", "../../views", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			generated := strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go")
			ours := strings.Contains(path, "views/words/") || strings.Contains(path, "cafe24sim")
			if ext := filepath.Ext(path); (ext != ".go" && ext != ".templ") || generated || ours {
				return nil
			}
			body, err := os.ReadFile(path)
			found[path] = string(body)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(found) < 50 {
		t.Fatalf("only %d files found", len(found))
	}
	return found
}

func TestEveryUsedKeyExists(t *testing.T) {
	t.Parallel()
	for path, body := range sources(t) {
		for _, m := range calledKey.FindAllStringSubmatch(body, -1) {
			prefix := strings.HasSuffix(m[1], ".") || strings.HasSuffix(m[1], "_")
			if !Has(m[1]) && !prefix {
				t.Errorf("%s says %q, which the catalogue does not have", path, m[1])
			}
		}
	}
}

// TestStoredKeysExist: errors and database rows also hold keys, far from the call
// of T that shows them.
func TestStoredKeysExist(t *testing.T) {
	t.Parallel()
	areas := map[string]bool{}
	for key := range catalogue {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	for path, body := range sources(t) {
		for _, m := range literalKey.FindAllStringSubmatch(body, -1) {
			area, rest, _ := strings.Cut(m[1], ".")
			if areas[area] && !Has(m[1]) && !strings.HasSuffix(rest, "_") && !slices.Contains([]string{"go", "css", "js"}, rest) {
				t.Errorf("%s names %q, which the catalogue does not have", path, m[1])
			}
		}
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for path, body := range sources(t) {
		if strings.Contains(path, "views/story/") {
			continue // stories show sentences that the product uses
		}
		for _, m := range literalKey.FindAllStringSubmatch(body, -1) {
			used[m[1]] = true
		}
	}
	for key := range catalogue {
		dynamic := slices.ContainsFunc(built(), func(prefix string) bool { return strings.HasPrefix(key, prefix) }) || isOfAChannel(key)
		if !used[key] && !dynamic {
			t.Errorf("nothing says %q", key)
		}
	}
}

// isOfAChannel reports whether internal/notify puts key together from the name of
// a channel. Its sentence is under channel_, or under the channel's own key.
func isOfAChannel(key string) bool {
	area, rest, _ := strings.Cut(key, ".")
	channel, name, _ := strings.Cut(rest, "_")
	return channel == "channel" || Has("channel."+channel) && Has(area+anyChannel+name)
}

// TestAChannelNeedsOnlyAName: every channel has every sentence about channels. A
// channel's own sentence comes before the general one.
func TestAChannelNeedsOnlyAName(t *testing.T) {
	t.Parallel()
	list := []entry{
		{"letter.error.channel_gone", "{0}에서 받지 않아요.", "{0} is gone."},
		{"settings.channel_test", "{0} 시험", "Test {0}"},
		{"settings.webhook_test", "시험", "Try it"},
		{"channel.slack", "Slack", "Slack"},
	}
	got := map[string]string{}
	for _, e := range ofChannels(list) {
		got[e.key] = e.ko + " " + e.en
	}
	for key, text := range map[string]string{
		"letter.error.slack_gone": "Slack에서 받지 않아요. Slack is gone.", "settings.slack_test": "Slack 시험 Test Slack",
		"letter.error.webhook_gone": "웹훅에서 받지 않아요. Webhook is gone.",
	} {
		if got[key] != text {
			t.Errorf("%s: %q", key, got[key])
		}
	}
	for _, key := range []string{"settings.webhook_test", "settings.email_test", "letter.error.email_gone"} {
		if text, made := got[key]; made {
			t.Errorf("%s was made: %q", key, text)
		}
	}
}

func TestEntriesAreWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	hangul := regexp.MustCompile(`[가-힣]`)
	for key, e := range catalogue {
		if e.ko == "" || e.en == "" {
			t.Errorf("%s lacks a language", key)
		}
		if ko, en := placeholders(e.ko), placeholders(e.en); !slices.Equal(ko, en) {
			t.Errorf("%s has arguments %v in Korean and %v in English", key, ko, en)
		}
		if hangul.MatchString(e.en) {
			t.Errorf("%s has Korean in its English: %s", key, e.en)
		}
	}
}

func TestNoKeyTwice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	all := allWords()
	for _, e := range slices.Concat(all, ofChannels(all)) {
		if seen[e.key] {
			t.Errorf("%s stands twice", e.key)
		}
		seen[e.key] = true
	}
	if len(seen) != len(catalogue) {
		t.Errorf("catalogue has %d keys, the lists of this test %d", len(catalogue), len(seen))
	}
}

// TestToastsAreShort: a toast is visible only briefly.
func TestToastsAreShort(t *testing.T) {
	t.Parallel()
	for key, e := range catalogue {
		if strings.HasPrefix(key, "done.") && (len(strings.Fields(e.ko)) > 3 || len(strings.Fields(e.en)) > 3) {
			t.Errorf("%s has more than three words: %q, %q", key, e.ko, e.en)
		}
	}
}

func placeholders(text string) []string {
	var list []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return slices.Compact(list)
}
