package support

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

const (
	// statusKept is how long one answer serves everybody.
	statusKept = 5 * time.Second
	// statusTimeout keeps the whole answer within 500 ms, even when the database
	// does not respond.
	statusTimeout = 400 * time.Millisecond
)

// word is the state of a part of the service.
type word string

const (
	wordOK      word = "ok"
	wordSlow    word = "slow"
	wordDown    word = "down"
	wordUnknown word = "unknown"
)

// part is one part of the service.
type part struct {
	Name  string    `json:"part"`
	State word      `json:"state"`
	Since time.Time `json:"since"` // zero: not known
}

// serviceStatus is the answer of the page.
type serviceStatus struct {
	State   word      `json:"status"`
	Parts   []part    `json:"parts"`
	Checked time.Time `json:"checked_at"`
}

// lastStatus is the newest answer of this process, and since when each part has
// had its state.
type lastStatus struct {
	mu      sync.Mutex
	status  serviceStatus
	running chan struct{} // closed when the check is done; nil: none runs
}

// status returns an answer that is at most statusKept old. A check runs beside
// the requests, so that a database that hangs delays none of them. All requests
// wait for the same check.
func (h *Handler) status(ctx context.Context) serviceStatus {
	now := h.Now()
	h.last.mu.Lock()
	if age := now.Sub(h.last.status.Checked); age >= 0 && age < statusKept {
		defer h.last.mu.Unlock()
		return h.last.status
	}
	done := h.last.running
	if done == nil {
		done = make(chan struct{})
		h.last.running = done
		go h.check(context.WithoutCancel(ctx), now, done)
	}
	h.last.mu.Unlock()
	wait := time.NewTimer(statusTimeout + 50*time.Millisecond)
	defer wait.Stop()
	select {
	case <-done:
		h.last.mu.Lock()
		defer h.last.mu.Unlock()
		return h.last.status
	case <-wait.C:
		return judge(found{now: now, ready: context.DeadlineExceeded, err: context.DeadlineExceeded}, serviceStatus{})
	}
}

// check reads the facts and keeps the answer.
func (h *Handler) check(ctx context.Context, now time.Time, done chan struct{}) {
	ctx, cancel := context.WithTimeout(ctx, statusTimeout)
	defer cancel()
	f := found{now: now, ready: h.Facts.Ready(ctx)}
	if f.service, f.err = h.Facts.Service(ctx, now); f.err == nil {
		f.app, f.err = h.Facts.AppState(ctx, now)
	}
	h.last.mu.Lock()
	h.last.status = judge(f, h.last.status)
	h.last.running = nil
	h.last.mu.Unlock()
	close(done)
}

// found is what a check has found.
type found struct {
	now     time.Time
	ready   error // why the database cannot be used
	service overview.Service
	app     connect.AppState
	err     error // why the facts could not be read
}

// judge makes the answer. A part that has kept its state since the answer before
// keeps its time too.
func judge(f found, before serviceStatus) serviceStatus {
	s := serviceStatus{State: wordOK, Checked: f.now, Parts: []part{
		{Name: "app", State: wordOK},
		database(f),
		ofFacts(f, "cafe24", wordDown, earliest(f.app.SecretRefused, f.app.VersionRefused)),
		ofFacts(f, "mail", wordDown, f.service.MailFailing),
		ofFacts(f, "notices", wordSlow, f.service.NoticesLate),
	}}
	if f.app.SecretRefused.IsZero() && !f.app.VersionRefused.IsZero() && f.err == nil {
		s.Parts[2].State = wordSlow // another version is used instead
	}
	if s.Parts[3].State == wordOK && !f.service.MailLate.IsZero() {
		s.Parts[3] = part{Name: "mail", State: wordSlow, Since: f.service.MailLate}
	}
	for i := range s.Parts {
		p := &s.Parts[i]
		if len(before.Parts) > i && before.Parts[i].State == p.State && !before.Parts[i].Since.IsZero() {
			p.Since = before.Parts[i].Since
		} else if p.Since.IsZero() {
			p.Since = f.now
		}
		s.State = worse(s.State, p.State)
	}
	return s
}

