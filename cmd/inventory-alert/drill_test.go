//go:build drill

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
)

// The restore drill of docs/operations.md: a filled database is dumped and
// restored into a new one, and the program runs on the new one. The test
// compares every row. It also checks what only shows during work: row-level
// security, keys, detection of repeated data, sequences that continue, and
// partitions. `make restore-drill` runs it.
func TestRestoreDrill(t *testing.T) {
	cluster := newCluster(t)
	before := newProgram(t, cluster, "filled")
	d := &drill{t: t, now: time.Now().UTC().Truncate(time.Second)}
	d.fill(before.store)
	d.ok(cluster.EnsureDatabase(t.Context(), "restored"))
	restored := *before
	restored.url = cluster.URL("restored")
	restored.cfg.DatabaseURL = redact.Secret(restored.url)

	archive := filepath.Join(t.TempDir(), "backup.dump")
	dumped := d.run("pg_dump", "--format=custom", "--file="+archive, before.url)
	loaded := d.run("pg_restore", "--exit-on-error", "--jobs=2", "--dbname="+restored.url, archive)
	size, err := os.Stat(archive)
	d.ok(err)
	rows := d.compare(before.url, restored.url)
	t.Logf("%d rows: dumped in %s to %d KiB, restored in %s", rows, dumped.Round(time.Millisecond), size.Size()>>10, loaded.Round(time.Millisecond))

	var r replica
	r.start(&restored)
	t.Cleanup(func() { r.stop(t) })
	d.ready(r.where())
	d.works(restored.url, before)
}

type drill struct {
	t   *testing.T
	now time.Time
}

func (d *drill) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// fill makes a mall with data: a catalogue, levels, rules, incidents, messages,
// hints and tokens.
func (d *drill) fill(s *postgres.Store) {
	ctx := d.t.Context()
	d.ok(s.Mall(benchMall).Connect(ctx, connect.Token{
		Access: "drill-access", Refresh: "drill-refresh", Scopes: []string{"mall.read_product"},
		IssuedAt: d.now, AccessExpiresAt: d.now.Add(2 * time.Hour), RefreshExpiresAt: d.now.Add(14 * 24 * time.Hour), NextRefreshAt: d.now.Add(time.Hour),
	}, d.now))
	y, err := s.Mall(benchMall).ClaimSync(ctx, d.now, time.Minute)
	d.ok(err)
	_, err = s.Mall(benchMall).FinishSync(ctx, y, d.now, d.now.Add(time.Hour))
	d.ok(err)
	settings, err := s.Mall(benchMall).Settings(ctx)
	d.ok(err)
	settings.Recipients = []preference.Recipient{{Email: "kim@shop.example", Immediate: true, Digest: preference.DigestOff}}
	d.ok(s.Mall(benchMall).SaveSettings(ctx, settings, "kim", d.now))
	d.ok(s.Mall(benchMall).ConfirmRecipient(ctx, "kim@shop.example", d.now))
	threshold := 3
	_, _, err = s.Mall(benchMall).SetRule(ctx, lowstock.RuleChange{Threshold: &threshold}, d.now)
	d.ok(err)
	for step := range 5 {
		d.levels(s, d.now.Add(time.Duration(step+1)*time.Second), step)
	}
	_, err = s.Mall(benchMall).Collect(ctx, d.now.Add(time.Hour))
	d.ok(err)
	var hints []inbound.Hint
	for n := range 500 {
		hints = append(hints, d.hint(n))
	}
	_, err = s.RecordHints(ctx, hints, time.Hour)
	d.ok(err)
}

func (d *drill) hint(n int) inbound.Hint {
	return inbound.Hint{
		Mall: benchMall, Kind: inbound.HintProduct, EventType: "90002", EventKey: fmt.Sprintf("drill-%d", n), ProductNos: []int64{int64(n + 1)}, ReceivedAt: d.now,
	}
}

func (d *drill) levels(s *postgres.Store, at time.Time, step int) {
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: at}
	for no := int64(1); no <= 2000; no++ {
		r := inbound.ProductReading{Product: lowstock.Product{No: no, Code: fmt.Sprintf("P%05d", no), Name: fmt.Sprintf("린넨 셔츠 %d", no), Display: true, Selling: true}}
		for v := range 3 {
			r.Variants = append(r.Variants, lowstock.Variant{
				ProductNo: no, Code: fmt.Sprintf("P%05d%02d", no, v), Display: true, Selling: true, Tracked: true, Quantity: (int(no)*7 + v*3 + step*5) % 40,
			})
		}
		levels.Readings = append(levels.Readings, r)
	}
	_, err := s.Mall(benchMall).ApplyLevels(d.t.Context(), levels)
	d.ok(err)
}

