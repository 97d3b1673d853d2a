package pipeline_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/worklist"
)

// seoul is a fixed zone, so that the tests need no time zones on the machine.
var seoul = time.FixedZone("KST", 9*60*60)

// stopped is a clock that stands still until it is set.
type stopped struct {
	mu  sync.Mutex
	now time.Time
}

func (c *stopped) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// to sets the clock, and never sets it back.
func (c *stopped) to(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
}

// desk is the path from a stock level to the inbox, with a clock of its own. It
// uses the real store, the pipeline's own steps at their due times, the real
// sender and a real mail server. Nothing sleeps: the clock jumps to the next
// due time.
type desk struct {
	clock *stopped
	store *postgres.Store
	work  *pipeline.Pipeline
	inbox *mailsim.Server
	post  *carrier
	conn  *pgx.Conn // bypasses the store

	inTurn bool // mails are sent one after the other

	// reads does the due work that calls Cafe24; nil: there is no such work.
	reads func(ctx context.Context, d worklist.Due) error
	after func(d worklist.Due) // gets the work that was done; may be nil
}

// carrier passes messages to the current sender.
type carrier struct {
	mu   sync.Mutex
	to   pipeline.Sender
	sent func(m outgoing.Message, outcome outgoing.Outcome) // called after every attempt; may be nil
}

// Parts implements [pipeline.Sender].
func (c *carrier) Parts(ctx context.Context, m outgoing.Message) [][]int64 {
	c.mu.Lock()
	to := c.to
	c.mu.Unlock()
	return to.Parts(ctx, m)
}

// Send implements [pipeline.Sender].
func (c *carrier) Send(ctx context.Context, m outgoing.Message, handOver notify.HandOver) outgoing.Outcome {
	c.mu.Lock()
	to, sent := c.to, c.sent
	c.mu.Unlock()
	outcome := to.Send(ctx, m, handOver)
	if sent != nil {
		sent(m, outcome)
	}
	return outcome
}

func (c *carrier) use(to pipeline.Sender) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.to = to
}

