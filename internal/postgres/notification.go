package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// notification is who is notified of what a transaction raises, and when.
type notification struct {
	listeners []preference.Listener
	digests   preference.Settings // settings of digests: its Timezone and DigestAt
	collect   time.Duration
	pending   time.Time     // when the waiting deliveries are collected; zero: none wait
	firstSync bool          // a first sync runs; its summary will announce what is raised meanwhile
	answer    time.Duration // how long a sold-out alert may stay unanswered; 0: there is no second recipient
}

// nobody says that no recipient is notified at once.
func (t *notification) nobody() bool {
	for i := range t.listeners {
		if t.listeners[i].First {
			return false
		}
	}
	return true
}

// silent says that no recipient is notified, not even in a digest.
func (t *notification) silent() bool {
	for i := range t.listeners {
		if l := &t.listeners[i]; l.First || l.Waits() {
			return false
		}
	}
	return true
}

// collectAt returns when what is raised is collected: with the deliveries that
// already wait, if they are collected earlier.
func (t *notification) collectAt(raised time.Time) time.Time {
	at := raised.Add(t.collect)
	if !t.pending.IsZero() && t.pending.Before(at) {
		return t.pending
	}
	return at
}

// lockMall makes this transaction the only one that settles anything of the
// mall, and returns who is notified. It waits for another settlement to end.
// An uninstalled mall is refused with Conflict.
func lockMall(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (notification, error) {
	var t notification
	var state lowstock.MallState
	var seconds, hours int
	err := tx.QueryRow(ctx, `
		SELECT m.state, s.collect_seconds, s.second_after_hours, s.timezone, s.digest_at,
		       EXISTS (SELECT FROM syncs y WHERE y.mall_id = $1 AND y.state = 'running' AND y.first)
		  FROM settings s JOIN malls m USING (mall_id) WHERE s.mall_id = $1 FOR NO KEY UPDATE OF s`, mall).
		Scan(&state, &seconds, &hours, &t.digests.Timezone, &t.digests.DigestAt, &t.firstSync)
	if err != nil {
		return t, found(err)
	}
	if state == lowstock.MallUninstalled {
		return t, lowstock.Fail(lowstock.CodeConflict, "error.uninstalled", nil)
	}
	t.collect = time.Duration(seconds) * time.Second
	// Statements of their own: they must see what the previous holder of the lock
	// committed.
	if t.listeners, err = loadListeners(ctx, tx, mall); err != nil {
		return t, err
	}
	for i := range t.listeners {
		if t.listeners[i].Second {
			t.answer = time.Duration(hours) * time.Hour
		}
	}
	err = tx.QueryRow(ctx, `
		SELECT min(collect_at) FROM deliveries WHERE mall_id = $1 AND collect_at IS NOT NULL AND NOT summary AND NOT held`, mall).Scan(orZero(&t.pending))
	return t, err
}

// loadListeners reads from the settings who can be notified.
func loadListeners(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]preference.Listener, error) {
	targets, err := setChannels(ctx, tx, mall)
	if err != nil {
		return nil, err
	}
	s := preference.Settings{Targets: targets}
	if s.Recipients, err = loadRecipients(ctx, tx, mall); err != nil {
		return nil, err
	}
	return s.Listeners(), nil
}

// announcement is an incident to be announced, named by its variant: a new
// incident has no id yet.
type announcement struct {
	code   string
	kind   lowstock.Kind
	reason lowstock.Reason
	round  int
}

// deliveryColumns are the announcements, one row for each listener.
type deliveryColumns struct {
	code, kind, reason, channel, recipient []string
	round                                  []int32
	digest                                 []string // the digest that the delivery waits for; "": none
	notification                           *notification
}

