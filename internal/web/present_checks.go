package web

import (
	"math"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/views"
)

// How a check of the connection stands.
const (
	checkOK        = "ok"
	checkAttention = "attention"
	checkStopped   = "stopped"
	checkUnknown   = "unknown" // nothing to go by yet
)

// From where on a number asks for attention.
const (
	driftPercent  = 2                // of the products that full sweeps read
	driftAtLeast  = 5                // products
	sendPatience  = 2 * time.Minute  // from a letter's being written to its being taken
	quotaPercent  = 70               // where background work slows down
	silentWebhook = 24 * time.Hour   // no notice although stock changed
	sweepLate     = 30 * time.Minute // beyond twice the time from sweep to sweep
)

// check is one line of how the app works for the mall, for the page, the API and
// the file of diagnostics alike.
type check struct {
	id, state string
	text, do  string
	action    *views.Action
	above     bool // a trouble says the same, and what to do
}

// checks are what a merchant wants to know of the app's own work, each with how
// it stands and what to do where it does not.
func (r Checker) checks(a merchant.Workings) []check {
	list := []check{
		r.tokenCheck(a), r.scopeCheck(a), r.webhookCheck(a), r.sweepCheck(a), r.driftCheck(a), r.unreadableCheck(a), r.toldCheck(a), r.quotaCheck(a), r.mailCheck(a),
	}
	if a.Version.InUse != a.Version.Configured {
		list = append(list, r.versionCheck(a.Version))
	}
	return list
}

func (r Checker) tokenCheck(a merchant.Workings) check {
	c := check{id: "token", state: checkOK, text: r.T("check.token_ok", r.date(a.Conn.RefreshExpiresAt))}
	switch {
	case a.Conn.Mall.State == lowstock.MallNew:
		c.state, c.text, c.do, c.action = checkUnknown, r.T("connection.new_text"), r.T("check.token_new"), r.healthAction(lowstock.HealthConnection)
	case a.Lost():
		c.state, c.text, c.do, c.action = checkStopped, r.T("health.connection_lost.title"), r.T("health.connection_lost.do"), r.healthAction(lowstock.HealthConnection)
	case !a.Conn.AppRefused.IsZero():
		c.state, c.text, c.do = checkAttention, r.T("health.app_refused.title"), r.T("health.app_refused.do")
		if r.accessEnded(a.Conn) {
			c.state = checkStopped
		}
	case a.Standing(lowstock.HealthRefresh):
		c.above = true
		c.state, c.text, c.do, c.action = checkAttention, r.T("health.refresh_failing.title"), r.T("health.refresh_failing.do"), r.healthAction(lowstock.HealthRefresh)
	}
	return c
}

// versionCheck says that Cafe24 refuses the API version that is configured.
func (r Checker) versionCheck(v cafe24.APIVersion) check {
	c := check{id: "version", state: checkAttention, text: r.T("check.version_replaced", v.Configured, v.InUse), do: r.T("check.version_do")}
	if v.Configured == "" {
		c.text = r.T("check.version_replaced_none", v.InUse)
	}
	return c
}

// permission is what a permission of Cafe24's is for, in a shopkeeper's words.
func (r Checker) permission(scope string) string {
	if key := "permission." + strings.TrimPrefix(scope, "mall."); r.known(key) != "" {
		return r.known(key)
	}
	return scope
}

func (r Checker) permissions(scopes []string) string {
	words := make([]string, len(scopes))
	for i, scope := range scopes {
		words[i] = r.permission(scope)
	}
	return strings.Join(words, ", ")
}

