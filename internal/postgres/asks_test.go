package postgres_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

// ask runs the mall's asking as its job does, and returns how many it asked.
func (b *bundle) ask() int {
	b.t.Helper()
	n, err := b.Mall(b.mall).AskRecipients(b.t.Context(), b.now)
	b.ok(err)
	return n
}

func remove(emails ...string) func(*preference.Settings) {
	return func(s *preference.Settings) {
		for _, email := range emails {
			for i, r := range s.Recipients {
				if r.Email == email {
					s.Recipients = append(s.Recipients[:i:i], s.Recipients[i+1:]...)
					break
				}
			}
		}
	}
}

// arrive delivers every mail that is due, and counts those that ask a
// recipient.
func (b *bundle) arrive() (asked int) {
	b.t.Helper()
	for _, m := range b.mails() {
		b.ok(b.Mall(m.Mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
		if m.Purpose == outgoing.PurposeConfirm {
			asked++
		}
	}
	return asked
}

// again asks an address once more, as the merchant's button does.
func (b *bundle) again(email string) preference.AskPlan {
	b.t.Helper()
	p, err := b.Mall(b.mall).SendConfirm(b.t.Context(), email, b.now)
	b.ok(err)
	return p
}

func crowd(n int) (emails []string) {
	for i := range n {
		emails = append(emails, fmt.Sprintf("p%02d@hansan.example", i))
	}
	return emails
}

// Of twelve new recipients ten are asked at once. The other two wait and show
// until when. The job asks them later, once each.
func TestWhoCannotBeAskedNowIsAskedByItself(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.save(add(crowd(12)...))
	want(t, "asked at once", b.arrive(), 10)
	first := b.now
	for i, email := range crowd(12) {
		r := b.known(email)
		want(t, email+" waits", r.WaitsToBeAsked(), i >= 10)
		if i >= 10 {
			want(t, "until", r.AskAt, first.Add(time.Hour))
			want(t, "since", r.AskLimit, preference.AskMall)
		} else {
			want(t, "asked at", r.ConfirmSentAt, first)
		}
	}
	want(t, "due now", b.due(worklist.DueAsk), nil)
	b.wait(59 * time.Minute)
	want(t, "asked a minute early", b.ask(), 0)
	want(t, "due after 59 minutes", b.due(worklist.DueAsk), nil)
	b.wait(time.Minute)
	want(t, "due after an hour", b.due(worklist.DueAsk), []worklist.Due{{Kind: worklist.DueAsk, Mall: hansan}})
	var asked sync.WaitGroup // replicas find the due work at the same time
	for range 4 {
		asked.Go(func() {
			if _, err := b.Mall(hansan).AskRecipients(t.Context(), b.now); err != nil {
				t.Error(err)
			}
		})
	}
	asked.Wait()
	want(t, "asked after an hour", b.arrive(), 2)
	want(t, "left", b.due(worklist.DueAsk), nil)
	want(t, "the last", b.known("p11@hansan.example").ConfirmSentAt, b.now)
	b.wait(24 * time.Hour)
	want(t, "asked twice", b.ask(), 0)
}

// A recipient who was never asked does not count towards the limit and gets no
// mail.
func TestAddingAndRemovingDoesNotCount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 5 { // 60 names: none of them was mailed when it was removed
		b.save(add(crowd(12)...))
		b.save(remove(crowd(12)...))
	}
	want(t, "mails to who was removed before", b.arrive(), 0)
	b.save(add(crowd(10)...))
	want(t, "asked after all", b.arrive(), 10)
	b.save(add("new@hansan.example"))
	b.save(remove("new@hansan.example"))
	b.wait(time.Hour)
	want(t, "who was removed while they waited", b.due(worklist.DueAsk), nil)
	want(t, "asked", b.ask()+b.arrive(), 0)

	b.save(func(s *preference.Settings) { s.Recipients = nil })
	b.save(add("p00@hansan.example"))
	b.save(remove("p00@hansan.example"))
	b.save(add("p00@hansan.example"))
	b.save(remove("p00@hansan.example"))
	b.save(add("p00@hansan.example"))
	want(t, "one who was asked before is asked again, in one mail", b.arrive(), 1)
}

func TestOneMallDoesNotUseUpWhatAnotherNeeds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const email = "buyer@example.com"
	b.connect(bori)
	for range 3 {
		b.save(add(email))
		b.arrive()
		b.save(remove(email))
		b.wait(time.Hour)
	}
	b.save(add(email))
	want(t, "the fourth time waits", b.arrive(), 0)
	want(t, "for", b.known(email).AskLimit, preference.AskAddress)
	want(t, "until", b.known(email).AskAt, noon.Add(24*time.Hour))
	b.mall = bori
	b.save(add(email))
	want(t, "another mall's first", b.arrive(), 1)
	want(t, "and its second", b.again(email), preference.AskPlan{Email: email})
	want(t, "goes out", b.arrive(), 1)
	b.mall = hansan
	b.wait(21 * time.Hour)
	want(t, "the first mall's turn again", b.ask(), 1)
	wantCode(t, errOf(b.Mall(hansan).SendConfirm(t.Context(), "stranger@example.com", b.now)), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).Unsubscribe(t.Context(), email, b.now))
	wantCode(t, errOf(b.Mall(hansan).SendConfirm(t.Context(), email, b.now)), lowstock.CodeConflict)
	b.wait(24 * time.Hour)
	want(t, "who unsubscribed is not asked", b.ask()+len(b.due(worklist.DueAsk)), 0)
}

