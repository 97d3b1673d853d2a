package cafe24

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/redact"
)

const (
	accessLife   = 2 * time.Hour
	refreshLife  = 14 * 24 * time.Hour
	lifeSlack    = 10 * time.Minute // how far the platform's clock and ours may disagree
	assumeMargin = 10 * time.Minute // taken off a life that had to be assumed
)

// Token is a mall's pair of tokens. The refresh token is spent by its first use: store the new pair before using it.
type Token struct {
	Access  redact.Secret
	Refresh redact.Secret

	IssuedAt         time.Time // UTC; when the pair was received, if the platform's own time was unusable
	AccessExpiresAt  time.Time // UTC
	RefreshExpiresAt time.Time // UTC
	Scopes           []string  // as granted, which may be fewer than were asked for
	MallID           string    // as answered; empty when it was not
	UserID           string    // the operator who consented
	ShopNo           int       // 1 when not sent
}

// Granted reports whether the mall granted a scope.
func (t Token) Granted(scope string) bool { return slices.Contains(t.Scopes, scope) }

// kst is the zone of every platform time that names none. Korea has had no daylight saving time since 1988, so a fixed
// zone needs no zone database.
func kst() *time.Location { return time.FixedZone("KST", 9*60*60) }

// parseTime reads the platform's formats: with or without offset, with "T" or space, with or without fractions.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, kst()); err == nil { // a fraction is accepted unasked
			return t.UTC(), true
		}
		if t, err := time.Parse(layout+"Z07:00", s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// expiry decides when a token that was received at now dies. The stated instant is believed if the life it leaves is
// possible. If it is not, the zone is in doubt: the distance between issued and expires does not depend on the zone,
// so it is counted from now. If that is not possible either, a life is assumed, less a margin.
func expiry(now time.Time, issued, expires string, life time.Duration) time.Time {
	possible := func(d time.Duration) bool { return d > 0 && d <= life+lifeSlack }
	end, ok := parseTime(expires)
	if ok && possible(end.Sub(now)) {
		return end
	}
	if start, issuedOK := parseTime(issued); ok && issuedOK && possible(end.Sub(start)) {
		return now.Add(end.Sub(start) - assumeMargin)
	}
	return now.Add(life - assumeMargin)
}

// issuedAt is the platform's own time if it can be true, else now.
func issuedAt(now time.Time, issued string) time.Time {
	if t, ok := parseTime(issued); ok && t.Sub(now).Abs() <= lifeSlack {
		return t
	}
	return now
}
