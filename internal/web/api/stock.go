package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
)

type productsAnswer struct {
	Products   []productRow `json:"products"`
	Total      int          `json:"total"`
	NextCursor *string      `json:"next_cursor"`
}

type productRow struct {
	ProductNo     int64           `json:"product_no"`
	ProductCode   string          `json:"product_code"`
	ProductName   string          `json:"product_name"`
	SupplierCode  string          `json:"supplier_code"`
	Display       bool            `json:"display"`
	Selling       bool            `json:"selling"`
	VariantCount  int             `json:"variant_count"`
	TotalQuantity int64           `json:"total_quantity"`
	Status        lowstock.Status `json:"status"`
	ObservedAt    *string         `json:"observed_at"`
}

type productAnswer struct {
	productRow
	Variants []inventoryRow `json:"variants"`
	setAnswer
}

type inventoryAnswer struct {
	Inventory  []inventoryRow `json:"inventory"`
	Total      int            `json:"total"`
	NextCursor *string        `json:"next_cursor"`
}

type inventoryRow struct {
	ProductNo         int64             `json:"product_no"`
	ProductName       string            `json:"product_name"`
	VariantCode       string            `json:"variant_code"`
	CustomVariantCode string            `json:"custom_variant_code"`
	Options           []lowstock.Option `json:"options"`
	Quantity          int               `json:"quantity"`
	SafetyInventory   int               `json:"safety_inventory"`
	Tracked           bool              `json:"tracked"`
	Status            lowstock.Status   `json:"status"`
	Threshold         int               `json:"threshold"`
	ThresholdSource   lowstock.Scope    `json:"threshold_source"`
	ThresholdDays     *int              `json:"threshold_days"` // days of cover from which the threshold was computed; null: the threshold is a number
	Muted             bool              `json:"muted"`
	Silence           *string           `json:"silence"` // why the item never alerts; null: it may alert
	SilenceText       *string           `json:"silence_text"`
	DailySales        *float64          `json:"daily_sales"`   // null: not known
	DaysOfCover       *float64          `json:"days_of_cover"` // null: not known, or nothing is sold
	ObservedAt        *string           `json:"observed_at"`
	SellsAtZero       bool              `json:"sells_at_zero"`
	Important         bool              `json:"important"`
	Incoming          int               `json:"incoming"`
	IncomingOn        *string           `json:"incoming_on"`      // the day on which it is expected; null: nothing is on its way
	IncomingLate      bool              `json:"incoming_late"`    // that day is over
	RunsOutOn         *string           `json:"runs_out_on"`      // with what arrives before; null: not known, beyond a year, or sold out already
	LostUnitsAhead    *float64          `json:"lost_units_ahead"` // expected until goods can be there; null: not known
	MoneyAtRisk       *int64            `json:"money_at_risk"`    // their value in whole units of the mall's currency; null: not known
	Currency          string            `json:"currency"`         // ISO 4217, of the amounts of money
	Price             *string           `json:"price"`            // of one unit; null: not known
	SupplyPrice       *string           `json:"supply_price"`     // what one unit costs the merchant; null: not known
	Suggestion        *suggestionAnswer `json:"suggestion"`       // null: nothing is suggested in place of the threshold
}

type suggestionAnswer struct {
	Threshold int           `json:"threshold"`
	LeadDays  int           `json:"lead_days"`
	Level     int           `json:"service_level"`
	Kept      *float64      `json:"kept"` // share of the last year's lead times that it would have covered; null: too few to say
	Offer     outlook.Offer `json:"offer"`
	Why       *string       `json:"why"` // why it would have kept less than the threshold, or less than service_level, or where it was learnt; null: none of this

	LearntFrom *outlook.Learnt `json:"learnt_from"` // null: from the record of the item itself
}

// maxFilter is the longest name of a filter that is read.
const maxFilter = 20

func (h *Handler) apiProducts(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	total := takeTotal(&q)
	rows, next, err := h.Store.Mall(who.Mall.ID).Products(ctx, q)
	if err != nil {
		return cursorError(err, q)
	}
	if err := total.count(ctx, h.Store.Mall(who.Mall.ID).ProductsTotal, q, len(rows), next); err != nil {
		return err
	}
	return answer(c, http.StatusOK, productsAnswer{
		Products: mapped(rows, func(r listing.ProductRow) productRow { return productOf(r, who) }),
		Total:    total.n, NextCursor: total.keep(next),
	})
}

func (h *Handler) apiProduct(c echo.Context) error {
	no, err := kit.PathID(c, "product_no")
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	product, err := h.Store.Mall(who.Mall.ID).Product(ctx, no)
	if err != nil {
		return err
	}
	variants, err := h.Merchant.VariantsOf(ctx, who.Mall.ID, no)
	if err != nil {
		return err
	}
	sets, err := h.Store.Mall(who.Mall.ID).Sets(ctx, no)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, productAnswer{productOf(product, who), h.viewerOf(who).inventoryOf(variants), setAnswerOf(sets, no)})
}

func (h *Handler) apiInventory(c echo.Context) error {
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	if q.Sort, err = kit.SortOf(c.QueryParam("sort")); err != nil {
		return err
	}
	for name, to := range map[string]*bool{"silent": &q.Silent, "important": &q.Important} {
		switch c.QueryParam(name) {
		case "", "false":
		case "true":
			*to = true
		default:
			return lowstock.InvalidFields(map[string]string{name: "error.flag"})
		}
	}
	q.Outlook = outlook.Filter(kit.Clip(c.QueryParam("outlook"), maxFilter))
	if q.Held = outlook.Held(kit.Clip(c.QueryParam("held"), maxFilter)); q.Held != "" {
		q.HeldDays = outlook.HeldDays
		if text := c.QueryParam("days"); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || outlook.HeldFor(n) != n {
				return lowstock.InvalidFields(map[string]string{"days": "error.invalid"})
			}
			q.HeldDays = n
		}
	}
	return h.sendInventory(c, q)
}

