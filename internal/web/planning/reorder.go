package planning

import (
	"bytes"
	"context"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (h *Handler) reorderPage(c echo.Context) error {
	page, err := h.readSheet(c, asked{supplier: c.QueryParam("supplier"), at: c.QueryParam("at")}, nil)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.ReorderPageView(page))
}

// reorderRead is what the store returned about what to order.
type reorderRead struct {
	needs   []outlook.SupplierNeed
	chosen  string
	supply  preference.Supply
	records []purchase.Record // of the chosen supplier's past orders
	all     proposal
	sheet   *outlook.ReorderSheet // nil if nothing is to be ordered
	page    window                // of the sheet
	late    lateHeld
	// how each supplier is ordered from
	suppliers map[string]purchase.Ordering
	progress  demand.Progress
	sync      inbound.Sync
	settings  preference.Settings

	// For who may make orders:
	form   *orderForm // what was typed; nil: nothing
	extra  []outlook.ReorderLine
	fill   []outlook.ReorderLine
	drafts []purchase.Order
	terms  map[string]purchase.ItemTerms // of the item whose terms are shown
}

// readReorder returns the page with the sheet of a supplier. If nothing is to be ordered of that
// supplier, it returns the sheet of the first supplier in the list.
func (h *Handler) readReorder(c echo.Context, supplier string) (views.ReorderPage, error) {
	return h.readSheet(c, asked{supplier: supplier}, nil)
}

// asked is a page of a supplier's sheet.
type asked struct {
	supplier string
	at       string // the place of its first line; "": the first page
}

// readSheet is readReorder of one page, with what was typed into the sheet.
func (h *Handler) readSheet(c echo.Context, of asked, f *orderForm) (views.ReorderPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	shell, err := h.Shell(c, paths.Reorder, "reorder.title")
	if err != nil {
		return views.ReorderPage{}, err
	}
	a, r := reorderRead{form: f}, h.viewerOf(who)
	if err := h.readAround(ctx, r, who.Mall.ID, &a); err != nil {
		return views.ReorderPage{}, err
	}
	if len(a.needs) > 0 || f != nil {
		need := outlook.SupplierNeed{Code: of.supplier}
		if f == nil || slices.ContainsFunc(a.needs, func(n outlook.SupplierNeed) bool { return n.Code == of.supplier }) {
			need = a.needs[chosenNeed(a.needs, of.supplier)]
		}
		a.chosen = need.Code
		if a.records, err = h.Store.Mall(who.Mall.ID).SupplierRecords(ctx, a.chosen, r.Now.AddDate(0, 0, -present.RecordDays), r.Zone); err != nil {
			return views.ReorderPage{}, err
		}
		if a.all, err = h.propose(ctx, r, who.Mall.ID, a.supply, listing.Ordered{}, &a.chosen, f.leftOut()); err != nil {
			return views.ReorderPage{}, err
		}
		a.sheet = new(a.all.sheet(r, need, a.supply.OrderDays))
		a.page = windowAt(a.sheet.Lines, of.at)
		if err := h.readOrder(c, &a, r); err != nil {
			return views.ReorderPage{}, err
		}
	}
	return r.reorderPage(shell, a), nil
}

// readAround reads what the page says beside the sheet of a supplier.
func (h *Handler) readAround(ctx context.Context, r viewer, id lowstock.MallID, a *reorderRead) (err error) {
	mall := h.Store.Mall(id)
	if a.supply, err = mall.Supply(ctx); err != nil {
		return err
	}
	if a.suppliers, _, err = mall.Orderings(ctx); err != nil {
		return err
	}
	if a.needs, err = mall.SupplierNeeds(ctx, r.DateAhead(1)); err != nil {
		return err
	}
	if a.late, err = h.readLateHeld(ctx, r, id); err != nil {
		return err
	}
	a.needs = a.late.add(a.needs, a.suppliers)
	if a.settings, err = mall.Settings(ctx); err != nil {
		return err
	}
	if a.progress, err = mall.DemandProgress(ctx, h.Now()); err != nil {
		return err
	}
	a.sync, err = mall.LatestSync(ctx)
	return err
}

// chosenNeed returns the index of a supplier in the list, 0 if the supplier is not in it.
func chosenNeed(needs []outlook.SupplierNeed, code string) int {
	return max(0, slices.IndexFunc(needs, func(n outlook.SupplierNeed) bool { return n.Code == code }))
}

// reorderSheet returns what to order from a supplier.
func (h *Handler) reorderSheet(ctx context.Context, r viewer, mall lowstock.MallID, supply preference.Supply, of outlook.SupplierNeed) (outlook.ReorderSheet, error) {
	p, err := h.propose(ctx, r, mall, supply, listing.Ordered{Is: true, Code: of.Code}, nil, nil)
	return p.sheet(r, of, supply.OrderDays), err
}

