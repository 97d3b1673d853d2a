package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	hansan = lowstock.MallID("hansan")
	bori   = lowstock.MallID("bori")
)

// noon is when tests begin: a Tuesday, 12:00 in Seoul, in whole seconds.
var noon = time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)

// bundle is the test's own database with a connected mall in it.
type bundle struct {
	*postgres.Store
	t    testing.TB
	url  string
	mall lowstock.MallID
	now  time.Time
	conn *pgx.Conn // a connection of the owner; see dial
}

func setup(tb testing.TB) *bundle {
	tb.Helper()
	store, url := postgrestest.Open(tb)
	b := &bundle{Store: store, t: tb, url: url, mall: hansan, now: noon}
	b.connect(hansan)
	b.endFirstSync()
	return b
}

// connect launches a mall and gives it tokens; its first sync runs.
func (b *bundle) connect(mall lowstock.MallID) {
	b.t.Helper()
	_, err := b.Mall(mall).LaunchMall(b.t.Context(), "ko")
	b.ok(err)
	b.ok(b.Mall(mall).Connect(b.t.Context(), token("access-1", b.now), b.now))
}

// endFirstSync ends the sync that Connect started, so that alerts that a test
// raises are announced at once.
func (b *bundle) endFirstSync() {
	b.t.Helper()
	y, err := b.Mall(b.mall).ClaimSync(b.t.Context(), b.now, time.Minute)
	b.ok(err)
	_, err = b.Mall(b.mall).FinishSync(b.t.Context(), y, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
}

func token(access string, now time.Time) connect.Token {
	return connect.Token{
		Access: redact.Secret(access), Refresh: redact.Secret("refresh-of-" + access), Scopes: []string{"mall.read_product"},
		IssuedAt: now, AccessExpiresAt: now.Add(2 * time.Hour), RefreshExpiresAt: now.Add(14 * 24 * time.Hour), NextRefreshAt: now.Add(time.Hour),
	}
}

func (b *bundle) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// wait moves the clock forward.
func (b *bundle) wait(d time.Duration) { b.now = b.now.Add(d) }

// reporter is a *testing.T or a *rapid.T.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// want fails the test where got differs; times are equal when they are the
// same instant.
func want[T any](t reporter, what string, got, wanted T, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(wanted, got, append(options, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(time.Millisecond))...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func wantCode(t *testing.T, err error, code lowstock.Code) {
	t.Helper()
	if lowstock.ErrorCode(err) != code {
		t.Errorf("error %v, want %s", err, code)
	}
}

// read returns a product of one read of the platform: on sale, with one
// variant for each quantity. The variants of product 1 are called 1A, 1B, ….
func read(no int64, quantities ...int) inbound.ProductReading {
	r := inbound.ProductReading{Product: lowstock.Product{
		No: no, Code: fmt.Sprintf("P%04d", no), Name: fmt.Sprintf("오버핏 니트 %d", no), Display: true, Selling: true,
		Price: "12900.00", CategoryNos: []int{},
	}}
	for i, quantity := range quantities {
		r.Variants = append(r.Variants, lowstock.Variant{
			ProductNo: no, Code: code(no, i), Options: []lowstock.Option{{Name: "색상", Value: fmt.Sprintf("블랙 %d", i)}},
			Display: true, Selling: true, Tracked: true, Quantity: quantity,
		})
	}
	return r
}

func code(no int64, i int) string { return fmt.Sprintf("P%04d%03d", no, i) }

// apply applies readings as one read that begins now, one second after the
// last.
func (b *bundle) apply(readings ...inbound.ProductReading) lowstock.Applied {
	b.t.Helper()
	return b.applyLevels(inbound.Levels{Source: lowstock.SourceHint, Readings: readings})
}

func (b *bundle) applyLevels(l inbound.Levels) lowstock.Applied {
	b.t.Helper()
	if l.StartedAt.IsZero() {
		b.wait(time.Second)
		l.StartedAt = b.now
	}
	applied, err := b.Mall(b.mall).ApplyLevels(b.t.Context(), l)
	b.ok(err)
	return applied
}

func (b *bundle) setRule(change lowstock.RuleChange) lowstock.Rule {
	b.t.Helper()
	rule, _, err := b.Mall(b.mall).SetRule(b.t.Context(), change, b.now)
	b.ok(err)
	return rule
}

// threshold sets the mall's default.
func (b *bundle) threshold(n int) { b.t.Helper(); b.setRule(lowstock.RuleChange{Threshold: &n}) }

// notifyByEmail sets the recipients, who have agreed, and makes collecting
// immediate, unless change says otherwise.
func (b *bundle) notifyByEmail(change func(*preference.Settings), emails ...string) {
	b.t.Helper()
	s, err := b.Mall(b.mall).Settings(b.t.Context())
	b.ok(err)
	s.CollectSeconds, s.Recipients = 0, nil
	for _, email := range emails {
		s.Recipients = append(s.Recipients, preference.Recipient{Email: email, Immediate: true, Digest: preference.DigestOff})
	}
	if change != nil {
		change(&s)
	}
	b.ok(b.Mall(b.mall).SaveSettings(b.t.Context(), s, "kim", b.now))
	for _, r := range s.Recipients {
		if r.UnsubscribedAt.IsZero() && r.ConfirmedAt.IsZero() && b.known(r.Email).UnsubscribedAt.IsZero() {
			b.ok(b.Mall(b.mall).ConfirmRecipient(b.t.Context(), r.Email, b.now))
		}
	}
	b.admin(`DELETE FROM messages WHERE mall_id = $1 AND purpose = 'confirm'`, b.mall)
}

// known returns a recipient as it is stored.
func (b *bundle) known(email string) preference.Recipient {
	b.t.Helper()
	s, err := b.Mall(b.mall).Settings(b.t.Context())
	b.ok(err)
	r, _ := s.Recipient(email)
	return r
}

func (b *bundle) incidents(state lowstock.IncidentState) []lowstock.Incident {
	b.t.Helper()
	list, _, err := b.Mall(b.mall).Incidents(b.t.Context(), listing.Params{State: state, Limit: 100})
	b.ok(err)
	return list
}

// standing returns the one unresolved incident.
func (b *bundle) standing() lowstock.Incident {
	b.t.Helper()
	list := b.incidents(lowstock.IncidentStanding)
	if len(list) != 1 {
		b.t.Fatalf("%d incidents stand, want 1: %+v", len(list), list)
	}
	return list[0]
}

func (b *bundle) collect() int {
	b.t.Helper()
	n, err := b.Mall(b.mall).Collect(b.t.Context(), b.now)
	b.ok(err)
	return n
}

// mails claims every message that is due.
func (b *bundle) mails() []outgoing.Message {
	b.t.Helper()
	var mails []outgoing.Message
	for _, d := range b.due(worklist.DueDeliver) {
		m, err := b.Mall(d.Mall).ClaimMessage(b.t.Context(), d.ID, b.now, time.Minute)
		if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
			continue
		}
		b.ok(err)
		mails = append(mails, m)
	}
	return mails
}

func (b *bundle) due(kind worklist.DueKind) []worklist.Due {
	b.t.Helper()
	all, err := b.Due(b.t.Context(), b.now, 100)
	b.ok(err)
	var due []worklist.Due
	for _, d := range all {
		if d.Kind == kind {
			due = append(due, d)
		}
	}
	return due
}

// admin runs SQL directly on the database, as the owner.
func (b *bundle) admin(sql string, args ...any) {
	b.t.Helper()
	conn := b.dial()
	_, err := conn.Exec(b.t.Context(), sql, args...)
	b.ok(err)
}

func (b *bundle) dial() *pgx.Conn {
	b.t.Helper()
	if b.conn == nil {
		conn, err := pgx.Connect(b.t.Context(), b.url)
		b.ok(err)
		b.t.Cleanup(func() { _ = conn.Close(b.t.Context()) })
		b.conn = conn
	}
	return b.conn
}

// one reads one value directly from the database.
func one[T any](b *bundle, sql string, args ...any) T {
	b.t.Helper()
	var v T
	b.ok(b.dial().QueryRow(b.t.Context(), sql, args...).Scan(&v))
	return v
}
