package monthly_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
)

// on is noon of a day in November in Seoul.
func on(day int) time.Time { return time.Date(2026, 11, day, 3, 0, 0, 0, time.UTC) }

func november(sold []monthly.SellOut, alerts ...monthly.AlertRecord) monthly.Record {
	return monthly.Record{
		From: time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC),
		KnownFrom: on(-40), SellOuts: sold, Alerts: alerts,
	}
}

func TestReportOfOneSellOut(t *testing.T) {
	t.Parallel()
	sold := monthly.SellOut{VariantCode: "A", At: on(20), Threshold: 5}
	alert := monthly.AlertRecord{
		ID: 1, VariantCode: "A", Kind: lowstock.KindOut, Threshold: 5, OpenedAt: on(10), EscalatedAt: on(20), NotifiedAt: on(10), Deliveries: 1,
	}
	muted, hidden := sold, sold
	muted.Silence, hidden.Silence = lowstock.SilenceMuted, lowstock.SilenceProductHidden
	with := func(change func(*monthly.AlertRecord)) []monthly.AlertRecord {
		a := alert
		change(&a)
		return []monthly.AlertRecord{a}
	}
	for name, c := range map[string]struct {
		sold    monthly.SellOut
		alerts  []monthly.AlertRecord
		more    func(*monthly.Record)
		promise monthly.Promise
		cause   monthly.Cause
	}{
		"ten days before":                        {sold, []monthly.AlertRecord{alert}, nil, monthly.PromiseKept, ""},
		"seven days to the second":               {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt = on(13) }), nil, monthly.PromiseKept, ""},
		"raised in time, the mail a second late": {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt = on(13).Add(time.Second) }), nil, monthly.PromiseLate, monthly.CauseMessageLate},
		"it did not last for the lead time":      {sold, with(func(a *monthly.AlertRecord) { a.OpenedAt, a.NotifiedAt = on(15), on(15) }), nil, monthly.PromiseLate, monthly.CauseThreshold},
		"raised by selling out, threshold 0": {sold, with(func(a *monthly.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.NotifiedAt, a.Threshold = on(20).Add(time.Minute), time.Time{}, on(20).Add(time.Minute), 0
		}), nil, monthly.PromiseAtOut, monthly.CauseZero},
		"past its threshold at once": {sold, with(func(a *monthly.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.NotifiedAt = on(20), time.Time{}, on(20).Add(time.Minute)
		}), nil, monthly.PromiseAtOut, monthly.CauseFast},
		"while the mall could not be read": {sold, with(func(a *monthly.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.NotifiedAt = on(20), time.Time{}, on(20).Add(time.Minute)
		}), func(r *monthly.Record) { r.Blind = []monthly.Span{{From: on(18), To: on(20).Add(-time.Hour)}} }, monthly.PromiseAtOut, monthly.CauseBlind},
		"the mail about low waited":  {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt = on(21) }), nil, monthly.PromiseAtOut, monthly.CauseMessageLate},
		"nobody is notified":         {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt, a.Deliveries = time.Time{}, 0 }), nil, monthly.PromiseMissed, monthly.CauseNobody},
		"snoozed before anybody was": {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt, a.SnoozedAt = time.Time{}, on(11) }), nil, monthly.PromiseMissed, monthly.CauseSnoozed},
		"no mail got through":        {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt, a.Failed = time.Time{}, true }), nil, monthly.PromiseMissed, monthly.CauseUndelivered},
		"the link broke":             {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt, a.Uncertain = time.Time{}, true }), nil, monthly.PromiseMissed, monthly.CauseUncertain},
		"the mail waits":             {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt, a.Waiting = time.Time{}, true }), nil, monthly.PromiseMissed, monthly.CauseWaiting},
		"a digest notified": {sold, with(func(a *monthly.AlertRecord) { a.NotifiedAt = time.Time{} }), func(r *monthly.Record) {
			r.Digests = []time.Time{on(9), on(12)} // the first was sent before the alert was raised
		}, monthly.PromiseKept, ""},
		"muted":                       {muted, nil, nil, monthly.PromiseMissed, monthly.Cause(lowstock.SilenceMuted)},
		"hidden":                      {hidden, nil, nil, monthly.PromiseMissed, monthly.Cause(lowstock.SilenceProductHidden)},
		"not connected":               {sold, nil, func(r *monthly.Record) { r.Blind = []monthly.Span{{From: on(19)}} }, monthly.PromiseMissed, monthly.CauseBlind},
		"nobody knows":                {sold, nil, nil, monthly.PromiseMissed, monthly.CauseUnknown},
		"an alert of an earlier fall": {sold, with(func(a *monthly.AlertRecord) { a.ResolvedAt = on(15) }), nil, monthly.PromiseMissed, monthly.CauseUnknown},
		"resolved by hand":            {sold, with(func(a *monthly.AlertRecord) { a.ResolvedAt, a.ByHand = on(15), true }), nil, monthly.PromiseMissed, monthly.CauseDismissed},
		"an alert of a later fall":    {sold, with(func(a *monthly.AlertRecord) { a.OpenedAt = on(22) }), nil, monthly.PromiseMissed, monthly.CauseUnknown},
	} {
		record := november([]monthly.SellOut{c.sold}, c.alerts...)
		if c.more != nil {
			c.more(&record)
		}
		got := monthly.Count(record, 7)
		promise, cause := monthly.PromiseKept, monthly.Cause("")
		if len(got.Rows) > 0 {
			promise, cause = got.Rows[0].Promise, got.Rows[0].Cause
		}
		if promise != c.promise || cause != c.cause || got.SellOuts != 1 || got.InTime+got.Late+got.AtOut+got.Missed != 1 {
			t.Errorf("%s: %s, %q, want %s, %q: %+v", name, promise, cause, c.promise, c.cause, got)
		}
	}
}

