package api

import (
	"cmp"
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
)

// Orders says what a reorder sheet says of items.
type Orders interface {
	ReorderLines(ctx context.Context, who kit.Session, rows []listing.InventoryRow) ([]outlook.ReorderLine, preference.Supply, error)
}

type morningAnswer struct {
	Items  []morningItem         `json:"items"`
	Counts map[morning.Class]int `json:"counts"`
	Total  int                   `json:"total"`
}

type morningItem struct {
	Class            morning.Class  `json:"class"`
	ProductNo        int64          `json:"product_no"`
	ProductName      string         `json:"product_name"`
	VariantCode      string         `json:"variant_code"`
	CustomCode       string         `json:"custom_variant_code"`
	Options          []optionAnswer `json:"options"`
	Quantity         int            `json:"quantity"`
	IncidentID       *int64         `json:"incident_id"`
	PurchaseID       *int64         `json:"purchase_order_id"`
	NeededUnits      *int           `json:"needed_units"`
	ProposedQuantity *int           `json:"proposed_quantity"`
	ProposedOn       *string        `json:"proposed_on"`
	LostUnitsAhead   *float64       `json:"lost_units_ahead"`
	MoneyAtRisk      *int64         `json:"money_at_risk"`
}

// apiMorning lists what needs an answer today: at most [morning.Rows] items, with
// the number of all. What is to be ordered is proposed to callers who may act.
func (h *Handler) apiMorning(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	list, err := h.Store.Mall(who.Mall.ID).Morning(ctx, r.DateAhead(1), r.Now)
	if err != nil {
		return err
	}
	var lines []outlook.ReorderLine
	var supply preference.Supply
	if r.Right >= team.RightAct && len(list.Items) > 0 {
		if lines, supply, err = h.Orders.ReorderLines(ctx, who, list.Rows()); err != nil {
			return err
		}
	}
	out := morningAnswer{Items: []morningItem{}, Counts: map[morning.Class]int{}, Total: list.Left()}
	for _, class := range morning.Classes() {
		out.Counts[class] = list.Counts[class]
	}
	for i := range list.Items {
		item := r.morningItem(&list.Items[i])
		if i < len(lines) && lines[i].Order > 0 && item.Class != morning.ClassLate {
			item.ProposedQuantity = new(lines[i].Order)
			item.ProposedOn = dayOf(r.DateAhead(1 + cmp.Or(list.Items[i].Suggestion.LeadDays, supply.LeadDays)))
		}
		out.Items = append(out.Items, item)
	}
	return answer(c, http.StatusOK, out)
}

func (r viewer) morningItem(i *morning.Item) morningItem {
	units, money := lossOf(i.Loss(r.DateAhead(1)))
	return morningItem{
		Class: i.Class, ProductNo: i.ProductNo, ProductName: i.ProductName, VariantCode: i.Code, CustomCode: i.CustomCode,
		Options:  mapped(i.Options, func(o lowstock.Option) optionAnswer { return optionAnswer(o) }),
		Quantity: i.Quantity, IncidentID: orNull(i.Incident), PurchaseID: orNull(i.Document), NeededUnits: orNull(i.Needed),
		LostUnitsAhead: units, MoneyAtRisk: money,
	}
}
