package preference_test

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/preference"
)

// zones returns time zones that change their clocks at midnight, before
// midnight, by half an hour, by a whole day, in Ramadan, or not any more.
func zones() []string {
	return []string{
		"Asia/Seoul", "Asia/Pyongyang", "America/Sao_Paulo", "America/Campo_Grande", "Asia/Beirut", "Africa/Cairo", "America/Santiago", "America/Punta_Arenas",
		"Asia/Tehran", "America/Asuncion", "America/Havana", "Asia/Amman", "Asia/Damascus", "Asia/Gaza", "Asia/Hebron", "Atlantic/Azores", "America/Nuuk",
		"America/Scoresbysund", "Africa/Casablanca", "Africa/El_Aaiun", "Europe/London", "Europe/Berlin", "Europe/Istanbul", "Europe/Chisinau", "Europe/Volgograd",
		"America/New_York", "America/St_Johns", "America/Caracas", "America/Port-au-Prince", "America/Mexico_City", "America/Cancun", "Pacific/Easter", "Pacific/Apia",
		"Pacific/Fiji", "Pacific/Tongatapu", "Pacific/Norfolk", "Pacific/Bougainville", "Pacific/Chatham", "Australia/Lord_Howe", "Australia/Adelaide", "Antarctica/Troll", "Antarctica/Casey",
		"Asia/Hovd", "Asia/Ulaanbaatar", "Asia/Jerusalem", "Africa/Khartoum", "Africa/Juba", "Africa/Sao_Tome", "Africa/Windhoek", "Asia/Magadan", "Asia/Almaty", "Asia/Qyzylorda", "UTC",
	}
}

// changes returns the moments from 2015 to 2030 at which a zone's clocks
// change. Of changes at the same time of day, on the same weekday and by the
// same amount, it returns only the first.
func changes(zone *time.Location, weekdays bool) []time.Time {
	var list []time.Time
	seen := map[string]bool{}
	for at := time.Date(2015, 1, 1, 0, 0, 0, 0, zone); ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Year() > 2030 {
			return list
		}
		kind := end.Add(-1).Format("15:04-07:00") + end.Format("15:04-07:00")
		if weekdays {
			kind += end.Weekday().String()
		}
		if at = end; !seen[kind] {
			list, seen[kind] = append(list, end), true
		}
	}
}

func clocks() []string {
	return []string{"00:00", "00:01", "00:30", "01:00", "01:59", "02:00", "02:30", "03:00", "09:00", "12:00", "22:30", "23:00", "23:30", "23:59"}
}

// TestADigestADay checks that a digest comes exactly once on every day around
// each clock change.
func TestADigestADay(t *testing.T) {
	t.Parallel()
	for _, name := range zones() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes(zone, false) {
			for _, clock := range clocks() {
				s := preference.Settings{Timezone: name, DigestAt: clock}
				checkDigests(t, &s, change)
			}
		}
	}
}

func checkDigests(t *testing.T, s *preference.Settings, change time.Time) {
	t.Helper()
	from, to := change.Add(-36*time.Hour), change.Add(36*time.Hour)
	at := s.NextDigest(from)
	day := localtime.DayOf(at, at.Location())
	for at.Before(to) {
		next := s.NextDigest(at)
		if day = day.AddDate(0, 0, 1); !localtime.DayOf(next, next.Location()).Equal(day) {
			t.Fatalf("%s at %s: after %s comes %s, which is not %s", s.Timezone, s.DigestAt, at, next, day.Format(time.DateOnly))
		}
		if shown := next.Format("15:04"); shown != s.DigestAt { // allowed only if no clock shows the digest time
			start, end := next.ZoneBounds()
			if !next.Equal(start) && !next.Equal(end.Add(-time.Second)) {
				t.Fatalf("%s at %s: comes at %s", s.Timezone, s.DigestAt, next)
			}
		}
		for _, now := range []time.Time{at, at.Add(time.Hour), next.Add(-time.Second)} {
			if got := s.NextDigest(now); !got.Equal(next) {
				t.Fatalf("%s at %s: at %s the next is %s, not %s", s.Timezone, s.DigestAt, now, got, next)
			}
			if got := s.LastDigest(now); !got.Equal(at) {
				t.Fatalf("%s at %s: at %s the last is %s, not %s", s.Timezone, s.DigestAt, now, got, at)
			}
		}
		at = next
	}
}

