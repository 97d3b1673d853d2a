package crashlab

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

// journal records what was broken, and when.
type journal struct {
	mu      sync.Mutex
	entries []entry
}

type entry struct {
	trouble  trouble
	from, to time.Time
}

func (j *journal) begin(t trouble) (end func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	at := len(j.entries)
	j.entries = append(j.entries, entry{trouble: t, from: time.Now()})
	return func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.entries[at].to = time.Now()
	}
}

// during returns the troubles of some kinds that lasted at any time between from and to.
func (j *journal) during(from, to time.Time, kinds ...string) (found []trouble) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, e := range j.entries {
		for _, kind := range kinds {
			if e.trouble.kind == kind && e.from.Before(to) && (e.to.IsZero() || e.to.After(from)) {
				found = append(found, e.trouble)
			}
		}
	}
	return found
}

// cycle runs the plan, repairs everything, waits until the app has nothing left to do, and returns what is wrong.
func (l *lab) cycle(ctx context.Context, p plan, m *model) (wrong []string) {
	began := time.Now()
	l.counts.cycles++
	if err := l.renewTokens(ctx); err != nil {
		return []string{"I7 " + err.Error()}
	}
	still, err := l.greet(ctx, p.still)
	if err != nil {
		return []string{"greet: " + err.Error()}
	}
	l.orderGoods(ctx, p.goods)
	insisting, stop := context.WithCancel(ctx)
	defer stop()
	var senders, breakers sync.WaitGroup
	failures := make(chan error, len(p.steps)*2+len(p.troubles)+len(p.goods)+1)
	for n, t := range p.troubles {
		breakers.Go(func() {
			if rest(ctx, t.at) == nil {
				if err := l.breakIt(ctx, fmt.Sprintf("trouble-%d-", n), t); err != nil {
					failures <- err
				}
			}
		})
	}
	if p.renew > 0 {
		breakers.Go(func() {
			if rest(ctx, p.renew) == nil {
				l.agePair(ctx)
			}
		})
	}
	notify := func(product int) {
		senders.Go(func() {
			if err := l.front.insist(insisting, newHint(product)); err != nil {
				failures <- err
			}
		})
	}
	breakers.Go(func() {
		if err := l.deliver(ctx, p.goods, notify); err != nil {
			failures <- err
		}
	})
	l.change(ctx, p.steps, notify)
	breakers.Wait()
	if err := l.heal(ctx); err != nil {
		return []string{"heal: " + err.Error()}
	}
	healed := time.Now()
	giveUp := time.AfterFunc(quietWithin, stop)
	senders.Wait()
	giveUp.Stop()
	close(failures)
	for err := range failures {
		wrong = append(wrong, "the lab itself: "+err.Error())
	}
	wrong = append(wrong, l.quiet(ctx, healed)...)
	wrong = append(wrong, l.settleGoods(ctx, began)...)
	wrong = append(wrong, l.settleMails(ctx)...)
	wrong = append(wrong, l.redeliver(ctx, still)...)
	return append(wrong, l.check(ctx, began, p, m)...)
}

// change makes each step at its time, and sends a webhook for it.
func (l *lab) change(ctx context.Context, steps []step, notify func(product int)) {
	began := time.Now()
	for _, s := range steps {
		if rest(ctx, s.at-time.Since(began)) != nil {
			return
		}
		product := l.items[s.item]
		code := product.Variants[0].Code
		if err := l.makeStep(s, product, code); err != nil {
			l.t.Errorf("change item %d to %d: %v", s.item, s.quantity, err)
		}
		if s.last || s.way == byHand {
			notify(product.No)
		}
	}
}

func (l *lab) makeStep(s step, product cafe24sim.Product, code string) error {
	if s.way == bySales {
		has, err := l.sim.Stock(string(mall), code)
		if err != nil {
			return err
		}
		_, err = l.sim.Sell(string(mall), code, has-s.quantity)
		return err
	}
	if err := l.sim.SetStock(string(mall), code, s.quantity); err != nil || s.way == byHand {
		return err
	}
	price := product.Price + int64(s.quantity)
	return l.sim.EditProduct(string(mall), product.No, cafe24sim.Edit{Price: &price})
}

// usual returns Cafe24's normal behaviour: webhooks are duplicated and change their order, and reads are cached for a
// moment.
func usual() cafe24sim.Faults {
	return cafe24sim.Faults{DoubleWebhooks: 0.2, ReorderWebhooks: 0.2, StaleFor: staleFor}
}

// breakIt makes one trouble begin and end.
func (l *lab) breakIt(ctx context.Context, name string, t trouble) error {
	defer l.journal.begin(t)()
	l.counts.troubled()
	r := l.replicas[t.replica]
	switch t.kind {
	case troubleKill:
		return l.power(ctx, t.hold, r)
	case troubleKillAll:
		return l.power(ctx, t.hold, l.replicas...)
	case troublePause:
		r.signal(syscall.SIGSTOP)
		defer r.signal(syscall.SIGCONT)
		return rest(ctx, t.hold)
	case troubleCrash:
		return l.db.crash(ctx, t.hold)
	case troubleHalt:
		return l.db.halt(ctx, t.hold)
	case troubleLink:
		way := l.links[t.hop][t.replica]
		if err := way.poison(name, t.toxin, t.size); err != nil {
			return err
		}
		_ = rest(ctx, t.hold)
		return way.cure(ctx, name, t.toxin)
	case troubleMail:
		if err := l.mailFault(ctx, t.mode); err != nil {
			return err
		}
		_ = rest(ctx, t.hold)
		return l.mailFault(ctx, mailsim.Healthy)
	case troublePlatform:
		f := usual()
		f.Answer, f.AnswerShare = t.answer, 0.7
		if err := l.sim.SetFaults(string(mall), f); err != nil {
			return err
		}
		_ = rest(ctx, t.hold)
		return l.sim.SetFaults(string(mall), usual())
	}
	return fmt.Errorf("no trouble %q", t.kind)
}

func (l *lab) mailFault(ctx context.Context, mode mailsim.Mode) error {
	return listenAgain(ctx, func() error { return l.inbox.SetFault(ctx, mailsim.Fault{Mode: mode}) })
}

// power kills processes immediately and starts them again after a while.
func (l *lab) power(ctx context.Context, away time.Duration, rs ...*replica) error {
	for _, r := range rs {
		r.kill()
		l.counts.killed()
	}
	err := rest(ctx, away)
	for _, r := range rs {
		r.start()
	}
	return err
}

// heal ends what the troubles have left: the mail server accepts mails again, connections that hang are cut, and both
// replicas serve.
func (l *lab) heal(ctx context.Context) error {
	if err := l.mailFault(ctx, mailsim.Healthy); err != nil {
		return err
	}
	cut := l.journal.begin(trouble{kind: troubleLink, hop: hopMail, toxin: toxinDown})
	for _, way := range l.links[hopMail] {
		if err := way.cut(ctx); err != nil {
			return err
		}
	}
	cut()
	return l.allServe(ctx)
}
