package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	faultAlerts = 50
	givenUp     = 10 // alerts whose mails are tried until the last attempt; the attempts of one mail do not change another
	other       = "other@shop.test"
)

// faultRow is the result for the alerts of one fault.
type faultRow struct {
	sent, failed, unknown, suppressed int // the deliveries at the end
	tried, snooze, doubtful           int // attempts, and how many of them were delayed or had an unknown outcome
	arrived, ids, lost, doubles       int // in the inbox: mails, Message-IDs, alerts without a mail, duplicate mails
	mostCopies                        int
}

// faulty is a mall whose alerts are sent at once, one mail each, to a mail
// server with a fault.
type faulty struct {
	*desk
	t        *testing.T
	slack    *hook
	slackURL string
	alerts   int // raised so far
}

func newFaulty(t *testing.T, health time.Duration) *faulty {
	t.Helper()
	f := &faulty{desk: newDesk(t, time.Date(2026, 11, 2, 10, 0, 0, 0, seoul), health), t: t, slack: &hook{}}
	server := httptest.NewServer(f.slack)
	t.Cleanup(server.Close)
	f.slackURL = server.URL + "/services/T/B/x"
	f.firstSync(t)
	f.configure(t, func(s *preference.Settings) {
		s.CollectSeconds = 0
		s.Recipients = []preference.Recipient{{Email: owner, Immediate: true, Digest: preference.DigestOff}, {Email: other, Digest: preference.DigestOff}}
	})
	f.post.use(f.sender(t, 0, server.URL))
	return f
}

// hook is the receiving side of Slack. It keeps the posted messages.
type hook struct {
	mu      sync.Mutex
	printed []string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, 64<<10)
	n, _ := r.Body.Read(body)
	h.mu.Lock()
	h.printed = append(h.printed, string(body[:n]))
	h.mu.Unlock()
	_, _ = w.Write([]byte("ok")) // the sender has closed the connection
}

// sellOut raises one alert on each of n products.
func (f *faulty) sellOut(n int) {
	f.t.Helper()
	for range n {
		i := f.alerts
		f.alerts++
		reading := inbound.ProductReading{
			Product: lowstock.Product{No: int64(i + 1), Code: fmt.Sprintf("P%03d", i), Name: alertName(i), Display: true, Selling: true, CategoryNos: []int{}},
			Variants: []lowstock.Variant{{
				ProductNo: int64(i + 1), Code: fmt.Sprintf("P%03dA", i), Display: true, Selling: true, Tracked: true,
			}},
		}
		applied, err := f.work.Apply(f.t.Context(), mall, inbound.Levels{
			Source: lowstock.SourceWatch, StartedAt: f.clock.Now(), Readings: []inbound.ProductReading{reading},
		})
		if err != nil || applied.Opened != 1 {
			f.t.Fatalf("%+v, error %v", applied, err)
		}
		for _, due := range f.due(worklist.DueCollect) {
			f.step(f.t, due)
		}
	}
}

func (f *faulty) due(kind worklist.DueKind) []worklist.Due {
	f.t.Helper()
	all, err := f.store.Due(f.t.Context(), f.clock.Now(), 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(d worklist.Due) bool { return d.Kind != kind })
}

func alertName(i int) string { return fmt.Sprintf("울 니트 %03d", i) }

// count reads the inbox. It also reads the stored deliveries and bypasses the
// store.
func (f *faulty) count() faultRow {
	f.t.Helper()
	var r faultRow
	copies, ids := map[string]int{}, map[string]bool{}
	for i := range f.alerts {
		copies[alertName(i)] = 0
	}
	for _, m := range f.inbox.Messages() {
		for name := range copies {
			if strings.Contains(m.Text, name) && m.To[0] == owner {
				copies[name]++
				r.arrived++
				ids[name+m.MessageID] = true
			}
		}
	}
	r.ids = len(ids)
	type count struct {
		State string
		N     int
	}
	at := map[string]*int{"sent": &r.sent, "failed": &r.failed, "unknown": &r.unknown, "suppressed": &r.suppressed}
	for _, c := range rowsOf[count](f.t, f.desk, `SELECT state, count(*) FROM deliveries WHERE channel = 'email' GROUP BY state`) {
		if at[c.State] == nil {
			f.t.Fatalf("%d deliveries are %s at the end", c.N, c.State)
		}
		*at[c.State] = c.N
	}
	for _, c := range rowsOf[count](f.t, f.desk, `
		SELECT a.state, count(*) FROM message_attempts a JOIN messages m USING (mall_id, message_id) WHERE m.purpose = 'alert' GROUP BY a.state`) {
		r.tried += c.N
		switch c.State {
		case "retrying":
			r.snooze = c.N
		case "unknown":
			r.doubtful = c.N
		}
	}
	for _, n := range copies {
		if n == 0 {
			r.lost++
		}
		r.doubles += max(0, n-1)
		r.mostCopies = max(r.mostCopies, n)
	}
	r.lost -= r.failed + r.suppressed // the page shows them, and they can be sent by hand
	return r
}