// TestAWeeklyDigestAWeek checks that the weekly digest comes on Mondays, even
// on a Monday without a midnight.
func TestAWeeklyDigestAWeek(t *testing.T) {
	t.Parallel()
	for _, name := range zones() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes(zone, true) {
			s := preference.Settings{Timezone: name, DigestAt: "00:00"}
			r := preference.Recipient{Digest: preference.DigestWeekly}
			at, _ := s.NextDigestOf(r, change.Add(-15*24*time.Hour))
			for at.Before(change.Add(8 * 24 * time.Hour)) {
				next, _ := s.NextDigestOf(r, at)
				if days := int(localtime.DayOf(next, zone).Sub(localtime.DayOf(at, zone)).Hours() / 24); days != 7 || next.Weekday() != time.Monday {
					t.Fatalf("%s: after %s comes %s", name, at, next)
				}
				at = next
			}
		}
	}
}

// TestQuietHoursAcrossChanges checks that it is quiet exactly while clocks show
// a time within the quiet hours. An hour that comes twice is quiet from its
// first time to its second.
func TestQuietHoursAcrossChanges(t *testing.T) {
	t.Parallel()
	for _, name := range zones() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes(zone, false) {
			for _, hours := range [][2]string{{"21:00", "08:00"}, {"23:30", "00:30"}, {"00:00", "01:00"}, {"22:00", "00:00"}, {"00:30", "23:30"}, {"01:30", "02:30"}, {"02:00", "03:00"}} {
				s := preference.Settings{Timezone: name, QuietFrom: hours[0], QuietTo: hours[1]}
				for minute := -13 * 60; minute <= 13*60; minute += 30 {
					checkQuiet(t, &s, change.Add(time.Duration(minute)*time.Minute))
				}
			}
		}
	}
}

func checkQuiet(t *testing.T, s *preference.Settings, now time.Time) {
	t.Helper()
	until := s.QuietUntil(now)
	shown := now.Format("15:04")
	within := shown >= s.QuietFrom && shown < s.QuietTo
	if s.QuietTo < s.QuietFrom {
		within = shown >= s.QuietFrom || shown < s.QuietTo
	}
	switch {
	case within && until.IsZero():
		t.Fatalf("%s, %s to %s: not quiet at %s", s.Timezone, s.QuietFrom, s.QuietTo, now)
	case !within && !until.IsZero() && !doubled(now):
		t.Fatalf("%s, %s to %s: quiet at %s until %s", s.Timezone, s.QuietFrom, s.QuietTo, now, until)
	case !until.IsZero() && (!until.After(now) || until.Sub(now) > 26*time.Hour || !s.QuietUntil(until).IsZero()):
		t.Fatalf("%s, %s to %s: at %s quiet until %s", s.Timezone, s.QuietFrom, s.QuietTo, now, until)
	}
}

// doubled says whether clocks are set back within the day.
func doubled(now time.Time) bool {
	_, before := now.Add(-24 * time.Hour).Zone()
	_, after := now.Add(24 * time.Hour).Zone()
	return after < before
}

// TestDaysOfARange checks that days follow each other without a gap, at
// whatever time a day begins.
func TestDaysOfARange(t *testing.T) {
	t.Parallel()
	for _, name := range zones() {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		s := preference.Settings{Timezone: name}
		for _, change := range changes(zone, false) {
			day := localtime.DayOf(change, zone)
			r := demand.Range{From: day.AddDate(0, 0, -2), To: day.AddDate(0, 0, 2)}
			for n, start := range r.Bounds(zone) {
				date := r.From.AddDate(0, 0, n)
				if !localtime.DayOf(start, zone).Equal(date) || !localtime.DayOf(start.Add(-1), zone).Equal(date.AddDate(0, 0, -1)) {
					t.Fatalf("%s: %s begins at %s", name, date.Format(time.DateOnly), start)
				}
				if end, ok := s.EndOfDay(date.AddDate(0, 0, -1).Format(time.DateOnly)); !ok || !end.Equal(start) {
					t.Fatalf("%s: the day before %s ends at %s, not at %s", name, date.Format(time.DateOnly), end, start)
				}
			}
		}
	}
}

func ExampleStartOfDay() {
	zone, _ := time.LoadLocation("America/Sao_Paulo")
	fmt.Println(localtime.StartOfDay(2018, 11, 4, zone))
	// Output: 2018-11-04 01:00:00 -0200 -02
}
