package crashlab

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/postgres"
)

// check checks from outside the results of a cycle.
func (l *lab) check(ctx context.Context, began time.Time, p plan, m *model) (wrong []string) {
	for _, look := range []func(context.Context) []string{
		l.checkStored, l.checkStuck, l.checkToken, l.checkLogs,
		func(ctx context.Context) []string { return l.checkIncidents(ctx, m) },
		func(ctx context.Context) []string { return l.checkMails(ctx, began, p.notified) },
	} {
		wrong = append(wrong, look(ctx)...)
	}
	return wrong
}

// checkStored is check I1: what was acknowledged is stored.
func (l *lab) checkStored(ctx context.Context) (wrong []string) {
	_, pool := l.db.now()
	acked := l.front.acknowledged()
	stored, err := collect[string](ctx, pool, `SELECT event_key FROM hints WHERE event_key = ANY($1)`, acked)
	if err != nil {
		return []string{"I1 " + err.Error()}
	}
	unique := sortedUnique(slices.Clone(stored))
	if double := len(stored) - len(unique); double > 0 {
		l.counts.doubleEffects += double
		wrong = append(wrong, fmt.Sprintf("I1 %d webhooks are stored twice", double))
	}
	var lost []string
	for _, id := range acked {
		if _, is := slices.BinarySearch(unique, id); !is {
			lost = append(lost, id)
		}
	}
	l.counts.acked, l.counts.lost = len(acked), len(lost)
	if len(lost) > 0 {
		wrong = append(wrong, fmt.Sprintf("I1 %d of %d acknowledged webhooks are not stored, such as %s", len(lost), len(acked), lost[0]))
	}
	return wrong
}

// checkIncidents is check I3: there is one incident for each crossing, and it is open or closed as the stock requires.
func (l *lab) checkIncidents(ctx context.Context, m *model) (wrong []string) {
	_, pool := l.db.now()
	rows, err := pool.Query(ctx, `
		SELECT variant_code, count(*), count(*) FILTER (WHERE state <> 'resolved'), coalesce(min(kind) FILTER (WHERE state <> 'resolved'), '')
		  FROM incidents GROUP BY variant_code`)
	if err != nil {
		return []string{"I3 " + err.Error()}
	}
	type seen struct {
		all, standing int
		kind          string
	}
	by := map[string]seen{}
	var code string
	var s seen
	if _, err := pgx.ForEachRow(rows, []any{&code, &s.all, &s.standing, &s.kind}, func() error {
		by[code] = s
		return nil
	}); err != nil {
		return []string{"I3 " + err.Error()}
	}
	for i, p := range l.items {
		want := seen{all: m.incidents[i]}
		if m.low(i) {
			want.standing, want.kind = 1, "low"
			if m.out[i] {
				want.kind = "out"
			}
		}
		if got := by[p.Variants[0].Code]; got != want {
			l.counts.doubleEffects += max(0, got.all-want.all)
			wrong = append(wrong, fmt.Sprintf("I3 item %d with %d pieces has had %+v incidents, want %+v", i, m.quantity[i], got, want))
		}
	}
	return wrong
}

// checkMails is check I4: each alert that has to be notified is in one mail, and a mail arrives once. It may arrive
// twice if a fault hit the window between its last byte and the record of it.
func (l *lab) checkMails(ctx context.Context, began time.Time, notified map[int]bool) (wrong []string) {
	mails := map[string][]mailsim.Message{}
	for _, mail := range l.inbox.Messages() {
		if mail.ReceivedAt.After(began) {
			mails[mail.MessageID] = append(mails[mail.MessageID], mail)
		}
	}
	for i := range l.items {
		n := 0
		for _, copies := range mails {
			if slices.ContainsFunc(copies, func(mail mailsim.Message) bool { return strings.Contains(mail.Text, token(i)) }) {
				n++
			}
		}
		want := map[bool]int{true: 1}[notified[i]]
		if n != want {
			l.counts.doubleEffects += max(0, n-want)
			wrong = append(wrong, fmt.Sprintf("I4 item %d is named in %d mails, want %d", i, n, want))
		}
	}
	for id, copies := range mails {
		l.counts.mails += len(copies)
		excused := l.hitWindow(copies[0].ReceivedAt)
		if excused {
			l.counts.windows++
		}
		if len(copies) == 1 {
			continue
		}
		l.counts.doubleMails += len(copies) - 1
		if len(copies) > 2 || !excused {
			wrong = append(wrong, fmt.Sprintf("I4 mail %s came %d times, at %s (a fault in its window: %v)", id, len(copies), times(copies), excused))
		}
	}
	return append(wrong, l.checkOutcomes(ctx)...)
}

