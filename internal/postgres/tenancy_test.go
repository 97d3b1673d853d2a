package postgres_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/callrate"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/worklist"
)

const mallTables = `
	select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'mall_id' and not a.attisdropped
	 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`

func (b *bundle) tables() []string {
	b.t.Helper()
	rows, err := b.dial().Query(b.t.Context(), mallTables)
	b.ok(err)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	b.ok(err)
	return names
}

func TestEveryMallTableIsWalled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for what, sql := range map[string]string{
		"tables without forced row-level security": `
			select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'mall_id'
			 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
		"tables whose primary key does not begin with the mall": `
			select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'mall_id'
			 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
			   and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indkey[0] = a.attnum)`,
		"tables the roles own": `
			select count(*) from pg_class where relowner in (select oid from pg_roles where rolname like 'inventory\_alert\_%')`,
		"roles that may pass the wall": `
			select count(*) from pg_roles where rolname like 'inventory\_alert\_%' and (rolsuper or rolbypassrls or rolcanlogin)`,
	} {
		want(t, what, one[int](b, sql), 0)
	}
	if n := len(b.tables()); n < 18 {
		t.Errorf("%d tables with a mall", n)
	}
}

// filled puts a row into every table of two malls.
func filled(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.connect(bori)
	b.admin("update malls set first_sync_due = false")
	for _, mall := range []lowstock.MallID{bori, hansan} {
		b.mall = mall
		b.notifyByEmail(nil, "kim@"+string(mall)+".example")
		b.admin(`INSERT INTO channels (mall_id, channel) VALUES ($1, 'webhook')`, mall)
		b.ok(b.Mall(mall).SaveLosses(t.Context(), []time.Time{time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}, nil, b.ago(0)))
		b.ok(b.Mall(mall).SaveCategories(t.Context(), []inbound.Category{{No: 7, Name: "니트"}}))
		b.ok(b.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S1", Name: "한산"}}))
		b.threshold(1)
		b.apply(read(1, 0))
		b.drift(read(1, -1))
		b.collect()
		for _, m := range b.mails() {
			b.ok(b.Mall(mall).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
		}
		_, err := b.Mall(mall).UseLink(t.Context(), outgoing.UsedLink{Hash: []byte(mall), ExpiresAt: b.now}, nil, b.now)
		b.ok(err)
		b.admin(`INSERT INTO health (mall_id, kind, opened_at) VALUES ($1, 'mail_failing', $2)`, mall, b.now)
		b.admin(`INSERT INTO rule_changes (mall_id, cause, changed_at) VALUES ($1, 'set', $2)`, mall, b.now)
		b.admin(`INSERT INTO rule_versions (mall_id, change_id, scope) SELECT mall_id, change_id, 'mall' FROM rule_changes WHERE mall_id = $1`, mall)
		b.hint(products(1))
		_, err = b.Mall(mall).UseLaunch(t.Context(), []byte("nonce"), b.now)
		b.ok(err)
		b.admin("insert into health (mall_id, kind, opened_at) values ($1, 'webhooks_off', $2)", mall, b.now)
		b.ok(b.PutCode(t.Context(), connect.ConsentCode{Mall: mall, Hash: []byte(mall), Purpose: "state", ExpiresAt: b.now}))
		b.ok(b.KeepDestination(t.Context(), outgoing.Destination{Mall: mall, Browser: []byte("b"), Cookie: []byte("c"), ExpiresAt: b.now}))
		_, err = b.Mall(mall).TakeTurn(t.Context(), "GET products", callrate.Ask{Size: 40, Drain: 2, Rate: 2})
		b.ok(err)
		_, err = b.QuarantineWork(t.Context(), worklist.Due{Kind: worklist.DueDigest, Mall: mall}, 1, "poison", b.now)
		b.ok(err)
		_, _, err = b.Mall(mall).NoteRefusal(t.Context(), "connection.scope", b.now)
		b.ok(err)
		b.admin(`UPDATE demand_reads SET next_at = $2 WHERE mall_id = $1`, mall, b.now)
		b.countDemand(map[string][]int32{code(1, 0): {1}}, 1)
		b.ok(second(b.Mall(mall).Launched(b.t.Context(), team.Session{Operator: team.Operator{ID: "kim", Type: "P"}, Hash: []byte(mall), Since: b.now}, b.now)))
		b.admin(`INSERT INTO supply (mall_id) VALUES ($1)`, mall)
		b.admin(`INSERT INTO lead_times (mall_id, product_no, lead_days) VALUES ($1, 1, 7)`, mall)
		b.admin(`INSERT INTO forecasts (mall_id, variant_code, reckoned_on, pace) VALUES ($1, 'A', '2026-11-01', 1)`, mall)
		b.ok(b.Mall(mall).SaveFirstLook(t.Context(), overview.FirstLook{On: b.now}, []overview.PastStockouts{{VariantCode: code(1, 0), Stockouts: 1, LastFrom: b.now}}))
		b.ok(b.Mall(mall).SavePool(t.Context(), nil, b.now))
		reading := demand.UnpaidReading{StartedAt: b.now, Held: map[string]demand.Held{code(1, 0): {Units: 1, Orders: 1, Oldest: b.now}}}
		b.ok(b.Mall(mall).SaveUnpaid(t.Context(), b.claimUnpaid(), reading, b.now))
		b.admin(`INSERT INTO demand_orders VALUES ($1, '20261101-0000001', '2026-11-01', '{}', '{}', $2)`, mall, b.now)
		_, err = b.Mall(mall).AddPromotion(t.Context(), sale(b.now), b.now)
		b.ok(err)
		category := inbound.Unreadable{List: inbound.ListCategories, Code: "7", Reason: inbound.UnreadableShape, Detail: "x"}
		b.ok(b.Mall(mall).NoteUnreadable(t.Context(), inbound.ListCategories, []inbound.Unreadable{category}, false, b.now))
		b.ok(b.Mall(mall).SetHolidays(t.Context(), []outlook.HolidayPercent{{Kind: outlook.HolidaySeollal, Percent: 50}}, b.now))
		b.admin(`INSERT INTO morning_answers (mall_id, product_no, variant_code, class, answer, version, quantity, threshold, answered_at) VALUES ($1, 1, 'A', 'out', 'fine', '0', 0, 0, $2)`, mall, b.now)
		b.purchases()
		b.admin(`INSERT INTO purchase_looks (mall_id, variant_code, decided_at) VALUES ($1, 'A', $2)`, mall, b.now)
		b.admin(`INSERT INTO purchase_proposals (mall_id, variant_code, verdict, units, fills, evidence, began_at, asked_at) VALUES ($1, 'A', 'fill', 1, '[]', '{}', $2, $2)`, mall, b.now)
		b.ok(second(b.Mall(mall).AssignItems(t.Context(), purchase.Assign{Codes: []string{code(1, 0)}, Supplier: new("S1"), Now: b.now})))
		b.ok(b.Mall(mall).StopSupplier(t.Context(), "no@supplier.example", b.now))
		b.ok(b.Mall(mall).NoteSets(t.Context(), map[int64]string{1: "C"}, b.now))
		b.ok(b.Mall(mall).SaveSets(t.Context(), []bundles.Reading{{ProductNo: 1, Known: true, Whole: true, Parts: []bundles.Need{{ProductNo: 2, Needed: 1}}}}, b.now, b.now))
		_, act := b.acts(bulk.Selection{IDs: []int64{b.standing().ID}}, lowstock.Incident.Acknowledge)
		b.undo(act)
		b.ok(second(b.Mall(mall).SaveAlertView(t.Context(), listing.AlertView{Name: "아침", Stored: "kind=out"}, "kim", b.now)))
		_, err = b.Mall(mall).CreateAPIToken(t.Context(), team.APIToken{Name: "erp", Scopes: team.Scopes(), CreatedAt: b.now}, []byte(mall), "kim")
		b.ok(err)
	}
	return b
}

func TestWithoutAMallNothingIsSeenAndWithOneOnlyItsOwn(t *testing.T) {
	t.Parallel()
	b := filled(t)
	conn := b.dial()
	count := func(table, mall string) (all, own int) {
		tx, err := conn.Begin(t.Context())
		b.ok(err)
		defer tx.Rollback(t.Context()) //nolint:errcheck // it only reads
		for _, sql := range []string{"set local role inventory_alert_app", "select set_config('app.mall_id', '" + mall + "', true)"} {
			_, err := tx.Exec(t.Context(), sql)
			b.ok(err)
		}
		b.ok(tx.QueryRow(t.Context(), "select count(*), count(*) filter (where mall_id = $1) from "+table, mall).Scan(&all, &own))
		return all, own
	}
	for _, table := range b.tables() {
		if all, _ := count(table, ""); all != 0 {
			t.Errorf("%s: %d rows without a mall", table, all)
		}
		all, own := count(table, "hansan")
		if all == 0 || all != own {
			t.Errorf("%s: %d rows of which %d are its own", table, all, own)
		}
	}
	_, err := conn.Exec(t.Context(), `
		begin; set local role inventory_alert_app; select set_config('app.mall_id', 'hansan', true);
		insert into suppliers values ('bori', 'S2', 'x')`)
	if err == nil {
		t.Error("a row was put into another mall")
	}
	_, err = conn.Exec(t.Context(), "rollback")
	b.ok(err)
	want(t, "search in another mall's name", one[int](b, `select count(*) from search_variants('bori', '%', 10)`), 0)
	want(t, "by key", one[int](b, `select count(*) from find_variants('bori', '%', '', 10)`), 0)
	want(t, "by code", one[int](b, `select count(*) from coded_variants('bori', array(select shortened_code(custom_variant_code) from variants), 10)`), 0)
}

func TestAnotherMallsIDsAreNotFound(t *testing.T) {
	t.Parallel()
	b := filled(t) // b.mall is hansan
	ctx := t.Context()
	id := func(sql string) int64 { return one[int64](b, sql) }
	incident := id("select incident_id from incidents where mall_id = 'bori'")
	rule := id("select rule_id from rules where mall_id = 'bori'")
	message := id("select message_id from messages where mall_id = 'bori'")
	apiToken := id("select token_id from api_tokens where mall_id = 'bori'")
	ordered := id("select order_id from purchase_orders where mall_id = 'bori'")
	receipt := id("select receipt_id from purchase_receipts where mall_id = 'bori'")
	b.admin("update products set product_no = 77 where mall_id = 'bori'")
	b.admin("update variants set product_no = 77, variant_code = 'BORI' where mall_id = 'bori'")

	for what, err := range map[string]error{
		"incident":    second(b.Mall(hansan).Incident(ctx, incident)),
		"acknowledge": second(b.Mall(hansan).AcknowledgeIncident(ctx, incident, "x", b.now)),
		"snooze":      second(b.Mall(hansan).SnoozeIncident(ctx, incident, lowstock.Hold{Until: b.now.Add(time.Hour)}, "x", b.now)),
		"resolve":     second(b.Mall(hansan).ResolveIncident(ctx, incident, "x", b.now)),
		"rule":        second(b.Mall(hansan).RuleByID(ctx, rule)),
		"delete rule": b.Mall(hansan).DeleteRule(ctx, rule, "kim", b.now),
		"message":     second(b.Mall(hansan).ClaimMessage(ctx, message, b.now, time.Minute)),
		"purchase":    second(b.Mall(hansan).Purchase(ctx, ordered)),
		"draft":       second(b.Mall(hansan).SaveDrafts(ctx, []purchase.Draft{{ID: ordered, Lines: []purchase.Line{orderLine(1, 1)}, Now: b.now}})),
		"no draft":    b.Mall(hansan).DeleteDraft(ctx, ordered, 0, "kim", b.now),
		"send":        second(b.Mall(hansan).SendPurchase(ctx, purchase.Sending{ID: ordered, Now: b.now})),
		"cancel":      second(b.Mall(hansan).CancelPurchase(ctx, purchase.Ending{Order: ordered, Now: b.now})),
		"receipt":     second(b.Mall(hansan).UndoReceipt(ctx, ordered, receipt, "kim", b.now)),
		"api token":   b.Mall(hansan).DeleteAPIToken(ctx, apiToken, "kim", b.now),
		"product":     second(b.Mall(hansan).Product(ctx, 77)),
		"situation":   second(b.Mall(hansan).Situation(ctx, 77, "BORI")),
		"history":     second(b.Mall(hansan).History(ctx, "BORI", noon)),
		"resubscribe": b.Mall(hansan).ConfirmRecipient(ctx, "kim@bori.example", b.now),
		"test mail":   second(b.Mall(hansan).MakeTest(ctx, lowstock.ChannelEmail, "kim@bori.example", b.now)),
	} {
		if lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("%s of another mall: %v", what, err)
		}
	}
	wantCode(t, b.Mall(hansan).FinishMessage(ctx, message, 0, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}), lowstock.CodeConflict)
	want(t, "its incident", one[string](b, "select state from incidents where mall_id = 'bori'"), "open")
}

// One connection serves many malls in turn, and work panics inside its
// transaction: no mall sees another's rows.
func TestOneConnectionLeaksNothing(t *testing.T) {
	t.Parallel()
	b := filled(t)
	ring := postgrestest.Keyring(t)
	store, err := postgres.Open(t.Context(), b.url, postgres.Options{MaxConns: 1, Keyring: ring, Slow: 10})
	b.ok(err)
	t.Cleanup(store.Close)
	standing := map[lowstock.MallID]int64{}
	for _, mall := range []lowstock.MallID{hansan, bori} {
		standing[mall] = one[int64](b, "select min(incident_id) from incidents where mall_id = $1 and state <> 'resolved'", mall)
	}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			mall := []lowstock.MallID{hansan, bori}[i%2]
			if i%10 == 0 {
				func() {
					defer func() { _ = recover() }()
					link := outgoing.UsedLink{Hash: []byte("panics"), ExpiresAt: b.now, IncidentID: standing[mall]}
					_, err := store.Mall(mall).UseLink(t.Context(), link, func(lowstock.Incident) (lowstock.Transition, error) { panic("in a transaction") }, b.now)
					t.Errorf("a link of %s did not panic: %v", mall, err)
				}()
				return
			}
			s, err := store.Mall(mall).Settings(t.Context())
			if err != nil || len(s.Recipients) != 1 || s.Recipients[0].Email != "kim@"+string(mall)+".example" {
				t.Errorf("settings of %s: %v %v", mall, s.Recipients, err)
			}
		})
	}
	all.Wait()
	want(t, "what the panicking ones left behind", one[int](b, "select count(*) from link_uses where link_hash = 'panics'"), 0)
}

func TestAHangingOrDeadDatabaseIsUnavailableInTime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lock, err := b.dial().Begin(t.Context())
	b.ok(err)
	_, err = lock.Exec(t.Context(), "select from settings for update")
	b.ok(err)
	var took time.Duration
	for range 20 { // one answer in time is enough: the machine may be busy, but a deadline that is not kept is never in time
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		began := time.Now()
		_, err = b.Mall(hansan).Collect(ctx, b.now)
		took = time.Since(began)
		cancel()
		wantCode(t, err, lowstock.CodeUnavailable)
		if took < 2*time.Second {
			break
		}
	}
	if took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	b.ok(lock.Rollback(t.Context()))

	// All connections of the pool break, as in a restart: reads still succeed.
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { _, _ = b.Mall(hansan).Info(t.Context()) })
	}
	all.Wait()
	b.admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'inventory-alert'")
	for i := range 8 {
		if _, err := b.Mall(hansan).Info(t.Context()); err != nil {
			t.Errorf("read %d after the restart: %v", i, err)
		}
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	url := postgrestest.Empty(t)
	ctx := t.Context()
	check := func(step string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
	}
	var all sync.WaitGroup
	for range 3 { // replicas that start at once
		all.Go(func() {
			if err := postgres.Migrate(ctx, url); err != nil {
				t.Errorf("migrate: %v", err)
			}
		})
	}
	all.Wait()
	lines, err := postgres.MigrationStatus(ctx, url)
	check("status", err)
	for range lines {
		check("down", postgres.MigrateDown(ctx, url))
	}
	check("down with nothing left", postgres.MigrateDown(ctx, url))
	store := postgrestest.Connect(t, url)
	if err := store.CheckSchema(ctx); err == nil {
		t.Error("an empty schema is accepted")
	}
	b := &bundle{Store: store, t: t, url: url, mall: hansan, now: noon}
	want(t, "tables left", b.tables(), nil)
	check("up again", postgres.Migrate(ctx, url))
	check("schema", store.CheckSchema(ctx))
	lines, err = postgres.MigrationStatus(ctx, url)
	check("status", err)
	for _, line := range lines {
		if !strings.HasPrefix(line, "applied  0") {
			t.Errorf("status: %s", line)
		}
	}
	b.connect(hansan)
	// A job can be inserted in a transaction of either role.
	for _, role := range []string{"inventory_alert_app", "inventory_alert_system"} {
		b.admin("begin; set local role " + role + "; insert into river_job (kind, args, max_attempts, state, queue, priority) values ('x', '{}', 1, 'available', 'default', 1); rollback")
	}
	b.admin("insert into goose_db_version (version_id, is_applied) values (99999, true)")
	if err := store.CheckSchema(ctx); err == nil {
		t.Error("a newer schema is not named")
	}
}

// The store uses one of the two roles for everything: a login without rights
// of its own is enough.
func TestTheLoginNeedsNoRightsOfItsOwn(t *testing.T) {
	t.Parallel()
	b := filled(t)
	name, password := "login_"+strings.ToLower(rand.Text()), rand.Text()
	b.admin("create role " + name + " login noinherit password '" + password + "' in role inventory_alert_app, inventory_alert_system")
	t.Cleanup(func() {
		// t's context has already ended.
		conn, err := pgx.Connect(context.WithoutCancel(t.Context()), b.url)
		if err == nil {
			_, err = conn.Exec(context.WithoutCancel(t.Context()), "drop role "+name)
			_ = conn.Close(context.WithoutCancel(t.Context()))
		}
		if err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(b.url)
	b.ok(err)
	u.User = url.UserPassword(name, password)
	b.Store = postgrestest.Connect(t, u.String())

	b.apply(read(1, 5), read(2, 0))
	b.collect()
	want(t, "mails", len(b.mails()), 1)
	b.hint(products(1))
	b.wait(2 * time.Second)
	want(t, "dirty", len(b.claim()), 1)
	want(t, "found", len(b.inventory(listing.Params{Q: "니트"})), 2)
	_, _, err = b.FindAPIToken(t.Context(), []byte(hansan), b.now)
	b.ok(err)
	_, err = b.Mall(hansan).WithToken(t.Context(), func(_ context.Context, held connect.Token) (connect.Token, error) { return held, nil })
	b.ok(err)
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
}
