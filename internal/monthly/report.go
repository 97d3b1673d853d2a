package monthly

import (
	"cmp"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// LevelsKept is how far back the levels reach that a report goes by.
	LevelsKept = 100 * 24 * time.Hour

	// Undisturbed is how long nothing must follow on an alert for it to count as
	// one that nobody needed.
	Undisturbed = 30 * 24 * time.Hour

	oneSellOut = 24 * time.Hour // falls of an item that come closer to each other are one
	raisedLate = time.Hour      // a second reading may raise an alert so long after the fall
)

// SellOut is a fall of a variant's level from above 0 to 0 or below.
type SellOut struct {
	ProductNo   int64
	VariantCode string
	At          time.Time
	BackAt      time.Time // when there was some again; zero: not yet
	Silence     string    // why the variant never alerts, as of today: a code of [Silence]
	Threshold   int       // as of today
}

// AlertRecord is an incident as a report needs it.
type AlertRecord struct {
	ID          int64
	ProductNo   int64
	VariantCode string
	Kind        lowstock.Kind // as bad as it became
	Threshold   int           // when it was opened
	OpenedAt    time.Time
	EscalatedAt time.Time
	ResolvedAt  time.Time // zero: it stands
	ByHand      bool      // a person has resolved it
	NotifiedAt  time.Time // when the first letter about it went out; zero: none did
	Deliveries  int
	Failed      bool      // a letter about it could not be delivered
	Waiting     bool      // a letter about it has yet to go out
	Uncertain   bool      // nobody knows whether a letter about it arrived
	HandledAt   time.Time // when a person first acknowledged it, put it off or resolved it
	SnoozedAt   time.Time // when it was first put off
	RoseAt      time.Time // when the level first rose after it was told; only of what could be [AlertRecord.Unheeded]
}

// Span is a time with a beginning and an end; a zero end is not over.
type Span struct{ From, To time.Time }

// Record is what is on record of a month and of what led to it.
type Record struct {
	From, To   time.Time // the month: To is the first moment after it
	KnownFrom  time.Time // since when levels are on record; zero: none are
	SellOuts   []SellOut // of the month, the oldest first
	Alerts     []AlertRecord
	Digests    []time.Time // when digests went out
	Blind      []Span      // times at which the mall could not be read
	Messages   []MessageCount
	Detections []inbound.Detection // how long changes took to be found, as far as that is kept
}

// MessageCount is how many letters one recipient was sent, and how many failed.
type MessageCount struct {
	Channel      lowstock.Channel
	Recipient    string
	Sent, Failed int
}

// Promise is how a sell-out was announced.
type Promise string

// The ways, the worst first.
const (
	PromiseMissed Promise = "missed"  // nobody was told
	PromiseAtOut  Promise = "at_out"  // told when it was sold out already
	PromiseLate   Promise = "late"    // told before, but later than the lead time before
	PromiseKept   Promise = "in_time" // told at least the lead time before
)

// Cause is why a sell-out was not announced in time: the silences of
// [Silence], or one of these.
type Cause string

// The causes.
const (
	CauseUnknown     Cause = "unknown"
	CauseBlind       Cause = "blind"       // the mall could not be read around then
	CauseNobody      Cause = "nobody"      // no recipient is told at once
	CauseUndelivered Cause = "undelivered" // no letter about it got through
	CauseUncertain   Cause = "uncertain"   // whether the letter arrived is not known
	CauseWaiting     Cause = "waiting"     // the letter has yet to go out
	CauseSnoozed     Cause = "put_off"     // a person had put the alert off
	CauseDismissed   Cause = "dismissed"   // a person had resolved it while it was low
	CauseZero        Cause = "zero"        // the threshold was 0: only selling out alerts
	CauseFast        Cause = "fast"        // it fell past its threshold at once
	CauseThreshold   Cause = "threshold"   // from its threshold on it did not last for the lead time
	CauseMessageLate Cause = "letter_late" // it was raised in time, the letter came later
)

