package preference

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestMessagesOfADayAreSpread(t *testing.T) {
	t.Parallel()
	ten := time.Date(2026, 11, 24, 10, 0, 0, 0, time.FixedZone("KST", 9*60*60))
	nine := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC) // 9 o'clock of the next day in Seoul
	for name, tc := range map[string]struct {
		cap, collect, had int
		since             time.Duration
		until             time.Time
		over              bool
	}{
		"the first goes at once":               {cap: 3, collect: 60},
		"the second waits for an hour and 20":  {cap: 3, collect: 60, had: 1, until: ten.Add(80 * time.Minute)},
		"from the first on":                    {cap: 3, collect: 60, had: 1, since: 79 * time.Minute, until: ten.Add(time.Minute)},
		"and then no more":                     {cap: 3, collect: 60, had: 1, since: 80 * time.Minute},
		"the third twice as long":              {cap: 3, collect: 60, had: 2, until: ten.Add(160 * time.Minute)},
		"a fourth until the digest time":       {cap: 3, collect: 60, had: 3, since: 5 * time.Hour, until: nine, over: true},
		"of twenty the second waits two steps": {cap: 20, collect: 60, had: 1, until: ten.Add(108 * time.Second)},
		"without a cap":                        {collect: 60, had: 50},
		"of who gathers for less than minutes": {cap: 1, collect: 59, had: 50},
	} {
		s := Settings{Timezone: "Asia/Seoul", DigestAt: "09:00", DailyCap: tc.cap, CollectSeconds: tc.collect}
		until, over := s.Wait(tc.had, ten.Add(-tc.since), ten)
		if !until.Equal(tc.until) || over != tc.over {
			t.Errorf("%s: %v, %t", name, until, over)
		}
	}
}

// TestADayBringsNoMoreThanTheCap checks, for alerts at any time, that a day has
// no more messages than the cap and that no alert waits longer than until the
// next digest time.
func TestADayBringsNoMoreThanTheCap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := Settings{Timezone: "Asia/Seoul", DigestAt: "09:00", CollectSeconds: 60, DailyCap: rapid.IntRange(1, 25).Draw(rt, "cap")}
		now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
		had, day, last := 0, s.LastDigest(now), time.Time{}
		for range rapid.IntRange(1, 25).Draw(rt, "raised") {
			now = now.Add(time.Duration(rapid.IntRange(1, 7200).Draw(rt, "after")) * time.Second)
			raised := now
			for {
				if of := s.LastDigest(now); !of.Equal(day) {
					had, day = 0, of
				}
				until, over := s.Wait(had, last, now)
				if over != (had >= s.DailyCap) {
					rt.Fatalf("had %d of %d: over %t", had, s.DailyCap, over)
				}
				if until.IsZero() {
					break
				}
				if !until.After(now) || until.After(s.NextDigest(raised)) {
					rt.Fatalf("raised at %v, it waits from %v until %v", raised, now, until)
				}
				now = until
			}
			had, last = had+1, now
			if had > s.DailyCap {
				rt.Fatalf("%d messages on %v", had, day)
			}
		}
	})
}

// TestWhyAnAnnouncementWaits checks that the reason for a wait and the rhythm
// in the first mail come from the same computation that delays the messages.
func TestWhyAnAnnouncementWaits(t *testing.T) {
	t.Parallel()
	seoul := time.FixedZone("KST", 9*60*60)
	at := func(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, seoul) }
	s := Settings{Timezone: "Asia/Seoul", DigestAt: "09:00", DailyCap: 3, CollectSeconds: 600, QuietFrom: "22:00", QuietTo: "08:00"}
	for want, c := range map[WaitReason]struct{ raised, due, now time.Time }{
		WaitCollect: {at(10, 0), at(10, 10), at(10, 1)},
		WaitPace:    {at(10, 0), at(11, 20), at(10, 30)},
		WaitCap:     {at(15, 0), at(33, 0), at(15, 30)},
		WaitQuiet:   {at(22, 30), at(32, 0), at(23, 0)},
	} {
		if got := s.WhyWaits(lowstock.Delivery{CreatedAt: c.raised, DueAt: c.due}, c.now); got != want {
			t.Errorf("waits for %s, want %s", got, want)
		}
	}
	for want, c := range map[Rhythm]Settings{
		{Pause: 80 * time.Minute}:  {DailyCap: 3, CollectSeconds: 60},
		{Pause: 108 * time.Second}: {DailyCap: 20, CollectSeconds: 60},
		{Until: "09:00"}:           {DailyCap: 1, CollectSeconds: 60, DigestAt: "09:00"},
		{}:                         {DailyCap: 3, CollectSeconds: 59},
	} {
		if got := c.Rhythm(); got != want {
			t.Errorf("cap %d: %v, want %v", c.DailyCap, got, want)
		}
	}
}
