package suppliers

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	setSupplier    = "set" // sets what the form says; without it the form is asked
	cafe24Supplier = "-"   // names in a form the supplier that Cafe24 has
)

// itemsForm chooses the supplier of many items: those that were picked in the list
// of stock, or all that its address lists.
type itemsForm struct {
	kit.Form
	set   bool
	all   bool
	codes []string
	back  string
	to    string
}

// Read implements [kit.Fields]. A code that is not valid names no item.
func (f *itemsForm) Read() {
	f.set, f.all, f.back, f.to = f.Text("act") == setSupplier, f.On("all"), f.Back(paths.Stock), f.Text("supplier")
	f.codes = slices.DeleteFunc(slices.Clone(f.List("code")), func(code string) bool { return !kit.CodePattern.MatchString(code) })
	slices.Sort(f.codes)
	f.codes = slices.Compact(f.codes)
}

// itemsSupplier asks for the supplier of many items, or sets it.
func (h *Handler) itemsSupplier(c echo.Context) error {
	f, err := kit.BindForm[itemsForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	codes := f.codes
	if f.all {
		if codes, err = h.listed(ctx, who.Mall.ID, f.back, h.viewerOf(who).DateAhead(1)); err != nil {
			return err
		}
	}
	switch {
	case len(codes) == 0:
		f.Refuse("code", "bulk.error_none")
	case len(codes) > kit.MaxSheetChanges:
		f.Refuse("code", "bulk.error_many")
	case f.set && f.to == "":
		f.Refuse("supplier", "error.items_supplier")
	}
	if f.set && f.Valid() {
		a := purchase.Assign{Codes: codes, By: who.By(), Now: h.Now()}
		if f.to != cafe24Supplier {
			a.Supplier = &f.to
		}
		id, err := h.Store.Mall(who.Mall.ID).AssignItems(ctx, a)
		if err := f.Judge(err, "supplier"); err != nil {
			return err
		}
		if f.Valid() {
			return kit.SeeOther(c, present.WithQuery(paths.Of(paths.ItemsAct, strconv.FormatInt(id, 10)), "back", f.back))
		}
	}
	list, err := h.Store.Mall(who.Mall.ID).OrderSuppliers(ctx)
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Stock, "items.title")
	if err != nil {
		return err
	}
	status := http.StatusOK
	if !f.Valid() {
		status = http.StatusUnprocessableEntity
	}
	return kit.Render(c, status, views.ItemsSupplierView(h.viewerOf(who).itemsPage(shell, f, len(codes), list)))
}

func (r viewer) itemsPage(shell views.Shell, f *itemsForm, n int, list []inbound.Supplier) views.ItemsSupplier {
	page := views.ItemsSupplier{
		Shell: shell, Back: f.back, All: f.all, Codes: f.codes, Title: r.T("items.of", n), Error: f.Message(r.Locale, "code"),
		Choices: []views.Choice{{Label: r.T("items.choose"), On: f.to == ""}},
	}
	if f.all {
		page.Codes = nil
	}
	for _, s := range list {
		page.Choices = append(page.Choices, views.Choice{Value: s.Code, Label: cmp.Or(s.Name, s.Code), On: s.Code == f.to})
	}
	page.Choices = append(page.Choices, views.Choice{Value: cafe24Supplier, Label: r.T("items.cafe24"), On: f.to == cafe24Supplier})
	page.Errors = f.Messages(r.Locale, "", nil)
	return page
}

// listed returns the codes of all items that the stock page at an address lists. It
// stops once it has more than kit.MaxSheetChanges items, so that the caller can
// refuse them.
func (h *Handler) listed(ctx context.Context, mall lowstock.MallID, address string, today time.Time) (codes []string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, lowstock.Invalid("error.invalid")
	}
	q := kit.StockQuery(kit.CleanParam(u.Query())).At(today)
	q.Cursor, q.Limit = "", kit.SheetPage
	for {
		rows, next, err := h.Store.Mall(mall).Inventory(ctx, q)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			codes = append(codes, rows[i].Code)
		}
		if next == "" || len(codes) > kit.MaxSheetChanges {
			return codes, nil
		}
		q.Cursor = next
	}
}

// itemsAct shows what an act on many items did.
func (h *Handler) itemsAct(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	a, err := h.Store.Mall(who.Mall.ID).Assigning(c.Request().Context(), id)
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Stock, "items.title")
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.ItemsActView(h.viewerOf(who).itemsAct(shell, &a, kit.BackTo(c.QueryParam("back"), paths.Stock))))
}

func (r viewer) itemsAct(shell views.Shell, a *purchase.Assigning, back string) views.ItemsAct {
	name := r.T("items.cafe24")
	if a.Supplier != nil {
		name = cmp.Or(a.Name, *a.Supplier)
	}
	page := views.ItemsAct{Shell: shell, Back: back, Done: r.T("items.done", a.Asked, name, a.Done)}
	if a.Same > 0 {
		page.Notes = append(page.Notes, r.T("items.same", a.Same))
	}
	if gone := a.Gone(); gone > 0 {
		page.Notes = append(page.Notes, r.T("items.gone", gone))
	}
	switch {
	case !a.UndoneAt.IsZero():
		page.Undone = r.T("items.undone")
		if a.Kept > 0 {
			page.Undone += " " + r.T("items.kept", a.Kept)
		}
	case !shell.ReadOnly && a.Done > 0:
		page.Undo = paths.Of(paths.ItemsUndo, strconv.FormatInt(a.ID, 10))
	}
	if a.Supplier != nil {
		page.Supplier = &views.Link{Text: name, URL: present.SupplierURL(*a.Supplier)}
	}
	return page
}

// undoForm leads back to where the act was made.
type undoForm struct {
	kit.Form
	back string
}

// Read implements [kit.Fields].
func (f *undoForm) Read() { f.back = f.Back(paths.Stock) }

// undoItems takes an act on many items back.
func (h *Handler) undoItems(c echo.Context) error {
	f, err := kit.BindForm[undoForm](c)
	if err != nil {
		return err
	}
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	if err := h.Store.Mall(who.Mall.ID).UndoAssigned(c.Request().Context(), id, who.By(), h.Now()); err != nil {
		return err
	}
	return kit.SeeOther(c, present.WithQuery(paths.Of(paths.ItemsAct, strconv.FormatInt(id, 10)), "back", f.back))
}
