package lowstock_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

// on is noon of a day of November in Seoul.
func on(day int) time.Time { return time.Date(2026, 11, day, 3, 0, 0, 0, time.UTC) }

func november(sold []lowstock.SellOut, alerts ...lowstock.AlertRecord) lowstock.ReportRecord {
	return lowstock.ReportRecord{
		From: time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC),
		KnownFrom: on(-40), SellOuts: sold, Alerts: alerts,
	}
}

func TestReportOfOneSellOut(t *testing.T) {
	t.Parallel()
	sold := lowstock.SellOut{VariantCode: "A", At: on(20), Threshold: 5}
	alert := lowstock.AlertRecord{
		ID: 1, VariantCode: "A", Kind: lowstock.KindOut, Threshold: 5, OpenedAt: on(10), EscalatedAt: on(20), ToldAt: on(10), Deliveries: 1,
	}
	muted, hidden := sold, sold
	muted.Silence, hidden.Silence = lowstock.SilenceMuted, lowstock.SilenceProductHidden
	with := func(change func(*lowstock.AlertRecord)) []lowstock.AlertRecord {
		a := alert
		change(&a)
		return []lowstock.AlertRecord{a}
	}
	for name, c := range map[string]struct {
		sold    lowstock.SellOut
		alerts  []lowstock.AlertRecord
		more    func(*lowstock.ReportRecord)
		promise lowstock.Promise
		cause   lowstock.ReportCause
	}{
		"ten days before":                          {sold, []lowstock.AlertRecord{alert}, nil, lowstock.PromiseKept, ""},
		"seven days to the second":                 {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt = on(13) }), nil, lowstock.PromiseKept, ""},
		"raised in time, the letter a second late": {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt = on(13).Add(time.Second) }), nil, lowstock.PromiseLate, lowstock.CauseLetterLate},
		"it did not last for the lead time":        {sold, with(func(a *lowstock.AlertRecord) { a.OpenedAt, a.ToldAt = on(15), on(15) }), nil, lowstock.PromiseLate, lowstock.CauseThreshold},
		"raised by selling out, threshold 0": {sold, with(func(a *lowstock.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.ToldAt, a.Threshold = on(20).Add(time.Minute), time.Time{}, on(20).Add(time.Minute), 0
		}), nil, lowstock.PromiseAtOut, lowstock.CauseZero},
		"past its threshold at once": {sold, with(func(a *lowstock.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.ToldAt = on(20), time.Time{}, on(20).Add(time.Minute)
		}), nil, lowstock.PromiseAtOut, lowstock.CauseFast},
		"while the mall could not be read": {sold, with(func(a *lowstock.AlertRecord) {
			a.OpenedAt, a.EscalatedAt, a.ToldAt = on(20), time.Time{}, on(20).Add(time.Minute)
		}), func(r *lowstock.ReportRecord) { r.Blind = []lowstock.Span{{From: on(18), To: on(20).Add(-time.Hour)}} }, lowstock.PromiseAtOut, lowstock.CauseBlind},
		"the letter about low waited": {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt = on(21) }), nil, lowstock.PromiseAtOut, lowstock.CauseLetterLate},
		"nobody is told":              {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt, a.Deliveries = time.Time{}, 0 }), nil, lowstock.PromiseMissed, lowstock.CauseNobody},
		"put off before anybody was":  {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt, a.PutOffAt = time.Time{}, on(11) }), nil, lowstock.PromiseMissed, lowstock.CausePutOff},
		"no letter got through":       {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt, a.Failed = time.Time{}, true }), nil, lowstock.PromiseMissed, lowstock.CauseUndelivered},
		"the link broke":              {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt, a.Uncertain = time.Time{}, true }), nil, lowstock.PromiseMissed, lowstock.CauseUncertain},
		"the letter waits":            {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt, a.Waiting = time.Time{}, true }), nil, lowstock.PromiseMissed, lowstock.CauseWaiting},
		"a digest told": {sold, with(func(a *lowstock.AlertRecord) { a.ToldAt = time.Time{} }), func(r *lowstock.ReportRecord) {
			r.Digests = []time.Time{on(9), on(12)} // the first went out before it was raised
		}, lowstock.PromiseKept, ""},
		"muted":                       {muted, nil, nil, lowstock.PromiseMissed, lowstock.ReportCause(lowstock.SilenceMuted)},
		"hidden":                      {hidden, nil, nil, lowstock.PromiseMissed, lowstock.ReportCause(lowstock.SilenceProductHidden)},
		"not connected":               {sold, nil, func(r *lowstock.ReportRecord) { r.Blind = []lowstock.Span{{From: on(19)}} }, lowstock.PromiseMissed, lowstock.CauseBlind},
		"nobody knows":                {sold, nil, nil, lowstock.PromiseMissed, lowstock.CauseUnknown},
		"an alert of an earlier fall": {sold, with(func(a *lowstock.AlertRecord) { a.ResolvedAt = on(15) }), nil, lowstock.PromiseMissed, lowstock.CauseUnknown},
		"resolved by hand":            {sold, with(func(a *lowstock.AlertRecord) { a.ResolvedAt, a.ByHand = on(15), true }), nil, lowstock.PromiseMissed, lowstock.CauseDismissed},
		"an alert of a later fall":    {sold, with(func(a *lowstock.AlertRecord) { a.OpenedAt = on(22) }), nil, lowstock.PromiseMissed, lowstock.CauseUnknown},
	} {
		record := november([]lowstock.SellOut{c.sold}, c.alerts...)
		if c.more != nil {
			c.more(&record)
		}
		got := lowstock.MakeReport(record, 7)
		promise, cause := lowstock.PromiseKept, lowstock.ReportCause("")
		if len(got.Rows) > 0 {
			promise, cause = got.Rows[0].Promise, got.Rows[0].Cause
		}
		if promise != c.promise || cause != c.cause || got.SellOuts != 1 || got.InTime+got.Late+got.AtOut+got.Missed != 1 {
			t.Errorf("%s: %s, %q, want %s, %q: %+v", name, promise, cause, c.promise, c.cause, got)
		}
	}
}

