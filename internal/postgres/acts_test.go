package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

func (b *bundle) snooze(hold lowstock.Hold) lowstock.Incident {
	b.t.Helper()
	i, err := b.Mall(b.mall).SnoozeIncident(b.t.Context(), b.standing().ID, hold, "kim", b.now)
	b.ok(err)
	return i
}

func (b *bundle) wake() int {
	b.t.Helper()
	n, err := b.Mall(b.mall).WakeIncidents(b.t.Context(), b.now)
	b.ok(err)
	return n
}

// reasons returns the reasons of what was announced, oldest first.
func reasons(i lowstock.Incident) []lowstock.Reason {
	var list []lowstock.Reason
	for _, d := range i.Deliveries {
		list = append(list, d.Reason)
	}
	return list
}

func TestWaitingForTheNextRestock(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 3))
	want(t, "snoozed", b.snooze(lowstock.Hold{Restock: true}), lowstock.Incident{State: lowstock.IncidentSnoozed, UntilRestock: true, Round: 1},
		cmpopts.IgnoreFields(lowstock.Incident{}, "ID", "ProductNo", "VariantCode", "Kind", "Notified", "Quantity", "Threshold", "ThresholdSource",
			"OpenedAt", "AcknowledgedAt", "AcknowledgedBy", "ProductName", "Price", "Options", "Deliveries"))
	b.wait(30 * 24 * time.Hour)
	want(t, "due", b.due(worklist.DueWake), nil)
	b.apply(read(1, 2))
	want(t, "fell further", b.standing().State, lowstock.IncidentSnoozed)
	b.apply(read(1, 4))
	i := b.standing()
	want(t, "a little came in", i.State, lowstock.IncidentOpen)
	want(t, "announced", reasons(i), []lowstock.Reason{lowstock.ReasonRaised, lowstock.ReasonWoken})
	b.snooze(lowstock.Hold{Restock: true})
	b.apply(read(1, 0))
	i = b.standing()
	want(t, "sold out meanwhile", i.State, lowstock.IncidentOpen)
	want(t, "announced", reasons(i), []lowstock.Reason{lowstock.ReasonRaised, lowstock.ReasonWoken, lowstock.ReasonWorse})
}

func TestAnOrderThatDoesNotCome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 3))
	b.collect()
	hold := lowstock.Hold{Until: b.now.Add(48 * time.Hour), Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-26"}}
	i := b.snooze(hold)
	hold.Order.Purchase = i.Order.Purchase
	want(t, "order", i.Order, hold.Order)
	b.apply(read(1, 0))
	want(t, "held", b.collect(), 0)
	b.wait(48 * time.Hour)
	want(t, "due", len(b.due(worklist.DueWake)), 1)
	want(t, "woken", b.wake(), 1)
	want(t, "woken again", b.wake(), 0)
	i = b.standing()
	want(t, "announced", reasons(i), []lowstock.Reason{lowstock.ReasonRaised, lowstock.ReasonOverdue})
	want(t, "still known", i.Order, hold.Order)
	want(t, "messages", b.collect(), 1)
	for _, m := range b.mails() {
		if m.Items[0].Announced == lowstock.ReasonOverdue {
			want(t, "order in the mail", m.Items[0].Order, hold.Order)
		}
	}
	events, _, err := b.Mall(hansan).Timeline(t.Context(), i.ID)
	b.ok(err)
	var kinds []lowstock.EventKind
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	want(t, "story", kinds, []lowstock.EventKind{lowstock.EventOpened, lowstock.EventOrdered, lowstock.EventWorse, lowstock.EventOverdue})
	want(t, "who ordered", events[1].By, "kim")
	want(t, "what", *events[1].Detail.Order, lowstock.Order{Quantity: 50, ExpectedOn: "2026-11-26"})
	want(t, "where from", *events[2].Detail.From, 3)
	_, _, err = b.Mall(bori).Timeline(t.Context(), i.ID)
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestTheSecondRecipientIsNotifiedWhenNobodyAnswers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.SecondAfterHours = 4
		s.Recipients = append(s.Recipients, preference.Recipient{Email: "boss@hansan.example", Second: true, Digest: preference.DigestOff})
	}, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 0), read(2, 0), read(3, 3))
	want(t, "the second is not notified of the opening", b.collect(), 1)
	answered := b.incidents(lowstock.IncidentStanding)[2].ID
	_, err := b.Mall(hansan).AcknowledgeIncident(t.Context(), answered, "kim", b.now)
	b.ok(err)
	b.wait(4*time.Hour - time.Second)
	want(t, "not yet", b.due(worklist.DueWake), nil)
	b.wait(time.Second)
	want(t, "due", len(b.due(worklist.DueWake)), 1)
	want(t, "unanswered", b.wake(), 1)
	want(t, "due after", b.due(worklist.DueWake), nil)
	want(t, "messages", b.collect(), 1)
	var notified []outgoing.Message
	for _, m := range b.mails() {
		if m.Recipient == "boss@hansan.example" {
			notified = append(notified, m)
		}
	}
	want(t, "mails", len(notified), 1)
	want(t, "items", len(notified[0].Items), 1)
	want(t, "announced", notified[0].Items[0].Announced, lowstock.ReasonUnanswered)
}