func (r Checker) scopeCheck(a merchant.Workings) check {
	c := check{id: "scopes", state: checkOK, text: r.T("check.scopes_ok", r.permissions(a.Conn.Scopes))}
	switch missing := a.Missing(); {
	case len(a.Conn.Scopes) == 0:
		c.state, c.text = checkUnknown, r.T("check.scopes_none")
	case a.Standing(lowstock.HealthScope):
		c.state, c.text, c.do, c.action = checkStopped, r.T("health.scope_missing.title"), r.T("health.scope_missing.do"), r.healthAction(lowstock.HealthScope)
	case len(missing) > 0:
		c.state, c.text, c.do, c.action = checkAttention, r.T("check.scopes_missing", r.permissions(missing)), r.T("health.scope_missing.do"), r.healthAction(lowstock.HealthScope)
	}
	return c
}

func (r Checker) webhookCheck(a merchant.Workings) check {
	c := check{id: "webhooks", state: checkOK, text: r.T("check.webhooks_waiting")}
	if at := a.Conn.Mall.LastHintAt; !at.IsZero() {
		c.text = r.T("check.webhooks_ok", r.relative(at), a.Conn.Hints24h)
	}
	unannounced := a.Conn.Drifts24h[lowstock.WayWatch] + a.Conn.Drifts24h[lowstock.WaySweep] + a.Conn.Drifts24h[lowstock.WayLog]
	switch {
	case a.Lost():
		c.state, c.text = checkUnknown, r.T("check.after_connect")
	case a.Standing(lowstock.HealthReception), a.Conn.ReceptionOff:
		c.above = a.Standing(lowstock.HealthReception)
		c.state, c.text, c.do, c.action = checkAttention, r.T("health.webhooks_off.title"), r.T("health.webhooks_off.do"), r.healthAction(lowstock.HealthReception)
	case a.Conn.Hints24h == 0 && unannounced > 0 && r.now.Sub(a.Conn.Mall.ConnectedAt) > silentWebhook:
		c.state, c.text, c.do = checkAttention, r.T("check.webhooks_silent", unannounced), r.T("check.webhooks_silent_do")
	}
	return c
}

func (r Checker) sweepCheck(a merchant.Workings) check {
	last := a.Conn.LatestSync
	c := check{id: "sweep", state: checkOK}
	sync := r.healthAction(lowstock.HealthStale)
	switch {
	case a.Lost():
		c.state, c.text = checkUnknown, r.T("check.after_connect")
		return c
	case last.State == lowstock.SyncRunning:
		c.text = r.T("check.sweep_running", number(last.ProductsDone))
	case last.State == lowstock.SyncFailed:
		c.state, c.text, c.do, c.action = checkAttention, r.T("check.sweep_failed", r.relative(last.FinishedAt), r.known(last.Error)), joined(" ", r.syncAftermath(a.Conn.Mall), r.T("check.sweep_failed_do")), sync
	case last.State != lowstock.SyncDone:
		c.state, c.text = checkUnknown, r.T("check.sweep_never")
	default:
		c.text = r.T("check.sweep_ok", r.relative(last.FinishedAt), number(last.ProductsDone), r.Span(roundAge(last.FinishedAt.Sub(last.StartedAt))))
		if late := 2*a.Pace.Sweep + sweepLate; r.now.Sub(last.FinishedAt) > late {
			c.state, c.do, c.action = checkAttention, r.T("check.sweep_late_do"), sync
		}
	}
	if a.Standing(lowstock.HealthStale) {
		c.above = true
		c.state, c.text, c.do, c.action = checkStopped, r.T("health.stock_stale.title"), r.T("health.stock_stale.do"), sync
	}
	return c
}

// driftCheck says how many products full sweeps found to be otherwise than
// believed.
func (r Checker) driftCheck(a merchant.Workings) check {
	products, differed := lowstock.Swept(a.Work.Sweeps)
	c := check{id: "drift", state: checkOK, text: r.T("check.drift_ok", len(a.Work.Sweeps), number(products))}
	switch {
	case products == 0:
		c.state, c.text = checkUnknown, r.T("check.drift_none")
	case differed > 0:
		c.text = r.T("check.drift_some", len(a.Work.Sweeps), number(products), number(differed), shareText(differed, products))
	}
	if differed >= driftAtLeast && differed*100 > products*driftPercent {
		c.state, c.do = checkAttention, r.T("check.drift_do")
	}
	return c
}

