package main

import (
	"net"
	"net/mail"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
)

// database only proves that the address can be read; whether anybody answers
// there is found out later. The parser's own words may quote the password.
func (r *reader) database(name string) lowstock.Secret {
	v := r.required(name)
	if v == "" {
		return ""
	}
	if _, err := pgxpool.ParseConfig(v); err != nil {
		r.problem(name, "is not like postgres://user:password@host:5432/database")
	}
	return lowstock.Secret(v)
}

// listener is host:port, or "" where it is switched off.
func (r *reader) listener(name, fallback string) string {
	v := r.text(name, fallback)
	if v == "off" && name == "OPS_ADDR" {
		return ""
	}
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = net.LookupPort("tcp", port) //nolint:noctx // a number or a name from /etc/services
	}
	if err != nil {
		r.problem(name, "is not an address like 127.0.0.1:8080 or :8080")
	}
	return v
}

// redirect is sent to Cafe24 as it stands: it has to equal what is registered.
func (r *reader) redirect(name, appURL string) string {
	if r.text(name, "") == "" {
		return appURL + "/auth/callback"
	}
	r.url(name, "")
	return r.text(name, "")
}

func (r *reader) sender(name string) string {
	v := r.required(name)
	if v == "" {
		return ""
	}
	if a, err := mail.ParseAddress(v); err != nil || !strings.Contains(a.Address, "@") {
		r.problem(name, "is not like Name <alert@example.com>")
	}
	return v
}

// dkim is what letters are signed with, if anything.
func (r *reader) dkim() notify.DKIM {
	d := notify.DKIM{Selector: strings.ToLower(r.text("DKIM_SELECTOR", "mail"))}
	if len(d.Selector) > 63 || !selectorForm().MatchString(d.Selector) {
		r.problem("DKIM_SELECTOR", "is not a name like mail or k1.alerts")
	}
	text := r.text("DKIM_KEY", "")
	if text == "" {
		return d
	}
	var err error
	if d.Key, err = notify.ParseDKIMKey(text); err != nil {
		r.problem("DKIM_KEY", "cannot be used: it is "+err.Error()+" (make one: openssl genrsa 2048)")
	}
	return d
}

// selectorForm is a part of a name in the DNS.
func selectorForm() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
}
