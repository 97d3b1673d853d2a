package team

import (
	"slices"
	"strings"
	"time"
)

// Scope is one kind of call that a token of the JSON API may make. Tokens are
// never made or revoked by a token, whatever its scopes.
type Scope string

// The scopes.
const (
	ScopeRead     Scope = "read"     // stock, alert settings, alerts, how the work stands
	ScopeAlerts   Scope = "alerts"   // acknowledge, snooze, resolve, resend; request a sync
	ScopeRules    Scope = "rules"    // alert settings: set, delete, preview, undo
	ScopeSettings Scope = "settings" // recipients, channels and times
)

// Scopes returns all scopes, the least first.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeAlerts, ScopeRules, ScopeSettings} }

// Right returns the right of an operator that makes the same calls.
func (s Scope) Right() Right {
	switch s {
	case ScopeAlerts:
		return RightAct
	case ScopeRules:
		return RightRules
	case ScopeSettings:
		return RightOwn
	case ScopeRead:
	}
	return RightSee
}

// TokenEndsSoon is how long before its end the app says that a token ends.
const TokenEndsSoon = 14 * 24 * time.Hour

// APIToken is a token for the JSON API. Its value is shown once and stored as a
// hash.
type APIToken struct {
	ID         int64
	Name       string
	CreatedBy  string
	CreatedAt  time.Time
	LastUsedAt time.Time
	Scopes     []Scope   // nil: a token of an earlier version, which had no scopes, may do everything
	ExpiresAt  time.Time // zero: never
	Maker      Maker
}

// Maker is who made a token, as the app last saw them.
type Maker struct {
	Seen bool // false: the app does not know the operator
	Type string
}

// May says whether the token has the scope.
func (t APIToken) May(s Scope) bool { return t.Scopes == nil || slices.Contains(t.Scopes, s) }

// Expired says whether the token has ended.
func (t APIToken) Expired(now time.Time) bool {
	return !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt)
}

// EndsSoon says whether the token works, and ends within [TokenEndsSoon].
func (t APIToken) EndsSoon(now time.Time) bool {
	return !t.ExpiresAt.IsZero() && !t.Expired(now) && t.ExpiresAt.Sub(now) <= TokenEndsSoon
}

// Limit returns the right of the operator who made the token. The token never
// exceeds it, so a token becomes narrower when its maker does. If the maker is
// not known, a token with scopes only reads. A token of an earlier version then
// has the owner's right, since nobody else could make one.
func (t APIToken) Limit(subsChangeRules bool) Right {
	switch {
	case t.Maker.Seen:
		return Operator{Type: t.Maker.Type}.Right(subsChangeRules)
	case t.Scopes == nil:
		return RightOwn
	}
	return RightSee
}

// Right returns the greatest right that the token has.
func (t APIToken) Right(subsChangeRules bool) Right { return min(t.Limit(subsChangeRules), t.asked()) }

// Narrowed says whether who made the token may not do all that its scopes name
// any more.
func (t APIToken) Narrowed(subsChangeRules bool) bool { return t.Limit(subsChangeRules) < t.asked() }

// asked returns the greatest right that the scopes name.
func (t APIToken) asked() Right {
	if t.Scopes == nil {
		return RightOwn
	}
	var most Right
	for _, s := range t.Scopes {
		most = max(most, s.Right())
	}
	return most
}

// Terms returns the scopes of the token and when it ends, for the record of
// changes. It returns "" for a token of an earlier version.
func (t APIToken) Terms() string {
	if t.Scopes == nil {
		return ""
	}
	names := make([]string, len(t.Scopes))
	for i, s := range t.Scopes {
		names[i] = string(s)
	}
	terms := strings.Join(names, ",")
	if !t.ExpiresAt.IsZero() {
		terms += " " + t.ExpiresAt.UTC().Format(time.RFC3339)
	}
	return terms
}

// ReadTerms reads what [APIToken.Terms] has written. until is zero if the token
// did not end.
func ReadTerms(terms string) (scopes []Scope, until time.Time) {
	names, end, _ := strings.Cut(terms, " ")
	for name := range strings.SplitSeq(names, ",") {
		if name != "" {
			scopes = append(scopes, Scope(name))
		}
	}
	until, _ = time.Parse(time.RFC3339, end) // the zero time for none
	return scopes, until
}
