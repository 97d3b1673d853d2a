package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// Alerts that were raised while the only recipient was unsubscribed are
// announced when she comes back.
func TestResubscribingAnnouncesWhatWasNotAnnounced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	want(t, "messages before", b.collect(), 1)
	for _, m := range b.mails() {
		b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	b.ok(b.Mall(hansan).Unsubscribe(t.Context(), "kim@hansan.example", b.now))
	b.apply(read(2, 0))
	want(t, "messages while she was away", b.collect(), 0)
	b.wait(time.Hour)
	b.ok(b.Mall(hansan).ConfirmRecipient(t.Context(), "kim@hansan.example", b.now))
	want(t, "messages when she is back", b.collect(), 1)
	mails := b.mails()
	want(t, "mails", len(mails), 1)
	want(t, "items", len(mails[0].Items), 1)
	want(t, "item", mails[0].Items[0].ProductNo, 2)
}

// An announcement that the uninstallation cancelled is made by the summary
// after the mall comes back.
func TestReinstallingAnnouncesWhatUninstallingInterrupted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0), read(2, 9))
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	b.wait(time.Hour)
	b.connect(hansan)
	b.apply(read(1, 0), read(2, 9))
	b.wait(time.Second)
	b.endFirstSync()
	want(t, "messages", b.collect(), 1)
	mails := b.mails()
	want(t, "mails", len(mails), 1)
	want(t, "item", mails[0].Items[0].ProductNo, 1)
}

// A first summary may have a hundred thousand announcements and must still be
// sent.
func TestAHugeSummaryIsSentOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example", "choi@hansan.example")
	const stand = 22_000 // times three: more than a statement has parameters
	b.admin(`INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, told, quantity, threshold, threshold_source, opened_at)
		SELECT $1, n / 50, 'V' || n, 'out', 'open', 'out', 0, 0, 'mall', $2 FROM generate_series(1, $3::int) n`, hansan, b.now, stand)
	b.admin(`INSERT INTO deliveries (mall_id, incident_id, kind, channel, recipient, summary, collect_at, created_at)
		SELECT i.mall_id, i.incident_id, 'out', 'email', r.email, true, $1, $1 FROM incidents i JOIN recipients r USING (mall_id)`, b.now)
	want(t, "messages", b.collect(), 3)
	for _, m := range b.mails() {
		want(t, "items", len(m.Items), stand)
		b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	want(t, "deliveries sent", one[int](b, "select count(*) from deliveries where state = 'sent'"), 3*stand)
}