// add announces an incident to everybody who wants to be notified of it and
// says whether anybody is notified at once. A listener with digests only gets
// it in the next digest.
func (c *deliveryColumns) add(a announcement, product *lowstock.Product, t *notification) bool {
	lastAnswer := false
	c.notification = t
	for i := range t.listeners {
		l := &t.listeners[i]
		if !l.Receives(product, a.reason) {
			continue
		}
		waits := ""
		if l.Waits() && a.reason != lowstock.ReasonUnanswered {
			waits = string(l.Digest)
		}
		lastAnswer = lastAnswer || waits == ""
		c.digest = append(c.digest, waits)
		c.code, c.kind, c.reason = append(c.code, a.code), append(c.kind, string(a.kind)), append(c.reason, string(a.reason))
		c.channel, c.recipient, c.round = append(c.channel, string(l.Channel)), append(c.recipient, l.Recipient), append(c.round, bounded(a.round))
	}
	return lastAnswer
}

// digestTimes returns the next daily and the next weekly digest time.
func (c *deliveryColumns) digestTimes(now time.Time) (daily, weekly time.Time) {
	daily, _ = c.notification.digests.NextDigestOf(preference.Recipient{Digest: preference.DigestDaily}, now)
	weekly, _ = c.notification.digests.NextDigestOf(preference.Recipient{Digest: preference.DigestWeekly}, now)
	return daily, weekly
}

// queue writes the deliveries of those incidents that are unresolved and are
// announced for this reason and round for the first time.
func (c *deliveryColumns) queue(batch *pgx.Batch, mall lowstock.MallID, collectAt, now time.Time) {
	if len(c.code) == 0 {
		return
	}
	daily, weekly := c.digestTimes(now)
	batch.Queue(`
		INSERT INTO deliveries (mall_id, incident_id, kind, reason, round, channel, recipient, collect_at, created_at)
		SELECT $1, i.incident_id, u.kind, u.reason, u.round, u.channel, u.recipient,
		       CASE u.digest WHEN '' THEN $8::timestamptz WHEN 'daily' THEN $11 ELSE $12 END, $9
		  FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $10::text[]) u(code, kind, reason, round, channel, recipient, digest)
		 CROSS JOIN LATERAL (
		    SELECT incident_id FROM incidents WHERE mall_id = $1 AND variant_code = u.code AND state <> 'resolved' LIMIT 1
		 ) i
		ON CONFLICT DO NOTHING`,
		mall, c.code, c.kind, c.reason, c.round, c.channel, c.recipient, collectAt, now, c.digest, daily, weekly)
}

// queueSummary is queue for the summary of a first sync, due now. An
// announcement that reached its recipient before, for whatever reason, is not
// made again; one that was cancelled is. A recipient who gets digests only
// gets it in the next digest.
func (c *deliveryColumns) queueSummary(batch *pgx.Batch, mall lowstock.MallID, now time.Time) {
	if len(c.code) == 0 {
		return
	}
	daily, weekly := c.digestTimes(now)
	batch.Queue(`
		INSERT INTO deliveries AS d (mall_id, incident_id, kind, reason, round, channel, recipient, summary, collect_at, created_at)
		SELECT $1, i.incident_id, u.kind, u.reason, u.round, u.channel, u.recipient, true,
		       CASE u.digest WHEN '' THEN $8::timestamptz WHEN 'daily' THEN $10 ELSE $11 END, $8
		  FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $9::text[]) u(code, kind, reason, round, channel, recipient, digest)
		 CROSS JOIN LATERAL (
		    SELECT incident_id FROM incidents WHERE mall_id = $1 AND variant_code = u.code AND state <> 'resolved' LIMIT 1
		 ) i
		 WHERE NOT EXISTS (SELECT FROM deliveries e WHERE e.mall_id = $1 AND e.incident_id = i.incident_id AND e.channel = u.channel
		                      AND e.recipient = u.recipient AND e.kind = u.kind AND e.state <> 'suppressed')
		ON CONFLICT (mall_id, incident_id, reason, round, channel, recipient) DO UPDATE
		   SET state = 'pending', kind = excluded.kind, attempts = 0, summary = true, held = false, counted = false, collect_at = excluded.collect_at,
		       message_id = NULL, created_at = excluded.created_at
		 WHERE d.state = 'suppressed'`,
		mall, c.code, c.kind, c.reason, c.round, c.channel, c.recipient, now, c.digest, daily, weekly)
}
