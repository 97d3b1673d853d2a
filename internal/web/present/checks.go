package present

import (
	"math"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/views"
)

const (
	// CheckOK says that a check found nothing.
	CheckOK = "ok"
)

const (
	// CheckAttention says that somebody should look.
	CheckAttention = "attention"
)

const (
	// CheckStopped says that alerts have stopped.
	CheckStopped = "stopped"
)

const (
	// CheckUnknown says that there is nothing to go by yet.
	CheckUnknown = "unknown" // nothing to go by yet
)

const (
	driftPercent = 2 // of the products that full sweeps read
)

const (
	driftAtLeast = 5 // products
)

const (
	sendPatience = 2 * time.Minute // from the writing of a message to its acceptance by the mail server
)

const (
	quotaPercent = 70 // where background work slows down
)

const (
	silentWebhook = 24 * time.Hour // no notice although stock changed
)

const (
	sweepLate = 30 * time.Minute // beyond twice the time from sweep to sweep
)

// Check is one line of how the app works for the mall, for the page, the API and
// the file of diagnostics alike.
type Check struct {
	ID, State string
	Text, Do  string
	Action    *views.Action
	Above     bool // a trouble says the same, and what to do
}

// Checks are what a merchant wants to know of the app's own work, each with how
// it stands and what to do where it does not.
func (r Checker) Checks(a merchant.Workings) []Check {
	list := []Check{
		r.tokenCheck(a), r.scopeCheck(a), r.webhookCheck(a), r.sweepCheck(a), r.driftCheck(a), r.unreadableCheck(a), r.notifiedCheck(a), r.quotaCheck(a), r.forecastCheck(a), r.mailCheck(a),
	}
	if a.Version.InUse != a.Version.Configured {
		list = append(list, r.versionCheck(a.Version))
	}
	return list
}

func (r Checker) tokenCheck(a merchant.Workings) Check {
	c := Check{ID: "token", State: CheckOK, Text: r.T("check.token_ok", r.Date(a.Conn.RefreshExpiresAt))}
	switch {
	case a.Conn.Mall.State == lowstock.MallNew:
		c.State, c.Text, c.Do, c.Action = CheckUnknown, r.T("connection.new_text"), r.T("check.token_new"), r.HealthAction(selfcheck.HealthConnection)
	case a.Lost():
		c.State, c.Text, c.Do, c.Action = CheckStopped, r.T("health.connection_lost.title"), r.T("health.connection_lost.do"), r.HealthAction(selfcheck.HealthConnection)
	case !a.Conn.AppRefused.IsZero():
		c.State, c.Text, c.Do = CheckAttention, r.T("health.app_refused.title"), r.T("health.app_refused.do")
		if r.AccessEnded(a.Conn) {
			c.State = CheckStopped
		}
	case a.Standing(selfcheck.HealthRefresh):
		c.Above = true
		c.State, c.Text, c.Do, c.Action = CheckAttention, r.T("health.refresh_failing.title"), r.T("health.refresh_failing.do"), r.HealthAction(selfcheck.HealthRefresh)
	}
	return c
}

// versionCheck says that Cafe24 refuses the API version that is configured.
func (r Checker) versionCheck(v cafe24.APIVersion) Check {
	c := Check{ID: "version", State: CheckAttention, Text: r.T("check.version_replaced", v.Configured, v.InUse), Do: r.T("check.version_do")}
	if v.Configured == "" {
		c.Text = r.T("check.version_replaced_none", v.InUse)
	}
	return c
}

// permission is what a permission of Cafe24's is for, in a shopkeeper's words.
func (r Checker) permission(scope string) string {
	if key := "permission." + strings.TrimPrefix(scope, "mall."); r.Known(key) != "" {
		return r.Known(key)
	}
	return scope
}

// Permissions names permissions in words.
func (r Checker) Permissions(scopes []string) string {
	words := make([]string, len(scopes))
	for i, scope := range scopes {
		words[i] = r.permission(scope)
	}
	return strings.Join(words, ", ")
}