// hitWindow reports whether a fault happened while a mail that arrived at that time was between its last byte and its
// record: the connection to the server was cut or silent, or a process was killed before it could store the outcome.
func (l *lab) hitWindow(at time.Time) bool {
	const blink, record = 500 * time.Millisecond, 10500 * time.Millisecond // the app tries for ten seconds to store the outcome
	for _, t := range l.journal.during(at.Add(-blink), at.Add(blink), troubleMail, troubleLink) {
		if t.mode == mailsim.HangAfterDot || t.mode == mailsim.DropAfterDot || t.kind == troubleLink && t.hop == hopMail {
			return true
		}
	}
	if len(l.journal.during(at.Add(-blink), at.Add(record), troubleKill, troubleKillAll)) > 0 {
		return true
	}
	// Or the database was unavailable for as long as the app tries.
	early := l.journal.during(at, at.Add(blink), troubleCrash, troubleHalt)
	late := l.journal.during(at.Add(record-time.Second), at.Add(record), troubleCrash, troubleHalt)
	return len(early) > 0 && len(late) > 0
}

func times(copies []mailsim.Message) string {
	var at []string
	for _, mail := range copies {
		at = append(at, mail.ReceivedAt.Format("15:04:05.000"))
	}
	return strings.Join(at, ", ")
}

// checkOutcomes checks that a mail that arrived is stored as sent, or at worst as unknown.
func (l *lab) checkOutcomes(ctx context.Context) []string {
	_, pool := l.db.now()
	bad, err := collect[string](ctx, pool, `
		SELECT format('mail %s to %s for %s is %s after %s attempts: %s', message_id, channel, purpose, state, attempts, error)
		  FROM messages WHERE purpose IN ('alert', 'goods_late') AND state NOT IN ('sent', 'unknown')`)
	if err != nil {
		return []string{"I4 " + err.Error()}
	}
	for i := range bad {
		bad[i] = "I4 " + bad[i]
	}
	return bad
}

// checkStuck is check I5: no work is in progress for longer than two leases.
func (l *lab) checkStuck(ctx context.Context) (wrong []string) {
	for _, check := range []struct{ what, sql string }{
		// A job has 30 s, a walk 5 min; River rescues a job after 90 s and looks every 30 s.
		{"jobs run", `SELECT count(*) FROM river_job WHERE state = 'running' AND attempted_at < now() -
		  CASE WHEN kind IN ('watch', 'sales', 'category') THEN interval '11 minutes' ELSE interval '4 minutes' END`},
		{"mails are being sent", `SELECT count(*) FROM messages WHERE attempts > 0 AND next_attempt_at < now() - interval '2 minutes'`},
		{"products are being read", `SELECT count(*) FROM dirty_products WHERE due_at < now() - interval '45 seconds'`},
		{"syncs run", `SELECT count(*) FROM syncs WHERE state = 'running' AND resume_at < now() - interval '1 minute'`},
	} {
		n, err := l.number(ctx, check.sql)
		if err != nil {
			return []string{"I5 " + err.Error()}
		}
		if n > 0 {
			l.counts.stuck += n
			wrong = append(wrong, fmt.Sprintf("I5 %d %s for longer than two leases", n, check.what))
		}
	}
	return wrong
}

