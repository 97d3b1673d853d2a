package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/views/paths"
)

// demoOptions are the demo's flags. If an address is in use, a free port
// replaces it, unless the address was given by a flag.
type demoOptions struct {
	dataDir                      string
	adminAddr, appAddr, mailAddr string
	products                     int
	expired                      int     // days of orders before the first start
	orders                       float64 // shoppers' orders per minute
	reset, havePostgres, verbose bool
	hintDelay, confirm, watch    time.Duration
	asked                        map[string]bool
}

func demoFlags(args []string, stdout, stderr io.Writer) (demoOptions, error) {
	o := demoOptions{asked: map[string]bool{}}
	fs := flag.NewFlagSet("demo", flag.ContinueOnError)
	fs.StringVar(&o.dataDir, "data", ".data", "folder of everything the demo keeps")
	fs.StringVar(&o.adminAddr, "admin", "127.0.0.1:9000", "address of the simulated Cafe24")
	fs.StringVar(&o.appAddr, "app", "127.0.0.1:8080", "address of the app")
	fs.StringVar(&o.mailAddr, "mail", "127.0.0.1:8025", "address of the mail inbox")
	fs.IntVar(&o.products, "products", 1200, "products of a new mall")
	fs.IntVar(&o.expired, "past", 760, "days of orders that a new mall looks back on")
	fs.Float64Var(&o.orders, "orders", 2, "orders a minute that shoppers make")
	fs.DurationVar(&o.hintDelay, "hint-delay", 2*time.Second, "HINT_DELAY")
	fs.DurationVar(&o.confirm, "confirm-delay", 8*time.Second, "CONFIRM_DELAY")
	fs.DurationVar(&o.watch, "watch-interval", time.Minute, "WATCH_INTERVAL")
	fs.BoolVar(&o.reset, "reset", false, "delete what the demo has stored, and stop")
	fs.BoolVar(&o.havePostgres, "have-postgres", false, "only say, by the exit code, whether PostgreSQL 15 or later is here")
	fs.BoolVar(&o.verbose, "verbose", false, "show the log here instead of in demo.log")
	if err := parseFlags(fs, args, stdout, stderr); err != nil {
		return o, err
	}
	fs.Visit(func(f *flag.Flag) { o.asked[f.Name] = true })
	dir, err := filepath.Abs(o.dataDir)
	o.dataDir = dir
	return o, err
}

func demoCommand(ctx context.Context, args []string, _ func(string) string, stdout, stderr io.Writer) error {
	o, err := demoFlags(args, stdout, stderr)
	switch {
	case err != nil:
		return err
	case o.havePostgres:
		return localpg.Available(ctx)
	case o.reset:
		return demoReset(ctx, o, stdout)
	}
	if err := os.MkdirAll(o.dataDir, 0o755); err != nil { //nolint:gosec // the database's own user must pass through it
		return err
	}
	log, closeLog, err := demoLog(o, stderr)
	if err != nil {
		return err
	}
	defer closeLog()
	d := &demo{options: o, log: log, stdout: stdout}
	return d.run(ctx)
}

