package postgres_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/worklist"
)

// mailed stores a draft of a line and mails it.
func (b *bundle) mailed(to ...string) purchase.Order {
	b.t.Helper()
	g := b.sending(b.draft(orderLine(1, 50)))
	g.To, g.ReplyTo = to, "buy@hansan.example"
	o, err := b.Mall(b.mall).SendPurchase(b.t.Context(), g)
	b.ok(err)
	return o
}

// orderMails claims the mails to suppliers that are due.
func (b *bundle) orderMails() (all []outgoing.Message) {
	b.t.Helper()
	for _, w := range b.due(worklist.DueDeliver) {
		m, err := b.Mall(b.mall).ClaimMessage(b.t.Context(), w.ID, b.now, time.Minute)
		if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
			continue
		}
		b.ok(err)
		all = append(all, m)
	}
	slices.SortFunc(all, func(x, y outgoing.Message) int { return int(x.ID - y.ID) })
	return all
}

func (b *bundle) ends(m outgoing.Message, state lowstock.DeliveryState) {
	b.t.Helper()
	b.ok(b.Mall(b.mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: state, Error: "letter.error.address", Bounce: state == lowstock.DeliveryFailed}, b.now, time.Time{}))
}

func (b *bundle) order(id int64) purchase.Order {
	b.t.Helper()
	o, err := b.Mall(b.mall).Purchase(b.t.Context(), id)
	b.ok(err)
	return o
}

// TestAnOrderIsMailedToExactlyItsAddresses: each address gets one mail, with the
// order as it was sent and the link, and an older program leaves it alone.
func TestAnOrderIsMailedToExactlyItsAddresses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	o := b.mailed(" Sales@Supplier.example", "two@supplier.example", "sales@supplier.example")
	want(t, "addresses", b.order(o.ID).To, []string{"sales@supplier.example", "two@supplier.example"})
	want(t, "delivery", b.order(o.ID).Delivery, lowstock.DeliveryPending)

	before, err := postgres.Open(t.Context(), b.url, postgres.Options{
		Keyring: postgrestest.Keyring(t), Channels: []lowstock.Channel{lowstock.ChannelEmail, lowstock.ChannelSlack, outgoing.ChannelSupport}, Slow: 10,
	})
	b.ok(err)
	t.Cleanup(before.Close)
	older := *b
	older.Store = before
	want(t, "due to the version before", len(older.due(worklist.DueDeliver)), 0)

	mails := b.orderMails()
	want(t, "mails", len(mails), 2)
	m := mails[0]
	want(t, "recipients", []string{m.Recipient, mails[1].Recipient}, []string{"sales@supplier.example", "two@supplier.example"})
	want(t, "purpose", m.Purpose, outgoing.PurposePurchase)
	want(t, "number", m.Purchase.Number, "PO-2611-0001")
	want(t, "reply", m.Purchase.ReplyTo, "buy@hansan.example")
	want(t, "wanted", m.Purchase.On.Format(time.DateOnly), "2026-12-01")
	want(t, "sent on", m.Purchase.SentOn.Format(time.DateOnly), "2026-11-24")
	want(t, "one link", m.Purchase.Token, mails[1].Purchase.Token)
	token := m.Purchase.Token.Reveal()
	if len(token) < 60 { // as long as what is removed from the answers of mail servers
		t.Errorf("a token of %d characters", len(token))
	}
	hash := sha256.Sum256([]byte(token))
	l, err := b.FindPurchaseLink(t.Context(), hash[:])
	b.ok(err)
	want(t, "link", []any{l.Mall, l.Order, l.Revision}, []any{hansan, o.ID, 1})
	want(t, "tables with the token", one[int](b, `select count(*)::int from purchase_links where position(convert_to($1, 'UTF8') in token_sealed) > 0`, token)+
		one[int](b, `select count(*)::int from messages where purchase::text like '%' || $1 || '%'`, token), 0)
	b.ends(m, lowstock.DeliverySent)
	want(t, "delivery", b.order(o.ID).Delivery, lowstock.DeliverySent)
}

