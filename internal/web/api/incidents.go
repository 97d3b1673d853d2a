package api

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

type incidentsAnswer struct {
	Incidents  []incidentRow `json:"incidents"`
	NextCursor *string       `json:"next_cursor"`
}

type incidentRow struct {
	ID              int64                  `json:"id"`
	ProductNo       int64                  `json:"product_no"`
	ProductName     string                 `json:"product_name"`
	VariantCode     string                 `json:"variant_code"`
	Kind            lowstock.Kind          `json:"kind"`
	State           lowstock.IncidentState `json:"state"`
	Quantity        int                    `json:"quantity"`
	Threshold       int                    `json:"threshold"`
	SellsAtZero     bool                   `json:"sells_at_zero"`
	OpenedAt        *string                `json:"opened_at"`
	AcknowledgedAt  *string                `json:"acknowledged_at"`
	AcknowledgedBy  *string                `json:"acknowledged_by"`
	SnoozedUntil    *string                `json:"snoozed_until"`
	UntilRestock    bool                   `json:"until_restock"`
	OrderedQuantity *int                   `json:"ordered_quantity"`
	ExpectedOn      *string                `json:"expected_on"`
	ResolvedAt      *string                `json:"resolved_at"`
	LostUnitsAhead  *float64               `json:"lost_units_ahead"` // expected until goods can be there; null: not known, or resolved
	MoneyAtRisk     *int64                 `json:"money_at_risk"`    // their value in whole units of the mall's currency; null: not known
	Currency        string                 `json:"currency"`         // ISO 4217
	Deliveries      []deliveryRow          `json:"deliveries"`
}

// incidentDetail is one incident with its timeline.
type incidentDetail struct {
	incidentRow

	Events []eventRow `json:"events"`
}

type deliveryRow struct {
	ID        int64                  `json:"id"`
	Channel   lowstock.Channel       `json:"channel"`
	Recipient string                 `json:"recipient"`
	Reason    lowstock.Reason        `json:"reason"`
	State     lowstock.DeliveryState `json:"state"`
	Attempts  int                    `json:"attempts"`
	SentAt    *string                `json:"sent_at"`
	DueAt     *string                `json:"due_at"`
	Error     *string                `json:"error"`
	MessageID *int64                 `json:"message_id"`
}

type eventRow struct {
	At        *string `json:"at"`
	Kind      string  `json:"kind"`
	By        *string `json:"by"`
	Text      string  `json:"text"`
	Quantity  *int    `json:"quantity"`
	Threshold *int    `json:"threshold"`
}

func incidentOf(i lowstock.Incident, r viewer) incidentRow {
	units, money := lossOf(i.Loss(r.DateAhead(1)))
	return incidentRow{
		LostUnitsAhead: units, MoneyAtRisk: money, Currency: r.Currency,
		ID: i.ID, ProductNo: i.ProductNo, ProductName: i.ProductName, VariantCode: i.VariantCode, Kind: i.Kind, State: i.State,
		Quantity: i.Quantity, Threshold: i.Threshold, SellsAtZero: i.SellsAtZero, OpenedAt: stamp(i.OpenedAt, r.Zone),
		AcknowledgedAt: stamp(i.AcknowledgedAt, r.Zone), AcknowledgedBy: orNull(r.Masked(i.AcknowledgedBy)), SnoozedUntil: stamp(i.SnoozedUntil, r.Zone),
		UntilRestock: i.UntilRestock, OrderedQuantity: orNull(i.Order.Quantity), ExpectedOn: orNull(i.Order.ExpectedOn),
		ResolvedAt: stamp(i.ResolvedAt, r.Zone),
		Deliveries: mapped(i.Deliveries, func(d lowstock.Delivery) deliveryRow {
			return deliveryRow{
				ID: d.ID, Channel: d.Channel, Recipient: r.Masked(d.Recipient), Reason: cmp.Or(d.Reason, lowstock.ReasonRaised), State: d.State,
				Attempts: d.Attempts, SentAt: stamp(d.SentAt, r.Zone), DueAt: stamp(d.DueAt, r.Zone), Error: orNull(r.Known(d.Error)), MessageID: orNull(d.MessageID),
			}
		}),
	}
}

func (r viewer) eventRow(m present.Entry) eventRow {
	return eventRow{
		At: stamp(m.At, r.Zone), Kind: m.Kind, By: orNull(m.By), Text: m.Sentence(), Quantity: m.Quantity, Threshold: m.Threshold,
	}
}

