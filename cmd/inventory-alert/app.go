package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/web/entry"
)

// app is the program with all parts connected, not yet running.
type app struct {
	store    *postgres.Store
	intake   *pipeline.Intake
	pipeline *pipeline.Pipeline
	hearing  hearing
	pages    web.Config // the configuration of web
	web      *web.Server
	ops      http.Handler
}

// poolSize leaves room for requests, jobs and River's own listener at the same
// time. Several processes fit into PostgreSQL's default of 100 connections.
const poolSize = 16

// newApp connects the parts. It refuses an unknown schema version.
func newApp(ctx context.Context, cfg Config, log *slog.Logger) (*app, error) {
	keyring, err := postgres.NewKeyring(cfg.EncryptionKeys)
	if err != nil {
		return nil, err
	}
	store, err := postgres.Open(ctx, cfg.DatabaseURL.Reveal(), postgres.Options{MaxConns: poolSize, Direct: cfg.DirectURL.Reveal(), Keyring: keyring, Targets: newMallTargets(cfg), Channels: notify.Channels(), Log: log})
	if err != nil {
		return nil, err
	}
	a := &app{store: store}
	if err := a.build(ctx, cfg, log); err != nil {
		store.Close()
		return nil, err
	}
	return a, nil
}

// newMallTargets returns the channels that a new mall starts with.
func newMallTargets(cfg Config) preference.Targets {
	if cfg.SlackURL == "" {
		return nil
	}
	return preference.Targets{}.With(lowstock.ChannelSlack, cfg.SlackURL)
}

func (a *app) build(ctx context.Context, cfg Config, log *slog.Logger) error {
	if err := routed(cfg.DirectURL, a.store.CheckRoute(ctx)); err != nil {
		return err
	}
	if err := a.store.CheckSchema(ctx); err != nil {
		return err
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	platform, err := newPlatform(cfg, install.Turns(stores.Turns(a.store)), a.store, log)
	if err != nil {
		return err
	}
	sender, err := newSender(cfg, log)
	if err != nil {
		return err
	}
	if err := errors.Join(registerVersion(metrics, platform), a.hearing.register(metrics)); err != nil {
		return err
	}
	codes, err := team.NewMint(cfg.SessionKeys, "codes of consents")
	if err != nil {
		return err
	}
	installer := install.New(install.Config{Store: stores.Install(a.store), Platform: platform, Codes: codes, Log: log, Registerer: metrics})
	a.intake = pipeline.NewIntake(pipeline.IntakeConfig{Store: a.store, Delay: cfg.HintDelay, Log: log, Registerer: metrics})
	mayReindex, err := a.store.MayReindex(ctx)
	if err != nil {
		return err
	}
	a.pipeline, err = pipeline.New(pipeline.Config{
		Store: stores.Pipeline(a.store), Platform: platform, Installer: installer, Sender: sender, Pool: a.store.Pool(), Listening: a.store.Listening(),
		ConfirmDelay: cfg.ConfirmDelay, SweepInterval: cfg.SweepInterval, WatchInterval: cfg.WatchInterval,
		NoReindex: !mayReindex, HealthInterval: cfg.HealthInterval, Rate: cfg.Rate,
		Log: log, Registerer: metrics,
	})
	if err != nil {
		return err
	}
	a.pages = web.Config{
		AppURL: cfg.AppURL, AppName: cfg.AppName, Support: entry.Support{Email: cfg.SupportEmail, URL: cfg.SupportURL}, SessionKeys: cfg.SessionKeys, FrameAncestors: cfg.FrameAncestors,
		AuthorizeURL: cfg.APIURL, AdminURL: cfg.AdminURL, TrustedProxies: cfg.TrustedProxies, Debug: cfg.Debug,
		Platform: platform, Store: stores.Web(a.store), Intake: a.intake, Install: installer, Work: a.pipeline, Links: sender.Links(), Targets: sender, Messages: sender,
		KeysUsable: a.store.CheckKeys, Details: a.details(platform), Version: version + " " + builtFrom(),
		Metrics: metrics, Log: log,
	}
	a.web, err = web.New(a.pages) //nolint:contextcheck // its handlers take the context of their request
	if err != nil {
		return err
	}
	jobs, err := newJobsPage(context.WithoutCancel(ctx), a.pipeline, log)
	a.ops = web.OpsHandler(web.OpsConfig{Metrics: metrics, Jobs: jobs, Addr: cfg.OpsAddr, Token: cfg.OpsToken, Log: log})
	return err
}

func newPlatform(cfg Config, turns cafe24.Turns, store *postgres.Store, log *slog.Logger) (*cafe24.Platform, error) {
	c := platformConfig(cfg)
	c.Turns, c.Log = turns, log
	c.VersionReplaced = func(ctx context.Context, refused, used string) {
		if err := store.NoteVersionReplaced(context.WithoutCancel(ctx), cfg.APIVersion, used, time.Now()); err != nil {
			log.WarnContext(ctx, "replaced API version not noted", "refused", refused, "error", err)
		}
	}
	return cafe24.New(c)
}

func platformConfig(cfg Config) cafe24.Config {
	return cafe24.Config{
		ClientID: cfg.ClientID, ClientSecret: redact.Secret(cfg.ClientSecret.Reveal()),
		WebhookKey: redact.Secret(cfg.WebhookKey.Reveal()), OldSecrets: cfg.OldSecrets, OldKeys: cfg.OldWebhookKeys, RedirectURI: cfg.RedirectURI,
		APIURL: strings.TrimSuffix(cfg.APIURL, "/"), APIVersion: cfg.APIVersion, NoAPIVersion: cfg.APIVersion == "", Scopes: cfg.Scopes,
		LaunchMaxAge: cfg.LaunchMaxAge, Rate: cfg.Rate,
	}
}

// runIntake starts the writer of hints. The returned function stops it after
// the queued hints are committed.
func (a *app) runIntake(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.intake.Run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// stopWork lets running jobs finish, then cancels them.
func (a *app) stopWork(ctx context.Context, r roles) error {
	if !r.work {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, drainJobs)
	defer cancel()
	return a.pipeline.Stop(ctx)
}
