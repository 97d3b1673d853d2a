package planning

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/paths"
)

// draftsRead is how many drafts a sheet looks at.
const draftsRead = 100

// drafting is what drafts are made of.
type drafting struct {
	who       kit.Session
	r         viewer
	suppliers map[string]purchase.Ordering
	replyTo   string
	drafts    []purchase.Order
	supply    preference.Supply
}

// readDrafting reads what drafts are made of.
func (h *Handler) readDrafting(ctx context.Context, who kit.Session) (d drafting, err error) {
	mall := h.Store.Mall(who.Mall.ID)
	d.who, d.r = who, h.viewerOf(who)
	if d.suppliers, d.replyTo, err = mall.Orderings(ctx); err != nil {
		return d, err
	}
	if d.supply, err = mall.Supply(ctx); err != nil {
		return d, err
	}
	d.drafts, err = h.readDrafts(ctx, d.r, who.Mall.ID)
	return d, err
}

// readDrafts returns the newest drafts of the mall.
func (h *Handler) readDrafts(ctx context.Context, r viewer, mall lowstock.MallID) ([]purchase.Order, error) {
	page, err := h.Store.Mall(mall).Purchases(ctx, purchase.Query{States: []purchase.State{purchase.StateDraft}, Today: r.DateAhead(1), Limit: draftsRead})
	return page.Orders, err
}

// draft returns the beginning of a draft for a supplier.
func (d *drafting) draft(supplier, key string) purchase.Draft {
	from := d.suppliers[supplier]
	draft := purchase.Draft{
		SupplierCode: supplier, SupplierName: from.Name, Currency: currencyOf(from), To: from.Emails, ReplyTo: d.replyTo,
		LeadDays: d.supply.LeadOf(supplier), By: d.who.By(), Now: d.r.Now,
	}
	if key != "" {
		draft.Key = key + " " + supplier
	}
	return draft
}

// currencyOf returns the currency in which a supplier is paid.
func currencyOf(o purchase.Ordering) string {
	if o.Currency == "" {
		return "KRW"
	}
	return o.Currency
}

// draftOf returns the newest draft of a supplier; nil for none.
func draftOf(drafts []purchase.Order, supplier string) *purchase.Order {
	for i := range drafts {
		if drafts[i].SupplierCode == supplier {
			return &drafts[i]
		}
	}
	return nil
}

// into makes a draft replace an existing one. Its items keep their places; those
// of the sheet get the sheet's quantities.
func into(draft purchase.Draft, existing *purchase.Order) purchase.Draft {
	draft.ID, draft.Version, draft.Key = existing.ID, existing.Version, ""
	draft.Note, draft.Currency, draft.LeadDays = existing.Note, existing.Currency, existing.LeadDays
	draft.To, draft.ReplyTo = existing.To, existing.ReplyTo
	lines := slices.Clone(existing.Lines)
	for _, l := range draft.Lines {
		at := slices.IndexFunc(lines, func(has purchase.Line) bool { return has.VariantCode == l.VariantCode })
		if at < 0 {
			lines = append(lines, l)
			continue
		}
		lines[at].Ordered, lines[at].Pack, lines[at].UnitCost = l.Ordered, l.Pack, l.UnitCost
	}
	draft.Lines = lines
	return draft
}

// createOrders makes drafts of the sheet: one of what is shown, or one for each
// chosen supplier, whose other sheets are taken as they are proposed. A form with
// an item and without a sheet makes an order of the item.
func (h *Handler) createOrders(c echo.Context) error {
	f, err := kit.BindForm[orderForm](c)
	if err != nil {
		return err
	}
	if len(f.codes) == 0 && f.act == "" {
		return h.createOrder(c)
	}
	f.forgiveSkipped()
	orders, err := h.saveSheet(c, f)
	if lowstock.ErrorCode(err) == lowstock.CodeConflict { // a draft has changed meanwhile: the lines go into what it is now
		orders, err = h.saveSheet(c, f)
	}
	if err := f.Judge(err, "make"); err != nil {
		return err
	}
	if !f.Valid() {
		return h.showTyped(c, http.StatusUnprocessableEntity, f)
	}
	if len(orders) == 1 {
		return kit.SeeOther(c, orderURL(&orders[0]))
	}
	return kit.SeeOther(c, present.WithQuery(paths.Purchases, "state", string(purchase.StateDraft)))
}

