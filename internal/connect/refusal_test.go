package connect_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
)

func TestJudgeRefusal(t *testing.T) {
	t.Parallel()
	const soon, later = 4 * time.Minute, 25 * time.Minute
	for _, c := range []struct {
		refused, answered, silent int
		after                     time.Duration
		want                      connect.Verdict
	}{
		{1, 0, 0, time.Minute, connect.RefusedOnce},
		{1, 0, 0, soon, connect.RefusedForGood},
		{2, 0, 0, soon, connect.RefusedForGood},
		{1, 0, 1, soon, connect.RefusedForGood},
		{1, 0, 2, soon, connect.RefusedOnce}, // no other mall has called yet
		{2, 0, 8, soon, connect.RefusedOnce},
		{2, 0, 8, later, connect.RefusedForGood},
		{2, 1, 7, soon, connect.RefusedForGood},
		{3, 0, 0, soon, connect.RefusedMany},
		{3, 0, 0, 24 * time.Hour, connect.RefusedMany},
		{3, 2, 0, soon, connect.RefusedMany},
		{3, 3, 0, soon, connect.RefusedForGood},
		{51, 49, 0, soon, connect.RefusedMany},
	} {
		got := connect.Neighbours{Refused: c.refused, Answered: c.answered, Silent: c.silent}.Judge(c.after)
		if got != c.want {
			t.Errorf("%d refused, %d answered, %d silent after %s: %q, want %q", c.refused, c.answered, c.silent, c.after, got, c.want)
		}
	}
}

func TestRenewAfterRefusal(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		ages []time.Duration // ages of the pairs, the newest last
		want bool
	}{
		"stored by an older version":       {nil, true},
		"the only one, and young":          {[]time.Duration{time.Second}, true},
		"renewed a moment ago":             {[]time.Duration{time.Hour, 30 * time.Second}, false},
		"renewed two minutes ago":          {[]time.Duration{time.Hour, 2 * time.Minute}, true},
		"the fifth, renewed ten ago":       {[]time.Duration{90 * time.Minute, 60 * time.Minute, 30 * time.Minute, 20 * time.Minute, 10 * time.Minute}, false},
		"the others are older than 2 h":    {[]time.Duration{3 * time.Hour, 121 * time.Minute, 120 * time.Minute, 30 * time.Second}, true},
		"ten pairs in two hours are spent": {[]time.Duration{110 * time.Minute, 100 * time.Minute, 90 * time.Minute, 80 * time.Minute, 70 * time.Minute, 60 * time.Minute, 50 * time.Minute, 40 * time.Minute, 30 * time.Minute, 20 * time.Minute}, false},
	} {
		token := connect.Token{}
		for _, age := range c.ages {
			token.IssuedAt = now.Add(-age)
			token.PairsAt = append(token.PairsAt, token.IssuedAt)
		}
		if got := token.RenewAfterRefusal(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
