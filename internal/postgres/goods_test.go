package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/worklist"
)

// look looks at the open orders of the mall, if it is due.
func (b *bundle) look() purchase.Seen {
	b.t.Helper()
	codes, err := b.Mall(b.mall).ClaimGoods(b.t.Context(), b.now)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return purchase.Seen{}
	}
	b.ok(err)
	_, err = b.Mall(b.mall).LearnGoods(b.t.Context(), b.now)
	b.ok(err)
	seen, err := b.Mall(b.mall).LookForGoods(b.t.Context(), codes, 6*time.Hour, b.now)
	b.ok(err)
	return seen
}

// level reads a quantity of product 1 after a time, and again three hours later
// so that a rise is over.
func (b *bundle) level(after time.Duration, quantity int) {
	b.wait(after)
	b.apply(read(1, quantity))
	b.wait(3 * time.Hour)
	b.apply(read(1, quantity))
}

func (b *bundle) purchase(o purchase.Order) *purchase.Order {
	b.t.Helper()
	o, err := b.Mall(b.mall).Purchase(b.t.Context(), o.ID)
	b.ok(err)
	return &o
}

// TestARiseIsBooked checks that a receipt is booked once, with what it rests on,
// in parts, and that it can be taken back.
func TestARiseIsBooked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 4))
	o := b.sent(orderLine(1, 50))
	want(t, "due", len(b.due(worklist.DueGoods)), 1)
	want(t, "nothing has come", b.look(), purchase.Seen{})
	b.level(30*time.Hour, 34)
	want(t, "a part", b.look(), purchase.Seen{Booked: 1, Units: 30})
	o = *b.purchase(o)
	want(t, "state", o.State(), purchase.StatePartly)
	want(t, "rest", b.onItsWay(code(1, 0)), 20)
	r := o.Receipts[0]
	want(t, "source", r.Source, purchase.ByDetected)
	want(t, "unseen", r.Unseen, false)
	want(t, "came on", r.CameOn.Format(time.DateOnly), b.today().Format(time.DateOnly))
	want(t, "evidence", [2]int{r.Evidence.Before, r.Evidence.After}, [2]int{4, 34})
	b.wait(time.Hour)
	want(t, "again", b.look(), purchase.Seen{})
	b.level(30*time.Hour, 54)
	want(t, "the rest", b.look(), purchase.Seen{Booked: 1, Units: 20})
	want(t, "state", b.purchase(o).State(), purchase.StateReceived)
	b.level(6*time.Hour, 34)
	want(t, "taken back", b.look(), purchase.Seen{Reversed: 1})
	want(t, "rest", b.onItsWay(code(1, 0)), 20)
	b.wait(4 * 24 * time.Hour)
	_, err := b.Mall(b.mall).CancelPurchase(t.Context(), purchase.Ending{Order: o.ID, By: "kim", Now: b.now})
	b.ok(err)
	b.look()
	want(t, "due when nothing is open", len(b.due(worklist.DueGoods)), 0)
}

// TestOneReceiptHasTwoWitnesses checks rule 9 in both orders: a person enters
// goods before Cafe24 shows them, and after.
func TestOneReceiptHasTwoWitnesses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4), read(2, 4))
	first, second := b.sent(orderLine(1, 50)), b.sent(orderLine(2, 50))
	b.wait(30 * time.Hour)
	b.receive(first, 1, 50)
	want(t, "not shown yet", b.purchase(first).Receipts[0].Unseen, true)
	b.wait(20 * time.Minute)
	b.apply(read(1, 54), read(2, 54))
	b.wait(3 * time.Hour)
	b.apply(read(1, 54), read(2, 54))
	want(t, "found", b.look(), purchase.Seen{Booked: 1, Units: 50, Confirmed: 1})
	o := b.purchase(first)
	want(t, "entered before", [2]int{len(o.Receipts), o.Lines[0].Received}, [2]int{1, 50})
	want(t, "shown", o.Receipts[0].Unseen, false)

	p := b.receive(second, 1, 50)
	want(t, "entered after", p.Lines[0].Received, 50)
	want(t, "on its way", b.onItsWay(code(2, 0)), 0)
	want(t, "who says so", p.Receipts[0].Source, purchase.ByOperator)
	want(t, "it is shown already", p.Receipts[0].Unseen, false)
	p = b.receive(p, 1, 3)
	want(t, "three more", p.Lines[0].Received, 53)
}

// TestAReceiptIsBookedByTwoReplicasOnce checks that looks at the same time, and
// a look that was cut off before it ended, book a rise once.
func TestAReceiptIsBookedByTwoReplicasOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4))
	o := b.sent(orderLine(1, 100))
	b.level(30*time.Hour, 64)
	done := make(chan error, 4)
	for range 4 {
		go func() {
			_, err := b.Mall(hansan).LookForGoods(t.Context(), []string{code(1, 0)}, 6*time.Hour, b.now)
			done <- err
		}()
	}
	for range 4 {
		b.ok(<-done)
	}
	want(t, "received", b.purchase(o).Lines[0].Received, 60)
	b.admin(`DELETE FROM purchase_looks`) // as if the look had not been remembered
	b.look()
	want(t, "received", b.purchase(o).Lines[0].Received, 60)
}