func orderURL(o *purchase.Order) string {
	return paths.Of(paths.Purchase, strconv.FormatInt(o.ID, 10))
}

// saveSheet stores the drafts of a sheet. It stores nothing where the form is
// refused.
func (h *Handler) saveSheet(c echo.Context, f *orderForm) ([]purchase.Order, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	d, err := h.readDrafting(ctx, who)
	if err != nil {
		return nil, err
	}
	drafts, err := h.draftsOf(ctx, f, &d)
	switch {
	case err != nil:
		return nil, err
	case f.act == makeChosen && len(f.chosen) == 0:
		f.Refuse("make", "error.purchase_chosen")
	case len(drafts) == 0:
		f.Refuse("make", "error.purchase_none")
	}
	if !f.Valid() {
		return nil, nil
	}
	return h.Store.Mall(who.Mall.ID).SaveDrafts(ctx, drafts)
}

// draftsOf returns the drafts that a form asks for. It refuses the form where the
// shown supplier has a draft and nobody said what to do with it; the drafts of
// other suppliers take the lines.
func (h *Handler) draftsOf(ctx context.Context, f *orderForm, d *drafting) (drafts []purchase.Draft, err error) {
	if f.act != makeChosen || f.isChosen(f.shown) {
		draft := d.draft(f.shown, f.key)
		if draft.Lines, err = h.typedLines(ctx, f, d); err != nil {
			return nil, err
		}
		if len(draft.Lines) > 0 {
			drafts = append(drafts, split(f.place(draft, d.drafts), d.draft(f.shown, f.key))...)
		}
	}
	if f.act != makeChosen {
		return drafts, nil
	}
	others := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(f.chosen))), func(code string) bool { return code == f.shown })
	if len(others) == 0 {
		return drafts, nil
	}
	all, err := h.propose(ctx, d.r, d.who.Mall.ID, d.supply, listing.Ordered{}, new(""), nil)
	if err != nil {
		return nil, err
	}
	for _, supplier := range others {
		draft := d.draft(supplier, f.key)
		if draft.Lines = proposedLines(all.lines[supplier]); len(draft.Lines) == 0 {
			continue
		}
		if has := draftOf(d.drafts, supplier); has != nil {
			draft = into(draft, has)
		}
		drafts = append(drafts, split(draft, d.draft(supplier, f.key))...)
	}
	return drafts, nil
}

// split makes several drafts of one with more lines than an order may have. Those
// after the first begin as anew does.
func split(draft, anew purchase.Draft) []purchase.Draft {
	if len(draft.Lines) <= purchase.MaxLines {
		return []purchase.Draft{draft}
	}
	var list []purchase.Draft
	for lines := range slices.Chunk(draft.Lines, purchase.MaxLines) {
		part := draft
		if n := len(list) + 1; n > 1 {
			if part = anew; part.Key != "" {
				part.Key += " " + strconv.Itoa(n)
			}
		}
		part.Lines = lines
		list = append(list, part)
	}
	return list
}

// place puts the lines of the sheet into the draft that the form names.
func (f *orderForm) place(draft purchase.Draft, drafts []purchase.Order) purchase.Draft {
	for i := range drafts {
		if drafts[i].SupplierCode == f.shown && f.into == strconv.FormatInt(drafts[i].ID, 10) {
			return into(draft, &drafts[i])
		}
	}
	if f.into != intoNew && draftOf(drafts, f.shown) != nil {
		f.Refuse("into", "error.purchase_into")
	}
	return draft
}

