package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
)

// TestKeysAreRotated follows docs/operations.md with two whole programs, which
// are restarted one after the other: first with the new keys after the old
// ones, then before them, then alone. At every step each program accepts what
// the other has signed or encrypted, until the old keys are removed.
func TestKeysAreRotated(t *testing.T) {
	t.Parallel()
	m := newProgram(t, newCluster(t), "rotation")
	key := func(fill byte) []byte { return bytes.Repeat([]byte{fill}, 32) }
	older, newer := key(7), key(8)
	m.cfg.DrainDelay = 0
	m.cfg.APIURL = "http://127.0.0.1:9/{mall_id}" // nothing listens there
	r := &rotation{t: t, m: m}
	r.connect()
	for i := range r.replicas {
		r.replicas[i].start(m)
		t.Cleanup(func() { r.replicas[i].stop(t) })
		r.leave(i)
	}
	r.allOpen("before")
	for _, step := range []struct {
		name string
		keys [][]byte
	}{
		{"new keys behind", [][]byte{older, newer}},
		{"new keys in front", [][]byte{newer, older}},
	} {
		m.cfg.SessionKeys, m.cfg.EncryptionKeys = step.keys, step.keys
		for i := range r.replicas {
			r.replicas[i].stop(t)
			r.replicas[i].start(m)
			r.leave(i)
			r.allOpen(fmt.Sprintf("%s, process %d at work", step.name, i+1))
		}
	}
	// Values that only the old key has signed become invalid with it, and no
	// others do.
	fresh := r.marks[len(r.marks)-1]
	m.cfg.SessionKeys = [][]byte{newer}
	for i := range r.replicas {
		r.replicas[i].stop(t)
		r.replicas[i].start(m)
		r.opens("old keys gone", i, fresh)
		if status := r.ask(i, http.MethodGet, "/stock", r.marks[0].cookie, ""); status != http.StatusUnauthorized {
			t.Errorf("a session of the old key answers %d", status)
		}
		if status := r.ask(i, http.MethodGet, r.marks[0].unsubscribe, "", ""); status != http.StatusNotFound {
			t.Errorf("a link of the old key answers %d", status)
		}
	}
}

// rotation is two processes and the values that they have given out.
type rotation struct {
	t        *testing.T
	m        *program
	replicas [2]replica
	marks    []mark
	launches int
}

// mark holds the values that one process has given out: to a browser and in
// mails.
type mark struct{ email, cookie, unsubscribe, confirm, act, open string }

// connect gives the mall a pair of tokens, encrypted with the current key.
func (r *rotation) connect() {
	r.t.Helper()
	now := time.Now()
	err := r.m.store.Mall(benchMall).Connect(r.t.Context(), connect.Token{
		Access: "access", Refresh: "refresh", Scopes: []string{"mall.read_product"}, IssuedAt: now, AccessExpiresAt: now.Add(2 * time.Hour),
		RefreshExpiresAt: now.Add(14 * 24 * time.Hour), NextRefreshAt: now.Add(time.Hour),
	}, now)
	if err != nil {
		r.t.Fatal(err)
	}
}

// leave makes a process open a session, encrypt a Slack address, and sign the
// links of a mail.
func (r *rotation) leave(i int) {
	r.t.Helper()
	r.launches++
	at := fmt.Sprintf("mail-%d@shop.example", r.launches)
	v := mark{email: at, cookie: r.launch(i)}
	var recipients []string
	for _, email := range append(r.emails(), at) {
		recipients = append(recipients, fmt.Sprintf(`{"email":%q}`, email))
	}
	body := fmt.Sprintf(`{"slack_webhook_url":"https://hooks.slack.com/services/T0/B0/%d","recipients":[%s]}`, r.launches, strings.Join(recipients, ","))
	if status := r.ask(i, http.MethodPut, "/api/v1/settings", v.cookie, body); status != http.StatusOK {
		r.t.Fatalf("process %d does not take settings: %d", i+1, status)
	}
	sender, err := newSender(r.m.cfg, r.m.log)
	if err != nil {
		r.t.Fatal(err)
	}
	link := func(l notify.Link) string {
		l.Mall, l.Email, l.ExpiresAt = benchMall, at, time.Now().Add(time.Hour)
		return strings.TrimPrefix(sender.Links().URL(l), r.m.cfg.AppURL)
	}
	v.unsubscribe, v.confirm = link(notify.Link{Action: notify.LinkUnsubscribe}), link(notify.Link{Action: notify.LinkConfirm})
	v.act = link(notify.Link{Action: notify.LinkAcknowledge, MessageID: 1 << 40})
	v.open = link(notify.Link{Action: notify.LinkOpen, Locale: "ko", Place: outgoing.Place{Page: outgoing.PageStock}})
	r.marks = append(r.marks, v)
}

