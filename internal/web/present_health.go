package web

import (
	"strconv"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// healthText is a sentence about something that is wrong: its title, what it
// means, what to do, or its all-clear.
func (r Viewer) healthText(h lowstock.Health, part string) string {
	about := h.Subject
	if h.Kind == lowstock.HealthChannel {
		about = r.channelName(lowstock.Channel(h.Subject))
	}
	return r.T("health."+string(h.Kind)+"."+part, about)
}

// grave says whether alerts have stopped, and are not only late.
func grave(kind lowstock.HealthKind) bool {
	switch kind {
	case lowstock.HealthConnection, lowstock.HealthScope, lowstock.HealthStale, lowstock.HealthMail:
		return true
	case lowstock.HealthRefresh, lowstock.HealthApp, lowstock.HealthReception, lowstock.HealthRecipient, lowstock.HealthChannel:
	}
	return false
}

func (r Viewer) healthBadge(h lowstock.Health) views.Badge {
	b := views.Badge{Tone: "low", Icon: "warn", Text: r.T("health." + string(h.Kind) + ".name")}
	if grave(h.Kind) {
		b.Tone = "out"
	}
	return b
}

// healthAction is the button that helps, nil where there is none, or the
// operator may not press it.
func (r Viewer) healthAction(kind lowstock.HealthKind) *views.Action {
	switch kind {
	case lowstock.HealthConnection, lowstock.HealthScope, lowstock.HealthRefresh, lowstock.HealthReception:
		return &views.Action{Label: r.T("connection.reconnect"), URL: paths.Install}
	case lowstock.HealthStale:
		if r.right >= lowstock.RightAct {
			return &views.Action{Label: r.T("connection.sync_now"), URL: paths.SyncNow, Post: true}
		}
	case lowstock.HealthMail:
		return &views.Action{Label: r.T("connection.act_alerts"), URL: paths.Alerts}
	case lowstock.HealthRecipient, lowstock.HealthChannel:
		return &views.Action{Label: r.T("connection.act_settings"), URL: paths.Settings}
	case lowstock.HealthApp: // not the merchant's to mend
	}
	return nil
}

// healthWhat is what it means, for mail what the server said, since whoever runs
// it needs to know, and for webhooks why the app leaves them off.
func (r viewer) healthWhat(h lowstock.Health) string {
	what := r.healthText(h, "what")
	if reason := r.known(h.Reason); (h.Kind == lowstock.HealthMail || h.Kind == lowstock.HealthReception) && reason != "" {
		what += " " + reason
	}
	return what
}

// healthBanner says it on every page.
func (r Viewer) healthBanner(h lowstock.Health) *views.Banner {
	badge := r.healthBadge(h)
	return &views.Banner{
		Tone: badge.Tone, Icon: badge.Icon, Text: r.healthText(h, "title") + ". " + r.healthText(h, "what"),
		Action: &views.Action{Label: r.T("banner.details"), URL: paths.Connection},
	}
}

// appBanner says on every page that Cafe24 refuses the app itself, as soon as
// that is known: a merchant who is asked to reconnect in vain loses time.
func (r Viewer) appBanner(conn lowstock.Connection) *views.Banner {
	about := lowstock.Health{Kind: lowstock.HealthApp}
	b := r.healthBanner(about)
	if r.accessEnded(conn) {
		b.Tone, b.Text = "out", r.healthText(about, "title")+". "+r.healthText(about, "ended")
	}
	return b
}

// accessEnded says whether nothing can be read any more.
func (r Viewer) accessEnded(conn lowstock.Connection) bool {
	return !r.now.Before(conn.AccessExpiresAt)
}

// healthParts fills in what is wrong and what was: a lost connection, and an app
// that is refused, is what the page itself begins with.
func (r viewer) healthParts(p *views.ConnectionPage, c lowstock.Connection) {
	for _, h := range c.Health {
		switch {
		case !h.Stands():
			p.Cleared = append(p.Cleared, views.Cleared{
				Badge: views.Badge{Tone: "ok", Icon: "ok", Text: r.T("health." + string(h.Kind) + ".name")},
				Text:  r.healthText(h, "clear"), Began: r.moment(h.OpenedAt), Ended: r.moment(h.ClosedAt),
			})
		case h.Kind == lowstock.HealthConnection, h.Kind == lowstock.HealthScope, h.Kind == lowstock.HealthApp && !c.AppRefused.IsZero():
			p.Since = r.moment(h.OpenedAt)
		default:
			p.Troubles = append(p.Troubles, views.Trouble{
				ID: "health-" + strconv.FormatInt(h.ID, 10), Badge: r.healthBadge(h),
				Title: r.healthText(h, "title"), What: r.healthWhat(h), Do: r.healthText(h, "do"),
				Since: r.moment(h.OpenedAt), Action: r.healthAction(h.Kind),
			})
		}
	}
}
