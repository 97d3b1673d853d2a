package cafe24sim

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

//go:embed pages
var pageFiles embed.FS

// pages are the simulator's own templates, by name.
type pages map[string]*template.Template

func parsePages() pages {
	funcs := template.FuncMap{
		"won": groupWon, "clock": clock,
		"grouped":      func(n int) string { return groupWon(int64(n)) },
		"ms":           func(d time.Duration) int64 { return d.Milliseconds() },
		"percentOf":    func(share float64) float64 { return math.Round(share * 100) },
		"percentOrAll": func(share float64) float64 { return math.Round(orDefault(share, 1) * 100) },
	}
	all := pages{}
	for _, name := range []string{"admin", "control", "orders", "hooks"} {
		all[name] = template.Must(template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/layout.html", "pages/"+name+".html"))
	}
	for _, name := range []string{"consent", "problem"} {
		all[name] = template.Must(template.New("").Funcs(funcs).ParseFS(pageFiles, "pages/plain.html", "pages/"+name+".html"))
	}
	return all
}

func (s *Server) pageRoutes(mux *http.ServeMux) {
	safe := http.NewCrossOriginProtection()
	page := func(pattern string, h func(http.ResponseWriter, *http.Request, *mall)) {
		mux.Handle(pattern, safe.Handler(s.mallHandler(h)))
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/mall/"+s.cfg.Malls[0]+"/admin", http.StatusFound)
	})
	mux.HandleFunc("GET /sim/style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pageFiles, "pages/style.css")
	})
	page("GET "+oauthPrefix+"oauth/authorize", s.consent)
	page("POST "+oauthPrefix+"oauth/authorize", s.decide)
	page("GET /mall/{mall}/web/product/{size}/{file}", s.picture)
	page("GET /mall/{mall}/admin", s.adminPage)
	page("GET /mall/{mall}/orders", s.ordersPage)
	page("GET /mall/{mall}/webhooks", s.hooksPage)
	page("GET /mall/{mall}/control", s.controlPage)
	page("POST /mall/{mall}/control", s.controlAct)
}

// problemPage is for problems that the merchant cannot solve.
type problemPage struct{ Mall, Text string }

type consentPage struct {
	Mall, MallID, App string
	Scopes            []scopeText
}

// page renders into a buffer first, so that a broken template gives an error and not half a page.
func (s *Server) page(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&out, "page", data); err != nil {
		s.cfg.Log.Error("simulator page not rendered", "page", name, "error", err)
		http.Error(w, "page not rendered", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; frame-src *; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// groupWon writes 12900 as 12,900.
func groupWon(n int64) string {
	text := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, c := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(kst()).Format("01-02 15:04:05")
}

// frame is the part around every page of the admin.
type frame struct {
	Mall, MallID, App string
	Here              string // the current page in the menu
	Installed         bool
	Rate              float64
	Faulty            bool
}

func (s *Server) frame(m *mall, here string) frame {
	m.mu.Lock()
	defer m.mu.Unlock()
	return frame{
		Mall: m.name, MallID: m.id, App: appName, Here: here, Installed: m.install.Installed, Rate: m.rate,
		Faulty: m.faults != Faults{} || len(m.poison) > 0 || len(m.shapes) > 0,
	}
}

func path(m *mall, page string) string { return fmt.Sprintf("/mall/%s/%s", m.id, page) }
