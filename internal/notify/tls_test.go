package notify_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http/httptest"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
)

// A server that does not offer STARTTLS gets neither mail nor password.
func TestSendMailDemandsTLS(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{Username: "app", Password: "secret"}, func(c *notify.Config) {
		c.SMTP.TLS = notify.TLSStart
	})
	got := s.Send(t.Context(), alert(incident(nil)), nil)
	if got.State != lowstock.DeliveryRetrying || got.Error != "letter.error.tls" || len(server.Messages()) != 0 {
		t.Errorf("outcome %+v with %d messages", got, len(server.Messages()))
	}
	checkOutcome(t, got)
}

func TestSendMailOverTLS(t *testing.T) {
	t.Parallel()
	certificates := httptest.NewTLSServer(nil)
	t.Cleanup(certificates.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(certificates.Certificate())
	for name, tt := range map[string]struct {
		roots *x509.CertPool
		state lowstock.DeliveryState
		key   string
	}{
		"trusted":   {trusted, lowstock.DeliverySent, ""},
		"untrusted": {x509.NewCertPool(), lowstock.DeliveryRetrying, "letter.error.tls"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, server := inbox(t, mailsim.Config{Username: "app", Password: "secret"}, nil)
			cfg := config()
			cfg.SMTP = parseSMTP(t, "smtps://app:secret@"+tlsFront(t, certificates.TLS, server.Addr()))
			cfg.RootCAs = tt.roots
			got := newSender(t, cfg).Send(t.Context(), alert(incident(nil)), nil)
			if got.State != tt.state || got.Error != tt.key {
				t.Errorf("outcome %+v, want %s %q", got, tt.state, tt.key)
			}
			checkOutcome(t, got)
		})
	}
}

// tlsFront accepts TLS and forwards one connection to addr unencrypted.
func tlsFront(t *testing.T, cfg *tls.Config, addr string) string {
	t.Helper()
	plain, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := tls.NewListener(plain, &tls.Config{Certificates: cfg.Certificates})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		front, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = front.Close() }()
		back, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return
		}
		defer func() { _ = back.Close() }()
		stop := context.AfterFunc(ctx, func() { _, _ = front.Close(), back.Close() })
		defer stop()
		go func() {
			_, _ = io.Copy(back, front)
			_ = back.Close()
		}()
		_, _ = io.Copy(front, back)
	}()
	t.Cleanup(func() {
		cancel()
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}