func database(f found) part {
	if f.ready != nil {
		return part{Name: "database", State: wordDown}
	}
	return part{Name: "database", State: wordOK}
}

// ofFacts is a part whose trouble has a time.
func ofFacts(f found, name string, bad word, since time.Time) part {
	switch {
	case f.err != nil:
		return part{Name: name, State: wordUnknown}
	case since.IsZero():
		return part{Name: name, State: wordOK}
	}
	return part{Name: name, State: bad, Since: since}
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func worse(a, b word) word {
	rank := map[word]int{wordOK: 0, wordUnknown: 1, wordSlow: 2, wordDown: 3}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// statusPage shows whether the app works, to anybody. A program may ask for JSON.
func (h *Handler) statusPage(c echo.Context) error {
	if strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON) {
		return h.statusJSON(c)
	}
	if err := h.TakePublic(c); err != nil {
		return err
	}
	l := h.LocaleOf(c)
	page := statusView(present.Viewer{Locale: l, Zone: time.FixedZone("KST", 9*60*60), Now: h.Now()}, h.status(c.Request().Context()))
	page.Outside = h.outside(l, paths.Status)
	return kit.Render(c, http.StatusOK, views.StatusPageView(page))
}

// statusJSON sends the same as JSON.
func (h *Handler) statusJSON(c echo.Context) error {
	if err := h.TakePublic(c); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderVary, "Accept")
	return c.JSON(http.StatusOK, h.status(c.Request().Context()))
}

// statusView presents the answer.
func statusView(r present.Viewer, s serviceStatus) views.StatusPage {
	page := views.StatusPage{Badge: sumOf(r.Locale, s.State), Checked: r.Exact(s.Checked)}
	page.Checked.Text = r.T("service.checked", page.Checked.Text+" (KST)")
	for _, p := range s.Parts {
		v := views.StatusPart{Name: nameOf(r.Locale, p.Name), State: stateOf(r.Locale, p.State), Since: r.Exact(p.Since), Note: noteOf(r.Locale, p)}
		if v.Since.Text != "" {
			v.Since.Text = r.T("service.since", v.Since.Text)
		}
		page.Parts = append(page.Parts, v)
	}
	return page
}

func sumOf(l words.Locale, state word) views.Badge {
	switch state {
	case wordOK:
		return views.Badge{Tone: "ok", Icon: "ok", Text: l.T("service.all_ok")}
	case wordDown:
		return views.Badge{Tone: "out", Icon: "out", Text: l.T("service.down")}
	case wordSlow, wordUnknown:
	}
	return views.Badge{Tone: "low", Icon: "warn", Text: l.T("service.some")}
}

func stateOf(l words.Locale, state word) views.Badge {
	return map[word]views.Badge{
		wordOK:      {Tone: "ok", Icon: "ok", Text: l.T("service.word_ok")},
		wordSlow:    {Tone: "low", Icon: "warn", Text: l.T("service.word_slow")},
		wordDown:    {Tone: "out", Icon: "out", Text: l.T("service.word_down")},
		wordUnknown: {Tone: "quiet", Icon: "clock", Text: l.T("service.word_unknown")},
	}[state]
}

func nameOf(l words.Locale, name string) string {
	return map[string]string{
		"app": l.T("service.part_app"), "database": l.T("service.part_database"), "cafe24": l.T("service.part_cafe24"),
		"mail": l.T("service.part_mail"), "notices": l.T("service.part_notices"),
	}[name]
}

// noteOf says what a trouble means for malls; "" if the part works.
func noteOf(l words.Locale, p part) string {
	switch p.State {
	case wordOK:
		return ""
	case wordUnknown:
		return l.T("service.note_unknown")
	case wordSlow, wordDown:
	}
	return map[string]string{
		"database": l.T("service.note_database"), "cafe24": l.T("service.note_cafe24"),
		"mail": l.T("service.note_mail"), "notices": l.T("service.note_notices"),
	}[p.Name]
}
