package words

import (
	"regexp"
	"strings"
	"testing"
)

// The sentence of an error's cause does not say what happens next or what to do:
// the same error may be tried again in one case and given up in another, and a
// test message is never sent again.
var (
	koConsequence = regexp.MustCompile(`다시|자동으로|나중에|두 번|한 번 더|주세요|해야|보내요|보낼|시도|기다리면`)
	enConsequence = regexp.MustCompile(`(?i)\b(again|later|retr\w*|twice|once more|please|has to|have to|by itself|is sent|will be|check|enter|make|add|reconnect|try|tried)\b`)
)

func TestACauseStatesNoConsequence(t *testing.T) {
	t.Parallel()
	causes := 0
	for key, e := range catalogue {
		if !strings.HasPrefix(key, "letter.error.") && !strings.HasPrefix(key, "sync.error.") {
			continue
		}
		causes++
		if found := koConsequence.FindString(e.ko); found != "" {
			t.Errorf("%s says what follows (%s): %s", key, found, e.ko)
		}
		if found := enConsequence.FindString(e.en); found != "" {
			t.Errorf("%s says what follows (%s): %s", key, found, e.en)
		}
		if strings.Count(e.ko, ".") != 1 || strings.Count(e.en, ".") != 1 {
			t.Errorf("%s is more than a sentence: %s · %s", key, e.ko, e.en)
		}
	}
	if causes < 20 {
		t.Errorf("only %d causes", causes)
	}
	for key := range catalogue {
		if name, ok := strings.CutPrefix(key, "letter.remedy."); ok && !Has("letter.error."+name) {
			t.Errorf("%s is the remedy of nothing", key)
		}
	}
}

// An entry of the timeline does not change because of later entries.
func TestATimelineStatesNoConsequence(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"event.sent", "event.retrying", "event.unknown", "event.failed"} {
		if e := catalogue[key]; koConsequence.MatchString(e.ko) || enConsequence.MatchString(e.en) {
			t.Errorf("%s says what follows: %s · %s", key, e.ko, e.en)
		}
	}
}
