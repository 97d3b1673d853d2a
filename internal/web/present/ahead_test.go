package present_test

import (
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

// Every offer that would have kept less than the threshold, or than it promises,
// says why, in both languages; no other one says anything.
func TestWhyOffered(t *testing.T) {
	t.Parallel()
	less := outlook.Proof{Windows: 300, Kept: 0.5, Above: 25} // at a threshold of 30 it keeps less
	with := func(p outlook.Proof, change func(*outlook.Proof)) outlook.Proof {
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		proof           outlook.Proof
		threshold       int
		korean, english string // parts of the reason; "": none
	}{
		"keeps as much":                  {outlook.Proof{Windows: 300, Kept: 0.97}, 10, "", ""},
		"enough":                         {with(less, func(p *outlook.Proof) { p.Kept = 0.96 }), 30, "95%", "95%"},
		"slower":                         {with(less, func(p *outlook.Proof) { p.From, p.To = 4, 1.5 }), 30, "1.5", "1.5"},
		"the mall's low season":          {with(less, func(p *outlook.Proof) { p.Season = 0.62 }), 30, "62%", "62%"},
		"a high season is no reason":     {with(less, func(p *outlook.Proof) { p.Season = 1.4 }), 30, "", ""},
		"slower comes before season":     {with(less, func(p *outlook.Proof) { p.From, p.To, p.Season = 4, 1.5, 0.62 }), 30, "1.5", "1.5"},
		"more than the threshold":        {with(less, func(p *outlook.Proof) { p.Kept = 0.9 }), 10, "95%", "95%"},
		"more, in the mall's low season": {with(less, func(p *outlook.Proof) { p.Season = 0.62 }), 10, "62%", "62%"},
	} {
		s := outlook.Suggestion{Point: 20, Level: 95, Known: true, Proof: c.proof, Proven: true}
		for l, want := range map[words.Locale]string{words.Korean: c.korean, words.English: c.english} {
			if got := present.WhyOffered(l, &s, c.threshold); (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q in it", name, got, want)
			}
		}
	}
}