// checkToken is check I7: every pair that Cafe24 issued is stored, and none was used twice.
func (l *lab) checkToken(ctx context.Context) (wrong []string) {
	generation, err := l.number(ctx, `SELECT generation FROM tokens`)
	if err != nil {
		return []string{"I7 " + err.Error()}
	}
	stats := l.sim.Stats(string(mall))
	l.counts.renewals = stats.Refreshes
	if generation < l.generation || generation != stats.Refreshes+1 {
		wrong = append(wrong, fmt.Sprintf("I7 the pair is of generation %d after %d renewals, and was of %d before", generation, stats.Refreshes, l.generation))
	}
	l.generation = generation
	if stats.InvalidGrants > 0 {
		wrong = append(wrong, fmt.Sprintf("I7 %d invalid grants", stats.InvalidGrants))
	}
	if n, err := l.number(ctx, `SELECT count(*) FROM malls WHERE state = 'active'`); err != nil || n != 1 {
		wrong = append(wrong, fmt.Sprintf("I7 the mall is not connected any more, %v", err))
	}
	return wrong
}

// rememberToken adds the current pair to the values that no log may show.
func (l *lab) rememberToken(ctx context.Context) error {
	ring, err := postgres.NewKeyring([][]byte{l.secrets.encryption})
	if err != nil {
		return err
	}
	cluster, _ := l.db.now()
	store, err := postgres.Open(ctx, cluster.URL(databaseName), postgres.Options{MaxConns: 1, Keyring: ring})
	if err != nil {
		return err
	}
	defer store.Close()
	pair, err := store.Mall(mall).Token(ctx)
	if err == nil {
		l.secrets.token(pair.Access.Reveal(), pair.Refresh.Reveal())
	}
	return err
}

// checkLogs is check I8: the log of a replica has no secret, no address and no panic.
func (l *lab) checkLogs(context.Context) (wrong []string) {
	forbidden := append(l.secrets.all(), owner, l.db.password(), "panic", "fatal error", "DATA RACE")
	for i, r := range l.replicas {
		content, err := os.ReadFile(r.log)
		if err != nil {
			return []string{"I8 " + err.Error()}
		}
		fresh := content[l.read[i]:]
		l.read[i] = bytes.LastIndexByte(content, '\n') + 1 // the end of the last line is not written yet
		for _, word := range forbidden {
			before, after, found := bytes.Cut(fresh, []byte(word))
			if !found {
				continue
			}
			l.counts.leaks++
			rest, _, _ := bytes.Cut(after, []byte("\n"))
			wrong = append(wrong, fmt.Sprintf("I8 replica %s wrote %q: …%s%s%s", r.name, word, before[max(0, len(before)-200):], word, rest))
		}
	}
	return wrong
}

// counts holds the numbers of the summary line at the end.
type counts struct {
	mu              sync.Mutex
	kills, troubles int // under mu: several troubles happen at the same time

	cycles, acked, lost, booked, doubleEffects, mails, doubleMails, windows, stuck, leaks, renewals int
	slowest, calmness                                                                               time.Duration
}

func (c *counts) troubled() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.troubles++
}

func (c *counts) killed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kills++
}

func (c *counts) calm(took time.Duration) {
	c.slowest = max(c.slowest, took)
	c.calmness += took
}

func (c *counts) line() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("cycles=%d troubles=%d kills=%d acked=%d lost=%d booked=%d dup_effects=%d mails=%d dup_mails=%d(<=window %d) stuck=%d leaks=%d renewals=%d quiet_mean=%s quiet_max=%s",
		c.cycles, c.troubles, c.kills, c.acked, c.lost, c.booked, c.doubleEffects, c.mails, c.doubleMails, c.windows, c.stuck, c.leaks, c.renewals,
		(c.calmness / time.Duration(max(1, c.cycles))).Round(10*time.Millisecond), c.slowest.Round(10*time.Millisecond))
}