// run runs one of PostgreSQL's own programs, from PATH.
func (d *drill) run(name string, args ...string) time.Duration {
	d.t.Helper()
	began := time.Now()
	if out, err := exec.CommandContext(d.t.Context(), name, args...).CombinedOutput(); err != nil {
		d.t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return time.Since(began)
}

// compare fails if a table differs, and returns the number of rows.
func (d *drill) compare(before, after string) (rows int) {
	contents := func(url string) map[string]string {
		conn, err := pgx.Connect(d.t.Context(), url)
		d.ok(err)
		defer conn.Close(d.t.Context()) //nolint:errcheck // it only reads
		list, err := conn.Query(d.t.Context(), `SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`)
		d.ok(err)
		names, err := pgx.CollectRows(list, pgx.RowTo[string])
		d.ok(err)
		all := map[string]string{}
		for _, name := range names {
			var n int
			var sum string
			d.ok(conn.QueryRow(d.t.Context(), "SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM "+name+" t").Scan(&n, &sum))
			all[name] = fmt.Sprintf("%d rows, %s", n, sum)
			rows += n
		}
		var walls string
		d.ok(conn.QueryRow(d.t.Context(), `
			SELECT string_agg(format('%s %s %s %s %s', relname, relrowsecurity, relforcerowsecurity, relacl,
			         (SELECT string_agg(polname || polroles::regrole[]::text || pg_get_expr(polqual, polrelid), ',' ORDER BY polname) FROM pg_policy WHERE polrelid = c.oid)), E'\n' ORDER BY relname)
			  FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`).Scan(&walls))
		all["row-level security and grants"] = walls
		d.ok(conn.QueryRow(d.t.Context(), `
			SELECT string_agg(format('%s %s %s %s', proname, proowner::regrole, prosecdef, proacl), E'\n' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace`).Scan(&walls))
		all["functions"] = walls
		return all
	}
	was, is := contents(before), contents(after)
	rows /= 2
	for what, content := range was {
		if is[what] != content {
			d.t.Errorf("%s:\n%s\n%s", what, content, is[what])
		}
	}
	if len(was) != len(is) || rows < 1000 {
		d.t.Errorf("%d tables of %d, %d rows", len(is), len(was), rows)
	}
	return rows
}

// ready waits until the program reports that it is ready.
func (d *drill) ready(addr string) {
	ctx, cancel := context.WithTimeout(d.t.Context(), 2*time.Minute)
	defer cancel()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	client := http.Client{Timeout: time.Second}
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/readyz", http.NoBody)
		d.ok(err)
		res, err := client.Do(req)
		if err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK {
			return
		}
		select {
		case <-ctx.Done():
			d.t.Fatalf("not ready: %v", err)
		case <-ticks.C:
		}
	}
}

// works uses the restored database in the ways that show whether it is
// complete.
func (d *drill) works(url string, before *program) {
	ctx := d.t.Context()
	keyring, err := postgres.NewKeyring(before.cfg.EncryptionKeys)
	d.ok(err)
	s, err := postgres.Open(ctx, url, postgres.Options{Keyring: keyring, Slow: 10})
	d.ok(err)
	defer s.Close()
	token, err := s.Mall(benchMall).Token(ctx)
	if err != nil || !strings.HasPrefix(token.Access.Reveal(), "drill-") {
		d.t.Errorf("the token cannot be opened: %v", err)
	}
	results, err := s.RecordHints(ctx, []inbound.Hint{d.hint(1), d.hint(501)}, time.Hour)
	if err != nil || results[0] != inbound.HintDuplicate || results[1] != inbound.HintRecorded {
		d.t.Errorf("hints: %v, %v", results, err)
	}
	before.log.InfoContext(ctx, "restored")
	d.levels(s, d.now.Add(time.Minute), 11) // opens and resolves incidents: the numbers continue
	d.ok(s.KeepPartitions(ctx, d.now.AddDate(0, 2, 0)))
	if _, err := s.Mall("stranger").Info(ctx); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		d.t.Errorf("another mall: %v", err)
	}
}
