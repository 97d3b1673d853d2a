package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

type connectionAnswer struct {
	State            lowstock.MallState `json:"state"`
	Reason           *string            `json:"reason"`
	ConnectedAt      *string            `json:"connected_at"`
	AccessExpiresAt  *string            `json:"access_expires_at"`
	RefreshExpiresAt *string            `json:"refresh_expires_at"`
	ReadAt           *string            `json:"read_at"`
	Webhooks         webhookState       `json:"webhooks"`
	Health           []healthRow        `json:"health"`
	Detection        detectionAnswer    `json:"detection"`
	Drifts           driftsAnswer       `json:"drifts"`
}

type webhookState struct {
	On         *bool   `json:"on"` // null: not known
	CheckedAt  *string `json:"checked_at"`
	ReceivedAt *string `json:"received_at"`
	RepairedAt *string `json:"repaired_at"` // by the app; null: it has not been
	LogReadAt  *string `json:"log_read_at"`
	LogTrouble *string `json:"log_trouble"`
}

type healthRow struct {
	Kind     lowstock.HealthKind `json:"kind"`
	Subject  *string             `json:"subject"`
	OpenedAt *string             `json:"opened_at"`
	ClosedAt *string             `json:"closed_at"`
	Title    string              `json:"title"`
	Text     string              `json:"text"`
	WhatToDo *string             `json:"what_to_do"`
}

// apiConnection says whether the app can do its work for the mall: what is
// wrong, the most serious first, then what was within a week.
func (s *Server) apiConnection(c echo.Context) error {
	who := sess(c)
	r := s.readerOf(who)
	conn, err := s.store.Connection(c.Request().Context(), who.mall.ID, r.now)
	if err != nil {
		return err
	}
	read := conn.NewestReading
	if conn.WatchedAt.After(read) {
		read = conn.WatchedAt
	}
	out := connectionAnswer{
		State: conn.Mall.State, Reason: orNull(r.known(conn.Mall.ReconnectReason)), ConnectedAt: stamp(conn.Mall.ConnectedAt, who.zone),
		AccessExpiresAt: stamp(conn.AccessExpiresAt, who.zone), RefreshExpiresAt: stamp(conn.RefreshExpiresAt, who.zone),
		ReadAt: stamp(read, who.zone),
		Webhooks: webhookState{
			CheckedAt: stamp(conn.ReceptionAt, who.zone), ReceivedAt: stamp(conn.Mall.LastHintAt, who.zone),
			RepairedAt: stamp(conn.RepairedAt, who.zone), LogReadAt: stamp(conn.LogReadAt, who.zone), LogTrouble: orNull(string(conn.LogTrouble)),
		},
		Health:    mapped(conn.Health, func(h lowstock.Health) healthRow { return r.healthRow(h, who) }),
		Detection: detectionOf(conn, s.cfg.Work.Pace()), Drifts: driftsOf(conn, who),
	}
	if on := !conn.ReceptionOff; !conn.ReceptionAt.IsZero() {
		out.Webhooks.On = &on
	}
	return answer(c, http.StatusOK, out)
}

func (r reader) healthRow(h lowstock.Health, who session) healthRow {
	row := healthRow{
		Kind: h.Kind, Subject: orNull(h.Subject), OpenedAt: stamp(h.OpenedAt, who.zone), ClosedAt: stamp(h.ClosedAt, who.zone),
		Title: r.healthText(h, "title"), Text: r.healthText(h, "clear"),
	}
	if h.Stands() {
		row.Text, row.WhatToDo = r.healthText(h, "what"), orNull(r.healthText(h, "do"))
	}
	return row
}
