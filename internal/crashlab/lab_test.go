package crashlab

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
)

const (
	mall      = lowstock.MallID(cafe24sim.DefaultMall)
	owner     = "owner.of.the.lab@shop.test"
	threshold = 10

	hintDelay    = 100 * time.Millisecond
	confirmDelay = 600 * time.Millisecond
	staleFor     = 300 * time.Millisecond // how long Cafe24's caches show old numbers: less than it takes to confirm

	replicas = 2
)

// lab holds all running parts.
type lab struct {
	t          *testing.T
	db         *database
	sim        *cafe24sim.Server
	inbox      *mailsim.Server
	front      *front
	store      *postgres.Store // with the first cluster's URL; only for the setup
	replicas   []*replica
	links      map[hop][]*link
	items      []cafe24sim.Product // by the number of the item
	logs       string
	journal    journal
	secrets    secrets
	counts     counts
	generation int           // of the mall's pair, at the last check
	read       [replicas]int // checked bytes of each log
}

// build makes the binary, once for a run. An overlay inserts a defect.
func build(t *testing.T, overlay string) string {
	t.Helper()
	dependOnSource(t)
	binary := filepath.Join(t.TempDir(), "inventory-alert")
	args := []string{"build", "-trimpath", "-o", binary}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(t.Context(), "go", append(args, "cafe24-inventory-alert/cmd/inventory-alert")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return binary
}

// dependOnSource opens every file of the product, so that go test does not repeat a cached result after a file has
// changed. Most of these files belong to the binary and not to this test.
func dependOnSource(t *testing.T) {
	t.Helper()
	for _, folder := range []string{"cmd", "internal", "migrations", "static", "views"} {
		err := filepath.WalkDir(filepath.Join("..", "..", folder), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// newLab starts everything and returns when the first sync has ended. Quantities are the items' stock at the start.
func newLab(t *testing.T, binary string, quantities []int) *lab {
	t.Helper()
	l := &lab{t: t, logs: t.ArtifactDir(), links: map[hop][]*link{}}
	l.secrets.draw()
	l.db = startDatabase(t)
	l.serveMall(quantities)
	l.serveMail()
	l.serveFront()
	l.connect()
	l.startReplicas(binary)
	if err := l.allServe(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, l.tail())
	}
	l.must(t.Context(), "no first sync", func(ctx context.Context) string {
		n, err := l.number(ctx, `SELECT count(*) FROM syncs WHERE state = 'done'`)
		return missing(err == nil && n > 0, "first sync: %d done, %v", n, err)
	})
	return l
}

// serveMall starts Cafe24. Its mall sells only the items.
func (l *lab) serveMall(quantities []int) {
	l.t.Helper()
	l.sim = cafe24sim.New(cafe24sim.Config{
		Products: -1, ClientSecret: l.secrets.client, WebhookKey: l.secrets.webhook, CallQuota: 1 << 30,
		AppURL: "http://localhost:1", RedirectURI: "http://localhost:1/auth/callback",
		WebhookRetries: []time.Duration{200 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second},
		WebhookTimeout: 3 * time.Second,
	})
	for i, quantity := range quantities {
		p, err := l.sim.AddProduct(string(mall), cafe24sim.Product{
			Name: "실험 상품 " + token(i), Price: 10_000,
			Variants: []cafe24sim.Variant{{Quantity: quantity, Options: []cafe24sim.Option{{Name: "번호", Value: token(i)}}}},
		})
		if err != nil {
			l.t.Fatal(err)
		}
		l.items = append(l.items, p)
	}
	var config net.ListenConfig
	listener, err := config.Listen(l.t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		l.t.Fatal(err)
	}
	l.background(func(ctx context.Context) {
		if err := l.sim.Serve(ctx, listener); err != nil {
			l.t.Errorf("Cafe24: %v", err)
		}
	})
	l.makeLinks(hopPlatform, func(int) string { return listener.Addr().String() })
}

// token names an item in a mail. It is never a part of another item's token.
func token(item int) string { return fmt.Sprintf("LAB%03dX", item) }

func (l *lab) serveMail() {
	l.t.Helper()
	inbox, err := mailsim.New(mailsim.Config{MaxMessages: 1 << 20, Username: "lab", Password: l.secrets.smtp})
	if err != nil {
		l.t.Fatal(err)
	}
	l.inbox = inbox
	if err := inbox.Listen(l.t.Context(), freeAddr(l.t)); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(l.t.Context()), quietWithin)
		defer cancel()
		if err := inbox.Close(ctx); err != nil {
			l.t.Errorf("mail: %v", err)
		}
	})
	l.makeLinks(hopMail, func(int) string { return inbox.Addr() })
	l.makeLinks(hopDatabase, func(int) string { return l.db.bridge.Addr().String() })
}

