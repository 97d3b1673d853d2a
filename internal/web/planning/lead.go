package planning

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// LeadPages shows the page of a product, or of a supplier, again with a refused
// lead time.
type LeadPages interface {
	RefuseLead(c echo.Context, f *kit.LeadForm) error
}

// ProductPages shows the page of a product again with a refused lead time, or with
// refused terms of its orders.
type ProductPages interface {
	LeadPages
	RefuseItemTerms(c echo.Context, f *kit.ItemTermsForm) error
}

// saveLead stores the lead time of a supplier or of a product.
func (h *Handler) saveLead(c echo.Context) error {
	f, err := kit.BindForm[kit.LeadForm](c)
	if err != nil {
		return err
	}
	if f.Lead.ProductNo == 0 && !kit.CodePattern.MatchString(f.Lead.SupplierCode) {
		return lowstock.NotFound()
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	f.Lead.By = who.By()
	err = f.Judge(f.Lead.Check(), "lead")
	if err == nil && f.Valid() {
		err = f.Judge(h.Store.Mall(who.Mall.ID).SaveLeadTime(ctx, f.Lead, h.Now()), "lead")
	}
	switch {
	case err != nil:
		return err
	case f.Valid():
		return kit.Finish(c, f.From, "terms")
	case f.Lead.ProductNo != 0:
		return h.Products.RefuseLead(c, f)
	case strings.HasPrefix(f.From, paths.Suppliers+"/"):
		return h.Suppliers.RefuseLead(c, f)
	}
	page, err := h.readReorder(c, f.Lead.SupplierCode)
	if err != nil {
		return err
	}
	if page.Lead.Supplier != f.Lead.SupplierCode { // nothing is to be ordered of this supplier any more
		supply, err := h.Store.Mall(who.Mall.ID).Supply(ctx)
		if err != nil {
			return err
		}
		page.Lead = h.viewerOf(who).leadOfSupplier(supply, f.Lead.SupplierCode, f.Lead.SupplierCode)
	}
	page.Errors = f.Show(&page.Lead, h.ViewerOf(who))
	return kit.Render(c, http.StatusUnprocessableEntity, views.ReorderPageView(page))
}