// TestAQuestionIsAskedOnce checks that a rise of two orders lowers what is on its
// way at once, and asks which order it was.
func TestAQuestionIsAskedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5))
	b.sent(orderLine(1, 50))
	g := b.sending(b.draft(orderLine(1, 30)))
	g.ExpectedOn = b.today().AddDate(0, 0, 20)
	late, err := b.Mall(b.mall).SendPurchase(t.Context(), g)
	b.ok(err)
	b.level(30*time.Hour, 35)
	want(t, "found", b.look(), purchase.Seen{Booked: 1, Units: 30, Asked: 1})
	want(t, "on its way", b.onItsWay(code(1, 0)), 50)
	list, err := b.Mall(b.mall).Proposals(t.Context())
	b.ok(err)
	want(t, "questions", len(list), 1)
	want(t, "lines", len(list[0].Lines), 2)
	want(t, "booked on", list[0].Fills[0].Order, late.ID)
	b.ok(b.Mall(b.mall).AnswerProposal(t.Context(), purchase.Reply{Proposal: list[0].ID, Answer: purchase.ProposalOther, Order: list[0].Lines[0].Order, Line: 1, By: "kim", Now: b.now}))
	want(t, "of the later order", b.purchase(late).Lines[0].Received, 0)
	want(t, "on its way", b.onItsWay(code(1, 0)), 50)
	list, err = b.Mall(b.mall).Proposals(t.Context())
	b.ok(err)
	want(t, "questions", len(list), 0)
}

// TestGoodsOfFridayAreEnteredOnMonday checks plea 10: goods that came on Friday and are
// entered on Monday came on Friday.
func TestGoodsOfFridayAreEnteredOnMonday(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4))
	o := b.sent(orderLine(1, 50))
	friday := b.today().AddDate(0, 0, 3)
	b.wait(6 * 24 * time.Hour)
	o, err := b.Mall(b.mall).ReceivePurchase(t.Context(), purchase.Arrival{
		Order: o.ID, Lines: []purchase.ArrivalLine{{Line: 1, Units: 50}}, CameOn: friday, Source: purchase.ByOperator, By: "kim", Now: b.now,
	})
	b.ok(err)
	want(t, "came on", o.Receipts[0].CameOn.Format(time.DateOnly), friday.Format(time.DateOnly))
}

// TestARiseMakesTheLookDue checks that the look after a rise does not wait for
// the next half hour, and that other readings change nothing.
func TestARiseMakesTheLookDue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 4), read(2, 4))
	b.sent(orderLine(1, 50))
	b.look()
	b.apply(read(1, 3), read(2, 9))
	want(t, "due after a fall, and a rise of something else", len(b.due(worklist.DueGoods)), 0)
	b.apply(read(1, 30))
	want(t, "due after a rise", len(b.due(worklist.DueGoods)), 1)
}

// announce announces late goods, and returns how many lines and messages.
func (b *bundle) announce() [2]int {
	b.t.Helper()
	late, messages, err := b.Mall(b.mall).AnnounceLateGoods(b.t.Context(), b.now)
	b.ok(err)
	return [2]int{late, messages}
}

// TestLateGoodsAreAnnounced checks that goods are late when the days of grace are
// over, in one message a day, again after a week, and no more when they have come,
// got a new day or were given up (plea 8).
func TestLateGoodsAreAnnounced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	b.apply(read(1, 40), read(2, 40), read(3, 40))
	o := b.sent(orderLine(1, 50), orderLine(2, 100), orderLine(3, 10)) // expected on December 1, cover until December 3
	b.now = time.Date(2026, 12, 3, 23, 0, 0, 0, time.UTC)              // 08:00 on the 4th in Seoul
	want(t, "before the hour of the digest", b.announce(), [2]int{0, 0})
	b.wait(2 * time.Hour)
	want(t, "after it", b.announce(), [2]int{3, 2})
	want(t, "once more on that day", b.announce(), [2]int{0, 0})
	want(t, "events", one[int](b, `select count(*) from purchase_events where kind = 'late'`), 3)
	b.receive(o, 1, 50)
	b.receive(o, 2, 60)
	_, err := b.Mall(b.mall).GiveUpRest(t.Context(), purchase.GiveUp{Order: o.ID, Line: 2, Reason: "단종", By: "kim", Now: b.now})
	b.ok(err)
	b.wait(6 * 24 * time.Hour)
	want(t, "within a week", b.announce(), [2]int{0, 0})
	b.wait(24 * time.Hour)
	want(t, "what is left after a week", b.announce(), [2]int{1, 2})
	is := b.purchase(o)
	want(t, "late", is.Late(b.today()), true)
	want(t, "of the line that was given up", [2]int{is.Lines[1].Rest(), is.Lines[1].Ordered}, [2]int{0, 100})
	_, err = b.Mall(b.mall).AnswerPurchase(t.Context(), o.ID, 0, purchase.Answer{
		Source: purchase.ByOperator, At: b.now, By: "kim", Lines: []purchase.AnswerLine{{Line: 3, On: b.today().AddDate(0, 0, 5)}},
	})
	b.ok(err)
	b.wait(8 * 24 * time.Hour)
	want(t, "after a new day", b.announce(), [2]int{1, 2}) // five days and two working days are over
	want(t, "asked", one[int](b, `select count(*) from purchase_orders where asked_at is not null`), 1)
	want(t, "of the line", one[string](b, `select string_agg(l->>'line' || ' ' || (l->>'ask'), ',') from messages m, jsonb_array_elements(m.late_goods) l
		where m.message_id = (select max(message_id) from messages)`), "3 true")
}