// apiProductInventory returns all rows of one product, or one page of them if the client asks for
// pages.
func (h *Handler) apiProductInventory(c echo.Context) error {
	no, err := kit.PathID(c, "product_no")
	if err != nil {
		return err
	}
	q, err := listQuery(c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if _, err := h.Store.Mall(who.Mall.ID).Product(ctx, no); err != nil {
		return err
	}
	if c.QueryParam("limit") != "" || q.Cursor != "" {
		q.ProductNo, q.Sort = no, listing.SortCode
		return h.sendInventory(c, q)
	}
	rows, err := h.Merchant.VariantsOf(ctx, who.Mall.ID, no)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, inventoryAnswer{Inventory: h.viewerOf(who).inventoryOf(rows), Total: len(rows)})
}

func (h *Handler) sendInventory(c echo.Context, q listing.Params) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	q = q.At(r.DateAhead(1))
	total := takeTotal(&q)
	rows, next, err := h.Store.Mall(who.Mall.ID).Inventory(ctx, q)
	if err != nil {
		return cursorError(err, q)
	}
	if err := total.count(ctx, h.Store.Mall(who.Mall.ID).InventoryTotal, q, len(rows), next); err != nil {
		return err
	}
	return answer(c, http.StatusOK, inventoryAnswer{Inventory: r.inventoryOf(rows), Total: total.n, NextCursor: total.keep(next)})
}

func productOf(r listing.ProductRow, who kit.Session) productRow {
	return productRow{
		ProductNo: r.No, ProductCode: r.Code, ProductName: r.Name, SupplierCode: r.SupplierCode,
		Display: r.Display, Selling: r.Selling, VariantCount: r.VariantCount, TotalQuantity: r.TotalQuantity,
		Status: r.Status, ObservedAt: stamp(r.ObservedAt, who.Zone),
	}
}

func (r viewer) inventoryOf(rows []listing.InventoryRow) []inventoryRow {
	return mapped(rows, r.inventoryRow)
}

func (r viewer) inventoryRow(v listing.InventoryRow) inventoryRow {
	options := v.Options
	if options == nil {
		options = []lowstock.Option{}
	}
	row := inventoryRow{
		ProductNo: v.ProductNo, ProductName: v.ProductName, VariantCode: v.Code, CustomVariantCode: v.CustomCode,
		Options: options, Quantity: v.Quantity, SafetyInventory: v.Safety, Tracked: v.Tracked, Status: v.Status,
		Threshold: v.Threshold, ThresholdSource: v.ThresholdSource, Muted: v.Muted,
		ThresholdDays: orNull(v.ThresholdDays), Silence: orNull(v.Silence), ObservedAt: stamp(v.ObservedAt, r.Zone),
		SellsAtZero: v.SellsAtZero, Important: v.Important, Currency: r.Currency,
		Incoming: v.Incoming.Units, IncomingLate: v.Incoming.Overdue(r.DateAhead(1)), Suggestion: r.suggestion(&v),
	}
	row.LostUnitsAhead, row.MoneyAtRisk = lossOf(v.Loss(r.DateAhead(1)))
	if price := v.UnitPrice(); price > 0 {
		row.Price = new(price.String())
	}
	if cost, is := lowstock.AmountOf(v.SupplyPrice); is && cost > 0 {
		row.SupplyPrice = new(cost.String())
	}
	if v.Silence != "" {
		row.SilenceText = new(r.T("silence." + v.Silence))
	}
	if v.Sales.Known {
		row.DailySales = &v.Sales.PerDay
	}
	if days, known := v.Sales.Lasts(v.Quantity); known && v.Tracked {
		row.DaysOfCover = &days
	}
	if v.Incoming.Units > 0 {
		row.IncomingOn = new(v.Incoming.ShownOn(r.DateAhead(1)).Format(time.DateOnly))
	}
	if ahead, stored := forecast.ReadAhead(v.Ahead); stored && v.Tracked && v.Suggestion.Known {
		if out, is := present.RunsOut(&v, ahead, r.DateAhead(1)); is {
			row.RunsOutOn = new(r.DateAhead(out.P50).Format(time.DateOnly))
		}
	}
	return row
}

// lossOf returns the fields of what a fall is expected to cost; nil: not known.
func lossOf(l lowstock.Loss) (units *float64, money *int64) {
	if l.Known {
		units = new(l.Units())
	}
	if l.Priced {
		money = &l.Money
	}
	return units, money
}

// suggestion returns what is offered in place of the threshold; nil for nothing.
func (r viewer) suggestion(v *listing.InventoryRow) *suggestionAnswer {
	s, offer := &v.Suggestion, v.Offer()
	if offer == outlook.OfferNone {
		return nil
	}
	a := &suggestionAnswer{Threshold: s.Point, LeadDays: s.LeadDays, Level: s.Level, Offer: offer, Why: orNull(present.WhyOffered(r.Locale, s, v.Threshold))}
	if s.Learnt.Is() {
		a.LearntFrom = &s.Learnt
	}
	if s.Proof.Conclusive() {
		a.Kept = &s.Proof.Kept
	}
	return a
}
