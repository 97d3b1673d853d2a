package crashlab

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// still is an item that does not change, and the hints about it that were acknowledged.
type still struct {
	item  int
	hints []hint
}

// greet begins a cycle: Cafe24 behaves as usual, a person opens the app, and an item that does not change gets some
// hints.
func (l *lab) greet(ctx context.Context, quiet int) (still, error) {
	s := still{item: quiet}
	if err := l.sim.SetFaults(string(mall), usual()); err != nil {
		return s, err
	}
	if err := l.launch(ctx); err != nil {
		return s, err
	}
	for range 3 {
		h := newHint(l.items[quiet].No)
		if err := l.front.insist(ctx, h); err != nil {
			return s, err
		}
		s.hints = append(s.hints, h)
	}
	return s, nil
}

// redeliver sends the same hints again, to all replicas at once. They must be acknowledged and have no effect. Their
// effect would be a reading of the item. So redeliver waits for the reading of another item, whose hint is sent later.
func (l *lab) redeliver(ctx context.Context, s still) (wrong []string) {
	before, err := l.readAt(ctx, s.item)
	if err != nil {
		return []string{err.Error()}
	}
	var senders sync.WaitGroup
	refused := make(chan string, len(s.hints)*replicas*2)
	for _, h := range s.hints {
		for n := range replicas * 2 {
			senders.Go(func() {
				if status := l.front.pass(ctx, n%replicas, h.id, h.body); status != http.StatusOK {
					refused <- fmt.Sprintf("dedupe: a webhook that came again was answered %d", status)
				}
			})
		}
	}
	senders.Wait()
	close(refused)
	for r := range refused {
		wrong = append(wrong, r)
	}
	witness := (s.item + 1) % len(l.items)
	sent := time.Now()
	if err := l.front.insist(ctx, newHint(l.items[witness].No)); err != nil {
		return append(wrong, err.Error())
	}
	err = until(ctx, quietWithin, func(ctx context.Context) string {
		at, err := l.readAt(ctx, witness)
		return missing(err == nil && at.After(sent), "a hint is not followed by a reading, %v", err)
	})
	if err != nil {
		return append(wrong, "I6 "+err.Error())
	}
	switch after, err := l.readAt(ctx, s.item); {
	case err != nil:
		wrong = append(wrong, err.Error())
	case !after.Equal(before):
		l.counts.doubleEffects++
		wrong = append(wrong, "dedupe: webhooks that came again made the app read again")
	}
	return wrong
}

// readAt returns when the stored reading of an item began.
func (l *lab) readAt(ctx context.Context, item int) (at time.Time, err error) {
	_, pool := l.db.now()
	err = pool.QueryRow(ctx, `SELECT observed_at FROM variants WHERE variant_code = $1`, l.items[item].Variants[0].Code).Scan(&at)
	return at, err
}

// agePair makes half of the pair's lifetime pass, if the database is available.
func (l *lab) agePair(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, pool := l.db.now()
	_, _ = pool.Exec(ctx, `UPDATE tokens SET next_refresh_at = now()`) // unavailable: the pair is not aged this time
}

// renewTokens makes half of the pair's lifetime pass while nothing is broken, and makes both replicas request a new
// pair.
func (l *lab) renewTokens(ctx context.Context) error {
	before, err := l.number(ctx, `SELECT generation FROM tokens`)
	if err != nil {
		return err
	}
	l.exec(ctx, `UPDATE tokens SET next_refresh_at = now()`)
	l.exec(ctx, `UPDATE malls SET next_watch_at = now(), next_health_at = now()`)
	// If the process of a token job was killed, that job may block its successors for some time. Every other reading
	// also renews the pair.
	if err := l.front.insist(ctx, newHint(l.items[0].No)); err != nil {
		return err
	}
	err = until(ctx, quietWithin, func(ctx context.Context) string {
		n, err := l.number(ctx, `SELECT generation FROM tokens`)
		return missing(err == nil && n > before, "the pair is still of generation %d, %v", n, err)
	})
	if err != nil {
		return err
	}
	return l.rememberToken(ctx)
}
