package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// setupCookie remembers in this browser that the first steps were left out.
// Nothing depends on it but the strip.
const setupCookie = "__Host-setup"

// The fields of the first steps, and what the first is proposed to be.
const (
	setupThreshold = "setup-threshold"
	setupEmail     = "setup-email"
	firstThreshold = "5"
)

// setup is the strip of the first steps; nil once they are done, and for who
// left them out or may not take them all.
func (s *Server) setup(c echo.Context, a stockAnswer) (*views.Setup, error) {
	who, ctx := sess(c), c.Request().Context()
	if !setsUp(c, who) {
		return nil, nil //nolint:nilnil // no strip is an answer
	}
	settings, rules := who.settings, a.around.FirstRule
	progress := setupProgress{
		items: a.counts.Total(), syncing: a.sync.State == lowstock.SyncRunning,
		thought: len(rules) > 0, recipients: reached(settings.Recipients), waiting: waiting(settings.Recipients),
	}
	if len(rules) > 0 && rules[0].Scope == lowstock.ScopeMall {
		progress.threshold = rules[0].Threshold
	}
	if progress.done() {
		return nil, s.store.Mall(who.mall.ID).EndFirstSteps(ctx, s.now())
	}
	return s.readerOf(who).setup(progress), nil
}

// setsUp says whether the first steps are still to be shown.
func setsUp(c echo.Context, who session) bool {
	return who.right >= lowstock.RightOwn && who.firstStepsAt.IsZero() && !skipped(c, string(who.mall.ID))
}

func skipped(c echo.Context, mall string) bool {
	cookie, err := c.Cookie(setupCookie)
	return err == nil && cookie.Value == mall
}

// skipSetup leaves the first steps out, in this browser.
func (s *Server) skipSetup(c echo.Context) error {
	//nolint:gosec // in the admin's frame only SameSite=None arrives, and Partitioned keeps it there
	http.SetCookie(c.Response(), &http.Cookie{
		Name: setupCookie, Value: string(sess(c).mall.ID), Path: "/", MaxAge: 180 * 24 * 60 * 60,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true,
	})
	return seeOther(c, paths.Stock)
}

// saveSetupRule sets the default of a new mall, or says what it would mean.
func (s *Server) saveSetupRule(c echo.Context) error {
	f, err := BindForm[valueForm](c)
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	r := s.readerOf(who)
	change := f.value.change(lowstock.Rule{Scope: lowstock.ScopeMall}, who.by())
	err = f.Judge(change.Check(), "threshold")
	matches := 0
	switch {
	case err != nil || !f.Valid():
	case f.preview:
		matches, err = s.matches(ctx, who, change)
	default:
		_, _, err = s.setRule(ctx, who, change)
	}
	err = f.Judge(err, "threshold")
	switch {
	case err != nil:
		return err
	case !f.Valid() && f.preview && isFragment(c):
		return render(c, http.StatusOK, views.SetupPreview(f.Message(r.Locale, "threshold"))) // a count of what was typed before would mislead
	case !f.Valid():
		return s.sayInSetup(c, http.StatusUnprocessableEntity, setupThreshold, &f.Form, "")
	case f.preview && isFragment(c):
		return render(c, http.StatusOK, views.SetupPreview(r.T("rules.preview_match", matches)))
	case f.preview:
		return s.sayInSetup(c, http.StatusOK, setupThreshold, &f.Form, r.T("rules.preview_match", matches))
	}
	return finish(c, paths.Stock, "saved")
}

// matches is how many items a new mall's default would find at or below it now.
// A number only counts, where a preview would replay a month of the whole mall.
func (s *Server) matches(ctx context.Context, who session, change lowstock.RuleChange) (int, error) {
	if change.Threshold != nil && change.Scope() == lowstock.ScopeMall {
		return s.store.Mall(who.mall.ID).CountAtDefault(ctx, *change.Threshold)
	}
	preview, err := s.preview(ctx, who, change)
	return preview.MatchesNow, err
}

