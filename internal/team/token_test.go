package team_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/team"
)

func TestATokenNeverExceedsItsMaker(t *testing.T) {
	t.Parallel()
	owner, sub, unseen := team.Maker{Seen: true, Type: "P"}, team.Maker{Seen: true, Type: "A"}, team.Maker{}
	other := team.Maker{Seen: true} // of no known type
	least := team.Operator{}.Right(true)
	for _, c := range []struct {
		maker  team.Maker
		scopes []team.Scope
		want   team.Right
	}{
		{owner, nil, team.RightOwn},
		{owner, []team.Scope{team.ScopeRead}, team.RightSee},
		{owner, []team.Scope{team.ScopeRead, team.ScopeAlerts}, team.RightAct},
		{owner, []team.Scope{team.ScopeRules}, team.RightRules},
		{owner, []team.Scope{team.ScopeSettings, team.ScopeRead}, team.RightOwn},
		{owner, []team.Scope{"of a newer version"}, team.Right(0)},
		{sub, nil, team.RightAct},
		{sub, team.Scopes(), team.RightAct},
		{sub, []team.Scope{team.ScopeRead}, team.RightSee},
		{other, nil, least},
		{other, team.Scopes(), least},
		{unseen, nil, team.RightOwn},
		{unseen, team.Scopes(), team.RightSee},
	} {
		token := team.APIToken{Maker: c.maker, Scopes: c.scopes}
		if got := token.Right(false); got != c.want {
			t.Errorf("%+v, %q: %d, want %d", c.maker, c.scopes, got, c.want)
		}
		if narrowed := c.maker != owner && c.want < (team.APIToken{Maker: owner, Scopes: c.scopes}).Right(false); token.Narrowed(false) != narrowed {
			t.Errorf("%+v, %q: narrowed is not %v", c.maker, c.scopes, narrowed)
		}
		for _, s := range team.Scopes() {
			if want := c.scopes == nil || slices.Contains(c.scopes, s); token.May(s) != want {
				t.Errorf("%q may %s: %v", c.scopes, s, !want)
			}
		}
	}
}

func TestTermsOfATokenAreReadAgain(t *testing.T) {
	t.Parallel()
	end := time.Date(2027, 11, 30, 9, 0, 0, 0, time.UTC)
	for _, token := range []team.APIToken{
		{}, {Scopes: []team.Scope{team.ScopeRead}}, {Scopes: team.Scopes(), ExpiresAt: end},
	} {
		scopes, until := team.ReadTerms(token.Terms())
		if !slices.Equal(scopes, token.Scopes) || !until.Equal(token.ExpiresAt) {
			t.Errorf("%+v: %q, %v", token, scopes, until)
		}
	}
}

func TestATokenEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for left, want := range map[time.Duration][2]bool{
		0: {true, false}, -time.Hour: {true, false}, time.Second: {false, true}, team.TokenEndsSoon: {false, true}, team.TokenEndsSoon + 1: {false, false},
	} {
		token := team.APIToken{ExpiresAt: now.Add(left)}
		if got := [2]bool{token.Expired(now), token.EndsSoon(now)}; got != want {
			t.Errorf("%v before the end: %v, want %v", left, got, want)
		}
	}
	if never := (team.APIToken{}); never.Expired(now) || never.EndsSoon(now) {
		t.Error("a token without an end has ended")
	}
}
