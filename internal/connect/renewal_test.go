package connect_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
)

func TestJudgeRenewals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		n           connect.Renewals
		plain, dead bool
		after       time.Duration
		want        connect.Verdict
	}{
		"the only mall": {n: connect.Renewals{Refused: 1}, want: connect.RefusedForGood},
		"one of three, the others have not asked": {n: connect.Renewals{Refused: 1, Silent: 2}, want: connect.RefusedForGood},
		"all of three":                            {n: connect.Renewals{Refused: 3}, want: connect.RefusedForGood},
		"one of many, nobody else has asked":      {n: connect.Renewals{Refused: 1, Silent: 9}, plain: true, want: connect.RefusedOnce},
		"one of many, another was answered":       {n: connect.Renewals{Refused: 1, Answered: 1, Silent: 8}, want: connect.RefusedForGood},
		"one of many, and nobody asks for hours":  {n: connect.Renewals{Refused: 1, Silent: 9}, after: 2 * time.Hour, want: connect.RefusedForGood},
		"two of many":                             {n: connect.Renewals{Refused: 2, Silent: 8}, want: connect.RefusedOnce},
		"many":                                    {n: connect.Renewals{Refused: 3, Silent: 7}, want: connect.RefusedMany},
		"many, for a day":                         {n: connect.Renewals{Refused: 10}, dead: true, after: 24 * time.Hour, want: connect.RefusedMany},
		"many, in plain words":                    {n: connect.Renewals{Refused: 10}, plain: true, after: time.Hour, want: connect.RefusedMany},
		"many, in plain words and without access": {n: connect.Renewals{Refused: 10}, plain: true, dead: true, after: 20 * time.Minute, want: connect.RefusedForGood},
		"many, while the rest is answered":        {n: connect.Renewals{Refused: 3, Answered: 7}, want: connect.RefusedForGood},
	} {
		if got := c.n.Judge(c.plain, c.dead, c.after); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