const faultHead = "| mode | sent | failed | unknown | suppressed | attempts | snoozed | in doubt | mails in the inbox | Message-IDs | lost | doubles |"

func (r faultRow) line(mode string) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |", mode,
		r.sent, r.failed, r.unknown, r.suppressed, r.tried, r.snooze, r.doubtful, r.arrived, r.ids, r.lost, r.doubles)
}

// Fifty alerts go to a mail server that has one of its faults for the first 25
// minutes. No alert is lost. A mail that may have arrived is sent at most once
// more, with the same Message-ID.
func TestFaultMatrix(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	table := map[mailsim.Mode]string{}
	modes := append([]mailsim.Mode{mailsim.Healthy}, mailsim.Modes()...)
	t.Cleanup(func() {
		lines := []string{faultHead}
		for _, mode := range modes {
			lines = append(lines, table[mode])
		}
		t.Log("\n" + strings.Join(lines, "\n"))
	})
	for _, mode := range modes {
		t.Run(orHealthy(mode), func(t *testing.T) {
			t.Parallel()
			r := misbehave(t, mode)
			wantOfMode(t, mode, r)
			mu.Lock()
			defer mu.Unlock()
			table[mode] = r.line(orHealthy(mode))
		})
	}
}

func orHealthy(mode mailsim.Mode) string {
	if mode == mailsim.Healthy {
		return "healthy"
	}
	return string(mode)
}

func misbehave(t *testing.T, mode mailsim.Mode) faultRow {
	t.Helper()
	f := newFaulty(t, 12*time.Hour)
	patient := f.sender(t, 0, "")
	if slices.Contains([]mailsim.Mode{mailsim.HangBanner, mailsim.HangEHLO, mailsim.HangAfterDot}, mode) {
		f.post.use(&hanging{Sender: patient, hung: f.inbox.Struck, trying: map[*attempt]bool{}})
	}
	if err := f.inbox.SetFault(t.Context(), mailsim.Fault{Mode: mode, Times: map[bool]int{true: 1000}[mode == mailsim.Greylist]}); err != nil {
		t.Fatal(err)
	}
	f.sellOut(faultAlerts)
	healed := f.clock.Now().Add(25 * time.Minute)
	f.runTo(t, healed)
	if err := f.inbox.SetFault(t.Context(), mailsim.Fault{}); err != nil {
		t.Fatal(err)
	}
	f.post.use(patient)
	f.runTo(t, healed.Add(96*time.Hour))
	return f.count()
}

