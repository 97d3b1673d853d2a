package connection

import (
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (r viewer) connectionPage(shell views.Shell, a merchant.Workings) views.ConnectionPage {
	c := a.Conn
	p := views.ConnectionPage{
		Shell: shell, Sync: r.Sync(c.LatestSync),
		Groups: []views.FactGroup{r.linkFacts(c), r.syncFacts(c), r.hintFacts(c), r.messageFacts(c), r.speedFacts(c)},
		Drifts: r.drifts(c), Checks: r.checkViews(present.CheckerOf(r.Viewer).Checks(a)), File: paths.Diagnostics,
	}
	if len(c.Quarantined) > 0 {
		p.Groups = append(p.Groups, r.unreadableFacts(c))
	}
	if c.Mall.State == lowstock.MallActive { // while a mall cannot be read, the page promises nothing
		p.Groups = append(p.Groups, r.worstFacts(c, a.Pace))
	}
	p.Banner = nil // the page itself says the same
	r.healthParts(&p, c)
	switch c.Mall.State {
	case lowstock.MallActive:
		p.State = views.Badge{Tone: "ok", Icon: "ok", Text: r.T("connection.on")}
		p.Headline, p.Next = r.T("connection.on_text"), r.T("connection.next_sweep", r.Date(c.Mall.NextSweepAt))
		if c.ReceptionOff {
			p.Next = r.T("connection.next_polled", r.Date(c.Mall.NextSweepAt))
		}
		if p.Sync != nil || c.Mall.NextSweepAt.Before(r.Now) {
			p.Next = r.T("connection.next_running")
		}
		r.refusalParts(&p, c.Refusal)
		r.appParts(&p, c)
		if len(c.Health) > 0 && c.Health[0].Stands() && c.Health[0].Kind == selfcheck.HealthStale && c.AppRefused.IsZero() {
			p.State = views.Badge{Tone: "out", Icon: "warn", Text: r.T("connection.troubled")}
			p.Headline = r.HealthText(c.Health[0], "title")
		}
	case lowstock.MallReconnect, lowstock.MallUninstalled:
		p.State = views.Badge{Tone: "out", Icon: "out", Text: r.T("connection.lost")}
		p.Headline, p.Next, p.Reconnect = r.T("connection.lost_text"), r.T("connection.next_lost"), true
		looked := !c.Refusal.LookAt.IsZero()
		if looked {
			p.Next = r.T("connection.next_look", r.Date(c.Refusal.LookAt))
		}
		switch scope := c.Mall.ReconnectReason == "connection.scope"; {
		case scope && looked:
			p.Next = r.T("health.scope_missing.do") + " " + p.Next
		case scope:
			p.Next = r.T("health.scope_missing.do")
		}
		if reason := r.Known(c.Mall.ReconnectReason); reason != "" {
			p.Next = reason + " " + p.Next
		}
	case lowstock.MallNew:
		p.State = views.Badge{Tone: "quiet", Icon: "plug", Text: r.T("connection.new")}
		p.Headline, p.Next, p.Reconnect = r.T("connection.new_text"), r.T("connection.next_lost"), true
	}
	return p
}

// refusalParts says of an active mall that Cafe24 has just refused it. At first the page does not
// yet call the mall troubled, because the refusal may pass. After [connect.RefusalFresh] it does.
func (r viewer) refusalParts(p *views.ConnectionPage, refusal connect.Refusal) {
	if refusal.Since.IsZero() {
		return
	}
	p.Next = r.T("connection.refused", r.Date(refusal.Since), r.Date(refusal.LookAt))
	if r.Now.Sub(refusal.Since) > connect.RefusalFresh {
		p.State = views.Badge{Tone: "out", Icon: "warn", Text: r.T("connection.troubled")}
		p.Headline = r.T("connection.refused_text")
	}
}

// appParts says that Cafe24 refuses the app itself. The merchant can do nothing about that.
func (r viewer) appParts(p *views.ConnectionPage, c overview.Connection) {
	if c.AppRefused.IsZero() {
		return
	}
	about := selfcheck.Health{Kind: selfcheck.HealthApp}
	tone, what := "low", "what"
	if r.AccessEnded(c) {
		tone, what = "out", "ended"
	}
	p.State = views.Badge{Tone: tone, Icon: "warn", Text: r.T("connection.troubled")}
	p.Headline, p.Next = r.HealthText(about, "title"), r.HealthText(about, what)+" "+r.HealthText(about, "do")
	p.Since = r.Moment(c.AppRefused)
}

// dated returns a fact whose value is a time, or "never" if the time is zero.
func (r viewer) dated(key string, t views.Time) views.Fact {
	return views.Fact{Label: r.T(key), Time: t, Value: r.T("connection.never")}
}

func (r viewer) linkFacts(c overview.Connection) views.FactGroup {
	name := string(c.Mall.ID)
	if c.Mall.ShopName != "" {
		name = c.Mall.ShopName + " (" + name + ")"
	}
	g := views.FactGroup{Title: r.T("connection.link"), Facts: []views.Fact{
		{Label: r.T("connection.mall"), Value: name},
		r.dated("connection.since", r.Moment(c.Mall.ConnectedAt)),
	}}
	if c.Mall.State == lowstock.MallActive { // after the connection is lost, neither time is true
		g.Facts = append(g.Facts, r.dated("connection.access", r.Exact(c.AccessExpiresAt)), r.dated("connection.until", r.Exact(c.RefreshExpiresAt)))
		g.Note = r.T("connection.until_note")
	}
	g.Facts = append(g.Facts, views.Fact{Label: r.T("connection.scopes"), Value: present.CheckerOf(r.Viewer).Permissions(c.Scopes)})
	return g
}

func (r viewer) syncFacts(c overview.Connection) views.FactGroup {
	s := c.LatestSync
	last := r.dated("connection.last_sync", r.Moment(s.FinishedAt))
	if s.State == inbound.SyncFailed {
		last = views.Fact{Label: r.T("connection.last_sync"), Value: r.T("connection.failed", r.Relative(s.FinishedAt), r.Known(s.Error))}
	}
	next := r.dated("connection.next", r.Exact(c.Mall.NextSweepAt))
	if c.Mall.State != lowstock.MallActive {
		next = views.Fact{Label: r.T("connection.next"), Value: r.T("connection.next_after")}
	}
	return views.FactGroup{Title: r.T("connection.sync"), Facts: []views.Fact{
		last,
		{Label: r.T("connection.last_size"), Value: r.T("connection.products", s.ProductsDone)},
		next,
		r.dated("connection.newest", r.Moment(c.NewestReading)),
		r.dated("connection.oldest", r.Moment(c.OldestReading)),
	}}
}

func (r viewer) hintFacts(c overview.Connection) views.FactGroup {
	reception := r.dated("connection.reception", views.Time{})
	switch {
	case c.ReceptionAt.IsZero(): // not asked yet, or the app may not ask
	case c.ReceptionOff:
		reception.Value = r.T("connection.reception_off")
	default:
		reception.Value = r.T("connection.reception_on")
	}
	return views.FactGroup{Title: r.T("connection.hints"), Note: r.T("connection.hints_none"), Facts: []views.Fact{
		reception,
		r.dated("connection.last_hint", r.Moment(c.Mall.LastHintAt)),
		{Label: r.T("connection.hints_24h"), Value: r.T("connection.count", c.Hints24h)},
		{Label: r.T("connection.dirty"), Value: r.T("connection.products", c.DirtyProducts)},
	}}
}

func (r viewer) messageFacts(c overview.Connection) views.FactGroup {
	g := views.FactGroup{Title: r.T("connection.mails")}
	for _, state := range []lowstock.DeliveryState{
		lowstock.DeliverySent, lowstock.DeliveryPending, lowstock.DeliveryRetrying,
		lowstock.DeliveryUnknown, lowstock.DeliveryFailed, lowstock.DeliverySuppressed,
	} {
		if n := c.Messages24h[state]; n > 0 {
			g.Facts = append(g.Facts, views.Fact{Label: r.T("delivery." + string(state)), Value: r.T("connection.count", n)})
		}
	}
	if len(g.Facts) == 0 {
		g.Note = r.T("connection.mails_none")
	}
	return g
}