// newDesk makes a mall that has just been connected. Health is the time between
// two self-checks of the app; 0: the default.
func newDesk(t *testing.T, begin time.Time, health time.Duration) *desk {
	t.Helper()
	d := &desk{clock: &stopped{now: begin}, post: &carrier{}}
	var database string
	d.store, database = newStore(t)
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	d.conn = conn
	d.listen(t)
	d.post.use(d.sender(t, 0, ""))
	platform, err := cafe24.New(cafe24.Config{
		ClientID: "client", ClientSecret: "secret", WebhookKey: "key", RedirectURI: "https://app.test/auth/callback", Now: d.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.work, err = pipeline.New(pipeline.Config{
		Store: stores.Pipeline(d.store), Platform: platform, Sender: d.post, Pool: d.store.Pool(), Listening: d.store.Listening(), Now: d.clock.Now,
		ConfirmDelay: confirmDelay, HealthInterval: health,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.connect(t)
	return d
}

// confirmDelay is the program's default.
const confirmDelay = 8 * time.Second

func (d *desk) listen(t *testing.T) {
	t.Helper()
	var err error
	if d.inbox, err = mailsim.New(mailsim.Config{MaxMessages: 100_000, Now: d.clock.Now, Username: "alert", Password: "password"}); err != nil {
		t.Fatal(err)
	}
	if err := d.inbox.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		if err := d.inbox.Close(ctx); err != nil {
			t.Error(err)
		}
	})
}

// sender makes a real sender. Timeout is the time limit of an attempt; 0: the
// default. Slack is the address where webhooks may point to.
func (d *desk) sender(t *testing.T, timeout time.Duration, slack string) *notify.Sender {
	t.Helper()
	smtp, err := notify.ParseSMTP(d.inbox.URL())
	if err != nil {
		t.Fatal(err)
	}
	sender, err := notify.New(notify.Config{
		SMTP: smtp, From: "재고 알림 <alert@app.test>", AppURL: "https://app.test", LinkKey: []byte("0123456789abcdef0123456789abcdef"),
		Now: d.clock.Now, Timeout: timeout, Bases: map[lowstock.Channel]string{lowstock.ChannelSlack: slack}, AllowPrivate: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// connect gives the mall the state that its consent creates. Its tokens do not
// expire, because the tests are not about them.
func (d *desk) connect(t *testing.T) {
	t.Helper()
	now, long := d.clock.Now(), 1000*time.Hour
	if _, err := d.store.Mall(mall).LaunchMall(t.Context(), "ko"); err != nil {
		t.Fatal(err)
	}
	err := d.store.Mall(mall).Connect(t.Context(), connect.Token{
		Access: "access", Refresh: "refresh", Scopes: []string{"mall.read_product"}, IssuedAt: now,
		AccessExpiresAt: now.Add(long), RefreshExpiresAt: now.Add(2 * long), NextRefreshAt: now.Add(2 * long),
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	d.admin(t, `UPDATE malls SET next_health_at = $1, next_sales_at = $1`, now)
}

// firstSync ends at once, because the mall is empty.
func (d *desk) firstSync(t *testing.T) {
	t.Helper()
	now := d.clock.Now()
	sync, err := d.store.Mall(mall).ClaimSync(t.Context(), now, time.Minute)
	if err == nil {
		_, err = d.store.Mall(mall).FinishSync(t.Context(), sync, now, now.Add(1000*time.Hour))
	}
	if err != nil {
		t.Fatal(err)
	}
	d.admin(t, `UPDATE malls SET next_watch_at = NULL, next_sweep_at = NULL, next_sales_at = NULL, next_log_at = NULL`)
}

// configure sets the recipients and the settings. All recipients have
// confirmed.
func (d *desk) configure(t *testing.T, change func(*preference.Settings)) {
	t.Helper()
	settings, err := d.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	change(&settings)
	if err := d.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", d.clock.Now()); err != nil {
		t.Fatal(err)
	}
	for _, r := range settings.Recipients {
		if err := d.store.Mall(mall).ConfirmRecipient(t.Context(), r.Email, d.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	d.admin(t, `DELETE FROM messages WHERE purpose = 'confirm'`) // they got the confirmation mail long ago
}

func (d *desk) admin(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := d.conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// rowsOf reads rows and bypasses the store.
func rowsOf[T any](t *testing.T, d *desk, sql string, args ...any) []T {
	t.Helper()
	rows, err := d.conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// nextDue returns when any work is due next; zero: never.
func (d *desk) nextDue(t *testing.T) time.Time {
	t.Helper()
	var at *time.Time
	err := d.conn.QueryRow(t.Context(), `
		SELECT least((SELECT min(due_at) FROM dirty_products), (SELECT min(least(next_watch_at, next_sweep_at, next_health_at, next_sales_at, next_log_at)) FROM malls),
		       (SELECT min(next_refresh_at) FROM tokens), (SELECT min(resume_at) FROM syncs WHERE state = 'running'),
		       (SELECT min(collect_at) FROM deliveries), (SELECT min(next_attempt_at) FROM messages), (SELECT min(next_digest_at) FROM settings),
		       (SELECT min(snoozed_until) FROM incidents WHERE state = 'snoozed'), (SELECT min(answer_by) FROM incidents),
		       (SELECT min(ask_at) FROM recipients WHERE confirm_sent_at IS NULL AND confirmed_at IS NULL AND unsubscribed_at IS NULL))`).Scan(&at)
	if err != nil {
		t.Fatal(err)
	}
	if at == nil {
		return time.Time{}
	}
	return *at
}

// runTo does all work that becomes due until a time, each piece at its own due
// time.
func (d *desk) runTo(t *testing.T, end time.Time) {
	t.Helper()
	for {
		next := d.nextDue(t)
		if next.IsZero() || next.After(end) {
			d.clock.to(end)
			return
		}
		if t.Failed() {
			return // work that is due and fails would stay due for ever
		}
		d.clock.to(next)
		d.workDue(t)
	}
}

// workDue runs the steps that are due now. It sends as many messages at the
// same time as the program does: more would compete for the database until
// their attempts end by timeout on a slow machine.
func (d *desk) workDue(t *testing.T) {
	t.Helper()
	due, err := d.store.Due(t.Context(), d.clock.Now(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	var arrivals errgroup.Group
	arrivals.SetLimit(pipeline.DeliverWorkers())
	for _, piece := range due {
		if piece.Kind == worklist.DueDeliver && !d.inTurn {
			arrivals.Go(func() error { d.step(t, piece); return nil })
			continue
		}
		d.step(t, piece)
	}
	_ = arrivals.Wait() // step reports its errors
}

// persist repeats an action for which a busy machine was too slow, as a sender
// of webhooks and a job runner do.
func persist(do func() error) error {
	err := do()
	for tries := 0; tries < 20 && lowstock.ErrorCode(err) == lowstock.CodeUnavailable; tries++ {
		err = do()
	}
	return err
}

func (d *desk) step(t *testing.T, piece worklist.Due) {
	t.Helper()
	err := persist(func() error { return d.work.Step(t.Context(), piece) })
	if errors.Is(err, pipeline.ErrReads) && d.reads != nil {
		err = d.reads(t.Context(), piece)
	}
	if err != nil {
		t.Errorf("%s at %s: %v", piece.Kind, d.clock.Now().Format(time.RFC3339), err)
	}
	if d.after != nil {
		d.after(piece)
	}
}
