package present

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// HealthText is a sentence about something that is wrong: its title, what it
// means, what to do, or its all-clear.
func (r Viewer) HealthText(h selfcheck.Health, part string) string {
	about := r.Masked(h.Subject)
	if h.Kind == selfcheck.HealthChannel {
		about = r.ChannelName(lowstock.Channel(h.Subject))
	}
	return r.T("health."+string(h.Kind)+"."+part, about)
}

// grave says whether alerts have stopped, and are not only late.
func grave(kind selfcheck.Kind) bool {
	switch kind {
	case selfcheck.HealthConnection, selfcheck.HealthScope, selfcheck.HealthStale, selfcheck.HealthMail:
		return true
	case selfcheck.HealthRefresh, selfcheck.HealthApp, selfcheck.HealthReception, selfcheck.HealthRecipient, selfcheck.HealthChannel:
	}
	return false
}

// HealthBadge names a trouble.
func (r Viewer) HealthBadge(h selfcheck.Health) views.Badge {
	b := views.Badge{Tone: "low", Icon: "warn", Text: r.T("health." + string(h.Kind) + ".name")}
	if grave(h.Kind) {
		b.Tone = "out"
	}
	return b
}

// HealthAction is the button that helps, nil where there is none, or the
// operator may not press it.
func (r Viewer) HealthAction(kind selfcheck.Kind) *views.Action {
	switch kind {
	case selfcheck.HealthConnection, selfcheck.HealthScope, selfcheck.HealthRefresh, selfcheck.HealthReception:
		return &views.Action{Label: r.T("connection.reconnect"), URL: paths.Install}
	case selfcheck.HealthStale:
		if r.Right >= team.RightAct {
			return &views.Action{Label: r.T("connection.sync_now"), URL: paths.SyncNow, Post: true}
		}
	case selfcheck.HealthMail:
		return &views.Action{Label: r.T("connection.act_alerts"), URL: paths.Alerts}
	case selfcheck.HealthRecipient, selfcheck.HealthChannel:
		return &views.Action{Label: r.T("connection.act_settings"), URL: paths.Settings}
	case selfcheck.HealthApp: // not the merchant's to mend
	}
	return nil
}

// healthBanner says it on every page.
func (r Viewer) healthBanner(h selfcheck.Health) *views.Banner {
	badge := r.HealthBadge(h)
	return &views.Banner{
		Tone: badge.Tone, Icon: badge.Icon, Text: r.HealthText(h, "title") + ". " + r.HealthText(h, "what"),
		Action: &views.Action{Label: r.T("banner.details"), URL: paths.Connection},
	}
}

// appBanner says on every page that Cafe24 refuses the app itself, as soon as
// that is known: a merchant who is asked to reconnect in vain loses time.
func (r Viewer) appBanner(conn overview.Connection) *views.Banner {
	about := selfcheck.Health{Kind: selfcheck.HealthApp}
	b := r.healthBanner(about)
	if r.AccessEnded(conn) {
		b.Tone, b.Text = "out", r.HealthText(about, "title")+". "+r.HealthText(about, "ended")
	}
	return b
}

// AccessEnded says whether nothing can be read any more.
func (r Viewer) AccessEnded(conn overview.Connection) bool {
	return !r.Now.Before(conn.AccessExpiresAt)
}
