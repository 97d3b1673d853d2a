package words

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration][2]string{
		108 * time.Second: {"108초", "108 s"},
		130 * time.Second: {"2분", "2 min"},
		80 * time.Minute:  {"1시간 20분", "1 h 20 min"},
		3 * time.Hour:     {"3시간", "3 h"},
	} {
		if got := [2]string{Korean.Span(d), English.Span(d)}; got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