func demoLog(o demoOptions, stderr io.Writer) (*slog.Logger, func(), error) {
	if o.verbose {
		return slog.New(slog.NewTextHandler(stderr, nil)), func() {}, nil
	}
	f, err := os.OpenFile(filepath.Join(o.dataDir, "demo.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewTextHandler(f, nil)), func() { _ = f.Close() }, nil
}

// demo holds the parts while they run.
type demo struct {
	options demoOptions
	log     *slog.Logger
	stdout  io.Writer
}

// print writes to the terminal. If the terminal is closed, the demo continues.
func (d *demo) print(format string, args ...any) { _, _ = fmt.Fprintf(d.stdout, format, args...) }

func (d *demo) run(ctx context.Context) error {
	started := time.Now()
	cluster, err := localpg.Start(ctx, localpg.Options{DataDir: filepath.Join(d.options.dataDir, "postgres"), Log: d.log})
	if err != nil {
		return err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err := cluster.Stop(stopping); err != nil {
			d.log.ErrorContext(ctx, "database did not stop", "err", err)
		}
	}()
	const database = "inventory_alert"
	if err := cluster.EnsureDatabase(ctx, database); err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, cluster.URL(database)); err != nil {
		return err
	}
	return d.serve(ctx, cluster.URL(database), started)
}

// serve starts Cafe24, the inbox and the app, and stops them in reverse order:
// the app first, while the services that it calls still run.
func (d *demo) serve(ctx context.Context, databaseURL string, started time.Time) error {
	listeners, err := d.listen(ctx)
	if err != nil {
		return err
	}
	inbox, err := mailsim.New(mailsim.Config{Log: d.log, File: filepath.Join(d.options.dataDir, "mail.jsonl")})
	if err != nil {
		return err
	}
	if err := inbox.Listen(ctx, "127.0.0.1:0"); err != nil {
		return err
	}
	cfg, err := d.config(databaseURL, inbox, listeners)
	if err != nil {
		return err
	}
	sim := d.simulator(cfg, listeners)

	around, stopAround := context.WithCancel(context.WithoutCancel(ctx))
	defer stopAround()
	var parts errgroup.Group
	parts.Go(func() error { return sim.Serve(around, listeners.admin) })
	parts.Go(func() error { return servePage(around, listeners.mail, inbox.Handler()) })
	appErr := make(chan error, 1)
	go func() {
		appErr <- runApp(ctx, cfg, d.log, roles{web: true, work: true}, listeners.app, func() {
			d.announce(sim, cfg, listeners, time.Since(started))
		})
	}()
	err = <-appErr
	d.print("\n멈추는 중이에요… stopping\n")
	stopAround()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, parts.Wait(), inbox.Close(closing))
}

func (d *demo) simulator(cfg Config, l demoListeners) *cafe24sim.Server {
	sim := cafe24sim.New(cafe24sim.Config{
		Products: d.options.products, Seed: 24, OrderHistoryDays: d.options.expired,
		ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(), WebhookKey: cfg.WebhookKey.Reveal(),
		AppURL: cfg.AppURL, RedirectURI: cfg.RedirectURI, WebhookURL: "http://" + l.app.Addr().String() + paths.Webhook,
		Scopes: cfg.Scopes, OrdersPerMinute: d.options.orders,
		DataFile: filepath.Join(d.options.dataDir, "cafe24.json"), Log: d.log,
	})
	sim.SetBaseURL("http://" + l.admin.Addr().String())
	return sim
}

type demoListeners struct{ admin, app, mail net.Listener }

func (d *demo) listen(ctx context.Context) (demoListeners, error) {
	var l demoListeners
	var err error
	for _, part := range []struct {
		name, addr string
		into       *net.Listener
	}{{"admin", d.options.adminAddr, &l.admin}, {"app", d.options.appAddr, &l.app}, {"mail", d.options.mailAddr, &l.mail}} {
		*part.into, err = d.listenOne(ctx, part.name, part.addr)
		if err != nil {
			return l, err
		}
	}
	return l, nil
}

// listenOne uses the usual address, or a free one if the usual one is in use.
// An address from a flag is used or refused, never replaced.
func (d *demo) listenOne(ctx context.Context, name, addr string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err == nil || d.options.asked[name] {
		if err != nil {
			return nil, fmt.Errorf("address %s is in use: choose another with --%s", addr, name)
		}
		return l, nil
	}
	host, _, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return nil, splitErr
	}
	d.print("주소 %s 가 이미 쓰이고 있어서 다른 포트를 써요 (%s is in use, taking another port)\n", addr, addr)
	return config.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
}

// servePage serves one handler until ctx ends.
func servePage(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stopped()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func demoReset(ctx context.Context, o demoOptions, stdout io.Writer) error {
	if err := localpg.Remove(ctx, filepath.Join(o.dataDir, "postgres")); err != nil {
		return err
	}
	for _, name := range []string{"cafe24.json", "mail.jsonl", "keys.json", "demo.log"} {
		if err := os.Remove(filepath.Join(o.dataDir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	_, err := fmt.Fprintln(stdout, "데모 데이터를 지웠어요. The demo's data is gone.")
	return err
}
