package postgres_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/outgoing"
)

// month returns the report of November in Seoul; the tests' time is the 24th.
// In it a sell-out is in time if the item was notified at least seven days
// before.
func (b *bundle) month() monthly.Report {
	b.t.Helper()
	from, to := time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC), time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC)
	record, err := b.Mall(b.mall).ReportRecord(b.t.Context(), from, to, b.now)
	b.ok(err)
	return monthly.Count(record, 7)
}

// deliver sends every waiting message.
func (b *bundle) deliver() {
	b.t.Helper()
	b.collect()
	for _, m := range b.mails() {
		b.ok(b.Mall(b.mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
}

// reporting returns a mall that exists since the 2nd of November, with a
// threshold of 5 and a recipient.
func reporting(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.now = time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	b.admin(`UPDATE syncs SET started_at = $1`, b.now)
	b.threshold(5)
	b.notifyByEmail(nil, "kim@hansan.example")
	return b
}

func TestReportOfAMonth(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.apply(read(1, 20, 20, 20, 20, 20))
	b.setRule(lowstock.RuleChange{ProductNo: 1, VariantCode: code(1, 3), Muted: new(true)})
	b.apply(read(1, 4, 20, 20, 20, 20)) // low on the 2nd
	b.deliver()
	b.wait(5 * 24 * time.Hour)
	b.apply(read(1, 3, 4, 20, 20, 20)) // the second low on the 7th
	b.deliver()
	b.wait(4 * 24 * time.Hour)
	b.apply(read(1, 0, 0, 0, 0, 20)) // all but one out on the 11th
	b.deliver()
	b.wait(time.Hour)
	b.apply(read(1, 30, 30, 30, 30, 20))
	b.wait(time.Hour)
	b.apply(read(1, 0, 30, 30, 30, 20)) // the same day again: once
	b.deliver()
	report := b.month()
	causes := map[string]string{}
	for _, r := range report.Rows {
		causes[r.VariantCode] = string(r.Promise) + " " + string(r.Cause)
	}
	want(t, "not in time", causes, map[string]string{
		code(1, 1): "late threshold", code(1, 2): "at_out fast", code(1, 3): "missed muted",
	})
	want(t, "counts", []int{report.SellOuts, report.InTime, report.Late, report.AtOut, report.Missed, report.Notified}, []int{4, 1, 1, 1, 1, 4})
	want(t, "mails", report.Messages, []monthly.MessageCount{{Channel: lowstock.ChannelEmail, Recipient: "kim@hansan.example", Sent: 4}})
	want(t, "known from", report.KnownFrom, time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC))
	want(t, "product", report.Rows[0].ProductNo, int64(1))
}

// Alerts that nobody has acted on for 30 days.
func TestReportOfIgnored(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.now = time.Date(2026, 10, 10, 3, 0, 0, 0, time.UTC)
	b.apply(read(1, 4, 4, 4, 4, 0))
	b.deliver()
	b.wait(48 * time.Hour)
	b.apply(read(1, 3, 5, 4, 0, 0)) // the second rises, the fourth sells out
	b.deliver()
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		if i.VariantCode == code(1, 2) {
			_, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), i.ID, "kim", b.now)
			b.ok(err)
		}
	}
	b.wait(40 * 24 * time.Hour)
	var codes []string
	for _, a := range b.month().Ignored {
		codes = append(codes, a.VariantCode)
	}
	slices.Sort(codes)
	want(t, "unheeded", codes, []string{code(1, 0), code(1, 4)})
}

// A mall reads its own data only.
func TestReportOfAnotherMall(t *testing.T) {
	t.Parallel()
	b := filled(t)
	b.admin(`DELETE FROM stock_history WHERE mall_id = 'hansan'`)
	b.admin(`DELETE FROM incidents WHERE mall_id = 'hansan'`)
	report := b.month()
	want(t, "of another mall", []int{report.SellOuts, report.Notified}, []int{0, 0})
	b.mall = "nobody"
	report = b.month()
	want(t, "of nobody", report.KnownFrom.IsZero(), true)
}
