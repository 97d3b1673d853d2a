package entry

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/retention"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// Support is where people get help. Both parts are optional.
type Support struct {
	Email string
	URL   string // https
}

// privacy says what is stored, why and for how long. Cafe24's store asks for
// its address, so it needs no session.
func (h *Handler) privacy(c echo.Context) error {
	l := h.LocaleOf(c)
	other := words.English
	if l == words.English {
		other = words.Korean
	}
	outside := h.Message(c, views.Message{}) // what every page without a session has, its frame included
	return kit.Render(c, http.StatusOK, views.PrivacyPageView(views.PrivacyPage{
		Locale: l, Assets: outside.Assets, App: outside.App, OtherLang: other, Other: paths.Privacy + "?lang=" + string(other),
		Stored: stored(l), Parts: privacyParts(l), SupportEmail: h.Support.Email, SupportURL: h.Support.URL,
	}))
}

func stored(l words.Locale) []views.PrivacyItem {
	item := func(what, why, kept string) views.PrivacyItem {
		return views.PrivacyItem{What: l.T(what), Why: l.T(why), Kept: kept}
	}
	days := func(key string, d time.Duration) string { return l.T(key, retention.Days(d)) }
	return []views.PrivacyItem{
		item("privacy.operators", "privacy.operators_why", l.T("privacy.kept_use")),
		item("privacy.sessions", "privacy.sessions_why", l.T("privacy.kept_hours", int((team.SessionLife+retention.Links+24*time.Hour).Hours()))), // what is old is deleted once a day
		item("privacy.recipients", "privacy.recipients_why", l.T("privacy.kept_removed")),
		item("privacy.channels", "privacy.channels_why", l.T("privacy.kept_removed")),
		item("privacy.tokens", "privacy.tokens_why", l.T("privacy.kept_uninstalled")),
		item("privacy.products", "privacy.products_why", l.T("privacy.kept_use")),
		item("privacy.levels", "privacy.levels_why", days("privacy.kept_days", retention.Levels+31*24*time.Hour)),
		item("privacy.sold", "privacy.sold_why", days("privacy.kept_sold", retention.SoldUnitsMonth)),
		item("privacy.alerts", "privacy.alerts_why", days("privacy.kept_resolved", retention.Alerts)),
		item("privacy.changes", "privacy.changes_why", days("privacy.kept_days", retention.Changes)),
		item("privacy.suppliers", "privacy.suppliers_why", l.T("privacy.kept_use")),
		item("privacy.questions", "privacy.questions_why", days("privacy.kept_sent", retention.Messages)),
		item("privacy.webhooks", "privacy.webhooks_why", days("privacy.kept_days", retention.Webhooks+7*24*time.Hour)), // a week's partition is dropped as a whole
		item("privacy.logs", "privacy.logs_why", l.T("privacy.kept_logs")),
	}
}

func privacyParts(l words.Locale) []views.PrivacyPart {
	part := func(title string, lines ...string) views.PrivacyPart {
		return views.PrivacyPart{Title: l.T(title), Lines: lines}
	}
	return []views.PrivacyPart{
		part("privacy.never", l.T("privacy.never_buyers"), l.T("privacy.never_track")),
		part("privacy.who", l.T("privacy.who_operator"), l.T("privacy.who_mail")),
		part("privacy.safe", l.T("privacy.safe_text")),
		part("privacy.cookie", l.T("privacy.cookie_text", int(team.SessionLife.Hours()))),
		part("privacy.end", l.T("privacy.end_app", int(retention.Uninstalled.Hours())), l.T("privacy.end_recipient"), l.T("privacy.end_backup")),
	}
}
