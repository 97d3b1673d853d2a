package main

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/views/paths"
)

// database only checks that the address can be parsed. Whether a server answers
// there is found out later. The parser's error text may quote the password.
func (r *source) database(name string) redact.Secret {
	return r.databaseAt(name, r.required(name))
}

// databaseAt checks an address that may be missing.
func (r *source) databaseAt(name, v string) redact.Secret {
	if v == "" {
		return ""
	}
	if _, err := pgxpool.ParseConfig(v); err != nil {
		r.problem(name, "is not like postgres://user:password@host:5432/database")
	}
	return redact.Secret(v)
}

// listener returns host:port, or "" if it is switched off.
func (r *source) listener(name, fallback string) string {
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

// secrets reads one value, or several while it is replaced, newest first.
func (r *source) secrets(name string) (newest redact.Secret, others []redact.Secret) {
	list := r.list(name, "")
	if len(list) == 0 {
		r.problem(name, "is required")
		return "", nil
	}
	for _, other := range list[1:] {
		others = append(others, redact.Secret(other))
	}
	return redact.Secret(list[0]), others
}

// opsToken is required if other machines reach the operators' listener.
func (r *source) opsToken(name, addr string) redact.Secret {
	v := r.text(name, "")
	if host, _, err := net.SplitHostPort(addr); v == "" && err == nil && !isLocal(host) {
		r.problem(name, "is required, because OPS_ADDR is no loopback address: whoever reaches it may delete jobs (make one: openssl rand -base64 32)")
	}
	return redact.Secret(v)
}

// redirect is sent to Cafe24 unchanged: it has to be equal to the registered
// address.
func (r *source) redirect(name, appURL string) string {
	if r.text(name, "") == "" {
		return appURL + paths.Callback
	}
	r.url(name, "")
	return r.text(name, "")
}

func (r *source) sender(name string) string {
	v := r.required(name)
	if v == "" {
		return ""
	}
	if a, err := mail.ParseAddress(v); err != nil || !strings.Contains(a.Address, "@") {
		r.problem(name, "is not like Name <alert@example.com>")
	}
	return v
}

// dkim returns the key that signs mails, if there is one.
func (r *source) dkim() notify.DKIM {
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

// selectorForm matches a part of a name in the DNS.
func selectorForm() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
}

// slackAPIURL is the address of Slack's own webhooks.
const slackAPIURL = "https://hooks.slack.com"

// slack returns the Slack address that new malls start with. It must be an
// address that a merchant could also enter.
func (r *source) slack(name, base string) redact.Secret {
	v := r.text(name, "")
	if v != "" && !notify.AddressUnder(v, r.text(base, slackAPIURL)) {
		r.problem(name, "is not a Slack webhook under "+base+", like https://hooks.slack.com/services/…")
		return ""
	}
	return redact.Secret(v)
}

// maxAppName is in characters. The name is shown in a bar and in subjects.
const maxAppName = 40

// name returns the name of the app.
func (r *source) name(name string) string {
	v := r.text(name, "")
	if utf8.RuneCountInString(v) > maxAppName || strings.ContainsFunc(v, func(c rune) bool { return !unicode.IsPrint(c) }) {
		r.problem(name, fmt.Sprintf("is not a name of at most %d printable characters", maxAppName))
		return ""
	}
	return v
}

// sources go into a header, in which they must stay one directive.
func (r *source) sources(name, fallback string) string {
	v := r.text(name, fallback)
	if strings.ContainsFunc(v, func(c rune) bool { return c == ';' || c == ',' || c < ' ' || c > '~' }) {
		r.problem(name, "is not a list of sources separated by spaces, like https://{mall_id}.cafe24.com")
		return fallback
	}
	return v
}

// openFrame warns if too many sites may frame the app: with a wildcard, or with
// a scheme alone, the storefront of any merchant can frame the pages of every
// other mall.
func (c Config) openFrame() string {
	if slices.ContainsFunc(strings.Fields(c.FrameAncestors), func(s string) bool { return strings.Contains(s, "*") || strings.HasSuffix(s, ":") }) {
		return "CAFE24_FRAME_ANCESTORS has a wildcard: every site that it names may frame every mall's pages"
	}
	return ""
}

// proxyTrust warns if the addresses of visitors are not known, or not sure. The
// program speaks http, so https at APP_URL is a proxy's.
func (c Config) proxyTrust() string {
	switch {
	case slices.ContainsFunc(c.TrustedProxies, func(p netip.Prefix) bool { return p.Bits() == 0 }):
		return "TRUSTED_PROXIES trusts every address: whoever reaches the program may claim any address; name the proxy's own"
	case len(c.TrustedProxies) == 0 && strings.HasPrefix(c.AppURL, "https://"):
		return "APP_URL is https and TRUSTED_PROXIES is empty: all visitors have the proxy's address, in the log and in the limits; name the proxy's own, like 10.0.0.0/8"
	}
	return ""
}

// address returns a mail address without a name.
func (r *source) address(name string) string {
	v := r.text(name, "")
	if v == "" {
		return ""
	}
	if a, err := mail.ParseAddress(v); err != nil || a.Address != v {
		r.problem(name, "is not an address like help@example.com")
		return ""
	}
	return v
}

// website returns an https address that a page may link to.
func (r *source) website(name string) string {
	v := r.text(name, "")
	if u, err := url.Parse(v); v != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil) {
		r.problem(name, "is not an address like https://help.example.com")
		return ""
	}
	return v
}
