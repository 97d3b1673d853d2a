package team_test

import (
	"testing"

	"cafe24-inventory-alert/internal/team"
)

func TestOperatorsRights(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		kind string
		subs bool
		want team.Right
	}{
		{"P", false, team.RightOwn},
		{"P", true, team.RightOwn},
		{"A", false, team.RightAct},
		{"A", true, team.RightRules},
		{"S", true, team.RightNone},
		{"", true, team.RightNone},
		{"p", false, team.RightNone},
	} {
		if got := (team.Operator{Type: tc.kind}).Right(tc.subs); got != tc.want {
			t.Errorf("%q, %v: %d, want %d", tc.kind, tc.subs, got, tc.want)
		}
	}
}