// saveSetupMail adds the first recipient, who is asked to confirm.
func (s *Server) saveSetupMail(c echo.Context) error {
	f, _, err := s.applyForm(c, addRecipient)
	if err != nil {
		return err
	}
	if !f.form().Valid() {
		return s.sayInSetup(c, http.StatusUnprocessableEntity, setupEmail, f.form(), "")
	}
	settings, err := s.store.Mall(sess(c).mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	if x := waiting(settings.Recipients); x != nil && x.WaitsToBeAsked() {
		return finish(c, paths.Stock, "confirm_waits")
	}
	return finish(c, paths.Stock, "confirm_sent")
}

// sayInSetup shows the list with a step's form as it was typed, and what it would
// mean or why it is refused. Where all steps are gone, as after a second press,
// the list says enough.
func (s *Server) sayInSetup(c echo.Context, status int, id string, typed *Form, preview string) error {
	page, err := s.readStockPage(c, stockQuery(func(string) string { return "" }))
	if err != nil {
		return err
	}
	if page.Setup == nil {
		return seeOther(c, paths.Stock)
	}
	f := page.Setup.Refill(id)
	f.Value, f.Preview, f.Error = typed.Typed(f.Name), preview, typed.Message(page.Locale, f.Name)
	page.Errors = typed.Messages(page.Locale, "", map[string]string{f.Name: id})
	return render(c, status, views.StockPageView(page))
}

// setupProgress is how far a new mall has come.
type setupProgress struct {
	items      int
	syncing    bool
	thought    bool                // some rule was set, whichever came first
	threshold  *int                // the default, where it was that one
	recipients int                 // who have confirmed
	waiting    *lowstock.Recipient // who has not confirmed yet; nil for none
}

func (p setupProgress) read() bool { return p.items > 0 && !p.syncing }

// reached counts who has agreed to be told, and can be.
func reached(recipients []lowstock.Recipient) int {
	n := 0
	for _, r := range recipients {
		if r.Reachable() {
			n++
		}
	}
	return n
}

// waiting is the first who has not confirmed, of those who were asked where there
// are any; nil for none.
func waiting(recipients []lowstock.Recipient) *lowstock.Recipient {
	var first *lowstock.Recipient
	for i := range recipients {
		r := &recipients[i]
		switch {
		case !r.ConfirmedAt.IsZero() || !r.UnsubscribedAt.IsZero():
		case !r.WaitsToBeAsked():
			return r
		case first == nil:
			first = r
		}
	}
	return first
}

func (p setupProgress) done() bool { return p.read() && p.thought && p.recipients > 0 }

func (r reader) setup(p setupProgress) *views.Setup {
	sync := views.SetupStep{Number: "1", Title: r.T("setup.sync"), Text: r.T("setup.sync_text"), Done: p.read()}
	if sync.Done {
		sync.Text = r.T("setup.sync_done", p.items)
	}
	rule := views.SetupStep{
		Number: "2", Title: r.T("setup.rule"), Text: r.T("setup.rule_text"), Done: p.thought, Now: !p.thought,
		Form: &views.SetupForm{
			ID: setupThreshold, Name: "threshold", Type: "text", Action: paths.SetupThreshold, Label: r.T("setup.rule_label"), Unit: r.T("setup.rule_unit"),
			Value: firstThreshold, Submit: r.T("form.save"), Number: true, Counts: p.read(),
		},
	}
	switch {
	case p.threshold != nil:
		rule.Text = r.T("setup.rule_done", *p.threshold)
	case p.thought:
		rule.Text = r.T("setup.rule_some")
	}
	mail := views.SetupStep{
		Number: "3", Title: r.T("setup.mail"), Text: r.T("setup.mail_text"), Done: p.recipients > 0, Now: rule.Done && p.recipients == 0,
		Form: &views.SetupForm{
			ID: setupEmail, Name: "email", Type: "email", Action: paths.SetupRecipient, Label: r.T("setup.mail_label"), Placeholder: "name@example.com", Submit: r.T("setup.mail_act"),
		},
	}
	switch {
	case mail.Done:
		mail.Text = r.T("setup.mail_done", p.recipients)
	case p.waiting != nil:
		mail.Text, mail.Waits, mail.Action = p.waiting.Email+": "+r.asking(*p.waiting), true, &views.Action{Label: r.T("setup.mail_see"), URL: paths.Settings}
		if !p.waiting.WaitsToBeAsked() && p.waiting.Asked.State == "" {
			mail.Text = r.T("setup.mail_wait", p.waiting.Email)
		}
	}
	if rhythm := r.settings.Rhythm(); rhythm.Until != "" {
		mail.Hint = r.T("setup.rhythm_daily", rhythm.Until)
	} else if rhythm.Pause > 0 {
		mail.Hint = r.T("setup.rhythm", r.Span(rhythm.Pause))
	}
	return &views.Setup{Steps: []views.SetupStep{sync, rule, mail}, SkipURL: paths.SkipSetup}
}
