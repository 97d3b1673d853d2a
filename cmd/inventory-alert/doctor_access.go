package main

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/redact"
)

// leastOpsToken is in characters: as many as 24 random bytes have in base64.
const leastOpsToken = 32

// doubts returns what the configuration permits although an attacker may use
// it. serve logs it at the start, and doctor warns of it.
func (c Config) doubts() []doubt {
	var list []doubt
	for _, d := range []doubt{{"configuration", c.openFrame()}, {"connection to the database", c.plainDatabase()}, {"operations listener", c.openOps()}, {"proxy trust", c.proxyTrust()}} {
		if d.why != "" {
			list = append(list, d)
		}
	}
	return list
}

type doubt struct{ what, why string }

func (c Config) warn(ctx context.Context, log *slog.Logger) {
	for _, d := range c.doubts() {
		log.WarnContext(ctx, "configuration is open", "of", d.what, "warning", d.why)
	}
}

// openOps is not empty if somebody besides the operators may use their
// listener.
func (c Config) openOps() string {
	switch token := c.OpsToken.Reveal(); {
	case c.OpsAddr == "":
		return ""
	case token == "":
		return "OPS_ADDR asks for no token: every program and every user of this machine may read " + c.OpsAddr + " and delete jobs; set OPS_TOKEN (openssl rand -base64 32)"
	case len(token) < leastOpsToken:
		return "OPS_TOKEN is short enough to be guessed; make another one (openssl rand -base64 32)"
	}
	return ""
}

// plainDatabase is not empty if what is exchanged with the database, or the
// password, may be read on the way.
func (c Config) plainDatabase() string {
	why := plainAddress("DATABASE_URL", c.DatabaseURL)
	if why == "" && c.DirectURL != "" {
		why = plainAddress("DATABASE_DIRECT_URL", c.DirectURL)
	}
	return why
}

func plainAddress(name string, address redact.Secret) string {
	parsed, err := pgxpool.ParseConfig(address.Reveal())
	if err != nil {
		return "" // readConfig has reported it
	}
	at := parsed.ConnConfig
	plain, unproven := false, false
	look := func(host string, encrypted, verified bool) {
		if host == "" || host[0] == '/' || host[0] == '@' || isLocal(host) {
			return
		}
		plain, unproven = plain || !encrypted, unproven || encrypted && !verified
	}
	look(at.Host, at.TLSConfig != nil, at.TLSConfig != nil && (!at.TLSConfig.InsecureSkipVerify || at.TLSConfig.VerifyPeerCertificate != nil))
	for _, f := range at.Fallbacks {
		look(f.Host, f.TLSConfig != nil, f.TLSConfig != nil && (!f.TLSConfig.InsecureSkipVerify || f.TLSConfig.VerifyPeerCertificate != nil))
	}
	switch {
	case plain:
		return name + " may connect to another machine without TLS; add sslmode=verify-full, and sslrootcert=FILE where its certificate is signed by an authority of your own"
	case unproven:
		return name + " encrypts but does not check whose certificate it is; replace sslmode=require by verify-full"
	}
	return ""
}

// access reports each doubt, and otherwise that there is none.
func (d *doctor) access(cfg Config) {
	doubted := map[string]bool{}
	for _, x := range cfg.doubts() {
		doubted[x.what] = true
		d.warn(x.what, x.why)
	}
	for _, what := range []string{"connection to the database", "operations listener", "proxy trust"} {
		if !doubted[what] {
			d.check(what, nil)
		}
	}
}
