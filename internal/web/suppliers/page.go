package suppliers

import (
	"cmp"
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// assignedShown is how many products that are ordered from a supplier other
// than Cafe24's the page shows.
const assignedShown = 100

// pageRead is what the store returned about one supplier.
type pageRead struct {
	supplier purchase.Supplier
	supply   preference.Supply
	assigned []purchase.Assigned
	names    present.Names
	was      string // the lead time that the last press replaced; "0": the mall's; "": none
	assigns  string // how many products the last press assigned; "": none
}

func (h *Handler) page(c echo.Context) error {
	page, err := h.readPage(c, c.Param("code"))
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.SupplierPageView(page))
}

func (h *Handler) readPage(c echo.Context, code string) (page views.SupplierPage, err error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	a := pageRead{was: c.QueryParam("was"), assigns: c.QueryParam("assigned")}
	if a.supplier, err = h.Store.Mall(who.Mall.ID).Supplier(ctx, code, r.Now.AddDate(0, 0, -present.RecordDays), r.DateAhead(1), r.Zone); err != nil {
		return page, err
	}
	if a.supply, err = h.Store.Mall(who.Mall.ID).Supply(ctx); err != nil {
		return page, err
	}
	if a.assigned, err = h.Store.Mall(who.Mall.ID).Assigned(ctx, code, assignedShown+1); err != nil {
		return page, err
	}
	if a.names, err = h.ReadNames(ctx, who.Mall.ID); err != nil {
		return page, err
	}
	shell, err := h.shell(c, "supplier.title")
	if err != nil {
		return page, err
	}
	page = r.page(shell, &a)
	if page.Form != nil {
		page.Form.Back = kit.BackTo(c.QueryParam("back"), "")
	}
	return page, nil
}

// RefuseLead shows a supplier's page again with a lead time that was refused.
func (h *Handler) RefuseLead(c echo.Context, f *kit.LeadForm) error {
	page, err := h.readPage(c, f.Lead.SupplierCode)
	if err != nil {
		return err
	}
	if page.Lead != nil {
		page.Errors = f.Show(page.Lead, h.ViewerOf(kit.SessionOf(c)))
	}
	return kit.Render(c, http.StatusUnprocessableEntity, views.SupplierPageView(page))
}

// termsForm is how a mall orders from a supplier.
type termsForm struct {
	kit.Form
	terms purchase.SupplierTerms
	back  string // page that the form was opened from; "" for none
}

// Read implements [kit.Fields].
func (f *termsForm) Read() {
	f.back = f.Back("")
	t := &f.terms
	t.OwnName, t.Contact = f.Text("own_name"), f.Text("contact")
	t.Emails = strings.FieldsFunc(f.Text("emails"), func(c rune) bool { return c == ',' || c == ';' || c == '，' || unicode.IsSpace(c) })
	t.Phone, t.Address, t.Terms = f.Text("phone"), f.Text("address"), f.Text("payment")
	amount, is := money(f.Text("min_amount"))
	if t.MinAmount = amount; !is {
		f.Refuse("min_amount", "error.supplier_min")
	}
	t.Currency = f.Choice("currency", "error.supplier_currency", purchase.Currencies()...)
	t.Locale = f.Choice("locale", "error.supplier_locale", purchase.Locales()...)
	t.ShowCosts = f.On("show_costs")
}

// money reads an amount of a currency's unit with up to two decimals, as people
// write it: "30,000", "₩30,000", "12.5". Nothing typed is 0.
func money(text string) (purchase.Money, bool) {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "₩"), "원")
	if text = typed.Number(text); text == "" {
		return 0, true
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > 2 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/2 {
		return 0, false
	}
	return purchase.Money(n), true
}

func (h *Handler) save(c echo.Context) error {
	f, err := kit.BindForm[termsForm](c)
	if err != nil {
		return err
	}
	who, code := kit.SessionOf(c), c.Param("code")
	f.terms.By = who.By()
	err = f.Judge(f.terms.Check(code), "emails")
	if err == nil && f.Valid() {
		err = f.Judge(h.Store.Mall(who.Mall.ID).SaveSupplierTerms(c.Request().Context(), code, f.terms, h.Now()), "emails")
	}
	switch {
	case err != nil:
		return err
	case f.Valid() && f.back != "":
		return kit.Finish(c, f.back, "saved")
	case f.Valid():
		return kit.Finish(c, paths.Of(paths.Supplier, code), "saved")
	}
	page, err := h.readPage(c, code)
	if err != nil {
		return err
	}
	if v := page.Form; v != nil {
		f.Retype(map[string]*string{
			"own_name": &v.Name, "contact": &v.Contact, "emails": &v.Emails, "phone": &v.Phone, "address": &v.Address, "payment": &v.Payment, "min_amount": &v.Amount,
		})
		v.ShowCosts, v.Back = f.terms.ShowCosts, f.back
		kit.ChooseAgain(v.Currencies, f.Typed("currency"))
		kit.ChooseAgain(v.Locales, f.Typed("locale"))
	}
	page.Errors = f.Messages(page.Locale, "", nil)
	return kit.Render(c, http.StatusUnprocessableEntity, views.SupplierPageView(page))
}

// sureToDelete asks before a supplier is deleted.
func (h *Handler) sureToDelete(c echo.Context) (*kit.Question, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	s, err := h.Store.Mall(who.Mall.ID).Supplier(ctx, c.Param("code"), r.Now, r.DateAhead(1), r.Zone)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil, nil //nolint:nilnil // nothing is left to delete
	case err != nil:
		return nil, err
	}
	return &kit.Question{Key: "supplier", About: []string{cmp.Or(s.Name, s.Code)}, Back: paths.Of(paths.Supplier, s.Code)}, nil
}

// delete deletes an own supplier. One that does not exist any more counts as
// deleted.
func (h *Handler) delete(c echo.Context) error {
	err := h.Store.Mall(kit.SessionOf(c).Mall.ID).DeleteOwnSupplier(c.Request().Context(), c.Param("code"))
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return kit.Finish(c, paths.Suppliers, "deleted")
}
