package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/redact"
)

// TestNoRequestFailsWhileKeysAreRotated follows docs/operations.md with two
// whole programs behind a balancer, and all four kinds of keys at once, while
// merchants work, mails are opened and Cafe24 sends webhooks. No request fails,
// and no session ends.
func TestNoRequestFailsWhileKeysAreRotated(t *testing.T) {
	t.Parallel()
	m := newProgram(t, newCluster(t), "rotationload")
	m.cfg.DrainDelay = time.Second                // each process is taken out of the balancer first
	m.cfg.APIURL = "http://127.0.0.1:9/{mall_id}" // nothing listens there
	(&rotation{t: t, m: m}).connect()
	before := m.cfg
	b := &balancer{t: t, client: http.Client{Timeout: time.Second}}
	for i := range b.replicas {
		b.replicas[i].start(m)
		t.Cleanup(func() { b.replicas[i].stop(t) })
	}
	go b.watch()
	load := &keyLoad{t: t, m: m, ready: b.ready, at: "http://" + m.listen(b.proxy()).String()}
	load.secret.Store(&before.ClientSecret)
	load.key.Store(&before.WebhookKey)
	load.until(func() bool { return b.ready() == len(b.replicas) })
	load.launch()
	load.recipient()
	load.mail()
	load.start()
	after := before
	after.SessionKeys, after.EncryptionKeys = ringOf(8), ringOf(8)
	after.ClientSecret, after.WebhookKey = "new-secret-0123456789", "new-webhook-key-0123456789abcdef"
	restart := func(step string, newest, other Config) {
		t.Helper()
		m.cfg.SessionKeys = append(bytesOf(newest.SessionKeys), other.SessionKeys...)
		m.cfg.EncryptionKeys = append(bytesOf(newest.EncryptionKeys), other.EncryptionKeys...)
		m.cfg.ClientSecret, m.cfg.WebhookKey = newest.ClientSecret, newest.WebhookKey
		m.cfg.OldSecrets, m.cfg.OldWebhookKeys = nil, nil
		if other.ClientSecret != "" {
			m.cfg.OldSecrets, m.cfg.OldWebhookKeys = []redact.Secret{other.ClientSecret}, []redact.Secret{other.WebhookKey}
		}
		for i := range b.replicas {
			b.replicas[i].out.Store(true)
			b.replicas[i].stop(t)
			b.replicas[i].usable.Store(false)
			b.replicas[i].start(m)
			b.replicas[i].out.Store(false)
			load.until(func() bool { return b.ready() == len(b.replicas) })
			if other.ClientSecret != "" {
				load.launch()
				load.mail()
			}
			load.round()                                                    // while one has the keys of this step and the other those of the step before
			load.until(func() bool { return b.ready() == len(b.replicas) }) // never where one lacks a key
		}
		t.Logf("%s: %d requests so far, %d failed", step, load.sent.Load(), load.failed())
	}
	restart("behind", before, after)
	restart("in front", after, before)
	// Cafe24 signs with the new secret, and sends the new key.
	load.secret.Store(&after.ClientSecret)
	load.key.Store(&after.WebhookKey)
	load.launch()
	load.round()
	if left := load.reseal(); left > 0 {
		t.Errorf("the old key still seals %d values", left)
	}
	// The sessions and links of the old key have had their time.
	load.forgetFirst()
	restart("old ones gone", after, Config{})
	load.round()
	load.stop()
	t.Logf("%d requests of %s, %d failed", load.sent.Load(), load.kinds(), load.failed())
}

func bytesOf(keys [][]byte) [][]byte { return append([][]byte(nil), keys...) }

// mailsAStep is how many mails are sent at each step. Many are needed, since one
// link may be opened 60 times a minute.
const mailsAStep = 50

// keyLoad sends requests of all kinds, one after the other of each kind.
type keyLoad struct {
	t           *testing.T
	m           *program
	at          string
	ready       func() int
	secret, key atomic.Pointer[redact.Secret]
	sent        atomic.Int64
	rounds      [5]atomic.Int64
	launches    int

	mu      sync.Mutex
	cookies []string // of the sessions that are open
	links   []string
	bad     int
	leave   chan struct{}
	once    sync.Once
	all     sync.WaitGroup
}

// start sends requests until stop.
func (l *keyLoad) start() {
	l.leave = make(chan struct{})
	l.t.Cleanup(l.stop)
	for kind, send := range []func(n int64){l.reads, l.writes, l.opens, l.hints, l.unsubscribes} {
		l.all.Go(func() {
			tick := time.NewTicker(20 * time.Millisecond)
			defer tick.Stop()
			for n := int64(0); ; n++ {
				select {
				case <-l.leave:
					return
				case <-tick.C:
				}
				send(n)
				l.rounds[kind].Add(1)
			}
		})
	}
}

func (l *keyLoad) stop() {
	l.once.Do(func() { close(l.leave) })
	l.all.Wait()
}

// round waits until each kind of request was sent to both processes several
// times more.
func (l *keyLoad) round() {
	l.t.Helper()
	for kind := range l.rounds {
		upTo := l.rounds[kind].Load() + 10
		l.until(func() bool { return l.rounds[kind].Load() >= upTo })
	}
}

func (l *keyLoad) until(met func() bool) {
	l.t.Helper()
	limit := time.After(2 * time.Minute)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !met() {
		select {
		case <-limit:
			l.t.Fatal("it takes too long")
		case <-tick.C:
		}
	}
}

func (l *keyLoad) failed() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bad
}

