package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/alerts"
	"cafe24-inventory-alert/internal/web/answering"
	"cafe24-inventory-alert/internal/web/api"
	"cafe24-inventory-alert/internal/web/connection"
	"cafe24-inventory-alert/internal/web/entry"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/morning"
	"cafe24-inventory-alert/internal/web/planning"
	"cafe24-inventory-alert/internal/web/purchasing"
	"cafe24-inventory-alert/internal/web/report"
	"cafe24-inventory-alert/internal/web/rules"
	"cafe24-inventory-alert/internal/web/settings"
	"cafe24-inventory-alert/internal/web/setup"
	"cafe24-inventory-alert/internal/web/stock"
	"cafe24-inventory-alert/internal/web/suppliers"
	"cafe24-inventory-alert/internal/web/support"
	"cafe24-inventory-alert/static"
)

// Config holds the parts of a [Server]. Every field is required unless it is
// marked as optional.
type Config struct {
	AppURL         string        // public address, no trailing slash; http only on the loopback
	AppName        string        // optional: name of the app; its own name by default
	SessionKeys    [][]byte      // 32 bytes each, newest first
	FrameAncestors string        // CSP sources, "{mall_id}" is replaced
	AuthorizeURL   string        // base address of the consent page, "{mall_id}" is replaced
	AdminURL       string        // optional: the page of a mall's admin that shows the app, "{mall_id}" is replaced
	Support        entry.Support // optional: where people get help
	TrustedProxies []netip.Prefix
	Debug          bool // serves /docs

	Platform *cafe24.Platform // proofs of launches and webhooks
	Store    Store
	Intake   Intake
	Install  entry.Installer
	Work     Work
	Links    notify.Links // opens and signs the links of messages
	Targets  merchant.Targets
	Messages MessageRenderer

	// KeysUsable checks that the stored sealed values can still be opened. It
	// is part of /readyz. Optional.
	KeysUsable func(ctx context.Context) error

	// Details returns sentences for the operator about problems that do not
	// make the process unready. They are part of /readyz. Optional.
	Details func(ctx context.Context) ([]string, error)

	Version string                // of the program, for the people who support merchants; optional
	Metrics prometheus.Registerer // optional
	Log     *slog.Logger
	Now     func() time.Time // optional
}

// Server answers browsers, API clients and Cafe24. It is safe for concurrent
// use. Its state is only limits and keys, so any number of replicas can run.
type Server struct {
	*kit.Kit
	cfg     Config
	appURL  *url.URL
	echo    *echo.Echo
	headers headerPolicy
	health  *health
	metrics requestMetrics
	files   static.Files

	Version string

	stock      *stock.Handler
	rules      *rules.Handler
	alerts     *alerts.Handler
	settings   *settings.Handler
	morning    *morning.Handler
	planning   *planning.Handler
	purchasing *purchasing.Handler
	report     *report.Handler
	suppliers  *suppliers.Handler
	connection *connection.Handler
	setup      *setup.Handler
	entry      *entry.Handler
	support    *support.Handler
	answering  *answering.Handler
	api        *api.Handler
}

// New checks the configuration and builds the routes. It joins every problem
// into one error.
func New(cfg Config) (*Server, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	appURL, err := checkConfig(cfg)
	if err != nil {
		return nil, err
	}
	tokens, err := team.NewMint(cfg.SessionKeys, "API tokens")
	if err != nil {
		return nil, err
	}
	site, err := help.Load()
	if err != nil {
		return nil, err
	}
	base, err := kit.New(kit.Config{
		Store: kit.Stores{Malls: func(id lowstock.MallID) kit.Store { return cfg.Store.Mall(id) }, Shared: cfg.Store}, Windows: cfg.Install, SessionKeys: cfg.SessionKeys, Tokens: tokens,
		Help: site, Contact: cfg.Support.Email != "", AppName: cfg.AppName, AdminURL: cfg.AdminURL, Log: cfg.Log, Now: cfg.Now,
	})
	if err != nil {
		return nil, err
	}
	s := &Server{
		Kit: base, cfg: cfg, appURL: appURL, health: newHealth(cfg), headers: newHeaderPolicy(cfg, appURL), files: static.Handler(),
	}
	s.subjects(base, tokens)
	s.support.Site = site
	if s.metrics, err = newRequestMetrics(cfg.Metrics); err != nil {
		return nil, err
	}
	s.echo = s.newEcho()
	return s, s.routes()
}

// Handler answers every public request. The caller must set the timeouts of the
// connection.
func (s *Server) Handler() http.Handler { return s.echo }

func checkConfig(cfg Config) (*url.URL, error) {
	var errs []error
	for name, missing := range map[string]bool{
		"Platform": cfg.Platform == nil, "Store": cfg.Store == nil, "Intake": cfg.Intake == nil,
		"Install": cfg.Install == nil, "Work": cfg.Work == nil, "Targets": cfg.Targets == nil, "Messages": cfg.Messages == nil,
		"Log": cfg.Log == nil, "Links": len(cfg.Links.Key) == 0, "SessionKeys": len(cfg.SessionKeys) == 0,
	} {
		if missing {
			errs = append(errs, errors.New("web: "+name+" is missing"))
		}
	}
	u, err := url.Parse(cfg.AppURL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(cfg.AppURL, "/"):
		errs = append(errs, errors.New("web: AppURL must be scheme and host, without a trailing slash"))
	case u.Scheme == "http" && !loopbackName(u.Hostname()), u.Scheme != "http" && u.Scheme != "https":
		errs = append(errs, errors.New("web: AppURL must be https; http is for localhost only"))
	}
	return u, errors.Join(errs...)
}

// loopbackName says whether browsers trust host without TLS, so that Secure
// cookies work on it.
func loopbackName(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
