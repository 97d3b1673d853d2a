package preference_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
)

func settings(change func(*preference.Settings)) *preference.Settings {
	s := &preference.Settings{Locale: "ko", Timezone: "Asia/Seoul", CollectSeconds: 60, DigestAt: "09:00"}
	change(s)
	return s
}

func TestSettingsCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*preference.Settings)
		field  string
	}{
		"as it comes":    {func(*preference.Settings) {}, ""},
		"locale":         {func(s *preference.Settings) { s.Locale = "fr" }, "locale"},
		"time zone":      {func(s *preference.Settings) { s.Timezone = "Asia/Pusan" }, "timezone"},
		"machine's zone": {func(s *preference.Settings) { s.Timezone = "Local" }, "timezone"},
		"collect":        {func(s *preference.Settings) { s.CollectSeconds = 3601 }, "collect_seconds"},
		"clock":          {func(s *preference.Settings) { s.DigestAt = "9:00" }, "digest_at"},
		"half a night":   {func(s *preference.Settings) { s.QuietFrom = "21:00" }, "quiet_to"},
		"address":        {func(s *preference.Settings) { s.Recipients = []preference.Recipient{{Email: "a@b"}} }, "recipients"},
		"header in it":   {func(s *preference.Settings) { s.Recipients = []preference.Recipient{{Email: "a@b.kr\nBcc: c@d.kr"}} }, "recipients"},
		"display name":   {func(s *preference.Settings) { s.Recipients = []preference.Recipient{{Email: "Kim <a@b.kr>"}} }, "recipients"},
		"twice": {func(s *preference.Settings) {
			s.Recipients = []preference.Recipient{{Email: "a@b.kr"}, {Email: "A@b.kr "}}
		}, "recipients"},
		"no text": {func(s *preference.Settings) { s.Recipients = []preference.Recipient{{Email: "\xff@x.com"}} }, "recipients"},
		"digest": {func(s *preference.Settings) {
			s.Recipients = []preference.Recipient{{Email: "a@b.kr", Digest: "hourly"}}
		}, "recipients"},
		"address is kept": {func(s *preference.Settings) { s.Recipients = []preference.Recipient{{Email: " Kim@Shop.kr "}} }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := settings(test.change)
			err := s.Check()
			if test.field == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				for _, r := range s.Recipients {
					if r.Email != "kim@shop.kr" || r.Digest != preference.DigestOff {
						t.Errorf("recipient kept as %+v", r)
					}
				}
				return
			}
			if e, ok := errors.AsType[*lowstock.Error](err); !ok || e.Fields[test.field] == "" {
				t.Fatalf("got %v, want a sentence at %s", err, test.field)
			}
		})
	}
}

func TestQuietUntil(t *testing.T) {
	t.Parallel()
	night := func(zone string) *preference.Settings {
		return settings(func(s *preference.Settings) { s.QuietFrom, s.QuietTo, s.Timezone = "21:00", "08:00", zone })
	}
	tests := map[string]struct {
		s         *preference.Settings
		now, want string // RFC 3339; want is "" outside of quiet hours
	}{
		"evening":             {night("Asia/Seoul"), "2026-11-22T21:00:00+09:00", "2026-11-23T08:00:00+09:00"},
		"after midnight":      {night("Asia/Seoul"), "2026-11-23T07:59:59+09:00", "2026-11-23T08:00:00+09:00"},
		"morning":             {night("Asia/Seoul"), "2026-11-23T08:00:00+09:00", ""},
		"in another zone":     {night("Asia/Seoul"), "2026-11-22T13:00:00Z", "2026-11-22T23:00:00Z"},
		"night of 23 hours":   {night("America/New_York"), "2026-03-08T01:00:00-05:00", "2026-03-08T08:00:00-04:00"},
		"within one day":      {settings(func(s *preference.Settings) { s.QuietFrom, s.QuietTo = "12:00", "13:00" }), "2026-11-22T12:30:00+09:00", "2026-11-22T13:00:00+09:00"},
		"none":                {settings(func(*preference.Settings) {}), "2026-11-22T23:00:00+09:00", ""},
		"from and to are one": {settings(func(s *preference.Settings) { s.QuietFrom, s.QuietTo = "08:00", "08:00" }), "2026-11-22T08:00:00+09:00", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.s.QuietUntil(instant(t, test.now))
			if test.want == "" {
				if !got.IsZero() {
					t.Fatalf("quiet until %s, want no quiet hours", got)
				}
				return
			}
			if want := instant(t, test.want); !got.Equal(want) {
				t.Fatalf("quiet until %s, want %s", got, want)
			}
		})
	}
}

func TestNextDigest(t *testing.T) {
	t.Parallel()
	s := settings(func(*preference.Settings) {})
	for now, want := range map[string]string{
		"2026-11-22T08:59:59+09:00": "2026-11-22T09:00:00+09:00",
		"2026-11-22T09:00:00+09:00": "2026-11-23T09:00:00+09:00",
		"2026-12-31T23:00:00+09:00": "2027-01-01T09:00:00+09:00",
	} {
		if got := s.NextDigest(instant(t, now)); !got.Equal(instant(t, want)) {
			t.Errorf("after %s the digest is at %s, want %s", now, got, want)
		}
	}
}

func TestNextDigestOf(t *testing.T) {
	t.Parallel()
	s := settings(func(*preference.Settings) {})
	sunday := instant(t, "2026-11-22T09:00:00+09:00")
	for choice, want := range map[preference.DigestChoice]string{
		preference.DigestDaily: "2026-11-23T09:00:00+09:00", preference.DigestWeekly: "2026-11-23T09:00:00+09:00", preference.DigestOff: "",
	} {
		at, wanted := s.NextDigestOf(preference.Recipient{Digest: choice}, sunday)
		if wanted != (want != "") || wanted && !at.Equal(instant(t, want)) {
			t.Errorf("%s: %s, %v", choice, at, wanted)
		}
	}
	monday := sunday.AddDate(0, 0, 1)
	if at, _ := s.NextDigestOf(preference.Recipient{Digest: preference.DigestWeekly}, monday); !at.Equal(monday.AddDate(0, 0, 7)) {
		t.Errorf("the week after is %s", at)
	}
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSecretNeverShows(t *testing.T) {
	t.Parallel()
	const value = "xoxb-very-secret"
	holder := struct{ Token redact.Secret }{value}
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	shown := string(encoded) + fmt.Sprintf("%s %v %+v %#v %q %x", holder.Token, holder, holder, holder, holder.Token, holder.Token)
	if strings.Contains(shown, value) || strings.Contains(shown, fmt.Sprintf("%x", value)) {
		t.Errorf("a secret shows: %s", shown)
	}
	if holder.Token.Reveal() != value {
		t.Error("Reveal lost the value")
	}
}