// SellOutRow is a sell-out that was not announced in time.
type SellOutRow struct {
	SellOut

	Promise Promise
	Cause   Cause
	AlertID int64         // 0: there was none
	Before  time.Duration // from the letter to the sell-out; 0 or less: at it, or after
}

// Report is whether the app has kept its promise in a month.
type Report struct {
	From, To, KnownFrom time.Time
	LeadDays            int

	Notified                    int // alerts that somebody was told of in the month
	SellOuts                    int
	InTime, Late, AtOut, Missed int           // of the sell-outs; Missed are those nobody was told of
	Rows                        []SellOutRow  // but those in time, the worst first, the newest first
	Ignored                     []AlertRecord // alerts whose 30 days without anything ended in the month, the oldest first
	Messages                    []MessageCount
	Detections                  []inbound.Detection
}

// Count counts a month. A sell-out is in time if somebody was told of the item
// leadDays days before it or earlier, a day being 24 hours, 1 at least.
func Count(r Record, leadDays int) Report {
	leadDays = max(1, leadDays)
	report := Report{From: r.From, To: r.To, KnownFrom: r.KnownFrom, LeadDays: leadDays, Messages: r.Messages, Detections: r.Detections}
	alerts := map[string][]AlertRecord{}
	for _, a := range r.Alerts {
		a.NotifiedAt = a.FirstNotified(r.Digests)
		alerts[a.VariantCode] = append(alerts[a.VariantCode], a)
		if within(a.NotifiedAt, r.From, r.To) {
			report.Notified++
		}
		if a.Ignored(r.From, r.To) && a.RoseAt.IsZero() {
			report.Ignored = append(report.Ignored, a)
		}
	}
	last := map[string]SellOutRow{}
	for _, s := range r.SellOuts {
		row := judge(s, alerts[s.VariantCode], r.Blind, time.Duration(leadDays)*24*time.Hour)
		if was, ok := last[s.VariantCode]; ok && (s.At.Sub(was.At) < oneSellOut || was.AlertID != 0 && was.AlertID == row.AlertID) {
			continue
		}
		last[s.VariantCode] = row
		report.count(row)
	}
	slices.SortStableFunc(report.Rows, func(a, b SellOutRow) int {
		return cmp.Or(cmp.Compare(a.Promise.rank(), b.Promise.rank()), b.At.Compare(a.At), cmp.Compare(a.VariantCode, b.VariantCode))
	})
	slices.SortFunc(report.Ignored, func(a, b AlertRecord) int { return cmp.Or(a.NotifiedAt.Compare(b.NotifiedAt), cmp.Compare(a.ID, b.ID)) })
	return report
}

func (r *Report) count(row SellOutRow) {
	r.SellOuts++
	switch row.Promise {
	case PromiseKept:
		r.InTime++
		return
	case PromiseLate:
		r.Late++
	case PromiseAtOut:
		r.AtOut++
	case PromiseMissed:
		r.Missed++
	}
	r.Rows = append(r.Rows, row)
}

func (p Promise) rank() int {
	return slices.Index([]Promise{PromiseMissed, PromiseAtOut, PromiseLate, PromiseKept}, p)
}

func within(t, from, to time.Time) bool { return !t.IsZero() && !t.Before(from) && t.Before(to) }

// FirstNotified is when somebody first heard of the alert: by a letter about it, or by a
// digest that went out while it stood.
func (a AlertRecord) FirstNotified(digests []time.Time) time.Time {
	at := a.NotifiedAt
	for _, sent := range digests {
		if sent.Before(a.OpenedAt) || !a.ResolvedAt.IsZero() && sent.After(a.ResolvedAt) {
			continue
		}
		if at.IsZero() || sent.Before(at) {
			at = sent
		}
	}
	return at
}