// TestAnAlertThatWokeIsNotAnnouncedTwice checks that goods whose alert has just
// said that they are overdue are not announced once more on that day.
func TestAnAlertThatWokeIsNotAnnouncedTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(3)
	b.apply(read(1, 2))
	b.sent(orderLine(1, 50))
	b.now = time.Date(2026, 12, 4, 1, 0, 0, 0, time.UTC)
	want(t, "before the alert has woken", b.announce(), [2]int{0, 0})
	_, err := b.Mall(b.mall).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	want(t, "alert", b.standing().State, lowstock.IncidentOpen)
	b.wait(24 * time.Hour)
	want(t, "on the next day", b.announce(), [2]int{0, 0})
	b.wait(7 * 24 * time.Hour)
	want(t, "after a week", b.announce(), [2]int{1, 1})
}

// TestWhatHasComeIsNotAnnounced checks that a message about late goods leaves out
// what came before it is sent, and is not sent when nothing is left.
func TestWhatHasComeIsNotAnnounced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	b.apply(read(1, 40), read(2, 40))
	o := b.sent(orderLine(1, 50), orderLine(2, 100))
	b.now = time.Date(2026, 12, 4, 1, 0, 0, 0, time.UTC)
	want(t, "announced", b.announce(), [2]int{2, 2})
	b.receive(o, 1, 50)
	due := b.due(worklist.DueDeliver)
	want(t, "messages", len(due), 2)
	m, err := b.Mall(b.mall).ClaimMessage(t.Context(), due[0].ID, b.now, time.Minute)
	b.ok(err)
	want(t, "channel", m.Channel, outgoing.ChannelNews)
	want(t, "lines", len(m.Late), 1)
	want(t, "line", [2]int{m.Late[0].Line, m.Late[0].Rest}, [2]int{2, 100})
	b.receive(o, 2, 100)
	_, err = b.Mall(b.mall).ClaimMessage(t.Context(), due[1].ID, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
}

// TestADayIsComparedWithItsOrders checks case I: goods that were sold as they came
// raised no quantity, and the counted orders of the day show them.
func TestADayIsComparedWithItsOrders(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5))
	o := b.sent(orderLine(1, 50))
	day := b.today().AddDate(0, 0, 2)
	b.wait(4 * 24 * time.Hour)
	b.apply(read(1, 5))
	b.admin(`INSERT INTO demand_days (mall_id, day, source, read_on) SELECT $1, d::date, 'orders', d::date + 1 FROM generate_series($2::date, $3::date, '1 day') d`, b.mall, day.AddDate(0, 0, -1), day.AddDate(0, 0, 1))
	b.admin(`INSERT INTO demand (mall_id, variant_code, month, units) VALUES ($1, $2, '2026-11-01', overlay(decode(repeat('00', 124), 'hex') PLACING '\x00000032'::bytea FROM $3))`,
		b.mall, code(1, 0), 4*(day.Day()-1)+1)
	want(t, "found", b.look(), purchase.Seen{Booked: 1, Units: 50})
	o = *b.purchase(o)
	want(t, "received", o.Lines[0].Received, 50)
	want(t, "on", o.Receipts[0].CameOn.Format(time.DateOnly), day.Format(time.DateOnly))
	b.wait(time.Hour)
	want(t, "again", b.look(), purchase.Seen{})
}

// TestAnOverwrittenMallIsAsked checks case L: where other channels' sales hide in
// a rise, it is only proposed, and a person's own entry ends the question.
func TestAnOverwrittenMallIsAsked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 20))
	o := b.sent(orderLine(1, 25))
	b.admin(`UPDATE malls SET overwritten = true, overwritten_on = '2027-01-01'`)
	b.level(30*time.Hour, 38)
	want(t, "found", b.look(), purchase.Seen{Asked: 1})
	want(t, "on its way", b.onItsWay(code(1, 0)), 25)
	b.wait(time.Hour)
	want(t, "again", b.look(), purchase.Seen{})
	b.receive(o, 1, 25)
	b.wait(time.Hour)
	b.look()
	list, err := b.Mall(b.mall).Proposals(t.Context())
	b.ok(err)
	want(t, "questions", len(list), 0)
	want(t, "shown", b.purchase(o).Receipts[0].Unseen, false)
}