func (r Checker) scopeCheck(a merchant.Workings) Check {
	c := Check{ID: "scopes", State: CheckOK, Text: r.T("check.scopes_ok", r.Permissions(a.Conn.Scopes))}
	switch missing := a.Missing(); {
	case len(a.Conn.Scopes) == 0:
		c.State, c.Text = CheckUnknown, r.T("check.scopes_none")
	case a.Standing(selfcheck.HealthScope):
		c.State, c.Text, c.Do, c.Action = CheckStopped, r.T("health.scope_missing.title"), r.T("health.scope_missing.do"), r.HealthAction(selfcheck.HealthScope)
	case len(missing) > 0:
		c.State, c.Text, c.Do, c.Action = CheckAttention, r.T("check.scopes_missing", r.Permissions(missing)), r.T("health.scope_missing.do"), r.HealthAction(selfcheck.HealthScope)
	}
	return c
}

func (r Checker) webhookCheck(a merchant.Workings) Check {
	c := Check{ID: "webhooks", State: CheckOK, Text: r.T("check.webhooks_waiting")}
	if at := a.Conn.Mall.LastHintAt; !at.IsZero() {
		c.Text = r.T("check.webhooks_ok", r.Relative(at), a.Conn.Hints24h)
	}
	unannounced := a.Conn.Drifts24h[inbound.WayWatch] + a.Conn.Drifts24h[inbound.WaySweep] + a.Conn.Drifts24h[inbound.WayLog]
	switch {
	case a.Lost():
		c.State, c.Text = CheckUnknown, r.T("check.after_connect")
	case a.Standing(selfcheck.HealthReception), a.Conn.ReceptionOff:
		c.Above = a.Standing(selfcheck.HealthReception)
		c.State, c.Text, c.Do, c.Action = CheckAttention, r.T("health.webhooks_off.title"), r.T("health.webhooks_off.do"), r.HealthAction(selfcheck.HealthReception)
	case a.Conn.Hints24h == 0 && unannounced > 0 && r.Now.Sub(a.Conn.Mall.ConnectedAt) > silentWebhook:
		c.State, c.Text, c.Do = CheckAttention, r.T("check.webhooks_silent", unannounced), r.T("check.webhooks_silent_do")
	}
	return c
}

func (r Checker) sweepCheck(a merchant.Workings) Check {
	last := a.Conn.LatestSync
	c := Check{ID: "sweep", State: CheckOK}
	sync := r.HealthAction(selfcheck.HealthStale)
	switch {
	case a.Lost():
		c.State, c.Text = CheckUnknown, r.T("check.after_connect")
		return c
	case last.State == inbound.SyncRunning:
		c.Text = r.T("check.sweep_running", Number(last.ProductsDone))
	case last.State == inbound.SyncFailed:
		c.State, c.Text, c.Do, c.Action = CheckAttention, r.T("check.sweep_failed", r.Relative(last.FinishedAt), r.Known(last.Error)), Joined(" ", r.syncAftermath(a.Conn.Mall), r.T("check.sweep_failed_do")), sync
	case last.State != inbound.SyncDone:
		c.State, c.Text = CheckUnknown, r.T("check.sweep_never")
	default:
		c.Text = r.T("check.sweep_ok", r.Relative(last.FinishedAt), Number(last.ProductsDone), r.Span(RoundAge(last.FinishedAt.Sub(last.StartedAt))))
		if late := 2*a.Pace.Sweep + sweepLate; r.Now.Sub(last.FinishedAt) > late {
			c.State, c.Do, c.Action = CheckAttention, r.T("check.sweep_late_do"), sync
		}
	}
	if a.Standing(selfcheck.HealthStale) {
		c.Above = true
		c.State, c.Text, c.Do, c.Action = CheckStopped, r.T("health.stock_stale.title"), r.T("health.stock_stale.do"), sync
	}
	return c
}

// driftCheck says how many products full sweeps found to be otherwise than
// believed.
func (r Checker) driftCheck(a merchant.Workings) Check {
	products, differed := overview.Swept(a.Work.Sweeps)
	c := Check{ID: "drift", State: CheckOK, Text: r.T("check.drift_ok", len(a.Work.Sweeps), Number(products))}
	switch {
	case products == 0:
		c.State, c.Text = CheckUnknown, r.T("check.drift_none")
	case differed > 0:
		c.Text = r.T("check.drift_some", len(a.Work.Sweeps), Number(products), Number(differed), shareText(differed, products))
	}
	if differed >= driftAtLeast && differed*100 > products*driftPercent {
		c.State, c.Do = CheckAttention, r.T("check.drift_do")
	}
	return c
}

