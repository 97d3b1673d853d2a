package crashlab

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

// A scene is the cheapest trouble that shows one defect. It returns what is wrong, which is nothing for a correct
// product. If it fails for another reason, the test fails.
type scene func(ctx context.Context, l *lab) (wrong []string)

// sceneItems is small: the first item is low from the start, the others are not.
const sceneItems = 10

// usualInScene returns a Cafe24 without faults.
func usualInScene() cafe24sim.Faults { return cafe24sim.Faults{} }

// sceneRedelivery sends the same webhooks again.
func sceneRedelivery(ctx context.Context, l *lab) []string {
	s, err := l.greet(ctx, 3)
	l.ok(err)
	l.ok(l.sim.SetFaults(string(mall), usualInScene()))
	if wrong := l.quiet(ctx, time.Now()); len(wrong) > 0 {
		return wrong
	}
	return l.redeliver(ctx, s)
}

// sceneDatabaseAway sends webhooks while no data passes to the database.
func sceneDatabaseAway(ctx context.Context, l *lab) []string {
	for i, way := range l.links[hopDatabase] {
		l.ok(way.poison(fmt.Sprint("away", i), toxinBlackHole, 0))
	}
	var senders sync.WaitGroup
	for n := range 40 {
		senders.Go(func() {
			h := newHint(l.items[1].No)
			l.front.pass(ctx, n%replicas, h.id, h.body) // only once: a hint that is not acknowledged does not have to be stored
		})
	}
	senders.Wait()
	for i, way := range l.links[hopDatabase] {
		l.ok(way.cure(ctx, fmt.Sprint("away", i), toxinBlackHole))
	}
	l.ok(l.allServe(ctx))
	return l.checkStored(ctx)
}

// set changes an item's stock and sends a hint about it through one replica.
func (l *lab) set(ctx context.Context, item, quantity, through int) {
	l.t.Helper()
	p := l.items[item]
	l.ok(l.sim.SetStock(string(mall), p.Variants[0].Code, quantity))
	h := newHint(p.No)
	if status := l.front.pass(ctx, through, h.id, h.body); status != 200 {
		l.t.Fatalf("a hint was answered %d", status)
	}
}

// sceneLateOutcome makes a process hang before a mail's first byte for longer than its lease. Another process sends the
// mail. Then the first one continues and has its own outcome to store.
func sceneLateOutcome(ctx context.Context, l *lab) []string {
	const sent = `SELECT count(*) FROM messages WHERE state = 'sent' AND next_attempt_at IS NULL`
	before, err := l.number(ctx, sent)
	l.ok(err)
	slow, other := l.replicas[0], l.replicas[1]
	l.ok(l.links[hopMail][0].poison("silent", toxinBlackHole, 0))
	other.signal(syscall.SIGSTOP)
	l.set(ctx, 1, 4, 0)
	l.must(ctx, "no mail was taken", func(ctx context.Context) string {
		n, err := l.number(ctx, `SELECT count(*) FROM messages WHERE attempts = 1 AND next_attempt_at > now()`)
		return missing(err == nil && n == 1, "%d mails are being sent, %v", n, err)
	})
	slow.signal(syscall.SIGSTOP)
	message := l.lines(slow, "deliver")
	l.exec(ctx, `UPDATE messages SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL`) // its lease has ended
	other.signal(syscall.SIGCONT)
	l.must(ctx, "the other process does not send it", func(ctx context.Context) string {
		n, err := l.number(ctx, sent)
		return missing(err == nil && n == before+1, "%d mails are sent, %v", n, err)
	})
	slow.signal(syscall.SIGCONT)
	l.must(ctx, "the first process does not come back", func(context.Context) string {
		return missing(l.lines(slow, "deliver") > message, "no line about its attempt")
	})
	if n, err := l.number(ctx, sent); err != nil || n != before+1 {
		return []string{fmt.Sprintf("I4 a mail that was sent is said not to be: %d are, %v", n, err)}
	}
	return nil
}

// sceneRefreshRace makes both processes call Cafe24 at once when half of the pair's lifetime is over.
func sceneRefreshRace(ctx context.Context, l *lab) (wrong []string) {
	for i, way := range l.links[hopPlatform] {
		l.ok(way.poison(fmt.Sprint("far", i), toxinLag, 200))
	}
	for range 8 {
		before, err := l.number(ctx, `SELECT generation FROM tokens`)
		l.ok(err)
		l.exec(ctx, `UPDATE tokens SET next_refresh_at = now() WHERE true`)
		l.exec(ctx, `UPDATE malls SET next_watch_at = now(), next_sweep_at = now(), next_health_at = now(), reception_checked_at = NULL`)
		for i := range 4 {
			h := newHint(l.items[i].No)
			l.front.pass(ctx, i%replicas, h.id, h.body)
		}
		err = until(ctx, quietWithin, func(ctx context.Context) string {
			n, err := l.number(ctx, `SELECT generation FROM tokens`)
			return missing(err == nil && n > before, "the pair is still of generation %d, %v", n, err)
		})
		if err != nil {
			wrong = append(wrong, "I7 "+err.Error())
		}
		if wrong = append(wrong, l.checkToken(ctx)...); len(wrong) > 0 {
			return wrong
		}
	}
	return nil
}

