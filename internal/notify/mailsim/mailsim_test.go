package mailsim_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	gomail "github.com/wneessen/go-mail"
	"go.uber.org/goleak"

	"cafe24-inventory-alert/internal/notify/mailsim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func listen(t *testing.T, cfg mailsim.Config) *mailsim.Server {
	t.Helper()
	s, err := mailsim.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeServer(t, s) })
	return s
}

func closeServer(t *testing.T, s *mailsim.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 2*time.Minute)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

// client has a timeout that is short enough for a test; every hang takes that
// long once.
func client(t *testing.T, s *mailsim.Server, opts ...gomail.Option) *gomail.Client {
	t.Helper()
	host, portText, err := net.SplitHostPort(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		t.Fatal(err)
	}
	c, err := gomail.NewClient(host, append([]gomail.Option{
		gomail.WithPort(port), gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithTimeout(400 * time.Millisecond), gomail.WithHELO("app.test"),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func message(t *testing.T, to ...string) *gomail.Msg {
	t.Helper()
	m := gomail.NewMsg()
	if err := errors.Join(m.FromFormat("재고 알리미", "alert@app.test"), m.To(to...)); err != nil {
		t.Fatal(err)
	}
	m.Subject("[재고 부족] 3개 품목 · 고요상점")
	m.SetMessageIDWithValue("stable-1@app.test")
	m.SetBodyString(gomail.TypeTextPlain, "린넨 셔츠 2개 남음\r\n.점으로 시작하는 줄")
	m.AddAlternativeString(gomail.TypeTextHTML, "<html><head><title>x</title></head><body><p>린넨 셔츠 <b>2개</b> 남음</p></body></html>")
	return m
}

func TestMessageIsDecoded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 6, 4, 0, 0, time.UTC)
	s := listen(t, mailsim.Config{Now: func() time.Time { return now }})
	if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, "owner@shop.test")); err != nil {
		t.Fatal(err)
	}
	got, err := s.WaitFor(t.Context(), func(m mailsim.Message) bool { return m.MessageID == "stable-1@app.test" })
	if err != nil {
		t.Fatal(err)
	}
	if got.ID == "" || !strings.Contains(got.Raw, "multipart/alternative") || got.Header.Get("Mime-Version") != "1.0" {
		t.Errorf("id %q, header %v, raw %q", got.ID, got.Header, got.Raw)
	}
	got.ID, got.Raw, got.Header = "", "", nil
	want := mailsim.Message{
		From: "alert@app.test", To: []string{"owner@shop.test"}, Subject: "[재고 부족] 3개 품목 · 고요상점", MessageID: "stable-1@app.test",
		Text:       "린넨 셔츠 2개 남음\n.점으로 시작하는 줄",
		HTML:       "<html><head><title>x</title></head><body><p>린넨 셔츠 <b>2개</b> 남음</p></body></html>",
		ReceivedAt: now,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

func TestWaitForWaitsAndGivesUp(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{})
	type result struct {
		m   mailsim.Message
		err error
	}
	results := make(chan result, 1)
	waiting, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	go func() {
		m, err := s.WaitFor(waiting, func(m mailsim.Message) bool { return m.To[0] == "second@shop.test" })
		results <- result{m, err}
	}()
	for _, to := range []string{"first@shop.test", "second@shop.test"} {
		if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, to)); err != nil {
			t.Fatal(err)
		}
	}
	if r := <-results; r.err != nil || r.m.To[0] != "second@shop.test" {
		t.Errorf("%v, %v", r.m.To, r.err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.WaitFor(ctx, func(mailsim.Message) bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the deadline", err)
	}
}

func TestOnlyTheNewestAreKept(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{MaxMessages: 2})
	for _, to := range []string{"a@shop.test", "b@shop.test", "c@shop.test"} {
		if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, to)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"b@shop.test", "c@shop.test"}, recipients(s)); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}

func recipients(s *mailsim.Server) []string {
	var to []string
	for _, m := range s.Messages() {
		to = append(to, m.To...)
	}
	return to
}

func TestFileKeepsMessagesOverRestarts(t *testing.T) {
	t.Parallel()
	cfg := mailsim.Config{MaxMessages: 2, File: filepath.Join(t.TempDir(), "mail.jsonl")}
	first := listen(t, cfg)
	// Six messages are more than twice the limit, so the file is rewritten in
	// between.
	for _, to := range []string{"1@a.test", "2@a.test", "3@a.test", "4@a.test", "5@a.test", "6@a.test"} {
		if err := client(t, first).DialAndSendWithContext(t.Context(), message(t, to)); err != nil {
			t.Fatal(err)
		}
	}
	closeServer(t, first)
	content, err := os.ReadFile(cfg.File)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(content), "\n"); lines > 4 {
		t.Errorf("the file has %d lines for 2 messages", lines)
	}
	// A killed process may leave half a line.
	if err := os.WriteFile(cfg.File, append(content, `{"id":"half","to":[`...), 0o600); err != nil {
		t.Fatal(err)
	}
	second := listen(t, cfg)
	if diff := cmp.Diff(first.Messages(), second.Messages()); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
	if err := second.Clear(); err != nil {
		t.Fatal(err)
	}
	if third := listen(t, cfg); len(third.Messages()) != 0 {
		t.Errorf("after Clear and a restart: %v", recipients(third))
	}
}

func TestPasswordIsDemanded(t *testing.T) {
	t.Parallel()
	s := listen(t, mailsim.Config{Username: "app", Password: "secret"})
	if want := "smtp://app:secret@" + s.Addr() + "?tls=off"; s.URL() != want {
		t.Errorf("URL %s, want %s", s.URL(), want)
	}
	for name, tc := range map[string]struct {
		opts []gomail.Option
		code int // 0: accepted
	}{
		"none":  {nil, 530},
		"plain": {[]gomail.Option{gomail.WithSMTPAuth(gomail.SMTPAuthPlain), gomail.WithUsername("app"), gomail.WithPassword("secret")}, 0},
		"login": {[]gomail.Option{gomail.WithSMTPAuth(gomail.SMTPAuthLogin), gomail.WithUsername("app"), gomail.WithPassword("secret")}, 0},
		"wrong": {[]gomail.Option{gomail.WithSMTPAuth(gomail.SMTPAuthPlain), gomail.WithUsername("app"), gomail.WithPassword("guess")}, 535},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := client(t, s, tc.opts...).DialAndSendWithContext(t.Context(), message(t, "owner@shop.test"))
			switch {
			case tc.code == 0 && err != nil:
				t.Error(err)
			case tc.code != 0 && (err == nil || !strings.Contains(err.Error(), strconv.Itoa(tc.code))):
				t.Errorf("%v, want %d", err, tc.code)
			}
		})
	}
}