// models returns the models of rows, as the nightly forecast has stored them. Only a row without one,
// whose forecast an older version of the program has stored, is fitted.
func (h *Handler) models(ctx context.Context, r viewer, mall lowstock.MallID, calendar *forecast.Calendar, rows []listing.InventoryRow) ([]forecast.Model, error) {
	codes := codesOf(rows)
	stored, err := h.Store.Mall(mall).Models(ctx, codes)
	if err != nil {
		return nil, err
	}
	models := make([]forecast.Model, len(rows))
	var missing []int
	codes = codes[:0]
	for i := range rows {
		model, is := forecast.ReadModel(stored[rows[i].Code], calendar.Of(present.PlannedAs(&rows[i])))
		if models[i] = model; !is {
			missing, codes = append(missing, i), append(codes, rows[i].Code)
		}
	}
	if len(missing) == 0 {
		return models, nil
	}
	from, to := r.DemandSpan()
	demand, err := h.Store.Mall(mall).Demand(ctx, codes, from, to)
	if err != nil {
		return nil, err
	}
	for n, i := range missing {
		models[i] = forecast.FitEvents(forecast.SeriesOf(demand[n]), calendar.Of(present.PlannedAs(&rows[i])))
	}
	return models, nil
}

// reorderLine computes one line of a sheet, without the days that date adds. Without says that late goods do not
// count as on their way.
func (r viewer) reorderLine(row *listing.InventoryRow, model *forecast.Model, orderDays int, without bool) outlook.ReorderLine {
	g, in, today := row.Suggestion, row.Incoming, r.DateAhead(1)
	point := g.ReorderPoint(row.Threshold)
	l := outlook.ReorderLine{
		ProductNo: row.ProductNo, VariantCode: row.Code, CustomCode: row.CustomCode, ProductName: row.ProductName, ImageURL: row.ImageURL, Options: row.Options,
		Quantity: row.Quantity, Selling: row.StillSelling(), PerDay: model.Velocity(), LeadDays: g.LeadDays, Point: point, Expected: min(g.Expected, point),
		Learnt: g.Learnt, Coming: in.Units, Unseen: in.Unseen(), ComingOn: in.ShownOn(today), Late: in.Overdue(today),
	}
	if rest := in.Expected(); rest.Units > 0 {
		l.ComingOn = rest.ShownOn(today)
	}
	if g.Contradicted(row.Threshold) {
		l.Instead = &g.Point
	}
	l.Gap = l.Coming > l.Unseen && !l.Late && localtime.DaysBetween(today, l.ComingOn) > g.LeadDays
	ahead, _ := forecast.ReadAhead(row.Ahead)
	r.prove(&l, row, ahead)
	stock := forecast.Stock{Now: row.Quantity, OnOrder: in.Position(today), In: in.Certain(today)}
	if l.LateIn = in.PositionLate(today); without {
		l.LateIn, l.LateOut = 0, l.LateIn
		stock.OnOrder -= l.LateOut
	}
	l.Order = model.ReorderUnits(stock, point, g.LeadDays, orderDays)
	loss := row.Loss(today) // the same as in the lists
	if !loss.Known && !row.SellsAtZero {
		loss = lowstock.LossOf(int(min(math.Round(10*model.RiskWith(row.Quantity, g.LeadDays, stock.In...).Lost), lowstock.MaxLost)), row.UnitPrice())
	}
	l.Lost, l.AtRisk = loss.Units(), float64(loss.Money)
	return l
}

// date adds to a line the days by which to order, and on which the stock runs out.
func (r viewer) date(l *outlook.ReorderLine, row *listing.InventoryRow, model *forecast.Model) {
	day := func(n int) time.Time {
		if n >= forecast.NotWithin {
			return time.Time{}
		}
		return localtime.DayOf(r.Now, r.Zone).AddDate(0, 0, max(0, n-1))
	}
	in := row.Incoming.Certain(r.DateAhead(1))
	out := model.RunOutWith(row.Quantity, in...)
	l.OrderBy = day(forecast.OrderBy(out, l.LeadDays))
	if ahead, stored := forecast.ReadAhead(row.Ahead); stored { // the same days as in the lists
		out = ahead.RunOutWith(row.Quantity, in...)
	}
	l.OutEarly, l.Out, l.OutLate = day(out.P10), day(out.P50), day(out.P90)
}

// prove adds the share of the last year's lead times that the reorder point would have covered, if
// that is less than what is promised.
func (r viewer) prove(l *outlook.ReorderLine, row *listing.InventoryRow, ahead forecast.Ahead) {
	switch g := row.Suggestion; {
	case g.KeepsPromise(): // also if no nightly forecast has proven the suggestion
	case l.Point == g.Point:
		l.Kept, l.Level = g.Proof.Kept, g.Level
	case ahead.Replayed() && ahead.Kept(l.Point) < g.Level:
		l.Kept, l.Level = float64(ahead.Kept(l.Point))/100, g.Level
	}
}

