package pipeline_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/preference"
)

const (
	alice = "a@shop.example" // gets alerts at once, and a daily digest
	bora  = "b@shop.example" // gets the daily digest only
)

// stand is a mall whose first sync has found variants that are sold out.
type stand struct {
	*desk
	t      *testing.T
	levels map[int64]int
	suffix string // of every product's name
}

const newHeading, standingHeading = "새로 부족해진 품목", "계속 부족한 품목"

// newStand makes a mall that is connected on a Monday at noon. SoldOut is the
// number of variants that are sold out when the first sync ends. The threshold
// is 10, and change edits the settings.
func newStand(t *testing.T, soldOut int, change func(*preference.Settings)) *stand {
	t.Helper()
	s := &stand{desk: newDesk(t, time.Date(2026, 11, 2, 12, 0, 0, 0, seoul), 1000*time.Hour), t: t, levels: map[int64]int{}}
	s.inTurn = true
	now := s.clock.Now()
	ten := 10
	if _, _, err := s.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{Threshold: &ten}, now); err != nil {
		t.Fatal(err)
	}
	s.configure(t, func(v *preference.Settings) {
		v.DigestAt, v.DailyCap, v.CollectSeconds = "09:00", 1, 60
		v.Recipients = []preference.Recipient{
			{Email: alice, Immediate: true, Digest: preference.DigestDaily}, {Email: bora, Digest: preference.DigestDaily},
		}
		if change != nil {
			change(v)
		}
	})
	sync, err := s.store.Mall(mall).ClaimSync(t.Context(), now, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	first := map[int64]int{}
	for no := range soldOut {
		first[int64(no+1)] = 0
	}
	s.read(&sync, first)
	if _, err = s.store.Mall(mall).FinishSync(t.Context(), sync, now, now.Add(1000*time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.admin(t, `UPDATE malls SET next_watch_at = NULL, next_sweep_at = NULL, next_sales_at = NULL, next_log_at = NULL`)
	return s
}

func itemName(no int64) string { return fmt.Sprintf("머그컵 %04d번", no) }

// read applies a reading of products that have one variant each.
func (s *stand) read(sync *inbound.Sync, levels map[int64]int) {
	s.t.Helper()
	l := inbound.Levels{Source: lowstock.SourceHint, StartedAt: s.clock.Now()}
	if sync != nil {
		l.Source, l.Sync, l.Hold = lowstock.SourceInstall, sync, true
	}
	for no, quantity := range levels {
		s.levels[no] = quantity
		code := fmt.Sprintf("P%07d", no)
		l.Readings = append(l.Readings, inbound.ProductReading{
			Product: lowstock.Product{No: no, Code: code, Name: itemName(no) + s.suffix, Display: true, Selling: true, Price: strconv.FormatInt(1000*no, 10), CategoryNos: []int{}},
			Variants: []lowstock.Variant{{
				ProductNo: no, Code: code + "000A", Display: true, Selling: true, Tracked: true, Quantity: quantity,
				Options: []lowstock.Option{{Name: "색상", Value: "블루"}},
			}},
		})
	}
	if _, err := s.store.Mall(mall).ApplyLevels(s.t.Context(), l); err != nil {
		s.t.Fatal(err)
	}
}

// at does all work that is due until a time on a day of November.
func (s *stand) at(day, hour, minute int) {
	s.t.Helper()
	s.runTo(s.t, time.Date(2026, 11, day, hour, minute, 0, 0, seoul))
}

func (s *stand) mails(to string) (all []mailsim.Message) {
	for _, m := range s.inbox.Messages() {
		if slices.Contains(m.To, to) {
			all = append(all, m)
		}
	}
	return all
}

// fresh returns what a mail announces: its whole text, or for a digest the text
// under the heading of the new alerts.
func fresh(text string) string {
	if !strings.HasPrefix(text, "지금 ") {
		return text
	}
	_, text, _ = strings.Cut(text, newHeading)
	text, _, _ = strings.Cut(text, "■ "+standingHeading)
	return text
}

// states counts a recipient's deliveries about products with at least this
// number.
func (s *stand) states(to string, from int64) map[string]int {
	s.t.Helper()
	type row struct {
		State string
		N     int
	}
	counts := map[string]int{}
	for _, r := range rowsOf[row](s.t, s.desk, `
		SELECT d.state, count(*)::int FROM deliveries d JOIN incidents i USING (mall_id, incident_id)
		 WHERE d.recipient = $1 AND i.product_no >= $2 GROUP BY 1`, to, from) {
		counts[r.State] = r.N
	}
	return counts
}

// An alert that waits for the digest is named in it first, before all alerts
// that are still open, in the text and the HTML part. This holds for a
// recipient who gets alerts at once and for one who gets digests only. The next
// day it is no longer new.
//
//race:none one step after the other
func TestWhatWaitsForADigestIsNamedInIt(t *testing.T) {
	t.Parallel()
	s := newStand(t, 60, nil)
	s.at(3, 9, 30) // the summary, and a digest that names the alerts that the summary counted
	for to, want := range map[string]string{alice: fmt.Sprint(map[string]int{"sent": 60}), bora: fmt.Sprint(map[string]int{"sent": 60})} {
		if got := fmt.Sprint(s.states(to, 0)); got != want {
			t.Errorf("%s after the first digest: %s, want %s", to, got, want)
		}
	}
	s.read(nil, map[int64]int{901: 50})
	s.read(nil, map[int64]int{902: 50})
	s.at(3, 10, 0)
	s.read(nil, map[int64]int{901: 8})
	s.at(4, 8, 59)
	for _, to := range []string{alice, bora} {
		if got := fmt.Sprint(s.states(to, 901)); got != fmt.Sprint(map[string]int{"pending": 1}) {
			t.Errorf("%s before the digest: %s", to, got)
		}
	}
	before := map[string]int{alice: len(s.mails(alice)), bora: len(s.mails(bora))}
	s.at(4, 9, 30)
	for _, to := range []string{alice, bora} {
		mails := s.mails(to)
		if len(mails) != before[to]+1 {
			t.Fatalf("%s has %d mails, then %d", to, before[to], len(mails))
		}
		m := mails[len(mails)-1]
		for part, text := range map[string]string{"text": m.Text, "page": m.HTML} {
			heading, name, stands := strings.Index(text, newHeading), strings.LastIndex(text, itemName(901)), strings.Index(text, standingHeading)
			if heading < 0 || name < heading || stands < name || !strings.Contains(text, "P0000901000A") {
				t.Errorf("%s %s: heading at %d, name at %d, what stands at %d: %s", to, part, heading, name, stands, text)
			}
			if !strings.Contains(text[max(stands, 0):], itemName(1)) {
				t.Errorf("%s %s does not say what stands", to, part)
			}
		}
		if !strings.Contains(m.Subject, itemName(901)) {
			t.Errorf("subject %q", m.Subject)
		}
		if got := fmt.Sprint(s.states(to, 901)); got != fmt.Sprint(map[string]int{"sent": 1}) {
			t.Errorf("%s after the digest: %s", to, got)
		}
	}
	s.at(5, 9, 30)
	for _, to := range []string{alice, bora} {
		mails := s.mails(to)
		if m := mails[len(mails)-1]; len(mails) != before[to]+2 || strings.Contains(m.Text+m.HTML, newHeading) {
			t.Errorf("%s: the next digest leads with it again: %s", to, m.Text)
		}
	}
}

// A mall has 300 open sold-out alerts for three days, with new low warnings and
// sell-outs between them. For every recipient each alert is named as new in
// exactly one message, whether it was sent at once, after the day's limit, or
// with a digest.
//
//race:none one step after the other
func TestEveryWarningIsNamedInExactlyOneMessage(t *testing.T) {
	t.Parallel()
	s := newStand(t, 300, func(v *preference.Settings) { v.DailyCap = 3 })
	s.at(2, 13, 0)
	for to, want := range map[string]map[string]int{alice: {"sent": 20, "summarized": 280}, bora: {"pending": 300}} {
		if got := s.states(to, 0); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s after the summary: %v, want %v", to, got, want)
		}
	}
	no, warned := int64(1000), []int64{}
	for day := 3; day <= 5; day++ {
		for hour := 8; hour < 22; hour++ {
			s.at(day, hour, 7*hour%60)
			levels := map[int64]int{}
			for range 1 + hour%3 {
				no++
				levels[no], warned = 40, append(warned, no)
			}
			s.read(nil, levels)
			s.clock.to(s.clock.Now().Add(2 * time.Second))
			for n := range levels {
				levels[n] = 3 + int(n%7)
			}
			s.read(nil, levels)
		}
	}
	s.at(6, 9, 30)
	for _, to := range []string{alice, bora} {
		named := map[int64]int{}
		var longest int
		for _, m := range s.mails(to) {
			news := fresh(m.Text)
			longest = max(longest, len(m.HTML))
			for n := range s.levels {
				if strings.Contains(news, itemName(n)+"\n") || strings.Contains(news, itemName(n)+" · ") {
					named[n]++
					if !strings.Contains(m.HTML, itemName(n)) {
						t.Errorf("%s: the page does not name %d", to, n)
					}
				}
			}
		}
		once := 0
		for n := range s.levels {
			if named[n] != 1 {
				t.Errorf("%s: %s is named %d times", to, itemName(n), named[n])
				continue
			}
			once++
		}
		if longest > 95_000 {
			t.Errorf("%s: a page of %d bytes", to, longest)
		}
		if got := s.states(to, 0); got["sent"] != len(s.levels) || len(got) != 1 {
			t.Errorf("%s: deliveries %v, want %d sent", to, got, len(s.levels))
		}
		t.Logf("%s: %d warnings and 300 sold-outs, %d of them in exactly one of %d messages; longest page %d bytes", to, len(warned), once, len(s.mails(to)), longest)
	}
}

// Alerts that do not fit into one mail are still sent at once, in as many mails
// as they need. Together the mails count as one announcement of the day.
//
//race:none one step after the other
func TestWhatDoesNotFitGoesIntoTheNextMailAtOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t, 0, func(v *preference.Settings) { v.DailyCap = 2 })
	s.suffix = strings.Repeat(" 겨울 기모 오버핏", 20)
	s.at(3, 9, 30)
	start, out := map[int64]int{}, map[int64]int{}
	for no := int64(1); no <= 400; no++ {
		start[no], out[no] = 50, 0
	}
	s.read(nil, start)
	s.at(3, 10, 0)
	s.read(nil, out)
	s.at(3, 10, 2) // collect_seconds, and no more
	mails := s.mails(alice)
	if len(mails) < 4 {
		t.Fatalf("%d mails", len(mails))
	}
	named := map[string]int{}
	for _, m := range mails {
		if len(m.HTML) > 95_000 || len(m.Text) > 95_000 {
			t.Errorf("%d bytes of HTML, %d of text", len(m.HTML), len(m.Text))
		}
		for no := range out {
			if code := fmt.Sprintf("P%07d000A", no); strings.Contains(m.Text, code) && strings.Contains(m.HTML, code) {
				named[code]++
			}
		}
	}
	for code, n := range named {
		if n != 1 {
			t.Errorf("%s is named %d times", code, n)
		}
	}
	if got := s.states(alice, 0); len(named) != 400 || got["sent"] != 400 {
		t.Errorf("%d named, deliveries %v", len(named), got)
	}
	t.Logf("400 at once in %d mails", len(mails))
	s.read(nil, map[int64]int{2001: 50})
	s.at(3, 16, 0)
	s.read(nil, map[int64]int{2001: 5})
	s.at(3, 17, 0)
	if n := len(s.mails(alice)); n != len(mails)+1 {
		t.Errorf("the second announcement of two a day waits: %d mails, then %d", len(mails), n)
	}
}