// incidentsQuery reads the filters and the order of the list of incidents.
func incidentsQuery(c echo.Context, q listing.Params) (listing.Params, error) {
	fields := map[string]string{}
	switch q.State = lowstock.IncidentState(c.QueryParam("state")); q.State {
	case "", lowstock.IncidentOpen, lowstock.IncidentAcknowledged, lowstock.IncidentSnoozed,
		lowstock.IncidentResolved, lowstock.IncidentStanding:
	default:
		fields["state"] = "error.state"
	}
	switch q.Alerts.Kind = lowstock.Kind(c.QueryParam("kind")); q.Alerts.Kind {
	case "", lowstock.KindLow, lowstock.KindOut:
	default:
		fields["kind"] = "error.incident_kind"
	}
	switch text := c.QueryParam("sort"); listing.AlertSort(text) {
	case listing.AlertsUrgent, listing.AlertsRisk, listing.AlertsOldest, listing.AlertsNewest:
		q.Alerts.Sort = listing.AlertSort(text)
	default:
		if text != "newest" {
			fields["sort"] = "error.sort"
		}
	}
	if text := c.QueryParam("category_no"); text != "" {
		no, err := strconv.ParseInt(text, 10, 64)
		if err != nil || !kit.IsCategory(no) {
			fields["category_no"] = "error.category_no"
		}
		q.CategoryNo = kit.Within(no)
	}
	q.SupplierCode = kit.Clip(c.QueryParam("supplier_code"), kit.MaxSearch)
	if text := c.QueryParam("since"); text != "" {
		since, err := time.Parse(time.RFC3339, text)
		if err != nil {
			fields["since"] = "error.since"
		}
		q.Alerts.Since = since
	}
	if len(fields) > 0 {
		return q, lowstock.InvalidFields(fields)
	}
	return q, nil
}

func (h *Handler) apiIncidents(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	if q, err = incidentsQuery(c, q); err != nil {
		return err
	}
	who := kit.SessionOf(c)
	rows, next, err := h.Store.Mall(who.Mall.ID).Incidents(c.Request().Context(), q)
	if err != nil {
		return cursorError(err, q)
	}
	r := h.viewerOf(who)
	return answer(c, http.StatusOK, incidentsAnswer{
		Incidents:  mapped(rows, func(i lowstock.Incident) incidentRow { return incidentOf(i, r) }),
		NextCursor: orNull(next),
	})
}

// apiIncident returns one incident with its whole timeline.
func (h *Handler) apiIncident(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	incident, err := h.Store.Mall(who.Mall.ID).Incident(ctx, id)
	if err != nil {
		return err
	}
	events, attempts, err := h.Store.Mall(who.Mall.ID).Timeline(ctx, id)
	if err != nil {
		return err
	}
	r := h.viewerOf(who)
	return answer(c, http.StatusOK, incidentDetail{incidentOf(incident, r), mapped(present.TimelineOf(r.Viewer).Entries(incident, events, attempts), r.eventRow)})
}

func (h *Handler) apiAcknowledge(c echo.Context) error {
	return h.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return h.Store.Mall(mall).AcknowledgeIncident(ctx, id, kit.SessionOf(c).By(), h.Now())
	})
}

// apiSnooze snoozes an incident until a time, or until the next restock.
func (h *Handler) apiSnooze(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	hold, restock := lowstock.Hold{}, in.flag("restock")
	hold.Restock = restock != nil && *restock
	switch text := in.text("until"); {
	case hold.Restock && text != "":
		in.fields["until"] = "error.snooze_choice"
	case !hold.Restock && in.fields["restock"] == "":
		if hold.Until, err = time.Parse(time.RFC3339, text); err != nil || !hold.Until.After(h.Now()) {
			in.fields["until"] = "error.until"
		}
	}
	if err := in.err(nil); err != nil {
		return err
	}
	return h.snooze(c, hold)
}

// apiOrder stores goods that are on their way. It snoozes the incident until they are expected.
func (h *Handler) apiOrder(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	order := lowstock.Order{ExpectedOn: in.text("expected_on")}
	if n := in.integer("quantity"); n != nil {
		order.Quantity = kit.Within(*n)
	}
	settings, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Settings(c.Request().Context())
	if err != nil {
		return err
	}
	hold, err := settings.HoldFor(order, h.Now())
	if err := in.err(err); err != nil {
		return err
	}
	return h.snooze(c, hold)
}

func (h *Handler) snooze(c echo.Context, hold lowstock.Hold) error {
	return h.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return h.Store.Mall(mall).SnoozeIncident(ctx, id, hold, kit.SessionOf(c).By(), h.Now())
	})
}

// apiResend sends the message of one delivery again.
func (h *Handler) apiResend(c echo.Context) error {
	in, err := readInput(c)
	if err != nil {
		return err
	}
	delivery := in.integer("delivery_id")
	if delivery == nil && in.fields["delivery_id"] == "" {
		in.fields["delivery_id"] = "error.delivery_id"
	}
	if err := in.err(nil); err != nil {
		return err
	}
	return h.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		if err := h.Merchant.Resend(ctx, kit.SessionOf(c).Mall.ID, kit.SessionOf(c).By(), id, *delivery); err != nil {
			return lowstock.Incident{}, err
		}
		return h.Store.Mall(mall).Incident(ctx, id)
	})
}

func (h *Handler) apiResolve(c echo.Context) error {
	return h.withIncident(c, func(ctx context.Context, mall lowstock.MallID, id int64) (lowstock.Incident, error) {
		return h.Store.Mall(mall).ResolveIncident(ctx, id, kit.SessionOf(c).By(), h.Now())
	})
}

// withIncident runs do and then answers with the incident as it is afterwards.
func (h *Handler) withIncident(c echo.Context, do func(context.Context, lowstock.MallID, int64) (lowstock.Incident, error)) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	incident, err := do(c.Request().Context(), who.Mall.ID, id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, incidentOf(incident, h.viewerOf(who)))
}
