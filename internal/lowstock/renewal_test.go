package lowstock_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestJudgeRenewals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		n           lowstock.Renewals
		plain, dead bool
		after       time.Duration
		want        lowstock.Verdict
	}{
		"the only mall": {n: lowstock.Renewals{Refused: 1}, want: lowstock.RefusedForGood},
		"one of three, the others have not asked": {n: lowstock.Renewals{Refused: 1, Silent: 2}, want: lowstock.RefusedForGood},
		"all of three":                            {n: lowstock.Renewals{Refused: 3}, want: lowstock.RefusedForGood},
		"one of many, nobody else has asked":      {n: lowstock.Renewals{Refused: 1, Silent: 9}, plain: true, want: lowstock.RefusedOnce},
		"one of many, another was answered":       {n: lowstock.Renewals{Refused: 1, Answered: 1, Silent: 8}, want: lowstock.RefusedForGood},
		"one of many, and nobody asks for hours":  {n: lowstock.Renewals{Refused: 1, Silent: 9}, after: 2 * time.Hour, want: lowstock.RefusedForGood},
		"two of many":                             {n: lowstock.Renewals{Refused: 2, Silent: 8}, want: lowstock.RefusedOnce},
		"many":                                    {n: lowstock.Renewals{Refused: 3, Silent: 7}, want: lowstock.RefusedMany},
		"many, for a day":                         {n: lowstock.Renewals{Refused: 10}, dead: true, after: 24 * time.Hour, want: lowstock.RefusedMany},
		"many, in plain words":                    {n: lowstock.Renewals{Refused: 10}, plain: true, after: time.Hour, want: lowstock.RefusedMany},
		"many, in plain words and without access": {n: lowstock.Renewals{Refused: 10}, plain: true, dead: true, after: 20 * time.Minute, want: lowstock.RefusedForGood},
		"many, while the rest is answered":        {n: lowstock.Renewals{Refused: 3, Answered: 7}, want: lowstock.RefusedForGood},
	} {
		if got := c.n.Judge(c.plain, c.dead, c.after); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
