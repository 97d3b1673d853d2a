package api

import (
	"math"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

type connectionAnswer struct {
	State            lowstock.MallState `json:"state"`
	Reason           *string            `json:"reason"`
	ConnectedAt      *string            `json:"connected_at"`
	AccessExpiresAt  *string            `json:"access_expires_at"`
	RefreshExpiresAt *string            `json:"refresh_expires_at"`
	ReadAt           *string            `json:"read_at"`
	AppRefusedSince  *string            `json:"app_refused_since"`
	APIVersion       apiVersionAnswer   `json:"api_version"`
	Webhooks         webhookState       `json:"webhooks"`
	Health           []healthRow        `json:"health"`
	Detection        detectionAnswer    `json:"detection"`
	Drifts           driftsAnswer       `json:"drifts"`
	Checks           []checkRow         `json:"checks"`
	Scopes           scopesAnswer       `json:"scopes"`
	Sweeps           []sweepRow         `json:"sweeps"`
	Notification     notificationAnswer `json:"telling_7d"`
	Quota            quotaAnswer        `json:"quota"`
	Sales            salesAnswer        `json:"sales_record"`
	Mails            messageCounts      `json:"mails_24h"`
	Others           messageCounts      `json:"other_messages_24h"`
	Refused          []refusedRow       `json:"refused_products"`
	Unreadable       map[string]int     `json:"unreadable"`
}

type apiVersionAnswer struct {
	Configured *string `json:"configured"` // null: the app sends no version
	InUse      *string `json:"in_use"`
}

// checkRow is the state of one part of the work, in words.
type checkRow struct {
	ID       string  `json:"id"`
	State    string  `json:"state"`
	Name     string  `json:"name"`
	Text     string  `json:"text"`
	WhatToDo *string `json:"what_to_do"`
}

type scopesAnswer struct {
	Granted []string `json:"granted"`
	Missing []string `json:"missing"`
}

type sweepRow struct {
	StartedAt  *string `json:"started_at"`
	FinishedAt *string `json:"finished_at"`
	Products   int     `json:"products"`
	Differed   int     `json:"differed"`
}

type notificationAnswer struct {
	Alerts int  `json:"alerts"`
	Median *int `json:"median_seconds"` // null: no alert was sent
	Worst  *int `json:"worst_seconds"`
	Sent   *int `json:"sending_seconds"`
}

type quotaAnswer struct {
	Bucket     int     `json:"bucket_percent"`
	Usage      *int    `json:"usage_percent"` // null: Cafe24 has not sent it
	AnsweredAt *string `json:"heard_at"`
	Stopped    int     `json:"stopped_seconds"`
}

// salesAnswer is the record that the nightly forecast is made from, and what the
// last one could not do.
type salesAnswer struct {
	Source         *string `json:"source"` // null: nothing is counted
	Days           int     `json:"days"`
	DaysRead       int     `json:"days_read"`
	OlderDays      int     `json:"older_days"`
	OlderDaysRead  int     `json:"older_days_read"`
	LearningFailed *string `json:"learning_failed_at"` // null: it did not fail
	NotComputed    int     `json:"not_computed"`
}

type messageCounts struct {
	Sent       int `json:"sent"`
	Pending    int `json:"pending"`
	Retrying   int `json:"retrying"`
	Unknown    int `json:"unknown"`
	Failed     int `json:"failed"`
	Suppressed int `json:"suppressed"`
}

type webhookState struct {
	On         *bool   `json:"on"` // null: not known
	CheckedAt  *string `json:"checked_at"`
	ReceivedAt *string `json:"received_at"`
	RepairedAt *string `json:"repaired_at"` // when the app switched reception on again; null: it has not
	LogReadAt  *string `json:"log_read_at"`
	LogTrouble *string `json:"log_trouble"`
}

type healthRow struct {
	Kind     selfcheck.Kind `json:"kind"`
	Subject  *string        `json:"subject"`
	OpenedAt *string        `json:"opened_at"`
	ClosedAt *string        `json:"closed_at"`
	Title    string         `json:"title"`
	Text     string         `json:"text"`
	WhatToDo *string        `json:"what_to_do"`
}

// apiConnection says whether the app can do its work for the mall. It lists the present problems,
// the most serious first, and then the problems that were solved within the last week.
func (h *Handler) apiConnection(c echo.Context) error {
	who := kit.SessionOf(c)
	a, _, err := h.Merchant.Workings(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, h.viewerOf(who).connectionAnswer(a, who))
}

func (r viewer) connectionAnswer(a merchant.Workings, who kit.Session) connectionAnswer {
	conn := a.Conn
	read := conn.NewestReading
	if conn.WatchedAt.After(read) {
		read = conn.WatchedAt
	}
	out := connectionAnswer{
		State: conn.Mall.State, Reason: orNull(r.Known(conn.Mall.ReconnectReason)), ConnectedAt: stamp(conn.Mall.ConnectedAt, who.Zone),
		AccessExpiresAt: stamp(conn.AccessExpiresAt, who.Zone), RefreshExpiresAt: stamp(conn.RefreshExpiresAt, who.Zone),
		ReadAt: stamp(read, who.Zone), AppRefusedSince: stamp(conn.AppRefused, who.Zone),
		APIVersion: apiVersionAnswer{Configured: orNull(a.Version.Configured), InUse: orNull(a.Version.InUse)},
		Webhooks: webhookState{
			CheckedAt: stamp(conn.ReceptionAt, who.Zone), ReceivedAt: stamp(conn.Mall.LastHintAt, who.Zone),
			RepairedAt: stamp(conn.RepairedAt, who.Zone), LogReadAt: stamp(conn.LogReadAt, who.Zone), LogTrouble: orNull(string(conn.LogTrouble)),
		},
		Health:    mapped(conn.Health, func(h selfcheck.Health) healthRow { return r.healthRow(h, who) }),
		Detection: detectionOf(conn, a.Pace), Drifts: driftsOf(conn, who),
		Checks: mapped(present.CheckerOf(r.Viewer).Checks(a), func(c present.Check) checkRow {
			return checkRow{ID: c.ID, State: c.State, Name: r.T("check.name_" + c.ID), Text: c.Text, WhatToDo: orNull(c.Do)}
		}),
		Scopes: scopesAnswer{Granted: mapped(conn.Scopes, same[string]), Missing: mapped(a.Missing(), same[string])},
		Sweeps: mapped(a.Work.Sweeps, func(s overview.SweepFound) sweepRow {
			return sweepRow{stamp(s.StartedAt, who.Zone), stamp(s.FinishedAt, who.Zone), s.Products, s.Differed}
		}),
		Notification: notificationOf(a.Work.Delay), Quota: quotaOf(a.Work.Quota, who), Sales: salesOf(a.Work.Night, who),
		Mails: messagesOf(a.Work.Mails), Others: messagesOf(a.Work.Others),
	}
	out.Refused, out.Unreadable = r.refused(conn.Quarantined, who)
	if on := !conn.ReceptionOff; !conn.ReceptionAt.IsZero() {
		out.Webhooks.On = &on
	}
	return out
}

func notificationOf(t preference.NotificationDelay) notificationAnswer {
	out := notificationAnswer{Alerts: t.Alerts}
	if t.Alerts > 0 {
		median, worst := int(present.RoundAge(t.Median).Seconds()), int(present.RoundAge(t.Worst).Seconds())
		sending := int(present.RoundAge(t.Sending).Seconds())
		out.Median, out.Worst, out.Sent = &median, &worst, &sending
	}
	return out
}

func quotaOf(q overview.QuotaUse, who kit.Session) quotaAnswer {
	out := quotaAnswer{Bucket: int(math.Round(100 * q.Bucket)), AnsweredAt: stamp(q.AnsweredAt, who.Zone), Stopped: int(math.Ceil(q.Stopped.Seconds()))}
	if !q.AnsweredAt.IsZero() {
		usage := int(math.Round(q.Usage))
		out.Usage = &usage
	}
	return out
}

func salesOf(n overview.Night, who kit.Session) salesAnswer {
	p := n.Progress
	return salesAnswer{
		Source: orNull(string(p.Source)), Days: p.Wanted, DaysRead: p.Done, OlderDays: p.OlderWanted, OlderDaysRead: p.Older,
		LearningFailed: stamp(n.LearningFailed, who.Zone), NotComputed: n.NotComputed,
	}
}

func messagesOf(n map[lowstock.DeliveryState]int) messageCounts {
	return messageCounts{
		Sent: n[lowstock.DeliverySent], Pending: n[lowstock.DeliveryPending], Retrying: n[lowstock.DeliveryRetrying],
		Unknown: n[lowstock.DeliveryUnknown], Failed: n[lowstock.DeliveryFailed], Suppressed: n[lowstock.DeliverySuppressed],
	}
}

func (r viewer) healthRow(h selfcheck.Health, who kit.Session) healthRow {
	row := healthRow{
		Kind: h.Kind, Subject: orNull(r.Masked(h.Subject)), OpenedAt: stamp(h.OpenedAt, who.Zone), ClosedAt: stamp(h.ClosedAt, who.Zone),
		Title: r.HealthText(h, "title"), Text: r.HealthText(h, "clear"),
	}
	if h.Stands() {
		row.Text, row.WhatToDo = r.HealthText(h, "what"), orNull(r.HealthText(h, "do"))
	}
	return row
}

type detectionAnswer struct {
	Changes int  `json:"changes_today"`
	P50     *int `json:"p50_seconds"` // null: nothing has changed today
	P95     *int `json:"p95_seconds"`

	WorstNear   *int `json:"worst_minutes_near_threshold"` // null: the mall cannot be read
	WorstOthers *int `json:"worst_minutes_others"`
}

func detectionOf(c overview.Connection, pace inbound.Pace) detectionAnswer {
	half, changes := inbound.DetectedWithin(c.Detections, 0.5)
	most, _ := inbound.DetectedWithin(c.Detections, 0.95)
	a := detectionAnswer{Changes: changes}
	whole := func(d, unit time.Duration) *int {
		n := int(d / unit)
		return &n
	}
	if changes > 0 {
		a.P50, a.P95 = whole(half, time.Second), whole(most, time.Second)
	}
	if c.Mall.State == lowstock.MallActive {
		a.WorstNear = whole(present.MinutesUp(pace.WatchWorst(c.Load)), time.Minute)
		a.WorstOthers = whole(present.MinutesUp(pace.SweepWorst(c.Load)), time.Minute)
	}
	return a
}

type driftsAnswer struct {
	Watch  int        `json:"watch_24h"`
	Sweep  int        `json:"sweep_24h"`
	Log    int        `json:"log_24h"`
	Newest []driftRow `json:"newest"`
}

type driftRow struct {
	ProductNo   int64       `json:"product_no"`
	VariantCode string      `json:"variant_code"`
	From        int         `json:"from"`
	To          int         `json:"to"`
	FoundBy     inbound.Way `json:"found_by"`
	FoundAt     *string     `json:"found_at"`
	AgeSeconds  int         `json:"age_seconds"`
}

func driftsOf(c overview.Connection, who kit.Session) driftsAnswer {
	return driftsAnswer{
		Watch: c.Drifts24h[inbound.WayWatch], Sweep: c.Drifts24h[inbound.WaySweep], Log: c.Drifts24h[inbound.WayLog],
		Newest: mapped(c.Drifts, func(d inbound.Drift) driftRow {
			return driftRow{d.ProductNo, d.VariantCode, d.From, d.To, d.FoundBy, stamp(d.FoundAt, who.Zone), int(present.RoundAge(d.Age()).Seconds())}
		}),
	}
}

// refusedRow is a product that could not be read, for the API.
type refusedRow struct {
	ProductNo   *int64                   `json:"product_no"` // null: Cafe24's answer does not contain it
	ProductCode string                   `json:"product_code"`
	ProductName string                   `json:"product_name"`
	Reason      inbound.UnreadableReason `json:"reason"`
	Text        string                   `json:"text"`
	Since       *string                  `json:"since"`
	LastAt      *string                  `json:"last_at"`
	RetryAt     *string                  `json:"retry_at"` // null: with the next full sweep
	Attempts    int                      `json:"attempts"`
}

// refused returns the quarantined products, and for each other list how many of its elements are
// quarantined.
func (r viewer) refused(list []inbound.Quarantined, who kit.Session) (products []refusedRow, others map[string]int) {
	products, others = []refusedRow{}, map[string]int{}
	for _, q := range list {
		if q.List != inbound.ListProducts {
			others[q.List]++
			continue
		}
		row := refusedRow{
			ProductCode: q.Code, ProductName: q.Name, Reason: q.Reason, Text: r.UnreadableReason(q), Since: stamp(q.FirstAt, who.Zone),
			LastAt: stamp(q.LastAt, who.Zone), RetryAt: stamp(q.RetryAt, who.Zone), Attempts: q.Times,
		}
		if q.ProductNo != 0 {
			row.ProductNo = &q.ProductNo
		}
		products = append(products, row)
	}
	return products, others
}