func errOf(_ preference.AskPlan, err error) error { return err }

// Seven malls name one address. Three a day ask it, in their order, and every
// mall gets its turn. However often people press the button, the mailbox gets
// no more than seven mails a day.
func TestAnAddressIsNotFlooded(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const email = "victim@example.com"
	malls := []lowstock.MallID{hansan}
	for i := range 6 {
		malls = append(malls, lowstock.MallID(fmt.Sprintf("mall%d", i)))
		b.connect(malls[i+1])
	}
	in := func(mall lowstock.MallID) { b.mall = mall }
	for _, mall := range malls {
		in(mall)
		b.wait(time.Minute)
		b.save(add(email))
	}
	press := func() (sent int) {
		for range 4 {
			for _, mall := range malls {
				if in(mall); b.again(email).After.IsZero() {
					sent++
				}
			}
		}
		return sent
	}
	want(t, "asked the first day", b.arrive(), 3)
	want(t, "pressed again", press(), 3)
	want(t, "in one day", one[int](b, "select count(*) from messages where purpose = 'confirm'"), 6)
	in(malls[3])
	want(t, "the fourth waits for the address", b.known(email).AskLimit, preference.AskAddress)
	want(t, "until the first's day is over", b.known(email).AskAt, noon.Add(24*time.Hour+time.Minute))
	in(malls[6])
	want(t, "the seventh is asked the day after", b.known(email).AskAt, noon.Add(48*time.Hour+time.Minute))
	b.arrive()

	var order []lowstock.MallID
	for range 49 * 6 {
		b.wait(10 * time.Minute)
		for _, d := range b.due(worklist.DueAsk) {
			in(d.Mall)
			if b.ask() > 0 {
				order = append(order, d.Mall)
			}
		}
		b.arrive()
		if b.now.Hour()%7 == 0 && b.now.Minute() < 10 { // the first malls keep pressing
			press()
		}
	}
	want(t, "all have asked, in their order", order, malls[3:])
	most := one[int](b, `
		SELECT max(n) FROM (SELECT (SELECT count(*) FROM messages b WHERE b.purpose = 'confirm' AND b.created_at BETWEEN a.created_at AND a.created_at + interval '23:59:59') AS n
		  FROM messages a WHERE a.purpose = 'confirm') x`)
	if most > 7 {
		t.Errorf("%d mails in a day", most)
	}
}

// Recipients who were to be asked when the mall was uninstalled are asked when
// it comes back.
func TestAMallThatComesBackAsks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.save(add(crowd(12)...))
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now.Add(time.Minute)))
	b.wait(2 * time.Hour)
	want(t, "while it is away", len(b.due(worklist.DueAsk))+b.ask(), 0)
	b.connect(hansan)
	want(t, "due", len(b.due(worklist.DueAsk)), 1)
	want(t, "asked", b.ask(), 10)
}

// An older program asks without ask_at. A recipient whom it has left out, over
// a limit, is asked by the newer program.
func TestWhomAnOlderProgramLeftOutIsAsked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.admin(`INSERT INTO recipients (mall_id, email, created_at) VALUES ($1, 'left@hansan.example', $2)`, hansan, b.now)
	b.now = time.Now().Add(time.Minute)
	want(t, "due", len(b.due(worklist.DueAsk)), 1)
	want(t, "asked", b.ask(), 1)
	want(t, "due after", b.due(worklist.DueAsk), nil)
}