func (r *rotation) emails() (emails []string) {
	for _, v := range r.marks {
		emails = append(emails, v.email)
	}
	return emails
}

// launch opens the app as the mall's owner, and returns the session.
func (r *rotation) launch(i int) string {
	r.t.Helper()
	query := "lang=ko_KR&mall_id=" + benchMall + "&timestamp=" + strconv.FormatInt(time.Now().Unix(), 10) +
		"&user_id=" + strconv.Itoa(r.launches) + "&user_type=P"
	mac := hmac.New(sha256.New, []byte(r.m.cfg.ClientSecret.Reveal()))
	mac.Write([]byte(query))
	status, cookies := r.send(i, http.MethodGet, "/?"+query+"&hmac="+url.QueryEscape(base64.StdEncoding.EncodeToString(mac.Sum(nil))), "", "")
	for _, c := range cookies {
		if c.Name == "__Host-session" {
			return c.Value
		}
	}
	r.t.Fatalf("the launch answers %d without a session", status)
	return ""
}

// allOpen makes both processes open the first values and the last values of
// each process.
func (r *rotation) allOpen(when string) {
	r.t.Helper()
	marks := append([]mark{r.marks[0]}, r.marks[max(1, len(r.marks)-2):]...)
	for i := range r.replicas {
		r.ready(when, i)
		for _, v := range marks {
			r.opens(when, i, v)
		}
	}
}

// ready waits for a process whose database is busy. One that lacks a key never
// becomes ready.
func (r *rotation) ready(when string, i int) {
	r.t.Helper()
	limit := time.After(2 * time.Minute)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for r.ask(i, http.MethodGet, "/readyz", "", "") != http.StatusOK {
		select {
		case <-limit:
			r.t.Fatalf("%s: process %d is not ready", when, i+1)
		case <-tick.C:
		}
	}
}

func (r *rotation) opens(when string, i int, v mark) {
	r.t.Helper()
	for what, status := range map[string]int{
		"session":               r.ask(i, http.MethodGet, "/api/v1/settings", v.cookie, ""), // with the encrypted address
		"confirmation":          r.ask(i, http.MethodPost, v.confirm, "", ""),
		"button":                r.ask(i, http.MethodGet, v.act, "", ""),
		"link to the app":       r.ask(i, http.MethodGet, v.open, "", ""),
		"one-click unsubscribe": r.ask(i, http.MethodPost, v.unsubscribe, "", "List-Unsubscribe=One-Click"),
	} {
		if status != http.StatusOK {
			r.t.Errorf("%s: process %d answers %d to the %s of %s", when, i+1, status, what, v.email)
		}
	}
	// This restores the recipient for the next check.
	if err := r.m.store.Mall(benchMall).ConfirmRecipient(r.t.Context(), v.email, time.Now()); err != nil {
		r.t.Error(err)
	}
}

func (r *rotation) ask(i int, method, path, cookie, body string) int {
	r.t.Helper()
	status, _ := r.send(i, method, path, cookie, body)
	return status
}

func (r *rotation) send(i int, method, path, cookie, body string) (status int, cookies []*http.Cookie) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, "http://"+r.replicas[i].where()+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "__Host-session", Value: cookie})
	}
	if strings.HasPrefix(body, "List-") {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		r.t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		r.t.Fatal(err)
	}
	return answer.StatusCode, answer.Cookies()
}
