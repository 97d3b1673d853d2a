package monthly

import (
	"cmp"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// LevelsKept is how long the levels that a report needs are kept.
	LevelsKept = 100 * 24 * time.Hour

	// Undisturbed is how long an alert must stay without any reaction to count as
	// ignored.
	Undisturbed = 30 * 24 * time.Hour

	oneSellOut = 24 * time.Hour // sell-outs of an item within this time count as one
	raisedLate = time.Hour      // a second reading may raise an alert this long after the fall
)

// SellOut is a fall of a variant's level from above 0 to 0 or below.
type SellOut struct {
	ProductNo   int64
	VariantCode string
	At          time.Time
	BackAt      time.Time // when it was in stock again; zero: not yet
	Silence     string    // why the variant never alerts, as of today: a code of [lowstock.Silence]
	Threshold   int       // as of today
}

// AlertRecord is an incident as a report needs it.
type AlertRecord struct {
	ID          int64
	ProductNo   int64
	VariantCode string
	Kind        lowstock.Kind // the worst kind that it reached
	Threshold   int           // when it was opened
	OpenedAt    time.Time
	EscalatedAt time.Time
	ResolvedAt  time.Time // zero: not resolved
	ByHand      bool      // a person resolved it
	NotifiedAt  time.Time // when the first message about it was sent; zero: none
	Deliveries  int
	Failed      bool      // a message about it could not be delivered
	Waiting     bool      // a message about it has not been sent yet
	Uncertain   bool      // it is unknown whether a message about it arrived
	HandledAt   time.Time // when a person first acknowledged, snoozed or resolved it
	SnoozedAt   time.Time // when it was first snoozed
	RoseAt      time.Time // when the level first rose after the notification; set only if [AlertRecord.Ignored] may be true
}

// Span is a time with a beginning and an end. A zero end means that it is not
// over.
type Span struct{ From, To time.Time }

// Record is the recorded data of a month and of the time before it that the
// report needs.
type Record struct {
	From, To   time.Time // the month; To is the first moment after it
	KnownFrom  time.Time // start of the recorded levels; zero: none
	SellOuts   []SellOut // sell-outs of the month, the oldest first
	Alerts     []AlertRecord
	Digests    []time.Time // when digests were sent
	Blind      []Span      // times at which the mall could not be read
	Messages   []MessageCount
	Detections []inbound.Detection // how long it took to find changes, as far as that is kept
}

// MessageCount is how many messages to one recipient were sent, and how many
// failed.
type MessageCount struct {
	Channel      lowstock.Channel
	Recipient    string
	Sent, Failed int
}

// Promise says how early a sell-out was announced.
type Promise string

// The promises, the worst first.
const (
	PromiseMissed Promise = "missed"  // no notification was sent
	PromiseAtOut  Promise = "at_out"  // notified when it was sold out already
	PromiseLate   Promise = "late"    // notified before the sell-out, but less than the lead time before
	PromiseKept   Promise = "in_time" // notified at least the lead time before the sell-out
)

// Cause is why a sell-out was not announced in time: a code of
// [lowstock.Silence], or one of the causes below.
type Cause string

// The causes.
const (
	CauseUnknown     Cause = "unknown"
	CauseBlind       Cause = "blind"       // the mall could not be read around then
	CauseNobody      Cause = "nobody"      // no recipient is notified at once
	CauseUndelivered Cause = "undelivered" // no message about it was delivered
	CauseUncertain   Cause = "uncertain"   // it is unknown whether the message arrived
	CauseWaiting     Cause = "waiting"     // the message has not been sent yet
	CauseSnoozed     Cause = "put_off"     // a person had snoozed the alert
	CauseDismissed   Cause = "dismissed"   // a person had resolved it while it was low
	CauseZero        Cause = "zero"        // the threshold was 0: the item alerts only when it is sold out
	CauseFast        Cause = "fast"        // one fall crossed the threshold and sold it out
	CauseThreshold   Cause = "threshold"   // the stock at the threshold did not last for the lead time
	CauseMessageLate Cause = "letter_late" // the alert was raised in time, but the message was sent later
)

// SellOutRow is a sell-out that was not announced in time.
type SellOutRow struct {
	SellOut

	Promise Promise
	Cause   Cause
	AlertID int64         // 0: there was no alert
	Before  time.Duration // from the message to the sell-out; 0 or less: the message came at the sell-out or after it
}

// Report says whether the app kept its promise in a month.
type Report struct {
	From, To, KnownFrom time.Time
	LeadDays            int

	Notified                    int // alerts that were announced in the month
	SellOuts                    int
	InTime, Late, AtOut, Missed int           // numbers of sell-outs; Missed were not announced
	Rows                        []SellOutRow  // all sell-outs that were not in time, the worst first, then the newest first
	Ignored                     []AlertRecord // alerts whose 30 days without any reaction ended in the month, the oldest first
	Messages                    []MessageCount
	Detections                  []inbound.Detection
}

// Count computes the report of a month. A sell-out is in time if the item was
// announced leadDays days before it or earlier. A day is 24 hours, and leadDays
// counts as 1 at least.
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

// FirstNotified is when the alert was first announced: by a message about it,
// or by a digest that was sent while it stood.
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

// Ignored says whether the 30 days after the notification ended between from
// and to without any reaction: the alert stood all the time, no person
// acknowledged or snoozed it, and the item did not sell out after the
// notification. The caller also has to check AlertRecord.RoseAt: the level must
// not have risen.
func (a AlertRecord) Ignored(from, to time.Time) bool {
	until := a.NotifiedAt.Add(Undisturbed)
	before := func(t time.Time) bool { return !t.IsZero() && t.Before(until) }
	soldOut := before(a.EscalatedAt) && a.EscalatedAt.After(a.NotifiedAt)
	return !a.NotifiedAt.IsZero() && within(until, from, to) && !before(a.ResolvedAt) && !before(a.HandledAt) && !soldOut
}

// judge finds the alert that announced a sell-out, and the cause if it came
// late.
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

// alertOf returns the alert that stood when the item sold out, or that the
// sell-out raised.
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
	return CauseUndelivered // all messages were given up
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
// before. A change in such a time is seen only after it is over.
func wasBlind(at time.Time, blind []Span) bool {
	return slices.ContainsFunc(blind, func(b Span) bool {
		return !b.From.After(at) && (b.To.IsZero() || b.To.After(at.Add(-24*time.Hour)))
	})
}