// TestARefusedOrderKeepsItsNumber (erpnext #6450): the order says which address
// refused it, the mall's people are notified once, and it is sent again with the
// same number to the corrected address.
func TestARefusedOrderKeepsItsNumber(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	o := b.mailed("wrong@supplier.example", "right@supplier.example")
	mails := b.orderMails()
	b.ends(mails[1], lowstock.DeliverySent)
	b.ends(mails[0], lowstock.DeliveryFailed)
	o = b.order(o.ID)
	want(t, "bounced", o.Bounced, "wrong@supplier.example")
	want(t, "delivery", o.Delivery, lowstock.DeliveryFailed)
	want(t, "event", o.Events[0].Kind, purchase.EventBounced)
	news := b.orderMails()
	want(t, "mails to the mall", len(news), 1)
	want(t, "recipient", news[0].Recipient, "kim@hansan.example")
	want(t, "news", *news[0].News, outgoing.PurchaseNews{
		Order: o.ID, Number: "PO-2611-0001", Supplier: "한산", Kinds: []outgoing.NewsKind{outgoing.NewsRefused}, Address: "wrong@supplier.example",
	})

	g := b.sending(o)
	g.To, g.ReplyTo = []string{"sales@supplier.example"}, "buy@hansan.example"
	o, err := b.Mall(hansan).ResendPurchase(t.Context(), g)
	b.ok(err)
	want(t, "number", o.Number, "PO-2611-0001")
	want(t, "revision", o.Revision, 1)
	want(t, "bounced", b.order(o.ID).Bounced, "")
	again := b.orderMails()
	want(t, "mails", len(again), 1)
	want(t, "link", again[0].Purchase.Token, mails[0].Purchase.Token)
	want(t, "orders on their way", b.onItsWay(code(1, 0)), 50)

	// An outcome of the earlier sending says nothing about this one.
	b.admin(`UPDATE messages SET state = 'retrying', next_attempt_at = $1 WHERE message_id = $2`, b.now, mails[1].ID)
	late, err := b.Mall(hansan).ClaimMessage(t.Context(), mails[1].ID, b.now, time.Minute)
	b.ok(err)
	b.ends(late, lowstock.DeliveryFailed)
	want(t, "bounced", b.order(o.ID).Bounced, "")
}

// TestAnOrderThatIsOverIsNotMailed: a mail that waits is not sent for an older
// revision, and not for a cancelled order.
func TestAnOrderThatIsOverIsNotMailed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o := b.mailed("sales@supplier.example")
	link, err := b.Mall(hansan).PurchaseLink(t.Context(), o.ID, b.now)
	b.ok(err)
	g := b.sending(o)
	g.To, g.ReplyTo, g.Lines = o.To, o.ReplyTo, []purchase.Line{{No: 1, Ordered: 30, Pack: 1}}
	o, err = b.Mall(hansan).ReviseAndSend(t.Context(), g)
	b.ok(err)
	mails := b.orderMails()
	want(t, "mails", len(mails), 1)
	want(t, "revision", []int{mails[0].Purchase.Revision, mails[0].Purchase.Lines[0].Units}, []int{2, 30})
	if mails[0].Purchase.Token == link.Token {
		t.Error("the revision has the link of the one before")
	}
	hash := sha256.Sum256([]byte(link.Token.Reveal()))
	old, err := b.FindPurchaseLink(t.Context(), hash[:])
	b.ok(err)
	want(t, "state of the older link", old.State(&o, b.now), purchase.LinkRetired)
	want(t, "its token is kept", one[bool](b, `select token_sealed is not null from purchase_links where hash = $1`, hash[:]), false)

	_, err = b.Mall(hansan).ResendPurchase(t.Context(), b.resending(b.order(o.ID)))
	b.ok(err)
	_, err = b.Mall(hansan).CancelPurchase(t.Context(), purchase.Ending{Order: o.ID, By: "kim", Now: b.now})
	b.ok(err)
	want(t, "mails of a cancelled order", len(b.orderMails()), 0)
}

func (b *bundle) resending(o purchase.Order) purchase.Sending {
	g := b.sending(o)
	g.To, g.ReplyTo = o.To, o.ReplyTo
	return g
}

