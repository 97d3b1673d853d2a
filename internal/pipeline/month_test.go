package pipeline_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

const buyer = "buyer@shop.test"

// TestMonth runs a shop for some time with the engine: shoppers, deliveries of
// goods, edits of thousands of items, and a merchant who reads the mails. It
// compares the mails that arrived in the inbox with the real stock. The short
// form runs with the tests; `make month` is thirty days of 10,000 variants.
//
//race:none the deliveries of TestFaultMatrix and the intake of every bench run under it
func TestMonth(t *testing.T) {
	t.Parallel()
	seed, days, variants := number(t, "MONTH_SEED", 1), number(t, "MONTH_DAYS", 2), number(t, "MONTH_VARIANTS", 200)
	runs := []run{
		{name: "defaults", change: func(*preference.Settings) {}},
		{name: "eager", change: func(s *preference.Settings) { s.DailyCap, s.QuietFrom, s.QuietTo = 20, "22:00", "08:00" }},
	}
	t.Cleanup(func() { t.Logf("seed %d, %d days, %d variants\n%s", seed, days, variants, table(runs)) })
	for i := range runs {
		t.Run(runs[i].name, func(t *testing.T) {
			t.Parallel()
			runs[i].live(t, seed, days, variants)
		})
	}
}

func number(t *testing.T, name string, usual int) int {
	t.Helper()
	given := os.Getenv(name)
	if given == "" {
		return usual
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("%s: %q is no number", name, given)
	}
	return n
}

// run is one shop's time and its results.
type run struct {
	name   string
	change func(*preference.Settings)

	settings preference.Settings
	begin    time.Time
	end      time.Time
	m        *merchant
	goods    *documents
	arrivals []arrival
	report   []line
}

// arrival is a mail in the inbox.
type arrival struct {
	at time.Time
	to string
	of outgoing.Message
}

func (r *run) live(t *testing.T, seed, days, variants int) {
	t.Helper()
	r.begin = time.Date(2026, 11, 2, 0, 0, 0, 0, seoul) // a Monday
	r.end = r.begin.AddDate(0, 0, days)
	d := newDesk(t, r.begin, 30*time.Minute)
	shop := newShop(t, d, rand.New(rand.NewPCG(uint64(seed), 3)), variants)
	r.m = &merchant{shop: shop, handled: map[int64]bool{}, acts: map[string]int{}}
	d.configure(t, func(s *preference.Settings) {
		r.change(s)
		s.Recipients = []preference.Recipient{
			{Email: owner, Immediate: true, Digest: preference.DigestDaily},
			{Email: buyer, Immediate: true, Digest: preference.DigestWeekly, Categories: []int{100, 101, 102, 103}},
		}
		r.settings = *s
	})
	d.inTurn = true
	d.post.sent = func(m outgoing.Message, outcome outgoing.Outcome) { r.arrived(t, m, outcome) }
	r.goods = &documents{shop: shop, rng: rand.New(rand.NewPCG(uint64(seed), 5))}
	r.m.plan(r.begin, days)
	r.goods.plan(r.begin, r.end)
	r.m.run(r.end)
	r.judge(t)
}

// run handles one event after the other, in the shop and in the app.
func (s *shop) run(end time.Time) {
	var due time.Time
	s.touched = true
	for !s.t.Failed() {
		if s.touched {
			due, s.touched = s.d.nextDue(s.t), false
		}
		at, any := s.events.next()
		switch {
		case any && !at.After(end) && (due.IsZero() || at.Before(due)):
			s.d.clock.to(at)
			s.events.take().do()
		case !due.IsZero() && !due.After(end):
			s.d.clock.to(due)
			s.d.workDue(s.t)
			s.touched = true
		default:
			s.d.clock.to(end)
			return
		}
	}
}

// arrived finds the mail in the inbox. A mail counts only when it is there.
func (r *run) arrived(t *testing.T, m outgoing.Message, outcome outgoing.Outcome) {
	t.Helper()
	inbox := r.m.d.inbox.Messages()
	if outcome.State != lowstock.DeliverySent || len(inbox) != len(r.arrivals)+1 {
		t.Errorf("%s to %s is %s (%v), %d mails are in the inbox", m.Purpose, m.Recipient, outcome.State, outcome.Err, len(inbox))
		return
	}
	mail := inbox[len(inbox)-1]
	if !slices.Equal(mail.To, []string{m.Recipient}) {
		t.Errorf("%s to %s arrived at %v: %s", m.Purpose, m.Recipient, mail.To, mail.Subject)
	}
	m.Items = slices.DeleteFunc(m.Items, func(i lowstock.Incident) bool { return i.Announced == "" }) // a digest also lists items that were announced before
	for _, i := range m.Items {
		if strings.Contains(mail.Text, i.Code()) != announces(&m, i) {
			t.Errorf("%s to %s: whether it announces %s is not as in the text: %s", m.Purpose, m.Recipient, i.Code(), mail.Text)
		}
	}
	m.Items = slices.DeleteFunc(m.Items, func(i lowstock.Incident) bool { return !announces(&m, i) })
	r.arrivals = append(r.arrivals, arrival{mail.ReceivedAt, m.Recipient, m})
	if m.Recipient == owner {
		r.m.opens(m)
	}
}

// announces says whether a message names an item. The summary of the first sync
// names the most urgent ones and counts the others, which the next digest then
// announces.
func announces(m *outgoing.Message, i lowstock.Incident) bool {
	return m.Purpose != outgoing.PurposeSummary || !i.Counted
}
