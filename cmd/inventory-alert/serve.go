package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/postgres"
)

// roles are the parts of the program that a process runs.
type roles struct{ web, work bool }

func serveCommand(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	web := fs.Bool("web", false, "pages, API and webhooks only")
	work := fs.Bool("work", false, "background work only")
	migrate := fs.Bool("migrate", false, "apply migrations first")
	if err := parseFlags(fs, args, stdout, stderr); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return errUsage
	}
	cfg, err := readConfig(getenv)
	if err != nil {
		return &configError{err}
	}
	log := newLogger(cfg, stderr)
	cfg.warn(ctx, log)
	if *migrate {
		if err := postgres.Migrate(ctx, cmp.Or(cfg.DirectURL, cfg.DatabaseURL).Reveal()); err != nil {
			return routed(cfg.DirectURL, err)
		}
	}
	r := roles{web: *web, work: *work}
	if !r.web && !r.work {
		r = roles{web: true, work: true}
	}
	var l net.Listener
	if r.web {
		var config net.ListenConfig
		if l, err = config.Listen(ctx, "tcp", cfg.ListenAddr); err != nil {
			return fmt.Errorf("LISTEN_ADDR: %w", err)
		}
	}
	return runApp(ctx, cfg, log, r, l, func() { log.InfoContext(ctx, "serving", "addr", cfg.ListenAddr, "web", r.web, "work", r.work) })
}

func newLogger(cfg Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

// These are the maximum times of the stopping steps after DRAIN_DELAY. Together
// with its default they are 20 s, less than the 30 s that orchestrators give by
// default.
const (
	drainRequests = 10 * time.Second
	drainJobs     = 8 * time.Second
)

// runApp runs the parts until ctx ends or one of them fails. It then stops them
// in this order: readiness, requests, the intake that requests still wait for,
// jobs, the pool.
func runApp(ctx context.Context, cfg Config, log *slog.Logger, r roles, l net.Listener, ready func()) error {
	a, err := newApp(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer a.store.Close()

	// The work continues after the signal: the steps below stop it, not ctx.
	running := context.WithoutCancel(ctx)
	failed := make(chan error, 3)
	if r.work {
		if err := a.pipeline.Start(running); err != nil {
			return err
		}
	}
	forget := a.announce(running, newProcess(cfg, time.Now()), log)
	defer forget()
	if r.work {
		deaf := a.watchHearing(running, log)
		defer deaf()
	}
	stopIntake := a.runIntake(running)
	var servers []*http.Server
	if r.web {
		servers = append(servers, serveOn(l, a.web.Handler(), failed))
	}
	if cfg.OpsAddr != "" {
		ops, err := listenOps(ctx, cfg.OpsAddr, a, failed)
		if err != nil {
			return err
		}
		servers = append(servers, ops)
	}
	ready()

	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	log.InfoContext(ctx, "stopping")
	if r.web && err == nil {
		a.leave(cfg.DrainDelay)
	}
	err = errors.Join(err, stopServers(running, servers))
	stopIntake()
	return errors.Join(err, a.stopWork(running, r))
}

// leave reports that the process is not ready, and continues to serve until a
// balancer has had the time to notice.
func (a *app) leave(delay time.Duration) {
	a.web.Drain()
	<-time.After(delay) // the full delay, even if a second signal arrives: it always ends by itself
}

func serveOn(l net.Listener, h http.Handler, failed chan<- error) *http.Server {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
	go func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	return srv
}

func listenOps(ctx context.Context, addr string, a *app, failed chan<- error) (*http.Server, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("OPS_ADDR: %w", err)
	}
	return serveOn(l, a.ops, failed), nil
}

func stopServers(ctx context.Context, servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, drainRequests)
	defer cancel()
	var errs []error
	for _, srv := range servers {
		if err := srv.Shutdown(ctx); err != nil {
			errs = append(errs, srv.Close())
		}
	}
	return errors.Join(errs...)
}
