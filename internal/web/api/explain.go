package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
)

type explainAnswer struct {
	ProductNo       int64           `json:"product_no"`
	VariantCode     string          `json:"variant_code"`
	Quantity        int             `json:"quantity"`
	ObservedAt      *string         `json:"observed_at"`
	Source          lowstock.Source `json:"source"`
	Status          lowstock.Status `json:"status"`
	Threshold       int             `json:"threshold"`
	ThresholdSource lowstock.Scope  `json:"threshold_source"`
	Decision        string          `json:"decision"`
	SellsAtZero     bool            `json:"sells_at_zero"`
	LostUnitsAhead  *float64        `json:"lost_units_ahead"` // expected until goods can be there; null: not known
	MoneyAtRisk     *int64          `json:"money_at_risk"`    // their value in whole units of the mall's currency; null: not known
	Currency        string          `json:"currency"`         // ISO 4217
	Steps           []explainStep   `json:"steps"`
}

type explainStep struct {
	Code     string `json:"code"`
	Text     string `json:"text"`
	ForAlert bool   `json:"says"` // the step is a reason to alert
}

// apiExplain explains a decision. It runs the same function that makes the decision, on the same
// data.
func (h *Handler) apiExplain(c echo.Context) error {
	no, err := kit.PathID(c, "product_no")
	if err != nil {
		return err
	}
	code := c.Param("variant_code")
	if !kit.CodePattern.MatchString(code) {
		return lowstock.NotFound()
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	situation, err := h.Store.Mall(who.Mall.ID).Situation(ctx, no, code)
	if err != nil {
		return err
	}
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	r := h.viewerOf(who)
	steps, decision := lowstock.Explain(situation)
	steps = append(steps, preference.ExplainNotification(&settings, &situation.Product, r.Now)...)
	unpaid, err := h.Merchant.ReadUnpaid(ctx, who.Mall.ID, &situation)
	if err != nil {
		return err
	}
	steps = append(steps, demand.ExplainUnpaid(&situation.Variant, situation.Threshold.Value, unpaid, r.Now)...)
	sets, err := h.Store.Mall(who.Mall.ID).Sets(ctx, no)
	if err != nil {
		return err
	}
	steps = append(steps, bundles.Explain(no, sets)...)
	rows, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, []string{code})
	if err != nil {
		return err
	}
	var loss lowstock.Loss
	if at := slices.IndexFunc(rows, func(row listing.InventoryRow) bool { return row.Code == code }); at >= 0 {
		loss = rows[at].Loss(r.DateAhead(1))
	}
	units, money := lossOf(loss)
	action := string(decision.Action)
	if decision.Action == lowstock.ActionNone {
		action = "none"
	}
	return answer(c, http.StatusOK, explainAnswer{
		ProductNo: no, VariantCode: code, Quantity: situation.Variant.Quantity,
		ObservedAt: stamp(situation.ReadAt, who.Zone), Source: situation.Source, Status: decision.Status,
		Threshold: situation.Threshold.Value, ThresholdSource: situation.Threshold.Source, Decision: action,
		SellsAtZero: situation.Variant.SellsAtZero, LostUnitsAhead: units, MoneyAtRisk: money, Currency: r.Currency,
		Steps: mapped(steps, func(step lowstock.Step) explainStep {
			return explainStep{Code: step.Code, Text: r.StepText(step), ForAlert: step.ForAlert}
		}),
	})
}