// TestAddressesAreChecked: what cannot be mailed is refused at its field, an
// address whose owner said no gets nothing, and a mall cannot send without limit.
func TestAddressesAreChecked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	try := func(reply string, to ...string) error {
		g := b.sending(b.draft(orderLine(1, 5)))
		g.To, g.ReplyTo = to, reply
		_, err := b.Mall(hansan).SendPurchase(t.Context(), g)
		return err
	}
	field := func(err error) string {
		own, ok := err.(*lowstock.Error) //nolint:errorlint // as it is returned
		if !ok {
			return fmt.Sprint(err)
		}
		return fmt.Sprint(own.Fields)
	}
	want(t, "no address", field(try("buy@hansan.example", "x")), "map[to:error.email]")
	want(t, "two in one", field(try("buy@hansan.example", "a@b.example, c@d.example")), "map[to:error.email]")
	want(t, "header", field(try("buy@hansan.example", "a@b.example\r\nBcc: v@x.example")), "map[to:error.email]")
	want(t, "no reply", field(try("", "a@b.example")), "map[reply_to:error.purchase_reply]")
	want(t, "too many", field(try("buy@hansan.example", strings.Fields("a@b.example c@b.example d@b.example e@b.example f@b.example g@b.example")...)), "map[to:error.purchase_addresses]")

	o := b.mailed("no@supplier.example")
	b.ok(b.Mall(hansan).StopSupplier(t.Context(), "no@supplier.example", b.now))
	want(t, "mails after the owner said no", len(b.orderMails()), 0)
	want(t, "said no", field(try("buy@hansan.example", "no@supplier.example")), "map[to:error.purchase_stopped]")
	b.ok(b.Mall(hansan).AllowSupplier(t.Context(), "no@supplier.example"))
	_, err := b.Mall(hansan).ResendPurchase(t.Context(), b.resending(b.order(o.ID)))
	b.ok(err)
	want(t, "mails after yes", len(b.orderMails()), 1)

	b.admin(`INSERT INTO messages (mall_id, channel, recipient, purpose, purchase, purchase_id, created_at, state)
		SELECT 'hansan', 'supplier', 'a@b.example', 'purchase', '{}', 1, $1, 'sent' FROM generate_series(1, 60)`, b.now)
	wantCode(t, try("buy@hansan.example", "a@b.example"), lowstock.CodeRateLimited)
	b.wait(2 * time.Hour)
	b.ok(try("buy@hansan.example", "a@b.example"))
	b.admin(`INSERT INTO messages (mall_id, channel, recipient, purpose, purchase, purchase_id, created_at, state)
		SELECT 'hansan', 'supplier', 'a@b.example', 'purchase', '{}', 1, $1, 'sent' FROM generate_series(1, 140)`, b.now.Add(-2*time.Hour))
	wantCode(t, try("buy@hansan.example", "a@b.example"), lowstock.CodeRateLimited)
}

// TestSilenceIsNamedAfterAWorkingDay: the digest names mailed orders that have no
// answer. One of which something has arrived needs none (odoo #224180).
func TestSilenceIsNamedAfterAWorkingDay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Date(2026, 11, 27, 3, 0, 0, 0, time.UTC) // a Friday
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(3)
	b.apply(read(7, 0))
	silent, arrived, answered := b.mailed("a@supplier.example"), b.mailed("b@supplier.example"), b.mailed("c@supplier.example")
	b.sent(orderLine(3, 5)) // by phone
	b.receive(arrived, 1, 5)
	_, err := b.Mall(hansan).AnswerPurchase(t.Context(), answered.ID, 0, purchase.Answer{Source: purchase.BySupplier, At: b.now, Lines: []purchase.AnswerLine{{Line: 1}}})
	b.ok(err)
	named := func() []outgoing.SilentOrder {
		m, err := b.Mall(hansan).PreviewDigest(t.Context(), "kim@hansan.example", b.now)
		b.ok(err)
		return m.Silent
	}
	b.wait(2 * 24 * time.Hour)
	want(t, "on Sunday", len(named()), 0)
	b.wait(24*time.Hour - time.Minute)
	want(t, "on Monday before noon", len(named()), 0)
	b.wait(time.Minute)
	want(t, "at noon", named(), []outgoing.SilentOrder{{Number: silent.Number, Supplier: "한산"}})
	b.ok(b.Mall(hansan).SawPurchase(t.Context(), silent.ID, b.now))
	want(t, "after the page was opened", named(), []outgoing.SilentOrder{{Number: silent.Number, Supplier: "한산", Seen: true}})
	at := b.order(silent.ID)
	b.ok(b.Mall(hansan).SawPurchase(t.Context(), silent.ID, b.now.Add(time.Minute)))
	want(t, "opened again within an hour", b.order(silent.ID).SeenAt, at.SeenAt)
	want(t, "version", b.order(silent.ID).Version, at.Version)
}

// TestADraftBeginsWithTheAddressesOfBefore: those of the supplier's terms, and
// where the replies to the last order went, which is no operator's address.
func TestADraftBeginsWithTheAddressesOfBefore(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first := b.draft(orderLine(1, 5))
	want(t, "the first draft", append(first.To, first.ReplyTo), []string{""})
	b.admin(`INSERT INTO suppliers (mall_id, supplier_code, name, email) VALUES ('hansan', 'S1', 'Hansan', 'agent@supplier.example') ON CONFLICT (mall_id, supplier_code) DO UPDATE SET email = excluded.email`)
	want(t, "Cafe24's address, which nobody has confirmed", len(b.draft(orderLine(1, 5)).To), 0)
	b.admin(`INSERT INTO supplier_terms (mall_id, supplier_code, emails, updated_at) VALUES ('hansan', 'S1', '{sales@supplier.example,kim@supplier.example}', $1)`, b.now)
	b.mailed("other@supplier.example")
	next := b.draft(orderLine(1, 5))
	want(t, "the next draft", append(next.To, next.ReplyTo), []string{"sales@supplier.example", "kim@supplier.example", "buy@hansan.example"})
}
