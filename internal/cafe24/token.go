package cafe24

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/redact"
)

const (
	accessLife   = 2 * time.Hour
	refreshLife  = 14 * 24 * time.Hour
	lifeSlack    = 10 * time.Minute // how far the platform's clock and ours may differ
	assumeMargin = 10 * time.Minute // subtracted from a lifetime that had to be assumed
)

// Token is a mall's pair of tokens. The refresh token works once: store the new pair before you use it.
type Token struct {
	Access  redact.Secret
	Refresh redact.Secret

	IssuedAt         time.Time // UTC; when the pair was received, if the platform's own time is unusable
	AccessExpiresAt  time.Time // UTC
	RefreshExpiresAt time.Time // UTC
	Scopes           []string  // as granted; may be fewer than requested
	MallID           string    // as in the answer; may be empty
	UserID           string    // the operator who consented
	ShopNo           int       // 1 when not sent
}

// Granted reports whether the mall granted a scope.
func (t Token) Granted(scope string) bool { return slices.Contains(t.Scopes, scope) }

// kst is the time zone of every platform time without a zone. Korea has had no daylight saving time since 1988, so a
// fixed zone needs no zone database.
func kst() *time.Location { return time.FixedZone("KST", 9*60*60) }

// parseTime reads the platform's formats: with or without offset, with "T" or space, with or without fractions.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, kst()); err == nil { // time.Parse accepts a fraction that the layout does not have
			return t.UTC(), true
		}
		if t, err := time.Parse(layout+"Z07:00", s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// expiry decides when a token that was received at now expires. It uses the stated time if the lifetime that it
// leaves is plausible. If it is not, the zone is in doubt: the distance between issued and expires does not depend on
// the zone, so it is added to now. If that is not plausible either, a lifetime is assumed, less a margin.
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

// issuedAt is the platform's own time if it is plausible, else now.
func issuedAt(now time.Time, issued string) time.Time {
	if t, ok := parseTime(issued); ok && t.Sub(now).Abs() <= lifeSlack {
		return t
	}
	return now
}
