package pipeline_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/worklist"
)

// timely is the maximum time between a sell-out and its mail.
const timely = 15 * time.Minute

// line is a row of the table.
type line struct{ what, value string }

func (r *run) print(what, format string, args ...any) {
	r.report = append(r.report, line{what, fmt.Sprintf(format, args...)})
}

func table(runs []run) string {
	var b strings.Builder
	b.WriteString("|")
	for _, r := range runs {
		b.WriteString(" | " + r.name)
	}
	b.WriteString(" |\n|---" + strings.Repeat("|---", len(runs)) + "|\n")
	longest := slices.MaxFunc(runs, func(a, b run) int { return cmp.Compare(len(a.report), len(b.report)) }) // MONTH_SETTINGS runs only one
	for i, l := range longest.report {
		b.WriteString("| " + l.what)
		for _, r := range runs {
			b.WriteString(" | ")
			if i < len(r.report) {
				b.WriteString(r.report[i].value)
			}
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

// stored is an incident as the app has stored it.
type stored struct {
	ID       int64
	Code     string
	Kind     string
	Opened   time.Time
	Worse    *time.Time
	Resolved *time.Time
}

// judge compares the mails that arrived with the real stock.
func (r *run) judge(t *testing.T) {
	t.Helper()
	m := r.m
	incidents := rowsOf[stored](t, m.d, `SELECT incident_id, variant_code, kind, opened_at, escalated_at, resolved_at FROM incidents ORDER BY incident_id`)
	r.print("units sold, of them a day", "%d, %d", m.sold, m.sold/max(1, int(r.end.Sub(r.begin).Hours()/24)))
	r.print("variants read; watches, sweeps, refreshes", "%d; %d, %d, %d", m.reads, m.steps[worklist.DueWatch], m.steps[worklist.DueSweep], m.steps[worklist.DueRefresh])
	r.mails()
	r.sellOuts(t, incidents)
	r.doubles(t)
	r.crossings(t, incidents)
	r.latency(incidents)
	r.goods.judge(t, r)
	for _, what := range []string{
		"acknowledged", "ordered", "snoozed for days", "snoozed until goods come", "ended by hand", "taken off sale", "left as it is",
		"no word to the app", "over before anything was done",
	} {
		r.print("the merchant: "+what, "%d", m.acts[what])
	}
}

// mails counts the mails of each full day. It omits the first day, on which the
// shop was connected and its rules were made.
func (r *run) mails() {
	days := int(r.end.Sub(r.begin).Hours() / 24)
	for _, to := range []string{owner, buyer} {
		all := make([]int, days)
		purposes := map[outgoing.Purpose]int{}
		for _, l := range r.arrivals {
			day := int(l.at.Sub(r.begin).Hours() / 24)
			if l.to != to || day >= days {
				continue
			}
			all[day]++
			purposes[l.of.Purpose]++
		}
		r.print(to+": mails a day, median / p95 / most", "%s (first day %d)", spread(all[1:]), all[0])
		var kinds []string
		for _, p := range slices.Sorted(maps.Keys(purposes)) {
			kinds = append(kinds, fmt.Sprintf("%s %d", p, purposes[p]))
		}
		r.print(to+": all of them", "%s", strings.Join(kinds, ", "))
	}
}

func spread(list []int) string {
	list = slices.Sorted(slices.Values(list))
	return fmt.Sprintf("%d / %d / %d", part(list, 0.5), part(list, 0.95), part(list, 1))
}

// part returns the value below which that part of a sorted list lies.
func part[T any](sorted []T, p float64) (v T) {
	if len(sorted) == 0 {
		return v
	}
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// notified returns when each incident was in a mail to the owner.
func (r *run) notified() map[int64][]time.Time {
	notified := map[int64][]time.Time{}
	for _, l := range r.arrivals {
		if l.to == owner {
			for _, i := range l.of.Items {
				notified[i.ID] = append(notified[i.ID], l.at)
			}
		}
	}
	return notified
}

// sellOuts counts the sell-outs for which the owner got no mail in time.
func (r *run) sellOuts(t *testing.T, incidents []stored) {
	t.Helper()
	notified, of := r.notified(), map[string][]stored{}
	for _, i := range incidents {
		of[i.Code] = append(of[i.Code], i)
	}
	var quiet, short, before, after, late, open, byHand int
	for _, out := range r.m.outs {
		deadline := out.at.Add(timely)
		if until := r.settings.QuietUntil(deadline); !until.IsZero() {
			deadline = until.Add(2 * time.Minute)
		}
		warned, noticed := false, false
		for _, i := range of[out.item.code] {
			if i.Resolved != nil && i.Resolved.Before(out.at) {
				continue
			}
			for _, at := range notified[i.ID] {
				warned = warned || at.Before(out.at)
				noticed = noticed || !at.After(deadline)
			}
		}
		switch {
		case warned:
			before++
		case noticed:
			after++
		case out.silent:
			quiet++
		case out.dismissed:
			byHand++
		case !out.back.IsZero() && out.back.Before(deadline):
			short++
		case deadline.After(r.end):
			open++
		default:
			if late++; late <= 5 {
				t.Errorf("%s: %s sold out at %s and was not heard of by %s: %s", r.name, out.item.code,
					out.at.In(seoul).Format(time.DateTime), deadline.In(seoul).Format(time.DateTime), timeline(of[out.item.code], notified))
			}
		}
	}
	r.print("sell-outs", "%d", len(r.m.outs))
	r.print("… warned before", "%d", before)
	r.print("… notified within 15 minutes, or at the end of quiet hours", "%d", after)
	r.print("… silent by rule or not on sale; ended by hand; back, or the month over, before that", "%d; %d; %d", quiet, byHand, short+open)
	r.print("**sell-outs without a timely alert**", "**%d**", late)
}

func timeline(incidents []stored, notified map[int64][]time.Time) string {
	var b strings.Builder
	for _, i := range incidents {
		fmt.Fprintf(&b, "%+v notified %v; ", i, notified[i.ID])
	}
	return b.String()
}

// doubles counts incidents for which one recipient was notified twice with the
// same reason and round.
func (r *run) doubles(t *testing.T) {
	t.Helper()
	type key struct {
		incident int64
		reason   lowstock.Reason
		round    int
		to       string
	}
	seen, ids, doubles := map[key]bool{}, map[string]bool{}, 0
	for _, l := range r.arrivals {
		for _, i := range l.of.Items {
			k := key{i.ID, i.Announced, i.Round, l.to}
			if seen[k] {
				doubles++
				t.Errorf("%s: notified twice: %+v", r.name, k)
			}
			seen[k] = true
		}
	}
	for _, m := range r.m.d.inbox.Messages() {
		if ids[m.MessageID] {
			doubles++
			t.Errorf("%s: %s arrived twice", r.name, m.MessageID)
		}
		ids[m.MessageID] = true
	}
	r.print("announcements in the inbox", "%d", len(seen))
	r.print("**duplicates**", "**%d**", doubles)
}

// crossings compares the incidents with those that follow from the readings.
func (r *run) crossings(t *testing.T, incidents []stored) {
	t.Helper()
	name := func(code string, opened time.Time) string { return code + " " + opened.UTC().Format(time.RFC3339) }
	kept, standing := map[string]int{}, map[string]int{}
	for _, i := range incidents {
		kept[name(i.Code, i.Opened)]++
		if i.Resolved == nil {
			standing[i.Code+" "+i.Kind]++
		}
	}
	extra, missing, two, none, worse := len(incidents), 0, 0, 0, 0
	for _, c := range r.m.model.opened {
		if kept[name(c.item.code, c.opened)] > 0 {
			extra--
		} else {
			missing++
			t.Errorf("%s: no incident of %s at %s", r.name, c.item.code, c.opened.In(seoul).Format(time.DateTime))
		}
		if !c.worse.IsZero() {
			worse++
		}
	}
	should := 0
	for _, w := range r.m.items {
		if c := r.m.model.of[w].standing; c != nil {
			should++
			if standing[w.code+" "+string(c.kind)] == 0 {
				none++
				t.Errorf("%s: no standing %s incident of %s", r.name, c.kind, w.code)
			}
		}
	}
	for _, n := range standing {
		two += n - 1
	}
	if extra != 0 || two != 0 {
		t.Errorf("%s: %d incidents without a crossing, %d variants with two", r.name, extra, two)
	}
	r.print("crossings, by what was read; of them on to sold out", "%d; %d", len(r.m.model.opened), worse)
	r.print("incidents per crossing", "%.4f", float64(len(incidents))/float64(max(1, len(r.m.model.opened))))
	r.print("crossings without an incident, incidents without a crossing", "%d, %d", missing, extra)
	r.print("standing at the end, as it should be", "%d, %d", len(standing), should)
	r.print("**two standing, none standing where one should**", "**%d, %d**", two, none)
}

// latency measures the time from the first reading that showed a crossing to
// the mail.
func (r *run) latency(incidents []stored) {
	notified := r.notified()
	at := map[string]time.Time{}
	for _, c := range r.m.model.opened {
		at[c.item.code+c.opened.UTC().Format(time.RFC3339)] = c.first
	}
	var all, awake []time.Duration
	notNotified := 0
	for _, i := range incidents {
		arrivals := notified[i.ID]
		first, known := at[i.Code+i.Opened.UTC().Format(time.RFC3339)]
		if !known || len(arrivals) == 0 {
			notNotified++
			continue
		}
		if first.Before(r.begin.AddDate(0, 0, 1)) {
			continue // the rules were made on that day, so all low variants crossed at once
		}
		took := slices.MinFunc(arrivals, time.Time.Compare).Sub(first)
		all = append(all, took)
		if r.settings.QuietUntil(first).IsZero() {
			awake = append(awake, took)
		}
	}
	slices.SortFunc(all, cmp.Compare)
	slices.SortFunc(awake, cmp.Compare)
	seconds := func(d time.Duration) string { return d.Round(time.Second).String() }
	r.print("from crossing to mail, p50 / p95, but for the first day", "%s / %s", seconds(part(all, 0.5)), seconds(part(all, 0.95)))
	r.print("… outside of quiet hours", "%s / %s", seconds(part(awake, 0.5)), seconds(part(awake, 0.95)))
	r.print("incidents that were over, or held by the cap, before a mail", "%d", notNotified)
}
