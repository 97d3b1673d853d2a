package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/postgres"
)

// errUnhealthy makes doctor exit with 1; the problems were already printed.
var errUnhealthy = errors.New("the checks above failed")

// doctorCommand prints one line for each check: ok, warn or FAIL. A warning
// does not change the exit code.
func doctorCommand(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cfg, err := readConfig(getenv)
	d := &doctor{w: stdout, lookup: net.DefaultResolver.LookupTXT}
	d.check("configuration", err)
	if err == nil {
		d.access(cfg)
		store := d.database(ctx, cfg)
		d.cafe24(ctx, cfg, store, time.Now())
		if store != nil {
			store.Close()
		}
		d.mail(ctx, cfg)
		_, err := postgres.NewKeyring(cfg.EncryptionKeys)
		d.check("encryption keys", err)
	}
	if d.failed {
		return errUnhealthy
	}
	return nil
}

type doctor struct {
	w      io.Writer
	lookup func(ctx context.Context, name string) ([]string, error) // TXT records
	failed bool
}

func (d *doctor) check(what string, err error) {
	if err != nil {
		d.failed = true
		d.line("FAIL  %s: %s\n", what, strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	d.line("ok    %s\n", what)
}

func (d *doctor) warn(what, why string) { d.line("warn  %s: %s\n", what, why) }

// line writes to the terminal. If the terminal is closed, the exit code still
// shows the result.
func (d *doctor) line(format string, args ...any) { _, _ = fmt.Fprintf(d.w, format, args...) }

// database returns the store if it can be used. The caller closes it.
func (d *doctor) database(ctx context.Context, cfg Config) *postgres.Store {
	keyring, err := postgres.NewKeyring(cfg.EncryptionKeys)
	if err != nil {
		return nil // reported as a check of its own
	}
	store, err := postgres.Open(ctx, cfg.DatabaseURL.Reveal(), postgres.Options{MaxConns: 2, Direct: cfg.DirectURL.Reveal(), Keyring: keyring, Log: slog.New(slog.DiscardHandler)})
	if err == nil {
		err = routed(cfg.DirectURL, store.CheckRoute(ctx))
	}
	if err == nil {
		err = store.Ping(ctx)
	}
	d.check("database", err)
	if err != nil {
		if store != nil {
			store.Close()
		}
		return nil
	}
	schemaErr := store.CheckSchema(ctx)
	d.check("schema", schemaErr)
	d.check("keys open what is stored", store.CheckKeys(ctx))
	d.keys(ctx, store)
	d.server(ctx, store)
	d.check("notifications of the database are heard", store.Hears(ctx))
	if schemaErr != nil {
		store.Close()
		return nil
	}
	d.sessionKeys(ctx, cfg, store, time.Now())
	d.processes(ctx, cfg, store, time.Now())
	return store
}

func (d *doctor) server(ctx context.Context, store *postgres.Store) {
	server, err := store.Server(ctx)
	d.check("database settings", err)
	if err != nil {
		return
	}
	if server.Version < 150000 {
		d.check("PostgreSQL 15 or later", fmt.Errorf("this is %d", server.Version))
	}
	if !server.Fsync || !server.SynchronousCommit {
		d.warn("durability", "fsync or synchronous_commit is off: a crash of the database loses acknowledged webhooks")
	}
	if server.Superuser {
		d.warn("database user", "is a superuser, for whom no check of rights holds; let the program connect as a role that owns nothing (docs/operations.md, Roles of the database)")
	}
	if server.Open {
		d.warn("rights in the database", "the program's roles may make objects in it: run migrate up as the owner of the database")
	}
	if skew := time.Since(server.Now).Abs(); skew > 2*time.Second {
		d.warn("clock", fmt.Sprintf("differs from the database's by %s", skew.Round(time.Millisecond)))
	} else {
		d.check("clock", nil)
	}
}

// keys reports which older key may be removed.
func (d *doctor) keys(ctx context.Context, store *postgres.Store) {
	counts, unknown, err := store.KeyUse(ctx)
	if err == nil && unknown > 0 {
		err = fmt.Errorf("%d stored values are sealed with a key that is not given", unknown)
	}
	if err != nil {
		d.check("use of ENCRYPTION_KEYS", err)
		return
	}
	for i, n := range counts[1:] {
		if n > 0 {
			d.warn("use of ENCRYPTION_KEYS", fmt.Sprintf("key %d still seals %d values; serve seals them anew within two hours", i+2, n))
			continue
		}
		d.check(fmt.Sprintf("use of ENCRYPTION_KEYS: key %d seals nothing any more and may be taken out", i+2), nil)
	}
}

func (d *doctor) mail(ctx context.Context, cfg Config) {
	sender, err := newSender(cfg, slog.New(slog.DiscardHandler))
	if err == nil {
		err = sender.Check(ctx)
	}
	d.check("mail server", err)
	d.sender(ctx, cfg)
}

// newSender makes the sender; the app uses it too.
func newSender(cfg Config, log *slog.Logger) (*notify.Sender, error) {
	return notify.New(notify.Config{
		SMTP: cfg.SMTP, From: cfg.MailFrom, AppURL: cfg.AppURL, AppName: cfg.AppName,
		LinkKey: cfg.SessionKeys[0], OldKeys: cfg.SessionKeys[1:], DKIM: cfg.DKIM, Bases: map[lowstock.Channel]string{lowstock.ChannelSlack: cfg.SlackAPIURL}, AllowPrivate: cfg.AllowPrivateHooks, Log: log,
	})
}
