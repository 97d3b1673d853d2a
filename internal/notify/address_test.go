package notify_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
)

func TestCheckSlackURL(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	if err := s.CheckField("slack_webhook_url", "https://hooks.slack.com/services/T000/B000/xyz"); err != nil {
		t.Errorf("Slack's own: %v", err)
	}
	for _, bad := range []string{
		"", "hooks.slack.com/services/x", "http://hooks.slack.com/services/x", "https://hooks.slack.com", "https://hooks.slack.com/",
		"https://hooks.slack.com:8443/services/x", "https://hooks.slack.com:443/services/x", "https://hooks.slack.com./services/x",
		"https://evil.example/services/x", "https://hooks.slack.com.evil.example/services/x", "https://evil.example#hooks.slack.com/services/x",
		"https://hooks.slack.com@evil.example/services/x", "https://user:pass@hooks.slack.com/services/x", "https://evil.example\\@hooks.slack.com/x",
		"https://hooks.slack.com/services/../x", "https://hooks.slack.com/%2e%2e/x", "https://hooks.slack.com/services/x?y", "https://hooks.slack.com/services/x#y",
		"https://hooks。slack.com/services/x", "https://ｈooks.slack.com/services/x", "https://hooks.slack.com\t/services/x", "https://hooks.slack.com/services/ x",
		"https://127.0.0.1/services/x", "https://[::1]/services/x", "https://169.254.169.254/latest", "file:///etc/passwd", "javascript:alert(1)",
		"https:hooks.slack.com/services/x", "https:///services/x", "HTTPS://HOOKS.SLACK.COM.EVIL/services/x", "https://hooks.slack.com\r\nHost: evil/services/x",
		"https://hooks.slack.com/services/" + strings.Repeat("x", 3000),
	} {
		if got := fieldError(s.CheckField("slack_webhook_url", bad)); got != "slack_webhook_url=error.slack_url" {
			t.Errorf("%q: %q", bad, got)
		}
		if got := s.Send(t.Context(), toSlack(bad, incident(nil)), nil); got.State != lowstock.DeliveryFailed || got.Error != "letter.error.slack_url" {
			t.Errorf("%q was tried: %+v", bad, got)
		}
	}
}

func TestCheckWebhookURL(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	for _, good := range []string{
		"https://example.com/hook", "https://example.com:8443/hook?key=1", "https://8.8.8.8/hook", "https://[2606:4700::1111]/hook",
		"https://xn--o39al0q.example.kr/hook", "https://a-b.example.co.kr",
	} {
		if err := s.CheckField("webhook_url", good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "example.com/hook", "http://example.com/hook", "ftp://example.com", "https://", "https:///hook", "https://user@example.com/", "https://example.com/#x",
		"https://localhost/", "https://localhost./", "https://app.localhost/", "https://intranet/", "https://db.internal/", "https://printer.local/", "https://nas.lan/",
		"https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://0/", "https://0.0.0.0/",
		"https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.0.1/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/", "https://198.18.0.1/",
		"https://192.0.2.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://240.0.0.1/",
		"https://[::]/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/",
		"https://[fd00:ec2::254]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://[2001::1]/", "https://[2001:db8::1]/", "https://[::127.0.0.1]/", "https://[ff02::1]/",
		"https://127。0。0。1/", "https://１２７.0.0.1/", "https://example.com\\@127.0.0.1/", "https://exa mple.com/", "https://example..com/", "https://-/", "https://%31%32%37.0.0.1/",
		"https://example.com/" + strings.Repeat("x", 3000),
	} {
		if got := fieldError(s.CheckField("webhook_url", bad)); got != "webhook_url=error.webhook_url" {
			t.Errorf("%q: %q", bad, got)
		}
		if got := s.Send(t.Context(), toWebhook(bad, incident(nil)), nil); got.State != lowstock.DeliveryFailed || got.Error != "letter.error.webhook_url" {
			t.Errorf("%q was tried: %+v", bad, got)
		}
	}
}

// A merchant cannot look through this program at other services of a public host,
// whatever the channel.
func TestOnlyPortsOfHTTPSAreUsed(t *testing.T) {
	t.Parallel()
	s := newSender(t, config())
	for _, k := range notify.Kinds() {
		for _, f := range k.Fields {
			for _, port := range []string{"0", "22", "25", "80", "465", "2375", "3306", "5432", "6379", "8080", "9200", "10443", "65535", "0443", "99999"} {
				address := "https://example.com:" + port + "/hook"
				if k.Base != "" {
					address = strings.TrimRight(k.Base, "/") + ":" + port + "/services/x"
				}
				if f.Type == "url" && s.CheckField(f.Key, address) == nil {
					t.Errorf("%s: %s is taken", f.Key, address)
				}
			}
		}
	}
	const odd = "https://example.com:6379/hook"
	if got := fieldError(s.CheckField("webhook_url", odd)); got != "webhook_url=error.webhook_port" {
		t.Errorf("the form says %q", got)
	}
	if got := s.Send(t.Context(), toWebhook(odd, incident(nil)), nil); got.State != lowstock.DeliveryFailed || got.Error != "letter.error.webhook_url" {
		t.Errorf("it was tried: %+v", got)
	}
	for _, both := range []string{"http://example.com:6379/", "https://localhost:6379/", "https://u:p@example.com:6379/", "https://10.0.0.1:6379/"} {
		if got := fieldError(s.CheckField("webhook_url", both)); got != "webhook_url=error.webhook_url" {
			t.Errorf("%s: %q", both, got)
		}
	}
}

// A public name that resolves to an address of ours gets no connection, also when
// the address changes between two look-ups (DNS rebinding).
func TestWebhookRebinding(t *testing.T) {
	t.Parallel()
	h := newHook(t)
	s := h.sender(t, func(c *notify.Config) {
		c.AllowPrivate, c.Resolver = false, liar([4]byte{127, 0, 0, 1})
	})
	target := "https://rebind.example.com/in"
	if err := s.CheckField("webhook_url", target); err != nil {
		t.Fatalf("the form refuses it already: %v", err)
	}
	got := s.Send(t.Context(), toWebhook(target, incident(nil)), nil)
	if got.State != lowstock.DeliveryFailed || got.Error != "letter.error.webhook_url" {
		t.Errorf("outcome %+v", got)
	}
	if n := len(h.all()); n != 0 {
		t.Errorf("%d posts came through", n)
	}
	checkOutcome(t, got)
}

// liar is a resolver that resolves every name to ip.
func liar(ip [4]byte) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer func() { _ = there.Close() }()
			for answerDNS(there, ip) == nil {
			}
		}()
		return here, nil
	}}
}

// answerDNS answers one question; a length precedes the answer, as in DNS over
// TCP.
func answerDNS(conn net.Conn, ip [4]byte) error {
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return err
	}
	raw := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, raw); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(raw); err != nil {
		return err
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
			Body:   &dnsmessage.AResource{A: ip},
		}}
	}
	packed, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(packed))), packed...))
	return err
}