// termsForm is how orders are delivered, for the whole mall.
type termsForm struct {
	kit.Form
	supply   preference.Supply
	supplier string // the supplier whose sheet the page shows
}

// Read implements [kit.Fields].
func (f *termsForm) Read() {
	f.supplier = f.Text("supplier")
	f.supply.LeadDays = f.Number("lead_days", "error.lead_days")
	f.supply.Level = f.Number("level", "error.level")
	f.supply.OrderDays = f.Number("order_days", "error.order_days")
}

// saveTerms stores how orders are delivered, for the whole mall.
func (h *Handler) saveTerms(c echo.Context) error {
	f, err := kit.BindForm[termsForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	err = f.Judge(f.supply.Check(), "level")
	if err == nil && f.Valid() {
		err = f.Judge(h.Store.Mall(who.Mall.ID).SaveSupply(ctx, f.supply, who.By(), h.Now()), "level")
	}
	switch {
	case err != nil:
		return err
	case f.Valid():
		return kit.Finish(c, present.ReorderURL(f.supplier), "terms")
	}
	page, err := h.readReorder(c, f.supplier)
	if err != nil {
		return err
	}
	h.viewerOf(who).refuseTerms(&page, f)
	return kit.Render(c, http.StatusUnprocessableEntity, views.ReorderPageView(page))
}

// reorderMailForm sends a sheet to one of the recipients.
type reorderMailForm struct {
	kit.Form
	supplier, to string
}

// Read implements [kit.Fields].
func (f *reorderMailForm) Read() { f.supplier, f.to = f.Text("supplier"), f.Text("to") }

// mailReorder sends the chosen supplier's sheet to one of the recipients.
func (h *Handler) mailReorder(c echo.Context) error {
	f, err := kit.BindForm[reorderMailForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	file, err := h.sheetAsked(ctx, r, who.Mall.ID, f.supplier)
	if err != nil {
		return err
	}
	settings, err := h.Store.Mall(who.Mall.ID).Settings(ctx)
	if err != nil {
		return err
	}
	err = h.Store.Mall(who.Mall.ID).MailReorder(ctx, r.mailChosen(settings.Recipients, f.to), file, h.Now())
	switch {
	case err == nil:
		return kit.Finish(c, present.ReorderURL(f.supplier), "mailed")
	case lowstock.ErrorCode(err) != lowstock.CodeRateLimited:
		return err
	}
	f.Refuse("to", kit.KeyOf(err))
	page, err := h.readReorder(c, f.supplier)
	if err != nil {
		return err
	}
	r.refuseMail(&page, f)
	return kit.Render(c, http.StatusTooManyRequests, views.ReorderPageView(page))
}

// sheetAsked returns the sheet of a supplier. The error is NotFound if there is nothing to order.
func (h *Handler) sheetAsked(ctx context.Context, r viewer, mall lowstock.MallID, supplier string) (outlook.ReorderSheet, error) {
	needs, err := h.Store.Mall(mall).SupplierNeeds(ctx, r.DateAhead(1))
	if err != nil {
		return outlook.ReorderSheet{}, err
	}
	if len(needs) == 0 || needs[chosenNeed(needs, supplier)].Code != supplier {
		return outlook.ReorderSheet{}, lowstock.NotFound()
	}
	supply, err := h.Store.Mall(mall).Supply(ctx)
	if err != nil {
		return outlook.ReorderSheet{}, err
	}
	return h.reorderSheet(ctx, r, mall, supply, needs[chosenNeed(needs, supplier)])
}

// exportReorder sends a supplier's sheet as a file.
func (h *Handler) exportReorder(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	answer, err := h.sheetAsked(ctx, r, who.Mall.ID, c.QueryParam("supplier"))
	if err != nil {
		return err
	}
	format, kind := "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if c.QueryParam("format") == "csv" {
		format, kind = "csv", "text/csv; charset=utf-8"
	}
	var file bytes.Buffer
	err = h.WithSheet(c, func() error {
		out := sheet.NewCSV(&file)
		if format == "xlsx" {
			if out, err = sheet.NewXLSX(&file, r.T("reorder.title"), notify.ReorderWidths()...); err != nil {
				return err
			}
		}
		return notify.WriteReorder(out, r.Locale, r.Currency, answer)
	})
	if err != nil {
		return err
	}
	kit.ReleaseSnapshot(c)
	h.NameFile(c, "reorder", format)
	return c.Blob(http.StatusOK, kind, file.Bytes())
}