// An incident that is snoozed while its mail waits, for example because the
// server greylists, is not in the mail. It is announced when the snooze ends.
func TestAMessageLeavesOutWhatWasSnoozedSince(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	b.collect()
	m := b.mails()[0]
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliveryRetrying}, b.now, b.now.Add(5*time.Minute)))
	b.snooze(lowstock.Hold{Until: b.now.Add(time.Hour)})
	b.wait(5 * time.Minute)
	want(t, "mails", len(b.mails()), 0)
	want(t, "delivery", b.standing().Deliveries[0].State, lowstock.DeliverySuppressed)
	b.wait(time.Hour)
	want(t, "woken", b.wake(), 1)
	want(t, "messages", b.collect(), 1)
	want(t, "announced", b.mails()[0].Items[0].Announced, lowstock.ReasonWoken)
}

// The time when an answer is due follows the settings, as the pure function
// computes it.
func TestAnswersAreDueByTheSettings(t *testing.T) {
	t.Parallel()
	b := setup(t)
	boss := func(hours int) func(*preference.Settings) {
		return func(s *preference.Settings) {
			s.SecondAfterHours = hours
			s.Recipients = append(s.Recipients, preference.Recipient{Email: "boss@hansan.example", Second: true, Digest: preference.DigestOff})
		}
	}
	b.notifyByEmail(nil, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 0), read(2, 3), read(3, 0))
	b.apply(read(2, 0))
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		if i.ProductNo == 3 {
			_, err := b.Mall(hansan).SnoozeIncident(t.Context(), i.ID, lowstock.Hold{Until: b.now.Add(time.Hour)}, "kim", b.now)
			b.ok(err)
		}
	}
	b.wait(time.Hour)
	b.wake()
	for _, hours := range []int{0, 3, 8} {
		b.notifyByEmail(boss(hours), "kim@hansan.example")
		for _, i := range b.incidents(lowstock.IncidentStanding) {
			stored := one[*time.Time](b, "select answer_by from incidents where incident_id = $1", i.ID)
			var got time.Time
			if stored != nil {
				got = *stored
			}
			want(t, "answer by", got, i.AnswerBy(time.Duration(hours)*time.Hour))
		}
	}
	b.notifyByEmail(nil, "kim@hansan.example")
	want(t, "without a second", one[int](b, "select count(*) from incidents where answer_by is not null"), 0)
}

func TestALinkIsUsedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0), read(2, 0), read(3, 0))
	b.collect()
	b.apply(read(3, 9))
	m := b.mails()[0]
	link := outgoing.UsedLink{Hash: []byte("of the token"), ExpiresAt: b.now.Add(time.Hour), MessageID: m.ID, By: "kim@hansan.example"}
	acknowledge := func(i lowstock.Incident) (lowstock.Transition, error) { return i.Acknowledge(link.By, b.now) }
	n, err := b.Mall(hansan).UseLink(t.Context(), link, acknowledge, b.now)
	b.ok(err)
	want(t, "acted on", n, 2)
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		want(t, "state", i.State, lowstock.IncidentAcknowledged)
		want(t, "by", i.AcknowledgedBy, "kim@hansan.example")
	}
	_, err = b.Mall(hansan).UseLink(t.Context(), link, acknowledge, b.now)
	wantCode(t, err, lowstock.CodeConflict)
	link.Hash, link.MessageID, link.IncidentID = []byte("another"), 0, b.incidents(lowstock.IncidentStanding)[0].ID
	n, err = b.Mall(hansan).UseLink(t.Context(), link, func(i lowstock.Incident) (lowstock.Transition, error) {
		return i.Snooze(lowstock.Hold{Until: b.now.Add(time.Hour)}, link.By, b.now)
	}, b.now)
	b.ok(err)
	want(t, "of one incident", n, 1)
	want(t, "snoozed", len(b.incidents(lowstock.IncidentSnoozed)), 1)
}
