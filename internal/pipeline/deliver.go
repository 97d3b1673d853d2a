package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	messageLease = 2 * time.Minute // more than twice the time that an attempt may take
	sendTimeout  = 25 * time.Second
	testTimeout  = 15 * time.Second
	unknownRetry = 10 * time.Minute

	recordTimeout = 10 * time.Second // worth a long wait: a lost outcome causes a second message
	recordPause   = 200 * time.Millisecond
)

// Sender makes one attempt to send a message. Before that, it says how many of
// the rows one message has room for; see [notify.Sender.Parts].
type Sender interface {
	Parts(ctx context.Context, m outgoing.Message) [][]int64
	Send(ctx context.Context, m outgoing.Message, handOver notify.HandOver) outgoing.Outcome
}

// deliverStore stores messages and their outcomes.
type deliverStore interface {
	ClaimMessage(ctx context.Context, id int64, now time.Time, lease time.Duration) (outgoing.Message, error)
	DivideMessage(ctx context.Context, id int64, attempt int, parts [][]int64, now time.Time) error
	HandOver(ctx context.Context, id int64, attempt int, lease time.Time) error
	FinishMessage(ctx context.Context, id int64, attempt int, outcome outgoing.Outcome, now, next time.Time) error
	MakeTest(ctx context.Context, channel lowstock.Channel, recipient string, now time.Time) (int64, error)
}

// deliverer sends messages.
type deliverer struct {
	*shared

	store  malls[deliverStore]
	sender Sender
}

// retryWaits returns the wait after each failed attempt. Together they are 48
// hours and a half, which is longer than greylisting and longer than a weekend
// without the mail server.
func retryWaits() []time.Duration {
	const m, h = time.Minute, time.Hour
	return []time.Duration{5 * m, 15 * m, 45 * m, 2 * h, 6 * h, 12 * h, 24 * h}
}

// deliver makes one attempt to send one message.
func (d *deliverer) deliver(ctx context.Context, work worklist.Due, line *logLine) error {
	line.add("message", work.ID)
	m, err := d.store.Mall(work.Mall).ClaimMessage(ctx, work.ID, d.now(), messageLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		line.add("state", "not_due")
		return nil
	case err != nil:
		return err
	}
	m, err = d.divide(ctx, m)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeConflict:
		line.add("state", "not_due") // another attempt has taken it
		return nil
	case err != nil:
		return err
	}
	outcome, next := following(m, d.send(ctx, m, sendTimeout), d.now())
	line.add("channel", m.Channel, "purpose", m.Purpose, "items", len(m.Items), "attempt", m.Attempts, "state", outcome.State)
	if outcome.Err != nil {
		line.add("cause", outcome.Err)
	}
	return d.record(ctx, m, outcome, next)
}

// divide keeps in a message the rows that it has room to name. The other rows
// go into further messages at once. The division is stored before the message
// is handed over and is the same at every attempt, so that a delivery counts as
// sent only if its message named it.
func (d *deliverer) divide(ctx context.Context, m outgoing.Message) (outgoing.Message, error) {
	parts := d.sender.Parts(ctx, m)
	if len(parts) < 2 {
		return m, nil
	}
	if err := d.store.Mall(m.Mall).DivideMessage(ctx, m.ID, m.Attempts, parts, d.now()); err != nil {
		return m, err
	}
	d.poke()
	return m.Keep(parts[0]), nil
}

// test makes a test message and sends it at once.
func (d *deliverer) test(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string) (outgoing.Outcome, error) {
	id, err := d.store.Mall(mall).MakeTest(ctx, channel, recipient, d.now())
	if err != nil {
		return outgoing.Outcome{}, err
	}
	m, err := d.store.Mall(mall).ClaimMessage(ctx, id, d.now(), messageLease)
	if err != nil {
		return outgoing.Outcome{}, err
	}
	outcome, next := following(m, d.send(ctx, m, testTimeout), d.now())
	d.log.InfoContext(ctx, "test message", "mall", mall, "channel", channel, "state", outcome.State, "cause", outcome.Err)
	return outcome, d.record(ctx, m, outcome, next)
}

// send attempts to send within the timeout. If the sender does not return in
// time, send stops waiting for it: whether the message arrived is then unknown.
func (d *deliverer) send(ctx context.Context, m outgoing.Message, timeout time.Duration) outgoing.Outcome {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	sent := make(chan outgoing.Outcome, 1)
	handOver := func(ctx context.Context) error {
		return d.store.Mall(m.Mall).HandOver(ctx, m.ID, m.Attempts, d.now().Add(messageLease))
	}
	go func() { sent <- d.sender.Send(ctx, m, handOver) }()
	watchdog := time.NewTimer(timeout + time.Second) // one second, so that the sender itself can notice the timeout
	defer watchdog.Stop()
	select {
	case outcome := <-sent:
		return outcome
	case <-watchdog.C:
		return outgoing.Outcome{
			State: lowstock.DeliveryUnknown, Error: "letter.error.unknown", Err: errors.New("sender did not return in time"),
		}
	}
}

// following decides what comes after an attempt. A message that may have
// arrived is sent once more, with the same Message-ID, and after that no more.
// Its state stays unknown while that second attempt is delayed, so that there
// is never a third one. A test message is made for a person who waits for it,
// and is not tried again.
func following(m outgoing.Message, outcome outgoing.Outcome, now time.Time) (outgoing.Outcome, time.Time) {
	outcome, next := afterAttempt(m, outcome, now)
	if m.State == lowstock.DeliveryUnknown && outcome.State != lowstock.DeliverySent {
		outcome.State = lowstock.DeliveryUnknown
	}
	return outcome, next
}

func afterAttempt(m outgoing.Message, outcome outgoing.Outcome, now time.Time) (outgoing.Outcome, time.Time) {
	switch outcome.State {
	case lowstock.DeliveryRetrying:
		if m.Purpose == outgoing.PurposeTest {
			break
		}
		waits := retryWaits()
		if m.Attempts <= len(waits) {
			wait := waits[max(m.Attempts, 1)-1]
			return outcome, now.Add(max(wait, notify.RetryAfter(outcome))) // never before the time that the other side asks for
		}
	case lowstock.DeliveryUnknown:
		if m.State != lowstock.DeliveryUnknown && m.Purpose != outgoing.PurposeTest {
			return outcome, now.Add(unknownRetry)
		}
	case lowstock.DeliverySent, lowstock.DeliveryFailed, lowstock.DeliverySuppressed, lowstock.DeliveryPending, lowstock.DeliverySummarized:
	}
	if outcome.State == lowstock.DeliveryRetrying {
		outcome.State = lowstock.DeliveryFailed
	}
	return outcome, time.Time{}
}

// record stores the outcome. It tries again for some time, because the message
// has been sent and only this record shows it.
func (d *deliverer) record(ctx context.Context, m outgoing.Message, outcome outgoing.Outcome, next time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	d.metrics.sent(m, outcome, d.now())
	for {
		err := d.store.Mall(m.Mall).FinishMessage(ctx, m.ID, m.Attempts, outcome, d.now(), next)
		if err == nil || lowstock.ErrorCode(err) == lowstock.CodeConflict {
			return nil // on a conflict the lease ran out, and another attempt was made
		}
		pause := time.NewTimer(recordPause)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return err
		}
	}
}