// shareText is a share in percent: a decimal below ten.
func shareText(part, whole int) string {
	share := 100 * float64(part) / float64(max(1, whole))
	if share < 10 {
		return Decimal(share)
	}
	return Number(int(math.Round(share)))
}

// notifiedCheck says how long it took from a fall to the mail about it.
func (r Checker) notifiedCheck(a merchant.Workings) Check {
	notified := a.Work.Delay
	c := Check{ID: "told", State: CheckOK}
	if notified.Alerts == 0 {
		c.State, c.Text = CheckUnknown, r.T("check.told_none")
		return c
	}
	c.Text = r.T("check.told", Number(notified.Alerts), r.Span(RoundAge(notified.Median)), r.Span(RoundAge(notified.Worst))) + " " +
		r.T("check.told_parts", r.Span(RoundAge(notified.Sending)))
	if notified.Sending > sendPatience {
		c.State, c.Do = CheckAttention, r.T("check.told_do")
	}
	return c
}

func (r Checker) quotaCheck(a merchant.Workings) Check {
	q := a.Work.Quota
	bucket := Number(int(math.Round(100 * q.Bucket)))
	c := Check{ID: "quota", State: CheckOK, Text: r.T("check.quota_bucket", bucket)}
	if !q.AnsweredAt.IsZero() {
		c.Text = r.T("check.quota", Number(int(math.Round(q.Usage))), r.Relative(q.AnsweredAt), bucket)
	}
	switch {
	case q.Stopped > 0:
		c.State, c.Text, c.Do = CheckAttention, r.T("check.quota_stopped", r.Span(RoundAge(q.Stopped))), r.T("check.quota_do")
	case q.Usage >= quotaPercent && r.Now.Sub(q.AnsweredAt) < time.Hour:
		c.State, c.Do = CheckAttention, r.T("check.quota_do")
	}
	return c
}

// forecastCheck says what the nightly forecast is made from, and what the last
// one could not do.
func (r Checker) forecastCheck(a merchant.Workings) Check {
	night := a.Work.Night
	p := night.Progress
	c := Check{ID: "forecast", State: CheckOK, Text: r.T("check.forecast_ok", Number(p.Done+p.Older))}
	switch {
	case a.Lost():
		c.State, c.Text = CheckUnknown, r.T("check.after_connect")
		return c
	case p.Done == 0 && !p.Reading():
		c.State, c.Text = CheckUnknown, r.T("check.forecast_none")
	case p.Reading():
		c.State, c.Text = CheckUnknown, r.Counting(p)
	default:
		c.Text = Joined(" ", c.Text, CountingOlder(r.Locale, p))
	}
	var failed []string
	if !night.LearningFailed.IsZero() {
		failed = append(failed, r.T("check.forecast_unlearnt", r.Relative(night.LearningFailed)))
	}
	if night.NotComputed > 0 {
		failed = append(failed, r.T("check.forecast_failed", Number(night.NotComputed)))
	}
	if len(failed) > 0 {
		c.State, c.Text, c.Do = CheckAttention, Joined(" ", failed...), r.T("check.forecast_do")
	}
	return c
}

func (r Checker) mailCheck(a merchant.Workings) Check {
	m := a.Work.Mails
	waiting, unsure, failed := m[lowstock.DeliveryRetrying], m[lowstock.DeliveryUnknown], m[lowstock.DeliveryFailed]
	c := Check{ID: "mails", State: CheckOK, Text: r.T("check.mails", Number(m[lowstock.DeliverySent]), Number(waiting), Number(unsure), Number(failed))}
	switch {
	case a.Standing(selfcheck.HealthMail):
		c.Above = true
		c.State, c.Do, c.Action = CheckStopped, r.T("health.mail_failing.do"), r.HealthAction(selfcheck.HealthMail)
	case failed > 0:
		c.State, c.Do, c.Action = CheckAttention, r.T("check.mails_failed_do"), r.HealthAction(selfcheck.HealthRecipient)
	case unsure > 0:
		c.State, c.Do, c.Action = CheckAttention, r.T("check.mails_unknown_do"), r.HealthAction(selfcheck.HealthMail)
	case waiting > 0:
		c.State, c.Do = CheckAttention, r.T("check.mails_retrying_do")
	case len(m) == 0:
		c.State, c.Text = CheckUnknown, r.T("check.mails_none")
	}
	return c
}