// shareText is a share in percent: a decimal below ten.
func shareText(part, whole int) string {
	share := 100 * float64(part) / float64(max(1, whole))
	if share < 10 {
		return decimal(share)
	}
	return number(int(math.Round(share)))
}

// toldCheck says how long it took from a fall to the mail that told of it.
func (r Checker) toldCheck(a merchant.Workings) check {
	told := a.Work.Told
	c := check{id: "told", state: checkOK}
	if told.Alerts == 0 {
		c.state, c.text = checkUnknown, r.T("check.told_none")
		return c
	}
	c.text = r.T("check.told", number(told.Alerts), r.Span(roundAge(told.Median)), r.Span(roundAge(told.Worst))) + " " +
		r.T("check.told_parts", r.Span(roundAge(told.Sending)))
	if told.Sending > sendPatience {
		c.state, c.do = checkAttention, r.T("check.told_do")
	}
	return c
}

func (r Checker) quotaCheck(a merchant.Workings) check {
	q := a.Work.Quota
	bucket := number(int(math.Round(100 * q.Bucket)))
	c := check{id: "quota", state: checkOK, text: r.T("check.quota_bucket", bucket)}
	if !q.HeardAt.IsZero() {
		c.text = r.T("check.quota", number(int(math.Round(q.Usage))), r.relative(q.HeardAt), bucket)
	}
	switch {
	case q.Stopped > 0:
		c.state, c.text, c.do = checkAttention, r.T("check.quota_stopped", r.Span(roundAge(q.Stopped))), r.T("check.quota_do")
	case q.Usage >= quotaPercent && r.now.Sub(q.HeardAt) < time.Hour:
		c.state, c.do = checkAttention, r.T("check.quota_do")
	}
	return c
}

func (r Checker) mailCheck(a merchant.Workings) check {
	m := a.Work.Mails
	waiting, unsure, failed := m[lowstock.DeliveryRetrying], m[lowstock.DeliveryUnknown], m[lowstock.DeliveryFailed]
	c := check{id: "mails", state: checkOK, text: r.T("check.mails", number(m[lowstock.DeliverySent]), number(waiting), number(unsure), number(failed))}
	switch {
	case a.Standing(lowstock.HealthMail):
		c.above = true
		c.state, c.do, c.action = checkStopped, r.T("health.mail_failing.do"), r.healthAction(lowstock.HealthMail)
	case failed > 0:
		c.state, c.do, c.action = checkAttention, r.T("check.mails_failed_do"), r.healthAction(lowstock.HealthRecipient)
	case unsure > 0:
		c.state, c.do, c.action = checkAttention, r.T("check.mails_unknown_do"), r.healthAction(lowstock.HealthMail)
	case waiting > 0:
		c.state, c.do = checkAttention, r.T("check.mails_retrying_do")
	case len(m) == 0:
		c.state, c.text = checkUnknown, r.T("check.mails_none")
	}
	return c
}

// checkViews are the lines as the page shows them.
func (r viewer) checkViews(list []check) []views.Check {
	badges := map[string]views.Badge{
		checkOK:        {Tone: "ok", Icon: "ok", Text: r.T("check.ok")},
		checkAttention: {Tone: "low", Icon: "warn", Text: r.T("check.attention")},
		checkStopped:   {Tone: "out", Icon: "out", Text: r.T("check.stopped")},
		checkUnknown:   {Tone: "quiet", Icon: "clock", Text: r.T("check.unknown")},
	}
	out := make([]views.Check, 0, len(list))
	for _, c := range list {
		if c.above {
			c.do, c.action = r.T("check.above"), nil
		}
		out = append(out, views.Check{ID: "check-" + c.id, Name: r.T("check.name_" + c.id), State: badges[c.state], Text: c.text, Do: c.do, Action: c.action})
	}
	return out
}
