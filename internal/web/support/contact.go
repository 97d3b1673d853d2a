package support

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	ownQuestions = 20  // newest questions of an operator on the page
	shortened    = 120 // characters of a question that are shown before it is opened
)

// maxDiagnostics is the greatest size of the attached diagnostics, in bytes. It
// leaves room for the rest of the form, of which they are a hidden field.
const maxDiagnostics = 128 << 10

// questionForm is a question. The diagnostics that were shown come with it, so
// that exactly these are sent.
type questionForm struct {
	kit.Form
	attach bool
	outgoing.Question
}

// Read implements [kit.Fields].
func (f *questionForm) Read() {
	f.readTyped()
	f.attach = f.On("attach")
	shown, err := base64.StdEncoding.DecodeString(f.Form.Text("diagnostics"))
	if err == nil && len(shown) <= maxDiagnostics && json.Valid(shown) {
		f.Diagnostics = string(shown)
	}
}

// readTyped reads and checks what the person has typed.
func (f *questionForm) readTyped() {
	f.Question.Text, f.ReplyTo = f.Form.Text("question"), f.Form.Text("reply")
	switch {
	case f.Question.Text == "":
		f.Refuse("question", "contact.error_body")
	case utf8.RuneCountInString(f.Question.Text) > outgoing.MaxQuestion:
		f.Refuse("question", "contact.error_long", outgoing.MaxQuestion)
	}
	to, err := preference.NormalEmail(f.ReplyTo)
	if err != nil {
		f.Refuse("reply", "contact.error_reply")
		return
	}
	f.ReplyTo = to
}

// contactPage shows the form. Only who may see recipients gets an address as a
// proposal for the answer.
func (h *Handler) contactPage(c echo.Context) error {
	who := kit.SessionOf(c)
	page := views.ContactPage{Attach: true}
	if who.Right >= team.RightOwn {
		for _, r := range who.Settings.Recipients {
			if r.Reachable() {
				page.Reply = r.Email
				break
			}
		}
	}
	return h.showContact(c, http.StatusOK, page)
}

// checkContact shows exactly what would be sent.
func (h *Handler) checkContact(c echo.Context) error {
	if h.Email == "" {
		return lowstock.NotFound()
	}
	f, err := kit.BindForm[questionForm](c)
	if err != nil {
		return err
	}
	page := f.page()
	if !f.Valid() || f.Sent("again") {
		return h.refused(c, f, page)
	}
	if f.attach {
		file, err := h.Report.DiagnosticsOf(c)
		if err != nil {
			return err
		}
		if len(file) <= maxDiagnostics {
			page.File, page.Sealed = string(file), base64.StdEncoding.EncodeToString(file)
		}
	}
	page.Check = true
	return h.showContact(c, http.StatusOK, page)
}

// sendContact writes the question as a message, which the background work sends.
func (h *Handler) sendContact(c echo.Context) error {
	if h.Email == "" {
		return lowstock.NotFound()
	}
	f, err := kit.BindForm[questionForm](c)
	if err != nil {
		return err
	}
	if !f.Valid() {
		return h.refused(c, f, f.page())
	}
	who := kit.SessionOf(c)
	f.Operator = who.By()
	err = h.Store.Mall(who.Mall.ID).SendContact(c.Request().Context(), f.Question, h.Email, h.Now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeRateLimited:
		f.Refuse("question", kit.KeyOf(err))
		return h.refused(c, f, f.page())
	case err != nil:
		return err
	}
	return kit.SeeOther(c, paths.Contact+"?sent=1")
}

// page returns the page with what was typed.
func (f *questionForm) page() views.ContactPage {
	return views.ContactPage{Body: f.Question.Text, Reply: f.ReplyTo, Attach: f.attach}
}

// refused shows the form again with what was typed.
func (h *Handler) refused(c echo.Context, f *questionForm, page views.ContactPage) error {
	l := kit.SessionOf(c).Locale
	page.BodyError, page.ReplyError = f.Message(l, "question"), f.Message(l, "reply")
	page.Errors = f.Messages(l, "", nil)
	status := http.StatusUnprocessableEntity
	if f.Valid() {
		status = http.StatusOK
	}
	return h.showContact(c, status, page)
}

func (h *Handler) showContact(c echo.Context, status int, page views.ContactPage) error {
	shell, err := h.Shell(c, paths.Contact, "contact.title")
	if err != nil {
		return err
	}
	shell.Errors, page.Errors = page.Errors, nil
	page.Shell, page.To, page.URL, page.Mall = shell, h.Email, h.URL, string(kit.SessionOf(c).Mall.ID)
	page.Sent = c.Request().Method == http.MethodGet && c.QueryParam("sent") == "1"
	if !page.Check {
		if page.Asked, err = h.asked(c); err != nil {
			return err
		}
	}
	return kit.Render(c, status, views.ContactPageView(page))
}

// asked returns what the operator has asked before.
func (h *Handler) asked(c echo.Context) ([]views.Asked, error) {
	who := kit.SessionOf(c)
	list, err := h.Store.Mall(who.Mall.ID).OwnContacts(c.Request().Context(), who.By(), ownQuestions)
	r := h.ViewerOf(who)
	rows := make([]views.Asked, 0, len(list))
	for _, a := range list {
		v := views.Asked{At: r.Moment(a.At), State: r.DeliveryBadge(a.State), Text: a.Text, Reply: r.T("contact.asked_reply", a.ReplyTo)}
		if a.Attached {
			v.Reply += " · " + r.T("contact.asked_file")
		}
		if line, _, more := strings.Cut(a.Text, "\n"); more || utf8.RuneCountInString(a.Text) > shortened {
			v.Short = string([]rune(line)[:min(shortened, utf8.RuneCountInString(line))]) + "…"
		}
		rows = append(rows, v)
	}
	return rows, err
}