// Ignored says whether the 30 days after the alert's letter ended between two times
// without anybody doing anything about it: it stood all the time, nobody had
// acknowledged it or put it off, and it did not sell out after the letter. That the
// level has not risen either is for AlertRecord.RoseAt to say.
func (a AlertRecord) Ignored(from, to time.Time) bool {
	until := a.NotifiedAt.Add(Undisturbed)
	before := func(t time.Time) bool { return !t.IsZero() && t.Before(until) }
	soldOut := before(a.EscalatedAt) && a.EscalatedAt.After(a.NotifiedAt)
	return !a.NotifiedAt.IsZero() && within(until, from, to) && !before(a.ResolvedAt) && !before(a.HandledAt) && !soldOut
}

// judge looks for the alert that told of a sell-out, and for why it came late.
func judge(s SellOut, alerts []AlertRecord, blind []Span, lead time.Duration) SellOutRow {
	row := SellOutRow{SellOut: s, Promise: PromiseMissed}
	own := alertOf(s, alerts)
	if own == nil {
		row.Cause = silenceOrUnknown(s, alerts, blind)
		return row
	}
	row.AlertID = own.ID
	if own.NotifiedAt.IsZero() {
		row.Cause = notNotified(own, s)
		return row
	}
	row.Before = s.At.Sub(own.NotifiedAt)
	switch {
	case row.Before >= lead:
		row.Promise = PromiseKept
	case row.Before > 0:
		row.Promise, row.Cause = PromiseLate, CauseThreshold
		if s.At.Sub(own.OpenedAt) >= lead {
			row.Cause = CauseMessageLate
		}
	default:
		row.Promise, row.Cause = PromiseAtOut, atOut(own, s, blind)
	}
	return row
}

// alertOf is the alert that stood when the item sold out, or that this raised.
func alertOf(s SellOut, alerts []AlertRecord) *AlertRecord {
	for i := range alerts {
		a := &alerts[i]
		if a.OpenedAt.After(s.At.Add(raisedLate)) || !s.BackAt.IsZero() && a.OpenedAt.After(s.BackAt) {
			continue
		}
		if a.ResolvedAt.IsZero() || a.ResolvedAt.After(s.At) {
			return a
		}
	}
	return nil
}

func silenceOrUnknown(s SellOut, alerts []AlertRecord, blind []Span) Cause {
	switch {
	case s.Silence != "":
		return Cause(s.Silence)
	case wasBlind(s.At, blind):
		return CauseBlind
	}
	for _, a := range alerts {
		if a.ByHand && a.ResolvedAt.Before(s.At) && s.At.Sub(a.ResolvedAt) < Undisturbed {
			return CauseDismissed
		}
	}
	return CauseUnknown
}

func notNotified(a *AlertRecord, s SellOut) Cause {
	switch {
	case !a.SnoozedAt.IsZero() && a.SnoozedAt.Before(s.At):
		return CauseSnoozed
	case a.Uncertain:
		return CauseUncertain
	case a.Failed:
		return CauseUndelivered
	case a.Waiting:
		return CauseWaiting
	case a.Deliveries == 0:
		return CauseNobody
	}
	return CauseUndelivered // all of them were given up
}

func atOut(a *AlertRecord, s SellOut, blind []Span) Cause {
	low := a.OpenedAt.Before(s.At) && (a.Kind == lowstock.KindLow || !a.EscalatedAt.IsZero())
	switch {
	case low && !a.SnoozedAt.IsZero() && a.SnoozedAt.Before(s.At):
		return CauseSnoozed
	case low:
		return CauseMessageLate
	case wasBlind(s.At, blind):
		return CauseBlind
	case a.Threshold <= 0:
		return CauseZero
	}
	return CauseFast
}

// wasBlind says whether the mall could not be read at a time, or within the day
// before: what happens then is seen when it is over.
func wasBlind(at time.Time, blind []Span) bool {
	return slices.ContainsFunc(blind, func(b Span) bool {
		return !b.From.After(at) && (b.To.IsZero() || b.To.After(at.Add(-24*time.Hour)))
	})
}