func wantOfMode(t *testing.T, mode mailsim.Mode, r faultRow) {
	t.Helper()
	want := faultRow{sent: faultAlerts, tried: faultAlerts, arrived: faultAlerts, ids: faultAlerts, mostCopies: 1}
	switch mode {
	case mailsim.Refuse, mailsim.HangBanner, mailsim.HangEHLO, mailsim.AuthFails, mailsim.Greylist, mailsim.TemporaryData:
		want.snooze, want.tried = 3*faultAlerts, 4*faultAlerts // at once, after 5 and after 15 minutes; repaired before the attempt after 45
	case mailsim.RejectData:
		want.sent, want.failed, want.arrived, want.ids, want.mostCopies = 0, faultAlerts, 0, 0, 0
	case mailsim.RejectRCPT: // the mails that were being sent at the second refusal have failed too
		want = faultRow{failed: r.failed, suppressed: faultAlerts - r.failed, tried: r.failed}
		if r.failed < 2 {
			t.Errorf("%d failed", r.failed)
		}
	case mailsim.HangAfterDot, mailsim.DropAfterDot:
		want.sent, want.unknown, want.arrived, want.doubles, want.mostCopies = 0, faultAlerts, 2*faultAlerts, faultAlerts, 2
		want.tried, want.doubtful = 2*faultAlerts, 2*faultAlerts
	case mailsim.Healthy, mailsim.DropAfter250, mailsim.ResetFails, mailsim.DeadQuit:
	}
	if r != want {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
}

// A server stays faulty for ever. Every alert is tried eight times, exactly
// when it should be, and then counts as failed.
func TestFaultForEver(t *testing.T) {
	t.Parallel()
	for _, mode := range []mailsim.Mode{mailsim.Refuse, mailsim.Greylist, mailsim.TemporaryData} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			f := newFaulty(t, 12*time.Hour)
			if err := f.inbox.SetFault(t.Context(), mailsim.Fault{Mode: mode, Times: map[bool]int{true: 1000}[mode == mailsim.Greylist]}); err != nil {
				t.Fatal(err)
			}
			f.sellOut(givenUp)
			f.runTo(t, f.clock.Now().Add(96*time.Hour))
			r := f.count()
			t.Log("\n" + faultHead + "\n" + r.line(string(mode)+", for ever"))
			want := faultRow{failed: givenUp, tried: 8 * givenUp, snooze: 7 * givenUp}
			if r != want {
				t.Errorf("got  %+v\nwant %+v", r, want)
			}
			f.wantSchedule()
		})
	}
}

func (f *faulty) wantSchedule() {
	f.t.Helper()
	type wait struct {
		Attempt int
		After   time.Duration
		N       int
	}
	const m, h = time.Minute, time.Hour
	waits := []time.Duration{5 * m, 15 * m, 45 * m, 2 * h, 6 * h, 12 * h, 24 * h}
	got := rowsOf[wait](f.t, f.desk, `
		SELECT attempt, after, count(*) FROM (
		  SELECT attempt, at - lag(at) OVER (PARTITION BY message_id ORDER BY attempt) AS after
		    FROM message_attempts JOIN messages USING (mall_id, message_id) WHERE purpose = 'alert') x
		 WHERE after IS NOT NULL GROUP BY attempt, after ORDER BY attempt, after`)
	for i, w := range got {
		if len(got) != len(waits) || w != (wait{i + 2, waits[i], givenUp}) {
			f.t.Errorf("attempts came after %+v", got)
			return
		}
	}
}

// After two refusals of an address no more mails are sent to it. The owner gets
// a message on the channels that work.
func TestTwoBouncesSuspend(t *testing.T) {
	t.Parallel()
	f := newFaulty(t, 0)
	f.configure(t, func(s *preference.Settings) {
		s.Targets = s.Targets.With(lowstock.ChannelSlack, redact.Secret(f.slackURL))
	})
	if err := f.inbox.SetFault(t.Context(), mailsim.Fault{Mode: mailsim.RejectRCPT, Address: owner}); err != nil {
		t.Fatal(err)
	}
	f.sellOut(1)
	f.runTo(t, f.clock.Now().Add(time.Minute))
	if r := f.recipient(owner); !r.SuspendedAt.IsZero() {
		t.Error("suspended by the first refusal")
	}
	f.sellOut(3)
	f.runTo(t, f.clock.Now().Add(10*time.Minute))
	if r := f.recipient(owner); r.SuspendedAt.IsZero() {
		t.Error("not suspended by the second refusal")
	}
	list, err := f.store.Mall(mall).Health(t.Context(), f.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Kind != selfcheck.HealthRecipient || list[0].Subject != owner || !list[0].Stands() {
		t.Errorf("health %+v", list)
	}
	var notified []string
	for _, m := range f.inbox.Messages() {
		notified = append(notified, m.To...)
	}
	if !slices.Equal(notified, []string{other}) {
		t.Errorf("mails to %v, want one to %s", notified, other)
	}
	f.slack.mu.Lock()
	defer f.slack.mu.Unlock()
	if !slices.ContainsFunc(f.slack.printed, func(s string) bool { return strings.Contains(s, owner) }) {
		t.Errorf("Slack heard of no suspended address in %d messages", len(f.slack.printed))
	}
}

func (f *faulty) recipient(email string) preference.Recipient {
	f.t.Helper()
	s, err := f.store.Mall(mall).Settings(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	r, _ := s.Recipient(email)
	return r
}