func (l *lab) serveFront() {
	l.t.Helper()
	addrs := make([]string, replicas)
	for i := range replicas {
		addrs[i] = freeAddr(l.t)
	}
	l.makeLinks(hopWebhooks, func(i int) string { return addrs[i] })
	targets := make([]string, replicas)
	for i := range targets {
		targets[i] = l.links[hopWebhooks][i].addr()
		l.replicas = append(l.replicas, &replica{addr: addrs[i]}) // only its address is known yet
	}
	l.front = newFront(l.secrets.webhook, targets...)
	server := httptest.NewServer(l.front)
	l.t.Cleanup(server.Close)
	l.sim.SetApp(cafe24sim.App{URL: "http://localhost:1", RedirectURI: "http://localhost:1/auth/callback", WebhookURL: server.URL})
}

func (l *lab) makeLinks(h hop, upstream func(replica int) string) {
	l.t.Helper()
	p := newProxies()
	for i := range replicas {
		l.links[h] = append(l.links[h], p.link(l.t, fmt.Sprintf("%s-%d", h, i), upstream(i)))
	}
}

// connect gives the mall the state after a consent, with one recipient who is notified at once and one threshold for
// everything.
func (l *lab) connect() {
	l.t.Helper()
	ctx, now := l.t.Context(), time.Now()
	ring, err := postgres.NewKeyring([][]byte{l.secrets.encryption})
	l.ok(err)
	cluster, _ := l.db.now()
	l.store, err = postgres.Open(ctx, cluster.URL(databaseName), postgres.Options{MaxConns: 2, Keyring: ring})
	l.ok(err)
	l.t.Cleanup(l.store.Close)
	grant, err := l.sim.Grant(string(mall))
	l.ok(err)
	l.secrets.token(grant.AccessToken, grant.RefreshToken)
	_, err = l.store.Mall(mall).LaunchMall(ctx, "ko")
	l.ok(err)
	settings, err := l.store.Mall(mall).Settings(ctx)
	l.ok(err)
	settings.CollectSeconds, settings.DailyCap = 0, 0
	settings.Recipients = []preference.Recipient{{Email: owner, Immediate: true, Digest: preference.DigestOff}}
	l.ok(l.store.Mall(mall).SaveSettings(ctx, settings, "kim", now))
	l.ok(l.store.Mall(mall).ConfirmRecipient(ctx, owner, now))
	l.exec(ctx, `DELETE FROM messages WHERE purpose = 'confirm'`) // the confirmation mail was sent long ago
	n := threshold
	_, _, err = l.store.Mall(mall).SetRule(ctx, lowstock.RuleChange{Threshold: &n}, now)
	l.ok(err)
	l.ok(l.store.Mall(mall).Connect(ctx, connect.Token{
		Access: redact.Secret(grant.AccessToken), Refresh: redact.Secret(grant.RefreshToken), Scopes: grant.Scopes,
		IssuedAt: now, AccessExpiresAt: grant.AccessExpires, RefreshExpiresAt: grant.RefreshExpires, NextRefreshAt: now.Add(time.Hour),
	}, now))
}

func (l *lab) startReplicas(binary string) {
	l.t.Helper()
	smtp := url.URL{Scheme: "smtp", User: url.UserPassword("lab", l.secrets.smtp), RawQuery: "tls=off"}
	for i := range replicas {
		smtp.Host = l.links[hopMail][i].addr()
		env := []string{
			"PATH=" + os.Getenv("PATH"), "LISTEN_ADDR=" + l.replicas[i].addr, "OPS_ADDR=off", "APP_URL=http://localhost:1",
			"DATABASE_URL=" + l.db.url(l.links[hopDatabase][i].addr()), "SMTP_URL=" + smtp.String(), "MAIL_FROM=재고 알림 <alert@app.test>",
			"CAFE24_API_URL=http://" + l.links[hopPlatform][i].addr() + "/mall/{mall_id}",
			"CAFE24_CLIENT_ID=" + cafe24sim.DefaultClientID, "CAFE24_CLIENT_SECRET=" + l.secrets.client, "CAFE24_WEBHOOK_KEY=" + l.secrets.webhook,
			"SESSION_KEYS=" + base64.StdEncoding.EncodeToString(l.secrets.session),
			"ENCRYPTION_KEYS=" + base64.StdEncoding.EncodeToString(l.secrets.encryption),
			"HINT_DELAY=" + hintDelay.String(), "CONFIRM_DELAY=" + confirmDelay.String(), "WATCH_INTERVAL=1h", "SWEEP_INTERVAL=24h",
		}
		name := string(rune('a' + i))
		l.replicas[i] = newReplica(l.t, name, binary, l.replicas[i].addr, filepath.Join(l.logs, "replica-"+name+".log"), env)
		l.replicas[i].start()
	}
}

