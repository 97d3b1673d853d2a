package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
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
}

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
	return answer(c, http.StatusOK, productAnswer{productOf(product, who), inventoryOf(variants, who), setAnswerOf(sets, no)})
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
	return answer(c, http.StatusOK, inventoryAnswer{Inventory: inventoryOf(rows, who), Total: len(rows)})
}

func (h *Handler) sendInventory(c echo.Context, q listing.Params) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	total := takeTotal(&q)
	rows, next, err := h.Store.Mall(who.Mall.ID).Inventory(ctx, q)
	if err != nil {
		return cursorError(err, q)
	}
	if err := total.count(ctx, h.Store.Mall(who.Mall.ID).InventoryTotal, q, len(rows), next); err != nil {
		return err
	}
	return answer(c, http.StatusOK, inventoryAnswer{Inventory: inventoryOf(rows, who), Total: total.n, NextCursor: total.keep(next)})
}

func productOf(r listing.ProductRow, who kit.Session) productRow {
	return productRow{
		ProductNo: r.No, ProductCode: r.Code, ProductName: r.Name, SupplierCode: r.SupplierCode,
		Display: r.Display, Selling: r.Selling, VariantCount: r.VariantCount, TotalQuantity: r.TotalQuantity,
		Status: r.Status, ObservedAt: stamp(r.ObservedAt, who.Zone),
	}
}

func inventoryOf(rows []listing.InventoryRow, who kit.Session) []inventoryRow {
	return mapped(rows, func(r listing.InventoryRow) inventoryRow {
		options := r.Options
		if options == nil {
			options = []lowstock.Option{}
		}
		row := inventoryRow{
			ProductNo: r.ProductNo, ProductName: r.ProductName, VariantCode: r.Code, CustomVariantCode: r.CustomCode,
			Options: options, Quantity: r.Quantity, SafetyInventory: r.Safety, Tracked: r.Tracked, Status: r.Status,
			Threshold: r.Threshold, ThresholdSource: r.ThresholdSource, Muted: r.Muted,
			ThresholdDays: orNull(r.ThresholdDays), Silence: orNull(r.Silence), ObservedAt: stamp(r.ObservedAt, who.Zone),
			SellsAtZero: r.SellsAtZero, Important: r.Important, Incoming: r.Incoming,
		}
		if r.Silence != "" {
			row.SilenceText = new(who.Locale.T("silence." + r.Silence))
		}
		if r.Sales.Known {
			row.DailySales = &r.Sales.PerDay
		}
		if days, known := r.Sales.Lasts(r.Quantity); known && r.Tracked {
			row.DaysOfCover = &days
		}
		return row
	})
}