func (l *keyLoad) kinds() string {
	return fmt.Sprintf("reading %d, writing %d, links %d, webhooks %d, unsubscriptions %d",
		l.rounds[0].Load(), l.rounds[1].Load(), l.rounds[2].Load(), l.rounds[3].Load(), l.rounds[4].Load())
}

func (l *keyLoad) reseal() int {
	l.t.Helper()
	a, err := newApp(l.t.Context(), l.m.cfg, l.m.log)
	if err != nil {
		l.t.Fatal(err)
	}
	defer a.store.Close()
	// The processes' own upkeep has done it at the start of the first one; what the other one sealed since then is next.
	if err := a.store.Reseal(l.t.Context(), time.Now().Add(2*time.Hour)); err != nil {
		l.t.Fatal(err)
	}
	counts, unknown, err := a.store.KeyUse(l.t.Context())
	if err != nil || counts[0] == 0 {
		l.t.Fatalf("sealed by key: %v, %v", counts, err)
	}
	return counts[1] + unknown
}

// forgetFirst leaves the newest session and the newest links.
func (l *keyLoad) forgetFirst() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cookies, l.links = l.cookies[len(l.cookies)-1:], l.links[len(l.links)-2*mailsAStep:]
}

func (l *keyLoad) pick(list *[]string, n int64) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return (*list)[int(n)%len(*list)]
}

// Each kind of request goes through all sessions, or all links.

func (l *keyLoad) reads(n int64) { // with the sealed address
	l.send(http.MethodGet, "/api/v1/settings", "", http.Header{"Cookie": {"__Host-session=" + l.pick(&l.cookies, n)}})
}

func (l *keyLoad) writes(n int64) {
	l.send(http.MethodPut, "/api/v1/settings", fmt.Sprintf(`{"slack_webhook_url":"https://hooks.slack.com/services/T0/B0/%d"}`, n),
		http.Header{"Cookie": {"__Host-session=" + l.pick(&l.cookies, n)}, "Content-Type": {"application/json"}})
}

func (l *keyLoad) opens(n int64) { l.send(http.MethodGet, l.pick(&l.links, 2*n), "", nil) }

func (l *keyLoad) unsubscribes(n int64) { l.send(http.MethodGet, l.pick(&l.links, 2*n+1), "", nil) }

func (l *keyLoad) hints(n int64) {
	l.send(http.MethodPost, "/webhooks/cafe24", fmt.Sprintf(`{"event_no":90075,"resource":{"mall_id":"%s","product_no":%d}}`, benchMall, n+1),
		http.Header{"Content-Type": {"application/json"}, "X-Api-Key": {l.key.Load().Reveal()}, "X-Trace-Id": {strconv.FormatInt(n, 10)}})
}

// launch opens one more session.
func (l *keyLoad) launch() {
	l.t.Helper()
	l.launches++
	query := "lang=ko_KR&mall_id=" + benchMall + "&timestamp=" + strconv.FormatInt(time.Now().Unix(), 10) + "&user_id=" + strconv.Itoa(l.launches) + "&user_type=P"
	mac := hmac.New(sha256.New, []byte(l.secret.Load().Reveal()))
	mac.Write([]byte(query))
	for _, c := range l.send(http.MethodGet, "/?"+query+"&hmac="+url.QueryEscape(base64.StdEncoding.EncodeToString(mac.Sum(nil))), "", nil) {
		if c.Name == "__Host-session" {
			l.mu.Lock()
			l.cookies = append(l.cookies, c.Value)
			l.mu.Unlock()
			return
		}
	}
	l.t.Fatal("the launch opens no session")
}

// mail signs links as the process of this step does.
func (l *keyLoad) mail() {
	l.t.Helper()
	sender, err := newSender(l.m.cfg, l.m.log)
	if err != nil {
		l.t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for n := range mailsAStep {
		for _, link := range []notify.Link{{Action: notify.LinkOpen, Locale: "ko", Place: outgoing.Place{Page: outgoing.PageStock}}, {Action: notify.LinkUnsubscribe, MessageID: int64(n + 1)}} {
			link.Mall, link.Email, link.ExpiresAt = benchMall, "kim@shop.example", time.Now().Add(time.Hour+time.Duration(n)*time.Second)
			l.links = append(l.links, strings.TrimPrefix(sender.Links().URL(link), l.m.cfg.AppURL))
		}
	}
}

// recipient adds the recipient to whom all links belong.
func (l *keyLoad) recipient() {
	l.t.Helper()
	l.send(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"kim@shop.example"}]}`,
		http.Header{"Cookie": {"__Host-session=" + l.cookies[0]}, "Content-Type": {"application/json"}})
	if err := l.m.store.Mall(benchMall).ConfirmRecipient(l.t.Context(), "kim@shop.example", time.Now()); err != nil {
		l.t.Fatal(err)
	}
}

// send reports an answer that is a failure.
func (l *keyLoad) send(method, path, body string, header http.Header) []*http.Cookie {
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	status, text := 0, ""
	var cookies []*http.Cookie
	req, err := http.NewRequestWithContext(ctx, method, l.at+path, bytes.NewReader([]byte(body)))
	if err == nil {
		maps.Copy(req.Header, header)
		var answer *http.Response
		if answer, err = http.DefaultTransport.RoundTrip(req); err == nil {
			var content []byte
			content, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			status, text, cookies = answer.StatusCode, string(content), answer.Cookies()
		}
	}
	l.sent.Add(1)
	if err != nil || status >= 400 {
		l.mu.Lock()
		l.bad++
		l.mu.Unlock()
		route, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if l.t.Context().Err() != nil {
			return nil
		}
		l.t.Errorf("%s %.40s answers %d, %v: %.200s", method, route, status, err, text)
	}
	return cookies
}
