package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/web/kit"
)

// diagnostics is what a person who helps a merchant needs to know: states, counts and times. It
// must not contain a secret, an address, or the name of a person, a shop or a product.
type diagnostics struct {
	MadeAt     string               `json:"made_at"`
	Program    string               `json:"program"`
	Mall       lowstock.MallID      `json:"mall"`
	Timezone   string               `json:"timezone"`
	Items      map[string]int       `json:"items"`
	Sync       syncState            `json:"sync"`
	Connection connectionAnswer     `json:"connection"`
	Settings   diagnosticSettings   `json:"settings"`
	Recipients diagnosticRecipients `json:"recipients"`
}

type diagnosticSettings struct {
	CollectSeconds   int  `json:"collect_seconds"`
	DailyCap         int  `json:"daily_cap"`
	SecondAfterHours int  `json:"second_after_hours"`
	QuietHours       bool `json:"quiet_hours"`
	SubsChangeRules  bool `json:"sub_operators_change_rules"`

	channels map[string]bool // for each channel whether it is set
}

// MarshalJSON implements [json.Marshaler].
func (d diagnosticSettings) MarshalJSON() ([]byte, error) {
	type plain diagnosticSettings
	return withMembers(plain(d), d.channels)
}

// diagnosticRecipients counts the recipients by whether they can be notified.
type diagnosticRecipients struct {
	Confirmed    int `json:"confirmed"`
	Waiting      int `json:"waiting"`
	Unsubscribed int `json:"unsubscribed"`
	Suspended    int `json:"suspended"`
}

// diagnosticsFile sends the diagnostics as a file.
func (h *Handler) diagnosticsFile(c echo.Context) error {
	body, err := h.DiagnosticsOf(c)
	if err != nil {
		return err
	}
	kit.ReleaseSnapshot(c)
	h.NameFile(c, "diagnostics", "json")
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

// DiagnosticsOf returns the diagnostics of the caller's mall as indented JSON.
func (h *Handler) DiagnosticsOf(c echo.Context) ([]byte, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	a, settings, err := h.Merchant.Workings(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return nil, err
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return nil, err
	}
	d := diagnostics{
		MadeAt: r.Now.In(who.Zone).Format(time.RFC3339), Program: h.Version, Mall: who.Mall.ID, Timezone: settings.Timezone,
		Items: map[string]int{"out": counts.Out, "low": counts.Low, "ok": counts.OK, "untracked": counts.Untracked, "silent": counts.Silent, "alerts_standing": counts.Standing},
		Sync:  syncOf(a.Conn.LatestSync, who), Connection: r.connectionAnswer(a, who).anonymous(),
		Settings: diagnosticSettings{
			CollectSeconds: settings.CollectSeconds, DailyCap: settings.DailyCap, SecondAfterHours: settings.SecondAfterHours,
			QuietHours: settings.QuietFrom != "", channels: channelsSet(settings), SubsChangeRules: settings.SubsChangeRules,
		},
		Recipients: countRecipients(settings.Recipients),
	}
	return json.MarshalIndent(d, "", "  ")
}

func countRecipients(list []preference.Recipient) (n diagnosticRecipients) {
	for _, r := range list {
		switch {
		case !r.UnsubscribedAt.IsZero():
			n.Unsubscribed++
		case !r.SuspendedAt.IsZero():
			n.Suspended++
		case r.ConfirmedAt.IsZero():
			n.Waiting++
		default:
			n.Confirmed++
		}
	}
	return n
}

// anonymous returns the answer without personal data. It removes the recipient from a problem that
// is about a recipient, and the names of products. It also removes the sentences that contain them.
func (a connectionAnswer) anonymous() connectionAnswer {
	rows := make([]healthRow, 0, len(a.Health))
	for _, h := range a.Health {
		if h.Kind == selfcheck.HealthRecipient {
			h.Subject, h.Title, h.Text, h.WhatToDo = nil, "", "", nil
		}
		rows = append(rows, h)
	}
	a.Health = rows
	refused := make([]refusedRow, 0, len(a.Refused))
	for _, p := range a.Refused {
		p.ProductName = ""
		refused = append(refused, p)
	}
	a.Refused, a.Checks = refused, slices.Clone(a.Checks)
	for i := range a.Checks {
		if a.Checks[i].ID == "unreadable" {
			a.Checks[i].Text = ""
		}
	}
	return a
}
