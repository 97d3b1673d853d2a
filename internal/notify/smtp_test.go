package notify_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
)

func TestParseSMTP(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]notify.SMTP{
		"smtp://app:p%40ss@mail.example:587": {Host: "mail.example", Port: 587, Username: "app", Password: "p@ss", TLS: notify.TLSStart},
		"smtp://mail.example":                {Host: "mail.example", Port: 587, TLS: notify.TLSStart},
		"smtps://a:b@mail.example":           {Host: "mail.example", Port: 465, Username: "a", Password: "b", TLS: notify.TLSImplicit},
		"smtps://mail.example:2465/":         {Host: "mail.example", Port: 2465, TLS: notify.TLSImplicit},
		"smtp://localhost:1025?tls=off":      {Host: "localhost", Port: 1025, TLS: notify.TLSOff},
		"smtp://[::1]:25?tls=off":            {Host: "::1", Port: 25, TLS: notify.TLSOff},
	} {
		got, err := notify.ParseSMTP(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", raw, diff)
		}
	}
}

func TestParseSMTPRefuses(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"", "mail.example:587", "http://mail.example", "smtp://", "smtp://:587", "smtp://mail.example:0", "smtp://mail.example:99999",
		"smtp://app:hunter2@mail.example/path", "smtp://mail.example?tls=on", "smtp://mail.example?tls=off&x=1", "smtps://mail.example?tls=off",
		"smtp://app@mail.example", "smtp://:hunter2@mail.example", "smtp://app:hunter2@mail.example:port", "smtp://app:hun%ter2@mail.example",
		"smtp://mail.example?tls=off#x",
	} {
		got, err := notify.ParseSMTP(raw)
		if err == nil {
			t.Errorf("%q was taken as %+v", raw, got)
		} else if strings.Contains(err.Error(), "hun") {
			t.Errorf("%q: the error shows the password: %v", raw, err)
		}
	}
}

func TestNewListsEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := notify.New(notify.Config{From: "nobody", Bases: map[lowstock.Channel]string{lowstock.ChannelSlack: "hooks"}})
	if err == nil {
		t.Fatal("an empty configuration was taken")
	}
	for _, name := range []string{"SMTP", "From", "AppURL", "Bases: slack", "LinkKey"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("the error does not name %s: %v", name, err)
		}
	}
}
