package crashlab

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	quietWithin = 60 * time.Second // after the last repair
	mailsWithin = 75 * time.Second // two periods in which the job of a killed process blocks the next one, and some reserve
	burialAfter = 3 * time.Second
)

// quiet waits until the app knows every quantity of Cafe24 and has nothing left to read or to collect.
func (l *lab) quiet(ctx context.Context, healed time.Time) (wrong []string) {
	err := until(ctx, quietWithin-time.Since(healed), l.restless)
	took := time.Since(healed)
	l.counts.calm(took)
	if err != nil {
		wrong = append(wrong, fmt.Sprintf("I6 not quiet %s after everything was healed: %v", took.Round(time.Second), err))
	}
	return wrong
}

func (l *lab) restless(ctx context.Context) (missing string) {
	if missing := l.levels(ctx); missing != "" {
		return missing
	}
	// A pair that Cafe24 issued and that is not stored yet may still be on its way.
	if n, err := l.number(ctx, `SELECT generation FROM tokens`); err != nil || n != l.sim.Stats(string(mall)).Refreshes+1 {
		return fmt.Sprintf("I7 the newest pair is not stored, the one of generation %d is, %v", n, err)
	}
	for _, check := range []struct{ what, sql string }{
		{"products are to be read", `SELECT count(*) FROM dirty_products`},
		{"announcements are to be put together", `SELECT count(*) FROM deliveries WHERE collect_at IS NOT NULL`},
		{"mails are due", `SELECT count(*) FROM messages WHERE next_attempt_at <= now()`},
	} {
		n, err := l.number(ctx, check.sql)
		if err != nil {
			return err.Error()
		}
		if n > 0 {
			return fmt.Sprintf("%d %s", n, check.what)
		}
	}
	return ""
}

// levels returns the quantities that differ between the app and Cafe24 (check I2).
func (l *lab) levels(ctx context.Context) string {
	_, pool := l.db.now()
	rows, err := pool.Query(ctx, `SELECT variant_code, quantity FROM variants WHERE removed_at IS NULL`)
	if err != nil {
		return err.Error()
	}
	known := map[string]int{}
	var code string
	var quantity int
	if _, err := pgx.ForEachRow(rows, []any{&code, &quantity}, func() error {
		known[code] = quantity
		return nil
	}); err != nil {
		return err.Error()
	}
	var differ []string
	for i, p := range l.items {
		code := p.Variants[0].Code
		want, err := l.sim.Stock(string(mall), code)
		if err != nil {
			return err.Error()
		}
		if got, is := known[code]; !is || got != want {
			differ = append(differ, fmt.Sprintf("item %d is %d, Cafe24 has %d", i, got, want))
		}
	}
	if len(differ) == 0 {
		return ""
	}
	return fmt.Sprintf("I2 %d levels differ: %s", len(differ), strings.Join(differ[:min(5, len(differ))], ", "))
}

// mailRow is a message that is not finished.
type mailRow struct {
	ID       int64
	State    string
	Attempts int
	Recorded bool // the outcome of its latest attempt is known
	Due      bool
}

// settleMails skips the time for which mails wait, and returns when no mail is left. A mail with an outcome is made due
// at once. A mail that a killed process had claimed is made due too, because its lease would end in time. A mail of a
// process that is alive stays claimed, because the process may be sending it at that time. If it is unknown which
// process holds a mail, all processes are killed.
func (l *lab) settleMails(ctx context.Context) (wrong []string) {
	holding, since := "", time.Time{} // attempts without a known holder, and since when
	err := until(ctx, mailsWithin, func(ctx context.Context) string {
		mails, err := l.mails(ctx)
		if err != nil {
			return err.Error()
		}
		unrecorded := slices.DeleteFunc(slices.Clone(mails), func(mailRow mailRow) bool { return mailRow.Due || mailRow.Recorded })
		if held := fmt.Sprint(unrecorded); held != holding {
			holding, since = held, time.Now()
		}
		if len(unrecorded) > 0 && time.Since(since) > burialAfter {
			since, err = time.Now(), l.bury(ctx)
		} else {
			err = l.wind(ctx, true)
		}
		if err != nil {
			return err.Error()
		}
		return missing(len(mails) == 0, "%d mails are not done with: %+v", len(mails), mails)
	})
	if err != nil {
		l.counts.stuck++
		wrong = append(wrong, fmt.Sprintf("I5 mails: %v", err))
	}
	return wrong
}

func (l *lab) mails(ctx context.Context) ([]mailRow, error) {
	_, pool := l.db.now()
	rows, err := pool.Query(ctx, `
		SELECT message_id, state, attempts, next_attempt_at <= now(),
		       attempts > 0 AND EXISTS (SELECT FROM message_attempts a WHERE a.mall_id = m.mall_id AND a.message_id = m.message_id AND a.attempt = m.attempts)
		  FROM messages m WHERE next_attempt_at IS NOT NULL ORDER BY message_id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (mailRow mailRow, err error) {
		err = row.Scan(&mailRow.ID, &mailRow.State, &mailRow.Attempts, &mailRow.Due, &mailRow.Recorded)
		return mailRow, err
	})
}

// wind makes waiting mails due: those with an outcome, or all.
func (l *lab) wind(ctx context.Context, recorded bool) error {
	_, pool := l.db.now()
	_, err := pool.Exec(ctx, `
		UPDATE messages m SET next_attempt_at = now()
		 WHERE next_attempt_at > now() AND (NOT $1 OR EXISTS (
		   SELECT FROM message_attempts a WHERE a.mall_id = m.mall_id AND a.message_id = m.message_id AND a.attempt = m.attempts))`, recorded)
	return err
}

// bury kills every process, so that nobody holds the mails that they had claimed.
func (l *lab) bury(ctx context.Context) error {
	end := l.journal.begin(trouble{kind: troubleKillAll})
	for _, r := range l.replicas {
		r.kill()
		l.counts.killed()
	}
	end()
	if err := l.wind(ctx, false); err != nil {
		return err
	}
	for _, r := range l.replicas {
		r.start()
	}
	return l.allServe(ctx)
}
