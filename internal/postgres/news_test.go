package postgres_test

import (
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

// TestEveryChannelGetsNewsOfOrders checks for every channel of the registry that
// it gets, once each, what the mall's people get by mail about purchase orders: a
// refused mail, a supplier's answer, and late goods. An older program leaves the
// messages, and a removed channel gets none.
func TestEveryChannelGetsNewsOfOrders(t *testing.T) {
	t.Parallel()
	if slices.Contains(notify.Channels(), outgoing.ChannelPosts) {
		t.Error("an older program may take messages by the name of their row")
	}
	for _, k := range notify.Kinds() {
		t.Run(string(k.Channel), func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			const address = "https://x.kr/secret"
			b.notifyByEmail(func(s *preference.Settings) { s.Targets = s.Targets.With(k.Channel, address) }, "kim@hansan.example")
			// gets claims what is due and returns what the channel gets.
			gets := func() (all []outgoing.Message) {
				t.Helper()
				people := 0
				for _, m := range b.orderMails() {
					if m.Channel == outgoing.ChannelNews {
						people++
					}
					if m.Channel == k.Channel {
						want(t, "target and recipient", []string{m.Target.Reveal(), m.Recipient}, []string{address, string(k.Channel)})
						want(t, "signed", m.Signing != "", k.Channel.ForPrograms())
						all = append(all, m)
					}
					b.ends(m, lowstock.DeliverySent)
				}
				want(t, "mails to people", people, len(all))
				return all
			}
			b.apply(read(1, 40))
			o := b.mailed("wrong@supplier.example")
			b.ends(b.orderMails()[0], lowstock.DeliveryFailed)
			leftByOlder(t, b, k.Channel)
			got := gets()
			want(t, "of a refused mail", len(got) == 1 && slices.Equal(got[0].News.Kinds, []outgoing.NewsKind{outgoing.NewsRefused}), true)

			for _, can := range []int{30, 20} {
				b.ok(b.Mall(b.mall).TellPurchase(t.Context(), outgoing.PurchaseNews{
					Order: o.ID, Kinds: []outgoing.NewsKind{outgoing.NewsShort}, Lines: []outgoing.NewsLine{{Line: 1, Ordered: 50, Can: can}},
				}, b.now))
			}
			got = gets()
			want(t, "of two answers", len(got) == 1 && got[0].News.Lines[0].Can == 20, true)

			b.now = time.Date(2026, 12, 4, 1, 0, 0, 0, time.UTC)
			want(t, "late", b.announce(), [2]int{1, 2})
			want(t, "late once more", b.announce(), [2]int{0, 0})
			got = gets()
			want(t, "of late goods", len(got), 1)
			l := got[0].Late[0]
			want(t, "line", []any{l.Order, l.Variant, l.Ordered, l.Rest, l.Days}, []any{o.ID, code(1, 0), 50, 50, 3})

			b.wait(8 * 24 * time.Hour)
			want(t, "late after a week", b.announce(), [2]int{1, 2})
			for _, m := range b.orderMails() {
				if m.Channel == k.Channel {
					b.finish(&m, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: k.Channel.ErrorKey(lowstock.FaultGone)})
				}
			}
			b.wait(time.Minute)
			opened := b.checkup().Opened
			want(t, "gone", len(opened) == 1 && opened[0].Subject == string(k.Channel), true)

			b.wait(8 * 24 * time.Hour)
			want(t, "late again", b.announce()[0], 1)
			b.save(func(s *preference.Settings) { s.Targets = s.Targets.With(k.Channel, "") })
			for _, m := range b.orderMails() {
				want(t, "notified when removed", m.Channel == k.Channel, false)
			}
		})
	}
}

// leftByOlder checks that a program that does not know the channel leaves what is for it.
func leftByOlder(t *testing.T, b *bundle, channel lowstock.Channel) {
	t.Helper()
	known := slices.DeleteFunc(notify.Channels(), func(c lowstock.Channel) bool { return c == channel })
	store, err := postgres.Open(t.Context(), b.url, postgres.Options{Keyring: postgrestest.Keyring(t), Channels: known, Slow: 10})
	b.ok(err)
	defer store.Close()
	older := *b
	older.Store = store
	id := one[int64](b, "select message_id from messages where channel = 'posts'")
	want(t, "due to the older", slices.ContainsFunc(older.due(worklist.DueDeliver), func(d worklist.Due) bool { return d.ID == id }), false)
	_, err = older.Mall(b.mall).ClaimMessage(t.Context(), id, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
}