// Falls of an item that belong together are one; the worst comes first.
func TestReportCountsSellOutsOnce(t *testing.T) {
	t.Parallel()
	fall := func(code string, at time.Time) lowstock.SellOut {
		return lowstock.SellOut{VariantCode: code, At: at, BackAt: at.Add(time.Hour)}
	}
	sold := []lowstock.SellOut{
		fall("A", on(3)), fall("B", on(4)), fall("A", on(3).Add(5*time.Hour)), fall("C", on(5)), fall("B", on(8)), fall("A", on(9)), fall("D", on(9)), fall("E", on(12)),
	}
	report := lowstock.MakeReport(november(sold,
		lowstock.AlertRecord{ID: 1, VariantCode: "B", Kind: lowstock.KindOut, OpenedAt: on(-9), EscalatedAt: on(4), ToldAt: on(-9), Deliveries: 1},
		lowstock.AlertRecord{ID: 2, VariantCode: "C", Kind: lowstock.KindOut, OpenedAt: on(5), ToldAt: on(5), Deliveries: 1},
		lowstock.AlertRecord{ID: 3, VariantCode: "D", Kind: lowstock.KindOut, Threshold: 4, OpenedAt: on(8), EscalatedAt: on(9), ToldAt: on(8), Deliveries: 1},
		lowstock.AlertRecord{ID: 4, VariantCode: "E", Kind: lowstock.KindOut, Threshold: 4, OpenedAt: on(11), EscalatedAt: on(12), ToldAt: on(11), Deliveries: 1},
	), 0)
	var rows []string
	for _, r := range report.Rows {
		rows = append(rows, r.VariantCode+" "+string(r.Promise))
	}
	if diff := cmp.Diff([]string{"A missed", "A missed", "C at_out"}, rows); diff != "" {
		t.Error(diff)
	}
	if report.LeadDays != 1 || report.SellOuts != 6 || report.InTime != 3 || report.Missed != 2 || report.AtOut != 1 || report.Told != 3 {
		t.Errorf("%+v", report)
	}
}

func TestReportOfUnheededAlerts(t *testing.T) {
	t.Parallel()
	alert := lowstock.AlertRecord{VariantCode: "A", Kind: lowstock.KindLow, Threshold: 5, OpenedAt: on(-20), ToldAt: on(-20), Deliveries: 1}
	for name, c := range map[string]struct {
		change func(*lowstock.AlertRecord)
		want   int
	}{
		"nothing followed":          {func(*lowstock.AlertRecord) {}, 1},
		"its 30 days end later":     {func(a *lowstock.AlertRecord) { a.ToldAt = on(2) }, 0},
		"they had ended before":     {func(a *lowstock.AlertRecord) { a.OpenedAt, a.ToldAt = on(-40), on(-40) }, 0},
		"nobody was told":           {func(a *lowstock.AlertRecord) { a.ToldAt = time.Time{} }, 0},
		"acknowledged":              {func(a *lowstock.AlertRecord) { a.HandledAt = on(1) }, 0},
		"acknowledged after the 30": {func(a *lowstock.AlertRecord) { a.HandledAt = on(12) }, 1},
		"recovered":                 {func(a *lowstock.AlertRecord) { a.ResolvedAt = on(3) }, 0},
		"some came in":              {func(a *lowstock.AlertRecord) { a.RoseAt = on(3) }, 0},
		"it sold out":               {func(a *lowstock.AlertRecord) { a.Kind, a.EscalatedAt = lowstock.KindOut, on(3) }, 0},
		"sold out when it was told, and nobody minds": {func(a *lowstock.AlertRecord) { a.Kind = lowstock.KindOut }, 1},
	} {
		a := alert
		c.change(&a)
		if got := lowstock.MakeReport(november(nil, a), 7).Unheeded; len(got) != c.want {
			t.Errorf("%s: %d", name, len(got))
		}
	}
}
