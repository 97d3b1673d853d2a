package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
)

// answer sends JSON with its length.
func answer(c echo.Context, status int, body any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return kit.Send(c, status, echo.MIMEApplicationJSON, encoded)
}

// stamp returns a time as the API writes it: in the mall's own time zone, null for the zero time.
func stamp(at time.Time, zone *time.Location) *string {
	if at.IsZero() {
		return nil
	}
	text := at.In(zone).Format(time.RFC3339)
	return &text
}

// orNull returns null for the zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// mapped converts rows into their answers. It never returns null, so that the JSON is always a
// list.
func mapped[In, Out any](rows []In, to func(In) Out) []Out {
	out := make([]Out, 0, len(rows))
	for _, row := range rows {
		out = append(out, to(row))
	}
	return out
}

// cursorError says in the answer which parameter was wrong.
func cursorError(err error, q listing.Params) error {
	if q.Cursor != "" && lowstock.ErrorCode(err) == lowstock.CodeInvalid {
		return lowstock.InvalidFields(map[string]string{"cursor": "error.cursor"})
	}
	return err
}

func (h *Handler) apiSync(c echo.Context) error {
	who := kit.SessionOf(c)
	latest, err := h.Store.Mall(who.Mall.ID).LatestSync(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, syncAnswer{syncOf(latest, who)})
}

// apiStartSync starts a full sweep, or joins the running one. It refuses if the mall cannot be
// read.
func (h *Handler) apiStartSync(c echo.Context) error {
	who := kit.SessionOf(c)
	switch who.Mall.State {
	case lowstock.MallReconnect:
		return lowstock.Fail(lowstock.CodeTokenExpired, "error.reconnect", nil)
	case lowstock.MallNew, lowstock.MallUninstalled:
		return lowstock.Fail(lowstock.CodeTokenExpired, "error.not_connected", nil)
	case lowstock.MallActive:
	}
	running, err := h.Work.RequestSync(c.Request().Context(), who.Mall.ID)
	if err != nil {
		return err
	}
	return answer(c, http.StatusAccepted, syncAnswer{syncOf(running, who)})
}

type syncAnswer struct {
	Sync syncState `json:"sync"`
}

type syncState struct {
	State         inbound.SyncState `json:"state"`
	ProductsDone  int               `json:"products_done"`
	ProductsTotal int               `json:"products_total"`
	StartedAt     *string           `json:"started_at"`
	FinishedAt    *string           `json:"finished_at"`
	Error         *string           `json:"error"`
}

func syncOf(sync inbound.Sync, who kit.Session) syncState {
	out := syncState{
		State: sync.State, ProductsDone: sync.ProductsDone, ProductsTotal: sync.ProductsTotal,
		StartedAt: stamp(sync.StartedAt, who.Zone), FinishedAt: stamp(sync.FinishedAt, who.Zone),
	}
	if sync.Error != "" {
		text := who.Locale.T(sync.Error)
		out.Error = &text
	}
	return out
}
