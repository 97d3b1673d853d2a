package selfcheck_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
)

// checkTime is the time of the checkups in this file.
var checkTime = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return checkTime.Add(-d) }

// sound returns the facts of a mall without any trouble.
func sound() selfcheck.Facts {
	return selfcheck.Facts{
		State: lowstock.MallActive, ConnectedAt: ago(90 * 24 * time.Hour), Products: true, ReadAt: ago(5 * time.Minute),
		Recipients: []preference.Recipient{
			{Email: "kim@shop.test", ConfirmedAt: ago(time.Hour)}, {Email: "lee@shop.test", ConfirmedAt: ago(time.Hour)},
		},
		Channels: []lowstock.Channel{lowstock.ChannelSlack, lowstock.ChannelWebhook},
		Mail:     selfcheck.MailFacts{SentAt: ago(time.Hour)},
		DueAt:    ago(time.Second),
	}
}

func stood(kind selfcheck.Kind, subject string, d time.Duration) selfcheck.Health {
	return selfcheck.Health{ID: 1, Kind: kind, Subject: subject, OpenedAt: ago(d)}
}

func ended(kind selfcheck.Kind, d time.Duration) selfcheck.Health {
	return selfcheck.Health{ID: 1, Kind: kind, OpenedAt: ago(d + time.Hour), ClosedAt: ago(d)}
}

