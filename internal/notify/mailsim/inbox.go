package mailsim

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

//go:embed pages
var pageFiles embed.FS

func parsePages() (*template.Template, error) {
	t, err := template.ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("mailsim: pages: %w", err)
	}
	return t, nil
}

// Handler serves the inbox at "/" and its JSON below "/api/". It has no login, so serve it on loopback only. It
// refuses requests that come from pages of other sites.
//
//	GET /  GET /messages/{id}  GET /messages/{id}/html  GET /messages/{id}/raw  POST /clear  GET /fault  POST /fault
//	GET /api/messages  GET /api/messages/{id}  DELETE /api/messages  GET /api/fault  PUT /api/fault
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showList)
	mux.HandleFunc("GET /inbox.css", showStyle)
	mux.HandleFunc("GET /messages/{id}", s.showMessage)
	mux.HandleFunc("GET /messages/{id}/html", s.showHTML)
	mux.HandleFunc("GET /messages/{id}/raw", s.showRaw)
	mux.HandleFunc("POST /clear", s.postClear)
	mux.HandleFunc("GET /fault", s.showFault)
	mux.HandleFunc("POST /fault", s.postFault)
	mux.HandleFunc("GET /api/messages", s.apiList)
	mux.HandleFunc("GET /api/messages/{id}", s.apiMessage)
	mux.HandleFunc("DELETE /api/messages", s.apiClear)
	mux.HandleFunc("GET /api/fault", s.apiFault)
	mux.HandleFunc("PUT /api/fault", s.apiSetFault)
	return http.NewCrossOriginProtection().Handler(mux)
}

// row is a message in the list.
type row struct {
	ID, To, Subject, Snippet, At, Stamp string
}

type listPage struct {
	Words  words
	Rows   []row
	Broken string // the name of the current fault; empty when healthy
	Addr   string
}

// faultPage is separate from the list, because the list reloads itself and would lose the selection.
type faultPage struct {
	Words  words
	Faults []faultChoice
	Broken string
}

type faultChoice struct {
	Mode   Mode
	Label  string
	Chosen bool
}

func (s *Server) showList(w http.ResponseWriter, r *http.Request) {
	p := listPage{Words: wordsFor(w, r), Addr: s.Addr()}
	for _, m := range slices.Backward(s.Messages()) {
		p.Rows = append(p.Rows, row{
			ID: m.ID, To: strings.Join(m.To, ", "), Subject: m.Subject, Snippet: snippet(m.Text),
			At: p.Words.at(m.ReceivedAt), Stamp: m.ReceivedAt.Format(time.RFC3339),
		})
	}
	if now := s.Fault().Mode; now != Healthy {
		p.Broken = p.Words.fault(now)
	}
	s.render(w, "list.html", p)
}

func (s *Server) showFault(w http.ResponseWriter, r *http.Request) {
	p := faultPage{Words: wordsFor(w, r)}
	now := s.Fault().Mode
	for _, mode := range append([]Mode{Healthy}, Modes()...) {
		p.Faults = append(p.Faults, faultChoice{Mode: mode, Label: p.Words.fault(mode), Chosen: mode == now})
	}
	if now != Healthy {
		p.Broken = p.Words.fault(now)
	}
	s.render(w, "fault.html", p)
}

// snippet is the first one or two lines of the text.
func snippet(text string) string {
	const most = 90
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

type messagePage struct {
	Words     words
	Message   Message
	From, To  string
	At, Stamp string
	View      string // html, text or headers
	Headers   []headerLine
}

type headerLine struct{ Name, Value string }

func (s *Server) showMessage(w http.ResponseWriter, r *http.Request) {
	m, ok := s.store.find(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	p := messagePage{
		Words: wordsFor(w, r), Message: m, From: displayed(m.Header, "From"), To: displayed(m.Header, "To"),
		Stamp: m.ReceivedAt.Format(time.RFC3339), View: r.URL.Query().Get("view"), Headers: headerLines(m),
	}
	p.At = p.Words.at(m.ReceivedAt)
	if !slices.Contains([]string{"html", "text", "headers"}, p.View) || (p.View == "html" && m.HTML == "") {
		p.View = map[bool]string{true: "html", false: "text"}[m.HTML != ""]
	}
	s.render(w, "message.html", p)
}

func headerLines(m Message) []headerLine {
	var lines []headerLine
	for name, values := range m.Header {
		for _, v := range values {
			lines = append(lines, headerLine{name, decodeWords(v)})
		}
	}
	slices.SortStableFunc(lines, func(a, b headerLine) int { return strings.Compare(a.Name, b.Name) })
	return lines
}

var headTag = regexp.MustCompile(`(?i)<head[^>]*>`)

// showHTML is the content of the frame: the mail's HTML without scripts and without resources from elsewhere, in its
// own origin. Its links open in another window.
func (s *Server) showHTML(w http.ResponseWriter, r *http.Request) {
	m, ok := s.store.find(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	const base = `<base target="_blank">`
	body := base + m.HTML
	if at := headTag.FindStringIndex(m.HTML); at != nil {
		body = m.HTML[:at[1]] + base + m.HTML[at[1]:]
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy",
		"sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte(body)) // showing the mail is the purpose; the policy above makes it harmless
}

func (s *Server) showRaw(w http.ResponseWriter, r *http.Request) {
	m, ok := s.store.find(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte(m.Raw)) // an error means that the client has gone
}

func showStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "max-age=60")
	http.ServeFileFS(w, r, pageFiles, "pages/inbox.css")
}

func (s *Server) postClear(w http.ResponseWriter, r *http.Request) {
	if err := s.Clear(); err != nil {
		s.fail(w, err)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) postFault(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	if err := s.SetFault(r.Context(), Fault{Mode: Mode(r.PostFormValue("mode"))}); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, "/fault", http.StatusSeeOther)
}

// render renders the whole page before it writes the first byte.
func (s *Server) render(w http.ResponseWriter, name string, data any) {
	var page bytes.Buffer
	if err := s.pages.ExecuteTemplate(&page, name, data); err != nil {
		s.fail(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'")
	_, _ = page.WriteTo(w) // an error means that the client has gone
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	s.cfg.Log.Error("inbox page failed", "error", err)
	http.Error(w, "Internal error", http.StatusInternalServerError)
}

func (s *Server) writeJSON(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(b, '\n')) // an error means that the client has gone
}
