package present

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/views/words"
)

// aftermaths are the sentences of what follows when something was not delivered;
// exactly one of them is true.
var aftermaths = map[words.Locale]map[string]string{
	words.Korean: {
		"again": "에 다시 보내요.", "soon": "곧 다시 보내요.", "once more": "에 한 번만 더 보내요.", "once more soon": "곧 한 번만 더 보내요.",
		"never": "더는 다시 보내지 않아요.", "unsure": "두 번 가지 않도록 더는 보내지 않아요.", "suppressed": "보내지 않아요. 그사이 회복되었거나", "test": "시험 메시지는 다시 보내지 않아요.",
	},
	words.English: {
		"again": "It is sent again on ", "soon": "It is sent again soon.", "once more": "It is sent once more on ", "once more soon": "It is sent once more soon.",
		"never": "It is not sent again.", "unsure": "To avoid a second copy", "suppressed": "It is not sent: it has recovered", "test": "A test is not sent again.",
	},
}

// wantAftermath fails where a text does not say what follows, or says more.
func wantAftermath(t *testing.T, l words.Locale, text, want string) {
	t.Helper()
	var found []string
	for name, sentence := range aftermaths[l] {
		if strings.Contains(text, sentence) {
			found = append(found, name)
		}
	}
	if !slices.Equal(found, []string{want}) && (want != "" || len(found) > 0) {
		t.Errorf("%s: says %q, want %q: %s", l, found, want, text)
	}
	for _, promise := range []string{"자동으로", "by itself", "나중에", "later"} {
		if strings.Contains(text, promise) {
			t.Errorf("%s: promises %q: %s", l, promise, text)
		}
	}
}

// TestWhatFollowsComesFromTheState: one cause, every state of the message, in
// the list of alerts and at the end of the timeline.
func TestWhatFollowsComesFromTheState(t *testing.T) {
	t.Parallel()
	for _, l := range []words.Locale{words.Korean, words.English} {
		r := viewerAt(l, "2026-11-22T00:05:00Z")
		due := r.Now.Add(2 * time.Hour)
		for _, cause := range []string{"letter.error.connect", "letter.error.slack_away", "letter.error.webhook_away", "letter.error.deferred", "letter.error.auth", "letter.error.address", "letter.error.unknown"} {
			for _, tt := range []struct {
				state   lowstock.DeliveryState
				due     time.Time
				attempt lowstock.DeliveryState
				want    string
			}{
				{lowstock.DeliveryRetrying, due, lowstock.DeliveryRetrying, "again"},
				{lowstock.DeliveryRetrying, r.Now, lowstock.DeliveryRetrying, "soon"},
				{lowstock.DeliveryFailed, time.Time{}, lowstock.DeliveryFailed, "never"},
				{lowstock.DeliveryFailed, time.Time{}, lowstock.DeliveryRetrying, "never"},
				{lowstock.DeliveryUnknown, due, lowstock.DeliveryUnknown, "once more"},
				{lowstock.DeliveryUnknown, r.Now.Add(time.Minute), lowstock.DeliveryUnknown, "once more soon"},
				{lowstock.DeliveryUnknown, time.Time{}, lowstock.DeliveryUnknown, "unsure"},
				{lowstock.DeliverySuppressed, time.Time{}, lowstock.DeliveryRetrying, "suppressed"},
				{lowstock.DeliverySent, time.Time{}, lowstock.DeliverySent, ""},
			} {
				d := lowstock.Delivery{
					ID: 1, MessageID: 1, Channel: lowstock.ChannelEmail, Recipient: "a@shop.test", State: tt.state, DueAt: tt.due, Error: cause, Attempts: 3,
					CreatedAt: r.Now.Add(-time.Hour), CollectedAt: r.Now.Add(-time.Hour),
				}
				note := r.DeliveryNote(d)
				wantAftermath(t, l, note, tt.want)
				if tt.state != lowstock.DeliverySent && !strings.Contains(note, r.T(cause)) {
					t.Errorf("%s: the cause is missing: %s", tt.state, note)
				}
				entries := TimelineOf(r).Entries(lowstock.Incident{Deliveries: []lowstock.Delivery{d}}, nil, []outgoing.Attempt{
					{MessageID: 1, Number: 1, At: r.Now.Add(-40 * time.Minute), State: lowstock.DeliveryRetrying, Error: cause},
					{MessageID: 1, Number: 2, At: r.Now.Add(-20 * time.Minute), State: tt.attempt, Error: cause},
				})
				wantAftermath(t, l, entries[len(entries)-1].Sentence(), tt.want)
				wantAftermath(t, l, entries[len(entries)-2].Sentence(), "") // the next entry says what came of it
			}
		}
	}
}