// sceneCutMails has a server that accepts every mail and cuts the connection before it confirms.
func sceneCutMails(ctx context.Context, l *lab) []string {
	l.ok(l.inbox.SetFault(ctx, mailsim.Fault{Mode: mailsim.DropAfterDot}))
	began := time.Now()
	l.set(ctx, 1, 4, 0)
	most := func() (most int) {
		copies := map[string]int{}
		for _, mail := range l.inbox.Messages() {
			if copies[mail.MessageID]++; mail.ReceivedAt.After(began) {
				most = max(most, copies[mail.MessageID])
			}
		}
		return most
	}
	l.must(ctx, "the mail is not done with", func(ctx context.Context) string {
		l.ok(l.wind(ctx, true))
		mails, err := l.mails(ctx)
		n := most()
		return missing(err == nil && (n > 2 || n > 0 && len(mails) == 0), "%d copies, %d mails wait, %v", n, len(mails), err)
	})
	if n := most(); n > 2 {
		return []string{fmt.Sprintf("I4 a mail came %d times", n)}
	}
	return nil
}

// sceneStaleReading stops a process between an answer of Cafe24 and the storing of it. In the meantime the quantity
// changes, and another process reads and stores it.
func sceneStaleReading(ctx context.Context, l *lab) []string {
	slow, other := l.replicas[0], l.replicas[1]
	l.ok(l.links[hopPlatform][0].poison("far", toxinLag, 1500))
	other.signal(syscall.SIGSTOP)
	asked := l.calls()
	l.exec(ctx, `UPDATE malls SET next_watch_at = now()`) // reads the first item, which is low
	l.must(ctx, "nothing was asked", func(context.Context) string {
		return missing(l.calls() > asked, "no call")
	})
	slow.signal(syscall.SIGSTOP)
	message := l.lines(slow, "watch")
	other.signal(syscall.SIGCONT)
	l.set(ctx, 0, 3, 1)
	l.must(ctx, "the other process does not read it", l.restless)
	slow.signal(syscall.SIGCONT)
	l.must(ctx, "the first process does not come back", func(context.Context) string {
		return missing(l.lines(slow, "watch") > message, "no line about its reading")
	})
	if differ := l.levels(ctx); differ != "" {
		return []string{differ}
	}
	return nil
}

// lines returns the number of log lines of a replica about jobs of a kind.
func (l *lab) lines(r *replica, kind string) int {
	l.t.Helper()
	content, err := os.ReadFile(r.log)
	l.ok(err)
	return strings.Count(string(content), `"kind":"`+kind+`"`)
}

func (l *lab) calls() int { return l.sim.Stats(string(mall)).Calls["GET products"] }

// sceneKilledReading kills the only process while it waits for an answer of Cafe24.
func sceneKilledReading(ctx context.Context, l *lab) []string {
	first, other := l.replicas[0], l.replicas[1]
	l.ok(l.links[hopPlatform][0].poison("far", toxinLag, 3000))
	other.kill()
	asked := l.calls()
	l.set(ctx, 1, 40, 0)
	l.must(ctx, "nothing was asked", func(context.Context) string {
		return missing(l.calls() > asked, "no call")
	})
	first.kill()
	l.ok(l.links[hopPlatform][0].cure(ctx, "far", toxinLag))
	first.start()
	other.start()
	l.ok(l.allServe(ctx))
	return l.quiet(ctx, time.Now())
}

// sceneOneMail makes an item fall.
func sceneOneMail(ctx context.Context, l *lab) []string {
	began := time.Now()
	l.set(ctx, 1, 4, 0)
	wrong := l.quiet(ctx, time.Now().Add(20*time.Second-quietWithin))
	wrong = append(wrong, l.settleMails(ctx)...)
	return append(wrong, l.checkMails(ctx, began, map[int]bool{1: true})...)
}

// sceneRenewalInterrupted crashes the database while Cafe24 answers with a new pair of tokens.
func sceneRenewalInterrupted(ctx context.Context, l *lab) []string {
	for i, way := range l.links[hopPlatform] {
		l.ok(way.poison(fmt.Sprint("far", i), toxinLag, 1500))
	}
	asked := func() int { return l.sim.Stats(string(mall)).Calls["POST oauth/token"] }
	before := asked()
	l.agePair(ctx)
	l.must(ctx, "no pair was asked for", func(context.Context) string {
		return missing(asked() > before, "no call")
	})
	l.ok(l.db.crash(ctx, 100*time.Millisecond))
	for i, way := range l.links[hopPlatform] {
		l.ok(way.cure(ctx, fmt.Sprint("far", i), toxinLag))
	}
	l.ok(l.allServe(ctx))
	err := until(ctx, quietWithin, func(ctx context.Context) string {
		n, err := l.number(ctx, `SELECT generation FROM tokens`)
		return missing(err == nil && n == l.sim.Stats(string(mall)).Refreshes+1, "the pair is of generation %d, %v", n, err)
	})
	if err != nil {
		return []string{"I7 " + err.Error()}
	}
	return nil
}