// TestReportCountsSellOutsOnce checks that falls of an item that belong
// together count once, with the worst result.
func TestReportCountsSellOutsOnce(t *testing.T) {
	t.Parallel()
	fall := func(code string, at time.Time) monthly.SellOut {
		return monthly.SellOut{VariantCode: code, At: at, BackAt: at.Add(time.Hour)}
	}
	sold := []monthly.SellOut{
		fall("A", on(3)), fall("B", on(4)), fall("A", on(3).Add(5*time.Hour)), fall("C", on(5)), fall("B", on(8)), fall("A", on(9)), fall("D", on(9)), fall("E", on(12)),
	}
	report := monthly.Count(november(sold,
		monthly.AlertRecord{ID: 1, VariantCode: "B", Kind: lowstock.KindOut, OpenedAt: on(-9), EscalatedAt: on(4), NotifiedAt: on(-9), Deliveries: 1},
		monthly.AlertRecord{ID: 2, VariantCode: "C", Kind: lowstock.KindOut, OpenedAt: on(5), NotifiedAt: on(5), Deliveries: 1},
		monthly.AlertRecord{ID: 3, VariantCode: "D", Kind: lowstock.KindOut, Threshold: 4, OpenedAt: on(8), EscalatedAt: on(9), NotifiedAt: on(8), Deliveries: 1},
		monthly.AlertRecord{ID: 4, VariantCode: "E", Kind: lowstock.KindOut, Threshold: 4, OpenedAt: on(11), EscalatedAt: on(12), NotifiedAt: on(11), Deliveries: 1},
	), 0)
	var rows []string
	for _, r := range report.Rows {
		rows = append(rows, r.VariantCode+" "+string(r.Promise))
	}
	if diff := cmp.Diff([]string{"A missed", "A missed", "C at_out"}, rows); diff != "" {
		t.Error(diff)
	}
	if report.LeadDays != 1 || report.SellOuts != 6 || report.InTime != 3 || report.Missed != 2 || report.AtOut != 1 || report.Notified != 3 {
		t.Errorf("%+v", report)
	}
}

func TestReportOfIgnoredAlerts(t *testing.T) {
	t.Parallel()
	alert := monthly.AlertRecord{VariantCode: "A", Kind: lowstock.KindLow, Threshold: 5, OpenedAt: on(-20), NotifiedAt: on(-20), Deliveries: 1}
	for name, c := range map[string]struct {
		change func(*monthly.AlertRecord)
		want   int
	}{
		"nothing followed":          {func(*monthly.AlertRecord) {}, 1},
		"its 30 days end later":     {func(a *monthly.AlertRecord) { a.NotifiedAt = on(2) }, 0},
		"they had ended before":     {func(a *monthly.AlertRecord) { a.OpenedAt, a.NotifiedAt = on(-40), on(-40) }, 0},
		"nobody was notified":       {func(a *monthly.AlertRecord) { a.NotifiedAt = time.Time{} }, 0},
		"acknowledged":              {func(a *monthly.AlertRecord) { a.HandledAt = on(1) }, 0},
		"acknowledged after the 30": {func(a *monthly.AlertRecord) { a.HandledAt = on(12) }, 1},
		"recovered":                 {func(a *monthly.AlertRecord) { a.ResolvedAt = on(3) }, 0},
		"some came in":              {func(a *monthly.AlertRecord) { a.RoseAt = on(3) }, 0},
		"it sold out":               {func(a *monthly.AlertRecord) { a.Kind, a.EscalatedAt = lowstock.KindOut, on(3) }, 0},
		"sold out when it was notified, and nobody minds": {func(a *monthly.AlertRecord) { a.Kind = lowstock.KindOut }, 1},
	} {
		a := alert
		c.change(&a)
		if got := monthly.Count(november(nil, a), 7).Ignored; len(got) != c.want {
			t.Errorf("%s: %d", name, len(got))
		}
	}
}
