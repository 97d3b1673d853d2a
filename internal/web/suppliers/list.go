package suppliers

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// listRead is what the store returned about the list.
type listRead struct {
	search, cursor string
	list           []purchase.Supplier
	next           string
	supply         preference.Supply
}

func (h *Handler) listPage(c echo.Context) error {
	page, err := h.readList(c, c.QueryParam("q"), c.QueryParam("cursor"))
	switch {
	case kit.UnknownPlace(err, listing.Params{Cursor: c.QueryParam("cursor")}):
		return kit.WithoutCursor(c)
	case err != nil:
		return err
	}
	return kit.Render(c, http.StatusOK, views.SuppliersPageView(page))
}

func (h *Handler) readList(c echo.Context, search, cursor string) (page views.SuppliersPage, err error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	a := listRead{search: search, cursor: cursor}
	a.list, a.next, err = h.Store.Mall(who.Mall.ID).SupplierPage(ctx, purchase.SupplierQuery{
		Search: search, Since: r.Now.AddDate(0, 0, -present.RecordDays), Today: r.DateAhead(1), Zone: r.Zone, Cursor: cursor, Limit: kit.PageRows,
	})
	if err != nil {
		return page, err
	}
	if a.supply, err = h.Store.Mall(who.Mall.ID).Supply(ctx); err != nil {
		return page, err
	}
	shell, err := h.shell(c, "supplier.title")
	if err != nil {
		return page, err
	}
	return r.listPage(shell, &a), nil
}

// shell is what surrounds each page of this subject.
func (h *Handler) shell(c echo.Context, title string) (views.Shell, error) {
	shell, err := h.Shell(c, paths.Reorder, title)
	if err != nil {
		return shell, err
	}
	shell.ReadOnly, shell.Locked = h.ViewerOf(kit.SessionOf(c)).Locked(paths.Suppliers)
	h.HelpFor(&shell, "suppliers")
	return shell, nil
}

func (r viewer) listPage(shell views.Shell, a *listRead) views.SuppliersPage {
	page := views.SuppliersPage{Shell: shell, Q: a.search, How: r.how()}
	if a.search != "" {
		page.ClearURL = paths.Suppliers
	}
	for i := range a.list {
		page.Rows = append(page.Rows, r.row(&a.list[i], &a.supply))
	}
	if a.cursor != "" {
		page.First = present.WithQuery(paths.Suppliers, "q", a.search)
	}
	if a.next != "" {
		page.Next = present.WithQuery(paths.Suppliers, "q", a.search, "cursor", a.next)
	}
	switch {
	case len(a.list) > 0:
	case a.search != "":
		page.Empty = &views.Empty{Icon: "search", Title: r.T("supplier.none_found"), Text: r.T("supplier.none_found_text")}
	default:
		page.Empty = &views.Empty{Icon: "box", Title: r.T("supplier.none_title"), Text: r.T("supplier.none_text")}
	}
	if !shell.ReadOnly {
		page.Add = &views.OwnName{}
	}
	return page
}

func (r viewer) row(s *purchase.Supplier, supply *preference.Supply) views.SupplierRow {
	v := views.SupplierRow{
		Name: cmp.Or(s.Name, s.Code), URL: paths.Of(paths.Supplier, s.Code), Note: r.note(s), Products: r.products(s), Lead: r.lead(s.Code, supply),
		Open: r.T("supplier.open_count", s.Open), Sending: r.sending(s), Kept: "–",
	}
	if s.Open == 0 {
		v.Open = "–"
	}
	if s.Late > 0 {
		v.Late = r.T("supplier.late", s.Late)
	}
	if l := purchase.LeadOf(s.Records, r.DateAhead(1)); l.Missing() == 0 {
		v.LeadNote = r.T("supplier.lead_took", l.Finished, present.LeadSpan(r.Locale, l))
	}
	if score := r.scoreOf(s); score.Known() {
		v.Kept, v.KeptNote = percent(score.Percent(score.Kept)), r.T("supplier.kept_of", score.Lines)
	} else {
		v.KeptNote = r.T("supplier.kept_missing", score.Missing())
	}
	return v
}

func (r viewer) note(s *purchase.Supplier) string {
	if purchase.IsOwn(s.Code) {
		return r.T("supplier.own")
	}
	return s.Code
}

func (r viewer) products(s *purchase.Supplier) string {
	if s.Products >= purchase.MostProducts {
		return r.T("supplier.products_many", s.Products)
	}
	return r.T("supplier.products_count", s.Products)
}

func (r viewer) lead(code string, supply *preference.Supply) string {
	if days, own := supply.Suppliers[code]; own {
		return r.T("supplier.lead_days", days)
	}
	return r.T("supplier.lead_mall", supply.LeadDays)
}

// sending says whether an order to the supplier can be mailed.
func (r viewer) sending(s *purchase.Supplier) views.Badge {
	switch t := s.Filled(); {
	case len(t.Emails) == 0:
		return views.Badge{Tone: "quiet", Icon: "minus", Text: r.T("supplier.send_none")}
	case !t.Saved():
		return views.Badge{Tone: "low", Icon: "warn", Text: r.T("supplier.send_confirm")}
	}
	return views.Badge{Tone: "ok", Icon: "ok", Text: r.T("supplier.send_ready")}
}

// ownForm makes a supplier that only this app knows.
type ownForm struct {
	kit.Form
	name string
}

// Read implements [kit.Fields].
func (f *ownForm) Read() { f.name = f.Text("own_name") }

func (h *Handler) add(c echo.Context) error {
	f, err := kit.BindForm[ownForm](c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	t := purchase.DefaultTerms()
	t.OwnName, t.By = f.name, who.By()
	code, err := h.Store.Mall(who.Mall.ID).AddOwnSupplier(c.Request().Context(), t, h.Now())
	if err = f.Judge(err, "own_name"); err != nil {
		return err
	}
	if f.Valid() {
		return kit.Finish(c, paths.Of(paths.Supplier, code), "added")
	}
	page, err := h.readList(c, "", "")
	if err != nil {
		return err
	}
	page.Add = &views.OwnName{Value: f.Typed("own_name")}
	page.Errors = f.Messages(page.Locale, "", nil)
	return kit.Render(c, http.StatusUnprocessableEntity, views.SuppliersPageView(page))
}