func TestCheckup(t *testing.T) {
	t.Parallel()
	gone := selfcheck.Condition{Kind: selfcheck.HealthChannel, Subject: "slack", Reason: "letter.error.slack_gone"}
	mail := func(failed int, since time.Duration, key string) selfcheck.MailFacts {
		return selfcheck.MailFacts{SentAt: ago(2 * time.Hour), Failed: failed, Since: ago(since), Error: key, Waiting: true}
	}
	only := func(kind selfcheck.Kind) []selfcheck.Condition { return []selfcheck.Condition{{Kind: kind}} }
	left := func(reason string) []selfcheck.Condition {
		return []selfcheck.Condition{{Kind: selfcheck.HealthReception, Reason: reason}}
	}
	for name, test := range map[string]struct {
		change func(*selfcheck.Facts)
		want   []selfcheck.Condition
	}{
		"nothing is wrong": {func(*selfcheck.Facts) {}, nil},
		"connection lost": {
			func(f *selfcheck.Facts) {
				f.State, f.ReconnectReason = lowstock.MallReconnect, "connection.app_removed"
			},
			[]selfcheck.Condition{{Kind: selfcheck.HealthConnection, Reason: "connection.app_removed"}},
		},
		"a scope is missing": {
			func(f *selfcheck.Facts) { f.State, f.ReconnectReason = lowstock.MallReconnect, "connection.scope" },
			[]selfcheck.Condition{{Kind: selfcheck.HealthScope, Reason: "connection.scope"}},
		},
		"one cause, one alert": {
			func(f *selfcheck.Facts) {
				f.State, f.ReconnectReason = lowstock.MallReconnect, "connection.invalid_grant"
				f.ReadAt, f.RefreshFailing, f.ReceptionOff, f.ReceptionAt = ago(20*time.Hour), ago(19*time.Hour), true, ago(time.Hour)
				f.Known = []selfcheck.Health{stood(selfcheck.HealthRefresh, "", 18*time.Hour), stood(selfcheck.HealthStale, "", time.Hour)}
			},
			[]selfcheck.Condition{{Kind: selfcheck.HealthConnection, Reason: "connection.invalid_grant"}},
		},
		"a connection lost again is notified at once": {
			func(f *selfcheck.Facts) {
				f.State, f.Known = lowstock.MallReconnect, []selfcheck.Health{ended(selfcheck.HealthConnection, time.Minute)}
			},
			only(selfcheck.HealthConnection),
		},
		"a mall that left": {func(f *selfcheck.Facts) { f.State = lowstock.MallUninstalled }, nil},
		"a refresh failed": {func(f *selfcheck.Facts) { f.RefreshFailing = ago(30 * time.Minute) }, nil},
		"refreshes fail":   {func(f *selfcheck.Facts) { f.RefreshFailing = ago(31 * time.Minute) }, only(selfcheck.HealthRefresh)},
		"the app itself was refused": {
			func(f *selfcheck.Facts) { f.RefreshFailing, f.AppRefused = ago(50*time.Minute), ago(30*time.Minute) }, nil,
		},
		"the app itself is refused": {
			func(f *selfcheck.Facts) { f.RefreshFailing, f.AppRefused = ago(50*time.Minute), ago(31*time.Minute) }, only(selfcheck.HealthApp),
		},
		"the app itself was refused, and now Cafe24 does not answer": {
			func(f *selfcheck.Facts) {
				f.RefreshFailing, f.Known = ago(50*time.Minute), []selfcheck.Health{stood(selfcheck.HealthApp, "", 20*time.Minute)}
			},
			only(selfcheck.HealthApp),
		},
		"the app itself is taken again": {
			func(f *selfcheck.Facts) { f.Known = []selfcheck.Health{stood(selfcheck.HealthApp, "", 20*time.Minute)} }, nil,
		},
		"refreshes failed before the app was away": {
			func(f *selfcheck.Facts) { f.RefreshFailing, f.DueAt = ago(9*time.Hour), ago(8*time.Hour) }, nil,
		},
		"webhooks are off": {
			func(f *selfcheck.Facts) { f.ReceptionOff, f.ReceptionAt = true, ago(time.Minute) }, left("health.webhooks_off.no_scope"),
		},
		"webhooks are off, and the app may turn them on": {
			func(f *selfcheck.Facts) { f.ReceptionOff, f.ReceptionAt, f.MayRepair = true, ago(time.Minute), true }, left(""),
		},
		"webhooks are off, and the app has turned them on before": {
			func(f *selfcheck.Facts) {
				f.ReceptionOff, f.ReceptionAt, f.MayRepair, f.Repaired = true, ago(time.Minute), true, true
			},
			left("health.webhooks_off.once"),
		},
		"webhooks were off, and Cafe24 does not answer any more": {
			func(f *selfcheck.Facts) { f.ReceptionOff, f.ReceptionAt = true, ago(3*time.Hour) }, nil,
		},
		"webhooks are off, and Cafe24 does not answer any more": {
			func(f *selfcheck.Facts) {
				f.ReceptionOff, f.ReceptionAt = true, ago(3*time.Hour)
				f.Known = []selfcheck.Health{stood(selfcheck.HealthReception, "", 4*time.Hour)}
			},
			left("health.webhooks_off.no_scope"),
		},
		"webhooks are off once more": {
			func(f *selfcheck.Facts) {
				f.ReceptionOff, f.ReceptionAt = true, ago(time.Minute)
				f.Known = []selfcheck.Health{ended(selfcheck.HealthReception, 59*time.Minute)}
			}, nil,
		},
		"webhooks are off once more, and stay so": {
			func(f *selfcheck.Facts) {
				f.ReceptionOff, f.ReceptionAt = true, ago(time.Minute)
				f.Known = []selfcheck.Health{ended(selfcheck.HealthReception, 61*time.Minute)}
			},
			left("health.webhooks_off.no_scope"),
		},
		"numbers of six hours":  {func(f *selfcheck.Facts) { f.ReadAt = ago(6 * time.Hour) }, nil},
		"numbers older than it": {func(f *selfcheck.Facts) { f.ReadAt = ago(6*time.Hour + time.Minute) }, only(selfcheck.HealthStale)},
		"never read":            {func(f *selfcheck.Facts) { f.ReadAt = time.Time{} }, only(selfcheck.HealthStale)},
		"old numbers of an empty catalogue": {
			func(f *selfcheck.Facts) { f.ReadAt, f.Products = time.Time{}, false }, nil,
		},
		"old numbers while the first sync runs": {
			func(f *selfcheck.Facts) { f.ReadAt, f.FirstSync = ago(7*time.Hour), true }, nil,
		},
		"old numbers of a mall that just reconnected": {
			func(f *selfcheck.Facts) { f.ReadAt, f.ConnectedAt = ago(50*time.Hour), ago(time.Minute) }, nil,
		},
		"old numbers because the app was away": {
			func(f *selfcheck.Facts) { f.ReadAt, f.DueAt = ago(8*time.Hour), ago(8*time.Hour) }, nil,
		},
		"old numbers, still, after the app was away": {
			func(f *selfcheck.Facts) {
				f.ReadAt, f.DueAt = ago(20*time.Hour), ago(8*time.Hour)
				f.Known = []selfcheck.Health{stood(selfcheck.HealthStale, "", 12*time.Hour)}
			},
			only(selfcheck.HealthStale),
		},
		"one letter failed":      {func(f *selfcheck.Facts) { f.Mail = mail(1, time.Hour, "letter.error.connect") }, nil},
		"letters fail for a bit": {func(f *selfcheck.Facts) { f.Mail = mail(5, 30*time.Minute, "letter.error.connect") }, nil},
		"mails fail": {
			func(f *selfcheck.Facts) { f.Mail = mail(2, 31*time.Minute, "letter.error.connect") },
			[]selfcheck.Condition{{Kind: selfcheck.HealthMail, Reason: "letter.error.connect"}},
		},
		"mails failed, and none waits any more": {
			func(f *selfcheck.Facts) {
				f.Mail = mail(2, 31*time.Minute, "letter.error.connect")
				f.Mail.Waiting = false
			}, nil,
		},
		"the server refuses our name, twice": {
			func(f *selfcheck.Facts) { f.Mail = mail(2, time.Minute, "letter.error.auth") },
			[]selfcheck.Condition{{Kind: selfcheck.HealthMail, Reason: "letter.error.auth"}},
		},
		"mails fail, and nothing was tried since": {
			func(f *selfcheck.Facts) {
				f.Mail = selfcheck.MailFacts{SentAt: ago(9 * time.Hour)}
				f.Known = []selfcheck.Health{stood(selfcheck.HealthMail, "", 8*time.Hour)}
			},
			only(selfcheck.HealthMail),
		},
		"mails get out again": {
			func(f *selfcheck.Facts) {
				f.Mail = selfcheck.MailFacts{SentAt: ago(7 * time.Hour)}
				f.Known = []selfcheck.Health{stood(selfcheck.HealthMail, "", 8*time.Hour)}
			}, nil,
		},
		"a recipient is suspended": {
			func(f *selfcheck.Facts) { f.Recipients[1].SuspendedAt = ago(time.Minute) },
			[]selfcheck.Condition{{Kind: selfcheck.HealthRecipient, Subject: "lee@shop.test"}},
		},
		"a suspended recipient unsubscribed": {
			func(f *selfcheck.Facts) {
				f.Recipients[1].SuspendedAt, f.Recipients[1].UnsubscribedAt = ago(time.Hour), ago(time.Minute)
			}, nil,
		},
		"a channel is gone": {func(f *selfcheck.Facts) { f.Gone = []selfcheck.Condition{gone} }, []selfcheck.Condition{gone}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sound()
			test.change(&f)
			if diff := cmp.Diff(test.want, selfcheck.Find(&f, checkTime)); diff != "" {
				t.Errorf("conditions (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatEndsQuietly checks the troubles whose end is not good news and gives
// no all-clear.
func TestWhatEndsQuietly(t *testing.T) {
	t.Parallel()
	f := sound()
	f.Recipients[1].UnsubscribedAt = checkTime
	f.Channels = f.Channels[:1]
	lost := sound()
	lost.State = lowstock.MallReconnect
	appRefused := sound()
	appRefused.AppRefused = f.ConnectedAt
	for _, test := range []struct {
		facts *selfcheck.Facts
		kind  selfcheck.Kind
		about string
		want  bool
	}{
		{&f, selfcheck.HealthConnection, "", false},
		{&f, selfcheck.HealthMail, "", false},
		{&f, selfcheck.HealthRecipient, "kim@shop.test", false},
		{&f, selfcheck.HealthRecipient, "lee@shop.test", true},
		{&f, selfcheck.HealthRecipient, "deleted@shop.test", true},
		{&f, selfcheck.HealthChannel, "slack", false},
		{&f, selfcheck.HealthChannel, "webhook", true},
		{&lost, selfcheck.HealthRefresh, "", true},
		{&lost, selfcheck.HealthApp, "", true},
		{&f, selfcheck.HealthApp, "", false},
		{&appRefused, selfcheck.HealthRefresh, "", true},
		{&lost, selfcheck.HealthStale, "", true},
		{&lost, selfcheck.HealthMail, "", false},
	} {
		if got := test.facts.Quietly(stood(test.kind, test.about, time.Hour)); got != test.want {
			t.Errorf("%s %s in a mall that is %s: quietly %v", test.kind, test.about, test.facts.State, got)
		}
	}
}

func TestTroubleIsNotAnnouncedByTheBrokenChannel(t *testing.T) {
	t.Parallel()
	announced := func(kind selfcheck.Kind, subject string) (ways []string) {
		h := stood(kind, subject, 0)
		for _, way := range [][2]string{{"email", "kim@shop.test"}, {"email", "lee@shop.test"}, {"slack", "slack"}, {"webhook", "webhook"}} {
			if h.Reaches(lowstock.Channel(way[0]), way[1]) {
				ways = append(ways, way[1])
			}
		}
		return ways
	}
	all := []string{"kim@shop.test", "lee@shop.test", "slack", "webhook"}
	for _, kind := range selfcheck.Kinds() {
		subject, want := "", all
		switch kind {
		case selfcheck.HealthMail:
			want = []string{"slack", "webhook"}
		case selfcheck.HealthRecipient:
			subject, want = "kim@shop.test", []string{"lee@shop.test", "slack", "webhook"}
		case selfcheck.HealthChannel:
			subject, want = "slack", []string{"kim@shop.test", "lee@shop.test", "webhook"}
		case selfcheck.HealthConnection, selfcheck.HealthRefresh, selfcheck.HealthApp, selfcheck.HealthScope, selfcheck.HealthReception, selfcheck.HealthStale:
		}
		if diff := cmp.Diff(want, announced(kind, subject)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
}
