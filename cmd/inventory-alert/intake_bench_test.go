package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/web"
)

// spell is how long each of the three measurements runs in one turn.
const spell = 3 * time.Second

// BenchmarkIntake compares the rate of committed webhooks, sent over the
// network through the whole middleware, with two other rates: PostgreSQL's own
// rate of one-row commits (pgbench, with its clients on the same processors),
// and the rate of the same handler without a database. The three take turns on
// a database that flushes to the disk, so that a disturbance of the machine
// affects all of them. Read the ratios. RSS is that of the program and the
// senders together.
func BenchmarkIntake(b *testing.B) {
	cluster, _ := localpgtest.Start(b, map[string]string{"max_connections": "300"})
	for _, senders := range []int{64, 256} {
		b.Run(strconv.Itoa(senders), func(b *testing.B) {
			m := newIntakeBench(b, cluster, fmt.Sprintf("intake_%d", time.Now().UnixNano()))
			var commits, committed, bare []float64
			var took, own []time.Duration
			for b.Loop() {
				rate, times := m.pgbench(senders)
				commits, own = append(commits, rate), append(own, times...)
				rate, times = m.flood(m.addr, senders)
				committed, took = append(committed, rate), append(took, times...)
				rate, _ = m.flood(m.bare, senders)
				bare = append(bare, rate)
			}
			b.ReportMetric(median(commits), "pgbench-commits/s")
			b.ReportMetric(median(committed), "webhooks/s")
			b.ReportMetric(median(bare), "without-database/s")
			b.ReportMetric(median(committed)/median(commits), "of-pgbench")
			b.ReportMetric(p99(took), "p99-ms")
			b.ReportMetric(p99(own), "pgbench-p99-ms")
			b.ReportMetric(peakMiB(b), "peak-MiB")
			b.ReportMetric(0, "ns/op")
			m.check(b)
		})
	}
}

// intakeBench is a running program, and another one that discards its hints.
type intakeBench struct {
	*program

	bare net.Addr
	next atomic.Int64
	sent atomic.Int64 // to app, and answered with 200
}

func newIntakeBench(tb testing.TB, cluster *localpg.Cluster, database string) *intakeBench {
	tb.Helper()
	m := &intakeBench{program: newProgram(tb, cluster, database)}
	nowhere := pipeline.NewIntake(pipeline.IntakeConfig{Store: nowhere{}})
	go nowhere.Run(tb.Context())
	pages := m.pages
	pages.Intake, pages.Metrics = nowhere, prometheus.NewRegistry()
	bare, err := web.New(pages)
	if err != nil {
		tb.Fatal(err)
	}
	m.bare = m.listen(bare.Handler())
	return m
}

// nowhere accepts hints and discards them.
type nowhere struct{}

func (nowhere) RecordHints(_ context.Context, hints []inbound.Hint, _ time.Duration) ([]inbound.HintResult, error) {
	return make([]inbound.HintResult, len(hints)), nil
}

// flood sends webhooks over this number of connections for a spell. It returns
// how many per second were answered, and how long each took.
func (m *intakeBench) flood(to net.Addr, senders int) (rate float64, took []time.Duration) {
	m.t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	begin := time.Now()
	for range senders {
		all.Go(func() {
			mine, err := m.sender(to, begin.Add(spell))
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			if err != nil {
				m.t.Error(err)
			}
		})
	}
	all.Wait()
	if to == m.addr {
		m.sent.Add(int64(len(took)))
	}
	return float64(len(took)) / time.Since(begin).Seconds(), took
}

func (m *intakeBench) sender(to net.Addr, until time.Time) (took []time.Duration, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(m.t.Context(), to.Network(), to.String())
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // nothing is lost with it
	answers := bufio.NewReader(conn)
	for time.Now().Before(until) {
		n := m.next.Add(1)
		body := fmt.Sprintf(`{"event_no":90023,"resource":{"mall_id":"bench","product_no":"%d"}}`, n%1000+1)
		begin := time.Now()
		if _, err := fmt.Fprintf(conn, "POST /webhooks/cafe24 HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/json\r\nX-API-Key: %s\r\nX-Trace-ID: bench-%d\r\nContent-Length: %d\r\n\r\n%s",
			m.key, n, len(body), body); err != nil {
			return took, err
		}
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			return took, err
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if err = errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
			return took, fmt.Errorf("answered %d, %w", answer.StatusCode, err)
		}
		took = append(took, time.Since(begin))
	}
	return took, nil
}

// check compares the acknowledged hints with the stored ones.
func (m *intakeBench) check(b *testing.B) {
	b.Helper()
	var stored int64
	if err := m.store.Pool().QueryRow(b.Context(), "SELECT count(*) FROM hints").Scan(&stored); err != nil {
		b.Fatal(err)
	}
	if stored != m.sent.Load() {
		b.Errorf("%d are stored of %d that were acknowledged", stored, m.sent.Load())
	}
}

// pgbench returns PostgreSQL's own rate of transactions that insert one row,
// and how long each took.
func (m *intakeBench) pgbench(clients int) (rate float64, took []time.Duration) {
	m.t.Helper()
	program, err := exec.LookPath("pgbench")
	if err != nil {
		m.t.Fatal("pgbench, which comes with PostgreSQL, is what this is measured against: ", err)
	}
	dir := m.t.TempDir()
	script := filepath.Join(dir, "insert.sql")
	if err := os.WriteFile(script, []byte("\\set n random(1, 1000000000)\nINSERT INTO pgbench_rows (n, body) VALUES (:n, 'one row');\n"), 0o600); err != nil {
		m.t.Fatal(err)
	}
	if _, err := m.store.Pool().Exec(m.t.Context(), "CREATE TABLE IF NOT EXISTS pgbench_rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n bigint, body text)"); err != nil {
		m.t.Fatal(err)
	}
	out, err := exec.CommandContext(m.t.Context(), program, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2",
		"-T", strconv.Itoa(int(spell.Seconds())+clients/32), // its time to connect is long and is not counted
		"-f", script, "-l", "--log-prefix", filepath.Join(dir, "log"), m.url).CombinedOutput()
	if err != nil {
		m.t.Fatalf("pgbench: %v\n%s", err, out)
	}
	found := regexp.MustCompile(`tps = ([0-9.]+)`).FindSubmatch(out)
	if found == nil {
		m.t.Fatalf("pgbench said no rate:\n%s", out)
	}
	if rate, err = strconv.ParseFloat(string(found[1]), 64); err != nil {
		m.t.Fatal(err)
	}
	return rate, m.pgbenchTook(dir)
}

// pgbenchTook reads the logs that pgbench has written: client, transaction,
// microseconds.
func (m *intakeBench) pgbenchTook(dir string) (took []time.Duration) {
	m.t.Helper()
	logs, err := filepath.Glob(filepath.Join(dir, "log.*"))
	if err != nil || len(logs) == 0 {
		m.t.Fatal("pgbench left no log: ", err)
	}
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			m.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			var client, transaction, microseconds int64
			if _, err := fmt.Sscan(line, &client, &transaction, &microseconds); err != nil {
				m.t.Fatalf("pgbench logged %q: %v", line, err)
			}
			took = append(took, time.Duration(microseconds)*time.Microsecond)
		}
	}
	return took
}

// p99 returns the 99th percentile, in milliseconds.
func p99(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)*99/100].Microseconds()) / 1000
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// peakMiB returns the maximum memory of this process so far, as Linux counts
// it.
func peakMiB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		b.Fatal("no peak in /proc/self/status")
	}
	kib, err := strconv.ParseFloat(fields[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}
