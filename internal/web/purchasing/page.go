package purchasing

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// page shows one order: a draft as a form, a sent order as what became of it.
func (h *Handler) page(c echo.Context) error {
	o, err := h.read(c)
	if err != nil {
		return err
	}
	page, err := h.pageOf(c, &o)
	if err != nil {
		return err
	}
	r := h.viewerOf(kit.SessionOf(c))
	switch {
	case page.Draft == nil && c.QueryParam("revise") == "1" && r.mayRevise(&o):
		page.Draft, page.Acts, page.Link, page.Lines = r.draftForm(&o), nil, nil, nil
		page.Total = r.total(&o)
		err = h.search(c, page.Draft, &o, c.QueryParam("find"))
	case page.Draft != nil:
		err = h.search(c, page.Draft, &o, c.QueryParam("find"))
	}
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.PurchasePageView(page))
}

// pageOf returns the page of an order.
func (h *Handler) pageOf(c echo.Context, o *purchase.Order) (views.PurchasePage, error) {
	shell, err := h.shell(c, "purchase.title")
	if err != nil {
		return views.PurchasePage{}, err
	}
	r := h.viewerOf(kit.SessionOf(c))
	page := r.page(shell, o)
	if page.Draft != nil && page.Draft.Supplier != "" { // an address may have been saved since the draft was made
		suppliers, _, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Orderings(c.Request().Context())
		if err != nil {
			return page, err
		}
		if emails := suppliers[o.SupplierCode].Emails; len(emails) > 0 {
			page.Draft.To, page.Draft.Supplier = strings.Join(emails[:min(len(emails), draftAddresses)], "\n"), ""
		}
	}
	if o.Coming() || len(o.Receipts) > 0 {
		if page.Questions, err = h.questions(c, o.ID); err != nil {
			return page, err
		}
	}
	if r.mayRevise(o) {
		page.Link, err = h.link(c, r, o)
	}
	return page, err
}

// link shows the address of the supplier's page, which only those who may change the order see.
func (h *Handler) link(c echo.Context, r viewer, o *purchase.Order) (*views.PurchaseLink, error) {
	link, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).PurchaseLink(c.Request().Context(), o.ID, h.Now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return &views.PurchaseLink{Text: r.T("purchase.link_none")}, nil
	case err != nil:
		return nil, err
	}
	return &views.PurchaseLink{
		URL: h.Links.Supplier(link.Token.Reveal(), string(r.Locale)), Text: r.T("purchase.link_text"), RevokeURL: urlOf(paths.PurchaseUnlink, o),
	}, nil
}

// printPage shows an order as it is printed.
func (h *Handler) printPage(c echo.Context) error {
	o, err := h.read(c)
	if err != nil {
		return err
	}
	shell, err := h.shell(c, "purchase.title")
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.PurchasePrintView(h.viewerOf(kit.SessionOf(c)).paper(shell, &o)))
}
