package setup

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// StockPages reads the page on which the first steps stand.
type StockPages interface {
	WholeList(c echo.Context) (views.StockPage, error)
}

// Recipients adds the recipient of the form that was sent. It notes in the form what is refused.
type Recipients interface {
	AddRecipient(c echo.Context) (*kit.Form, error)
}

// setupCookie remembers in this browser that the user skipped the first steps. Only the strip
// depends on it.
const setupCookie = "__Host-setup"

// These are the fields of the first steps, and the threshold that the first step suggests.
const (
	setupThreshold = "setup-threshold"
	setupEmail     = "setup-email"
	firstThreshold = "5"
)

// Strip returns the strip of the first steps. It is nil after all steps are done, for a user who
// skipped them, and for a user who may not do all of them. The argument rules holds the mall's
// first rule, if the mall has one.
func (h *Handler) Strip(c echo.Context, counts listing.Counts, sync inbound.Sync, rules []lowstock.Rule) (*views.Setup, error) {
	if !h.SetsUp(c) {
		return nil, nil //nolint:nilnil // no strip is an answer
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	settings := who.Settings
	progress := setupProgress{
		items: counts.Total(), syncing: sync.State == inbound.SyncRunning,
		thought: len(rules) > 0, recipients: reached(settings.Recipients), waiting: waiting(settings.Recipients),
	}
	if len(rules) > 0 && rules[0].Scope == lowstock.ScopeMall {
		progress.threshold = rules[0].Threshold
	}
	if progress.done() {
		return nil, h.Store.Mall(who.Mall.ID).EndFirstSteps(ctx, h.Now())
	}
	return h.viewerOf(who).setup(progress), nil
}

// SetsUp says whether the first steps are still to be shown.
func (h *Handler) SetsUp(c echo.Context) bool {
	who := kit.SessionOf(c)
	return who.Right >= team.RightOwn && who.FirstStepsAt.IsZero() && !skipped(c, string(who.Mall.ID))
}

func skipped(c echo.Context, mall string) bool {
	cookie, err := c.Cookie(setupCookie)
	return err == nil && cookie.Value == mall
}

// skipSetup hides the first steps in this browser.
func (h *Handler) skipSetup(c echo.Context) error {
	//nolint:gosec // in the admin's frame only SameSite=None arrives, and Partitioned keeps it there
	http.SetCookie(c.Response(), &http.Cookie{
		Name: setupCookie, Value: string(kit.SessionOf(c).Mall.ID), Path: "/", MaxAge: 180 * 24 * 60 * 60,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true,
	})
	return kit.SeeOther(c, paths.Stock)
}

// saveSetupRule sets the default of a new mall. For a preview it only says what the default would
// mean.
func (h *Handler) saveSetupRule(c echo.Context) error {
	f, err := kit.BindForm[kit.ValueForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	change := f.Value.Change(lowstock.Rule{Scope: lowstock.ScopeMall}, who.By())
	err = f.Judge(change.Check(), "threshold")
	matches := 0
	switch {
	case err != nil || !f.Valid():
	case f.Preview:
		matches, err = h.matches(ctx, who, change)
	default:
		_, _, err = h.Merchant.SetRule(ctx, who.Mall.ID, change)
	}
	err = f.Judge(err, "threshold")
	switch {
	case err != nil:
		return err
	case !f.Valid() && f.Preview && kit.IsFragment(c):
		return kit.Render(c, http.StatusOK, views.SetupPreview(f.Message(r.Locale, "threshold"))) // a count for the previous input would mislead
	case !f.Valid():
		return h.noticeInSetup(c, http.StatusUnprocessableEntity, setupThreshold, &f.Form, "")
	case f.Preview && kit.IsFragment(c):
		return kit.Render(c, http.StatusOK, views.SetupPreview(r.T("rules.preview_match", matches)))
	case f.Preview:
		return h.noticeInSetup(c, http.StatusOK, setupThreshold, &f.Form, r.T("rules.preview_match", matches))
	}
	return kit.Finish(c, paths.Stock, "saved")
}

// matches returns how many items would be at or below a new mall's default now. It only counts,
// because a preview would replay a month of the whole mall.
func (h *Handler) matches(ctx context.Context, who kit.Session, change lowstock.RuleChange) (int, error) {
	if change.Threshold != nil && change.Scope() == lowstock.ScopeMall {
		return h.Store.Mall(who.Mall.ID).CountAtDefault(ctx, *change.Threshold)
	}
	preview, err := h.Merchant.Preview(ctx, who.Mall.ID, change)
	return preview.MatchesNow, err
}

// saveSetupMail adds the first recipient and sends the mail that asks for confirmation.
func (h *Handler) saveSetupMail(c echo.Context) error {
	f, err := h.Recipients.AddRecipient(c)
	if err != nil {
		return err
	}
	if !f.Valid() {
		return h.noticeInSetup(c, http.StatusUnprocessableEntity, setupEmail, f, "")
	}
	settings, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	if x := waiting(settings.Recipients); x != nil && x.WaitsToBeAsked() {
		return kit.Finish(c, paths.Stock, "confirm_waits")
	}
	return kit.Finish(c, paths.Stock, "confirm_sent")
}

// noticeInSetup shows the list with the form of a step as it was typed, and with the preview or the
// reason for the refusal. If the steps are gone, for example after a second press of the button, it
// only shows the list.
func (h *Handler) noticeInSetup(c echo.Context, status int, id string, typed *kit.Form, preview string) error {
	page, err := h.StockPages.WholeList(c)
	if err != nil {
		return err
	}
	if page.Setup == nil {
		return kit.SeeOther(c, paths.Stock)
	}
	f := page.Setup.Refill(id)
	f.Value, f.Preview, f.Error = typed.Typed(f.Name), preview, typed.Message(page.Locale, f.Name)
	page.Errors = typed.Messages(page.Locale, "", map[string]string{f.Name: id})
	return kit.Render(c, status, views.StockPageView(page))
}

// setupProgress is how far a new mall has come with the first steps.
type setupProgress struct {
	items      int
	syncing    bool
	thought    bool                  // a rule was set, of any scope
	threshold  *int                  // the default, if the first rule is the default
	recipients int                   // how many have confirmed and can be reached
	waiting    *preference.Recipient // a recipient who has not confirmed yet; nil for none
}

func (p setupProgress) read() bool { return p.items > 0 && !p.syncing }

// reached counts the recipients who have confirmed and can be reached.
func reached(recipients []preference.Recipient) int {
	n := 0
	for _, r := range recipients {
		if r.Reachable() {
			n++
		}
	}
	return n
}

// waiting returns the first recipient who has not confirmed. A recipient who was already asked
// comes before one who was not. It returns nil if there is none.
func waiting(recipients []preference.Recipient) *preference.Recipient {
	var first *preference.Recipient
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

func (r viewer) setup(p setupProgress) *views.Setup {
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
		mail.Text, mail.Waits, mail.Action = r.Masked(p.waiting.Email)+": "+r.Asking(*p.waiting), true, &views.Action{Label: r.T("setup.mail_see"), URL: paths.Settings}
		if !p.waiting.WaitsToBeAsked() && p.waiting.Asked.State == "" {
			mail.Text = r.T("setup.mail_wait", r.Masked(p.waiting.Email))
		}
	}
	if rhythm := r.Settings.Rhythm(); rhythm.Until != "" {
		mail.Hint = r.T("setup.rhythm_daily", rhythm.Until)
	} else if rhythm.Pause > 0 {
		mail.Hint = r.T("setup.rhythm", r.Span(rhythm.Pause))
	}
	strip := &views.Setup{Steps: []views.SetupStep{sync, rule, mail}, SkipURL: paths.SkipSetup}
	if mail.Waits {
		strip.Awaiting = present.RecipientsPoll(r.Settings.Recipients, "reload")
	}
	return strip
}