// TestATestIsNotSentAgain: whatever became of it.
func TestATestIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, l := range []words.Locale{words.Korean, words.English} {
		r := viewerAt(l, "2026-11-22T00:05:00Z")
		for _, o := range []outgoing.Outcome{
			{State: lowstock.DeliveryFailed, Error: "letter.error.connect"},
			{State: lowstock.DeliveryFailed, Error: "letter.error.slack_away"},
			{State: lowstock.DeliveryFailed, Error: "letter.error.slack_gone"},
			{State: lowstock.DeliveryFailed},
			{State: lowstock.DeliveryRetrying, Error: "letter.error.timeout"},
			{State: lowstock.DeliveryUnknown, Error: "letter.error.unknown"},
			{State: lowstock.DeliveryUnknown},
		} {
			for _, channel := range []lowstock.Channel{lowstock.ChannelEmail, lowstock.ChannelSlack} {
				wantAftermath(t, l, r.TestResult("r", channel, o).Text, "test")
			}
		}
		wantAftermath(t, l, r.TestResult("r", lowstock.ChannelEmail, outgoing.Outcome{State: lowstock.DeliverySent}).Text, "")
	}
}

// TestRemediesAreShownWhereTheyHelp: not while it is only late.
func TestRemediesAreShownWhereTheyHelp(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.English, "2026-11-22T00:05:00Z")
	for cause, help := range map[string]string{
		"address": "Check the address", "slack_gone": "in the settings", "auth": "operator of the app",
	} {
		d := lowstock.Delivery{State: lowstock.DeliveryFailed, Error: "letter.error." + cause}
		if note := r.DeliveryNote(d); !strings.Contains(note, help) {
			t.Errorf("%s: %s", cause, note)
		}
	}
	if note := r.DeliveryNote(lowstock.Delivery{State: lowstock.DeliveryFailed, Error: "letter.error.connect"}); strings.Contains(note, "{") || strings.Contains(note, "remedy") {
		t.Error(note)
	}
}

// TestAFailedSyncShowsItsRetryTime: from the state of the mall, not from the
// cause.
func TestAFailedSyncShowsItsRetryTime(t *testing.T) {
	t.Parallel()
	for l, again := range map[words.Locale]string{words.Korean: "다시 읽어요", words.English: "read again"} {
		r := viewerAt(l, "2026-11-22T00:05:00Z")
		failed := inbound.Sync{State: inbound.SyncFailed, Error: "sync.error.unavailable", FinishedAt: r.Now}
		for name, tt := range map[string]struct {
			mall lowstock.Mall
			want bool
		}{
			"in an hour": {lowstock.Mall{State: lowstock.MallActive, NextSweepAt: r.Now.Add(time.Hour)}, true},
			"now":        {lowstock.Mall{State: lowstock.MallActive, NextSweepAt: r.Now}, true},
			"never":      {lowstock.Mall{State: lowstock.MallActive}, false},
		} {
			b := r.Banner(overview.Connection{Mall: tt.mall, LatestSync: failed})
			if got := strings.Contains(b.Text, again); got != tt.want || !strings.Contains(b.Text, r.T("sync.error.unavailable")) {
				t.Errorf("%s: %s", name, b.Text)
			}
			c := CheckerOf(r).sweepCheck(merchant.Workings{Conn: overview.Connection{Mall: tt.mall, LatestSync: failed}})
			if got := strings.Contains(c.Do, again); got != tt.want {
				t.Errorf("%s: %s", name, c.Do)
			}
		}
	}
}