func (l *lab) allServe(ctx context.Context) error {
	return until(ctx, quietWithin, func(ctx context.Context) string {
		for _, r := range l.replicas {
			if missing := r.serves(ctx); missing != "" {
				return missing
			}
		}
		return ""
	})
}

// background runs work until the test is over.
func (l *lab) background(work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(l.t.Context()))
	var ended sync.WaitGroup
	ended.Go(func() { work(ctx) })
	l.t.Cleanup(func() { cancel(); ended.Wait() })
}

func (l *lab) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// must fails the test if check still reports something missing at the end.
func (l *lab) must(ctx context.Context, what string, check func(context.Context) (missing string)) {
	l.t.Helper()
	if err := until(ctx, quietWithin, check); err != nil {
		l.t.Fatalf("%s: %v\n%s", what, err, l.tail())
	}
}

func missing(ok bool, format string, args ...any) string {
	if ok {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

// exec changes the database and bypasses the product. It makes happen at once what time would make happen later.
func (l *lab) exec(ctx context.Context, sql string) {
	l.t.Helper()
	_, pool := l.db.now()
	if _, err := pool.Exec(ctx, sql); err != nil {
		l.t.Fatalf("%s: %v", sql, err)
	}
}

func (l *lab) number(ctx context.Context, sql string) (n int, err error) {
	_, pool := l.db.now()
	err = pool.QueryRow(ctx, sql).Scan(&n)
	return n, err
}

// tail returns the last unusual lines of the replicas' logs.
func (l *lab) tail() string {
	var out strings.Builder
	for _, r := range l.replicas {
		content, err := os.ReadFile(r.log)
		if err != nil {
			continue
		}
		lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
		lines = lines[max(0, len(lines)-60):]
		fmt.Fprintf(&out, "--- replica %s\n%s\n", r.name, bytes.Join(lines, []byte("\n")))
	}
	return out.String()
}

// activity returns what the database's sessions are doing. It helps when the app does not become idle.
func (l *lab) activity(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), quietWithin)
	defer cancel()
	_, pool := l.db.now()
	lines, err := collect[string](ctx, pool, `
		SELECT format('%s × %s, %s, oldest %s s: %s', count(*), coalesce(state, backend_type), coalesce(wait_event_type || ':' || wait_event, 'works'),
		              coalesce(round(extract(epoch FROM max(now() - coalesce(xact_start, backend_start)))), 0), left(regexp_replace(query, '\s+', ' ', 'g'), 80))
		  FROM pg_stat_activity WHERE pid <> pg_backend_pid() GROUP BY state, backend_type, wait_event_type, wait_event, left(regexp_replace(query, '\s+', ' ', 'g'), 80)
		 ORDER BY count(*) DESC LIMIT 40`)
	if err != nil {
		return "sessions: " + err.Error()
	}
	return "--- sessions\n" + strings.Join(lines, "\n")
}

// secrets are the values that no log may show.
type secrets struct {
	client, webhook, smtp string
	session, encryption   []byte
	others                []string
}

func (s *secrets) draw() {
	s.client, s.webhook, s.smtp = rand.Text(), rand.Text(), rand.Text()
	s.session, s.encryption = make([]byte, 32), make([]byte, 32)
	_, _ = rand.Read(s.session) // never fails
	_, _ = rand.Read(s.encryption)
}

func (s *secrets) token(values ...string) { s.others = append(s.others, values...) }

func (s *secrets) all() []string {
	return sortedUnique(append([]string{
		s.client, s.webhook, s.smtp,
		base64.StdEncoding.EncodeToString(s.session), base64.StdEncoding.EncodeToString(s.encryption),
	}, s.others...))
}

// launch opens the app on every replica as the admin does, and remembers the signature.
func (l *lab) launch(ctx context.Context) error {
	u, err := url.Parse(l.sim.LaunchURL(string(mall), cafe24sim.Launch{}))
	if err != nil {
		return err
	}
	l.secrets.token(u.Query().Get("hmac"), url.QueryEscape(u.Query().Get("hmac")))
	for _, r := range l.replicas {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.addr+"/?"+u.RawQuery, http.NoBody)
		if err != nil {
			return err
		}
		err = until(ctx, quietWithin, func(context.Context) string {
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				return err.Error()
			}
			return missing(resp.Body.Close() == nil && resp.StatusCode < http.StatusInternalServerError, "launch on replica %s: %d", r.name, resp.StatusCode)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
