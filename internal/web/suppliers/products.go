package suppliers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	assignTimeout = 20 * time.Second // a category is read from Cafe24 first
	codesAtOnce   = 200
)

// assignForm chooses products that are ordered from a supplier.
type assignForm struct {
	kit.Form
	of purchase.Assignment
}

// Read implements [kit.Fields].
func (f *assignForm) Read() {
	for _, code := range strings.FieldsFunc(f.Text("codes"), func(c rune) bool { return c == ',' || c == ';' || c == '，' || unicode.IsSpace(c) }) {
		if !slices.Contains(f.of.Codes, code) {
			f.of.Codes = append(f.of.Codes, code)
		}
	}
	if len(f.of.Codes) > codesAtOnce {
		f.Refuse("codes", "error.supplier_codes_many")
	}
	of := f.Text("of")
	subject, known := kit.SubjectNamed(of)
	if !known && of != "" {
		f.Refuse("of", "error.supplier_codes")
	}
	if f.of.CategoryNo, f.of.SupplierCode = subject.CategoryNo, subject.SupplierCode; of == "" && len(f.of.Codes) == 0 {
		f.Refuse("codes", "error.supplier_codes")
	}
}

// assign makes products be ordered from a supplier.
func (h *Handler) assign(c echo.Context) error {
	f, err := kit.BindForm[assignForm](c)
	if err != nil {
		return err
	}
	who, ctx, code := kit.SessionOf(c), c.Request().Context(), c.Param("code")
	if f.Valid() && f.of.CategoryNo != 0 { // which products are in it is known of few categories
		if err := h.Merchant.LoadCategory(ctx, who.Mall.ID, f.of.CategoryNo); err != nil {
			h.Log.WarnContext(ctx, "category not read", "mall", who.Mall.ID, "category", f.of.CategoryNo, "error", err)
			f.Refuse("of", "error.supplier_category")
		}
	}
	changed := 0
	if f.Valid() {
		var unknown []string
		changed, unknown, err = h.Store.Mall(who.Mall.ID).AssignProducts(ctx, code, f.of, who.By(), h.Now())
		if err != nil {
			return err
		}
		if len(unknown) > 0 {
			f.Refuse("codes", "error.supplier_codes_unknown", strings.Join(unknown[:min(len(unknown), 10)], ", "))
		}
	}
	if f.Valid() {
		return kit.Finish(c, present.WithQuery(paths.Of(paths.Supplier, code), "assigned", strconv.Itoa(changed))+"#goods", "assigned")
	}
	page, err := h.readPage(c, code)
	if err != nil {
		return err
	}
	page.Products.Codes = f.Typed("codes")
	page.Products.Categories, page.Products.Suppliers = chosen(page.Products.Categories, f.Typed("of")), chosen(page.Products.Suppliers, f.Typed("of"))
	page.Errors = f.Messages(page.Locale, "", nil)
	return kit.Render(c, http.StatusUnprocessableEntity, views.SupplierPageView(page))
}

func chosen(list []views.Choice, value string) []views.Choice {
	kit.ChooseAgain(list, value)
	return list
}

// releaseForm names a product that Cafe24's supplier applies to again.
type releaseForm struct {
	kit.Form
	product int64
	all     bool // every product that is ordered from this supplier
}

// Read implements [kit.Fields].
func (f *releaseForm) Read() { f.product, f.all = f.ID("product_no"), f.On("all") }

func (h *Handler) release(c echo.Context) error {
	f, err := kit.BindForm[releaseForm](c)
	if err != nil {
		return err
	}
	if f.product == 0 && !f.all {
		return lowstock.NotFound()
	}
	who, code := kit.SessionOf(c), c.Param("code")
	if err := h.Store.Mall(who.Mall.ID).UnassignProduct(c.Request().Context(), code, f.product, who.By(), h.Now()); err != nil {
		return err
	}
	return kit.Finish(c, paths.Of(paths.Supplier, code)+"#goods", "assigned")
}
