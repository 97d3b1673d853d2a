package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

type incidentsAnswer struct {
	Incidents  []incidentRow `json:"incidents"`
	NextCursor *string       `json:"next_cursor"`
}

type incidentRow struct {
	ID             int64                  `json:"id"`
	ProductNo      int64                  `json:"product_no"`
	ProductName    string                 `json:"product_name"`
	VariantCode    string                 `json:"variant_code"`
	Kind           lowstock.Kind          `json:"kind"`
	State          lowstock.IncidentState `json:"state"`
	Quantity       int                    `json:"quantity"`
	Threshold      int                    `json:"threshold"`
	OpenedAt       *string                `json:"opened_at"`
	AcknowledgedAt *string                `json:"acknowledged_at"`
	SnoozedUntil   *string                `json:"snoozed_until"`
	ResolvedAt     *string                `json:"resolved_at"`
	Deliveries     []deliveryRow          `json:"deliveries"`
}

type deliveryRow struct {
	Channel   lowstock.Channel       `json:"channel"`
	Recipient string                 `json:"recipient"`
	State     lowstock.DeliveryState `json:"state"`
	Attempts  int                    `json:"attempts"`
	SentAt    *string                `json:"sent_at"`
}

func incidentOf(i lowstock.Incident, who session) incidentRow {
	return incidentRow{
		ID: i.ID, ProductNo: i.ProductNo, ProductName: i.ProductName, VariantCode: i.VariantCode, Kind: i.Kind, State: i.State,
		Quantity: i.Quantity, Threshold: i.Threshold, OpenedAt: stamp(i.OpenedAt, who.zone),
		AcknowledgedAt: stamp(i.AcknowledgedAt, who.zone), SnoozedUntil: stamp(i.SnoozedUntil, who.zone),
		ResolvedAt: stamp(i.ResolvedAt, who.zone),
		Deliveries: mapped(i.Deliveries, func(d lowstock.Delivery) deliveryRow {
			return deliveryRow{
				Channel: d.Channel, Recipient: d.Recipient, State: d.State, Attempts: d.Attempts, SentAt: stamp(d.SentAt, who.zone),
			}
		}),
	}
}

func (s *Server) apiIncidents(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	switch q.State = lowstock.IncidentState(c.QueryParam("state")); q.State {
	case "", lowstock.IncidentOpen, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed,
		lowstock.IncidentResolved, lowstock.IncidentStanding:
	default:
		return lowstock.InvalidFields(map[string]string{"state": "error.state"})
	}
	who := sess(c)
	rows, next, err := s.store.Incidents(c.Request().Context(), who.mall.ID, q)
	if err != nil {
		return cursorError(err, q)
	}
	return answer(c, http.StatusOK, incidentsAnswer{
		Incidents:  mapped(rows, func(i lowstock.Incident) incidentRow { return incidentOf(i, who) }),
		NextCursor: orNull(next),
	})
}

func (s *Server) apiIncident(c echo.Context) error {
	return s.withIncident(c, s.store.Incident)
}

func (s *Server) apiAcknowledge(c echo.Context) error {
	return s.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return s.store.AcknowledgeIncident(ctx, mall, id, sess(c).by(), s.now())
	})
}

func (s *Server) apiSnooze(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	now := s.now()
	until, parseErr := time.Parse(time.RFC3339, in.text("until"))
	if parseErr != nil || !until.After(now) {
		return lowstock.InvalidFields(map[string]string{"until": "error.until"})
	}
	return s.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return s.store.PutOffIncident(ctx, mall, id, lowstock.Hold{Until: until}, sess(c).by(), now)
	})
}

func (s *Server) apiResolve(c echo.Context) error {
	return s.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return s.store.ResolveIncident(ctx, mall, id, sess(c).by(), s.now())
	})
}

// withIncident sends the incident as it is after do.
func (s *Server) withIncident(c echo.Context, do func(context.Context, lowstock.MallID, int64) (lowstock.Incident, error)) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	incident, err := do(c.Request().Context(), who.mall.ID, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, incidentOf(incident, who))
}