// typedLines returns the lines of an order as they were typed, and if the form says
// so those of the other pages of the sheet as they are proposed.
func (h *Handler) typedLines(ctx context.Context, f *orderForm, d *drafting) (lines []purchase.Line, err error) {
	codes := slices.DeleteFunc(slices.Clone(f.codes), func(code string) bool { return f.lines[code].units == 0 })
	if len(codes) > 0 {
		rows, terms, err := h.itemsNamed(ctx, d.who, codes)
		if err != nil {
			return nil, err
		}
		named := make(map[string]*listing.InventoryRow, len(rows))
		for i := range rows {
			named[rows[i].Code] = &rows[i]
		}
		for _, code := range codes {
			if row := named[code]; row != nil {
				lines = append(lines, merchant.OrderLine(row, f.lines[code].units, terms[code].Pack, f.lines[code].cost))
			}
		}
	}
	if !f.whole {
		return lines, nil
	}
	all, err := h.propose(ctx, d.r, d.who.Mall.ID, d.supply, listing.Ordered{Is: true, Code: f.shown}, new(""), nil)
	if err != nil {
		return nil, err
	}
	return append(lines, proposedLines(f.elsewhere(all.lines[f.shown]))...), nil
}

// itemsNamed returns variants and how they are ordered.
func (h *Handler) itemsNamed(ctx context.Context, who kit.Session, codes []string) ([]listing.InventoryRow, map[string]purchase.ItemTerms, error) {
	rows, err := h.Store.Mall(who.Mall.ID).VariantsNamed(ctx, codes)
	if err != nil {
		return nil, nil, err
	}
	rows = slices.DeleteFunc(rows, func(row listing.InventoryRow) bool { return !slices.Contains(codes, row.Code) })
	terms, err := h.Store.Mall(who.Mall.ID).ItemTerms(ctx, codes)
	return rows, terms, err
}

// proposedLines returns the lines of an order as a sheet proposes them.
func proposedLines(sheet []outlook.ReorderLine) (lines []purchase.Line) {
	for i := range sheet {
		if l := &sheet[i]; l.Order > 0 {
			lines = append(lines, purchase.Line{
				ProductNo: l.ProductNo, VariantCode: l.VariantCode, CustomCode: l.CustomCode, ProductName: l.ProductName, ImageURL: l.ImageURL, Options: l.Options,
				Ordered: l.Order, Pack: max(1, l.Pack), UnitCost: purchase.Money(l.UnitCost),
			})
		}
	}
	return lines
}

// createOrder makes a draft of one item for its supplier. A draft that has the
// item already is shown as it is.
func (h *Handler) createOrder(c echo.Context) error {
	f, err := kit.BindForm[itemForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	rows, terms, err := h.itemsNamed(ctx, who, []string{f.code})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return lowstock.NotFound()
	}
	d, err := h.readDrafting(ctx, who)
	if err != nil {
		return err
	}
	for i := range d.drafts {
		if slices.ContainsFunc(d.drafts[i].Lines, func(l purchase.Line) bool { return l.VariantCode == f.code }) {
			return kit.SeeOther(c, orderURL(&d.drafts[i]))
		}
	}
	lines, err := h.OrderLines(ctx, who, []string{f.code})
	if err != nil {
		return err
	}
	own := terms[f.code]
	units := lines[f.code].Order
	if units == 0 { // enough is on its way, or no forecast is known: the person decides
		units = max(1, own.Fit(1))
	}
	cost, _ := own.CostOf(rows[0].SupplyPrice)
	key, err := h.keyAfter(ctx, &d, f.code)
	if err != nil {
		return err
	}
	draft := d.draft(own.Source(rows[0].SupplierCode), key)
	draft.Lines = []purchase.Line{merchant.OrderLine(&rows[0], units, own.Pack, cost)}
	orders, err := h.Store.Mall(who.Mall.ID).SaveDrafts(ctx, []purchase.Draft{draft})
	if err != nil {
		return err
	}
	return kit.SeeOther(c, orderURL(&orders[0]))
}

// keyAfter returns the key of the next order of a variant: two presses at the same
// time have the same key.
func (h *Handler) keyAfter(ctx context.Context, d *drafting, code string) (string, error) {
	page, err := h.Store.Mall(d.who.Mall.ID).Purchases(ctx, purchase.Query{Variant: code, Today: d.r.DateAhead(1), Limit: 1})
	if err != nil {
		return "", err
	}
	last := int64(0)
	if len(page.Orders) > 0 {
		last = page.Orders[0].ID
	}
	return code + " after " + strconv.FormatInt(last, 10), nil
}
