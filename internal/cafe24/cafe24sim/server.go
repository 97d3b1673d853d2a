package cafe24sim

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server is a Cafe24 with its malls. Make it with New, use its Handler, and call Run for the background work.
type Server struct {
	cfg     Config
	malls   map[string]*mall
	handler http.Handler
	pages   pages
	outbox  *outbox
	stopped chan struct{} // closed when Run ends: no request may hang any longer

	saving sync.Mutex
	dirty  atomic.Bool // something changed since the data file was written

	mu     sync.Mutex // guards the fields below
	at     App
	base   string
	speed  float64
	secret string // the client secret that is accepted now
}

// New builds the malls and their catalogues, or restores the state in Config.DataFile. It starts nothing.
func New(cfg Config) *Server {
	cfg = cfg.withDefaults()
	s := &Server{
		cfg: cfg, malls: map[string]*mall{}, pages: parsePages(), outbox: newOutbox(cfg), stopped: make(chan struct{}),
		at:    App{URL: cfg.AppURL, RedirectURI: cfg.RedirectURI, WebhookURL: cfg.WebhookURL},
		speed: cfg.Speed, secret: cfg.ClientSecret,
	}
	for i, id := range cfg.Malls {
		s.malls[id] = newMall(s, id, uint64(i))
	}
	for _, m := range s.malls {
		m.makeOrderHistory(cfg.Now())
		m.makeHistory(cfg.HistoryDays)
	}
	if err := s.load(); err != nil {
		cfg.Log.Error("simulator starts afresh: its saved state cannot be read", "file", cfg.DataFile, "error", err)
		_ = os.Rename(cfg.DataFile, cfg.DataFile+".broken") // kept for inspection
	}
	s.handler = s.routes()
	return s
}

// Handler serves the pages, OAuth and the API of every mall.
func (s *Server) Handler() http.Handler { return s.handler }

// Config returns the configuration with its defaults filled in.
func (s *Server) Config() Config { return s.cfg }

// SetApp sets the app's addresses, for a test or demo that learns its port after New.
func (s *Server) SetApp(a App) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = a
}

func (s *Server) app() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

// SetClientSecret reissues the app's client secret, as the developers console does: the old one is refused at once,
// and launches are signed with the new one. An empty value restores the secret of Config. The new secret is not
// stored in Config.DataFile.
func (s *Server) SetClientSecret(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secret = orDefault(secret, s.cfg.ClientSecret)
}

// ClientSecret returns the client secret that is accepted now.
func (s *Server) ClientSecret() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secret
}

// SetBaseURL sets the address of the simulator itself, such as "http://127.0.0.1:4010". Serve calls it.
func (s *Server) SetBaseURL(u string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = strings.TrimSuffix(u, "/")
}

// BaseURL returns the simulator's address, without a trailing slash; empty before SetBaseURL or Serve.
func (s *Server) BaseURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}

// APIURL returns the base address of the API with "{mall_id}" in it, ready for CAFE24_API_URL.
func (s *Server) APIURL() string { return s.BaseURL() + "/mall/{mall_id}" }

// AdminURL returns the address of the admin page that frames the app, with "{mall_id}" in it, ready for
// CAFE24_ADMIN_URL.
func (s *Server) AdminURL() string { return s.BaseURL() + "/mall/{mall_id}/admin" }

// SetSpeed divides token lifetimes issued from now on and multiplies the shoppers' rate.
func (s *Server) SetSpeed(factor float64) {
	s.mu.Lock()
	s.speed = orDefault(max(factor, 0), 1)
	s.mu.Unlock()
	for _, m := range s.malls {
		m.wakeShoppers()
	}
}

// Speed returns the factor that SetSpeed set.
func (s *Server) Speed() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.speed
}

func (s *Server) lifetime(d time.Duration) time.Duration {
	return time.Duration(float64(d) / s.Speed())
}

// originOf returns the address of this server from the request.
func (s *Server) originOf(r *http.Request) string {
	if base := s.BaseURL(); base != "" {
		return base
	}
	return "http://" + r.Host
}
