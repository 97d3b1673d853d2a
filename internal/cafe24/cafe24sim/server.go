package cafe24sim

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server is a Cafe24 with its malls. Make it with New, reach it through Handler, and let Run do the background work.
type Server struct {
	cfg     Config
	malls   map[string]*mall
	handler http.Handler
	pages   pages
	outbox  *outbox
	stopped chan struct{} // closed when Run ends: nothing may hang longer

	saving sync.Mutex
	dirty  atomic.Bool // something happened since the data file was written

	mu     sync.Mutex // guards what follows
	at     App
	base   string
	speed  float64
	secret string // the client secret that is taken now
}

// New builds the malls and their catalogues, or takes up what Config.DataFile kept. It starts nothing.
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
		_ = os.Rename(cfg.DataFile, cfg.DataFile+".broken") // kept for whoever wants to look
	}
	s.handler = s.routes()
	return s
}

// Handler serves the pages, OAuth and the API of every mall.
func (s *Server) Handler() http.Handler { return s.handler }

// Config returns the configuration with its defaults filled in.
func (s *Server) Config() Config { return s.cfg }

// SetApp says where the app lives, for a test or demo that learns its port after New.
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

// SetClientSecret issues the app's client secret anew, as the developers console does: the old one is taken no more at
// once, and launches are signed with the new one. An empty one takes the secret of Config back. It is not kept in
// Config.DataFile.
func (s *Server) SetClientSecret(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secret = orDefault(secret, s.cfg.ClientSecret)
}

// ClientSecret is the one that is taken now.
func (s *Server) ClientSecret() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secret
}

// SetBaseURL says where the simulator itself is reached, such as "http://127.0.0.1:4010". Serve sets it.
func (s *Server) SetBaseURL(u string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = strings.TrimSuffix(u, "/")
}

// BaseURL is where the simulator is reached, without a trailing slash; empty before SetBaseURL or Serve.
func (s *Server) BaseURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base
}

// APIURL is the base address of the API with "{mall_id}" in it, ready for CAFE24_API_URL.
func (s *Server) APIURL() string { return s.BaseURL() + "/mall/{mall_id}" }

// AdminURL is the admin page that frames the app, with "{mall_id}" in it, ready for CAFE24_ADMIN_URL.
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

// Speed is the factor of SetSpeed.
func (s *Server) Speed() float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.speed
}

func (s *Server) lifetime(d time.Duration) time.Duration {
	return time.Duration(float64(d) / s.Speed())
}

// originOf is the address of this server as the request sees it.
func (s *Server) originOf(r *http.Request) string {
	if base := s.BaseURL(); base != "" {
		return base
	}
	return "http://" + r.Host
}
