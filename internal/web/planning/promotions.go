package planning

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (h *Handler) promotionsPage(c echo.Context) error {
	f := &promotionForm{}
	if no, _ := strconv.ParseInt(c.QueryParam("product"), 10, 64); no > 0 { // a number that is not valid names no product
		f.of = present.OfProduct + strconv.FormatInt(no, 10)
	}
	page, err := h.readPromotionsPage(c, f)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.PromotionsPageView(page))
}

// promotionForm is the form that plans a promotion.
type promotionForm struct {
	kit.Form
	promotion outlook.Promotion
	of        string // "": the whole mall
}

// Read implements [kit.Fields]. It does not refuse a day that is not valid:
// [outlook.Promotion.Check] does, as it refuses a day in another century.
func (f *promotionForm) Read() {
	p := &f.promotion
	p.Name, f.of = f.Text("name"), f.Text("of")
	p.From, p.To = f.Day("from"), f.Day("to")
	p.Percent = f.Percent("percent", "error.percent_range")
	subject, known := promoted(f.of)
	if !known {
		f.Refuse("of", "error.scope_mixed")
	}
	p.ProductNo, p.CategoryNo, p.SupplierCode = subject.ProductNo, subject.CategoryNo, subject.SupplierCode
}

// promoted returns the subject of a promotion from the value of the form's select. The empty value
// is the whole mall.
func promoted(of string) (lowstock.Rule, bool) {
	if no := numberAfter(of, present.OfProduct); no > 0 {
		return lowstock.Rule{ProductNo: no}, true
	}
	subject, known := kit.SubjectNamed(of)
	return subject, known || of == ""
}

// numberAfter returns the number after a prefix, 0 if there is none.
func numberAfter(text, prefix string) int64 {
	after, ok := strings.CutPrefix(text, prefix)
	n, err := strconv.ParseInt(after, 10, 64)
	if !ok || err != nil || n < 1 {
		return 0
	}
	return n
}

func (h *Handler) readPromotionsPage(c echo.Context, f *promotionForm) (views.PromotionsPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	plan, err := h.Store.Mall(who.Mall.ID).Events(ctx)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	n, err := h.ReadNames(ctx, who.Mall.ID)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	product := numberAfter(f.of, present.OfProduct)
	if err := h.namePromoted(ctx, who.Mall.ID, plan, product, &n); err != nil {
		return views.PromotionsPage{}, err
	}
	r := h.viewerOf(who)
	from, to := r.DemandSpan()
	days, err := h.Store.Mall(who.Mall.ID).MallDemand(ctx, from, to)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	shell, err := h.Shell(c, paths.Rules, "promotions.title")
	if err != nil {
		return views.PromotionsPage{}, err
	}
	h.HelpFor(&shell, "forecast")
	page := views.PromotionsPage{Shell: shell, Groups: r.promotionGroups(plan, n), Holidays: r.holidayForm(plan, days, from)}
	if !r.ReadOnly {
		page.Form = r.promotionForm(f, n, product)
	}
	return page, nil
}

// namePromoted looks up the products that promotions name, and one more product.
func (h *Handler) namePromoted(ctx context.Context, mall lowstock.MallID, plan outlook.EventPlan, product int64, n *present.Names) error {
	rules := []lowstock.Rule{{ProductNo: product}}
	for _, p := range plan.Promotions {
		rules = append(rules, lowstock.Rule{ProductNo: p.ProductNo})
	}
	return h.NameProducts(ctx, mall, rules, n)
}

func (h *Handler) addPromotion(c echo.Context) error {
	f, err := kit.BindForm[promotionForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	f.promotion.By = who.By()
	err = f.Judge(f.promotion.Check(), "of")
	var p outlook.Promotion
	if err == nil && f.Valid() {
		p, err = h.Store.Mall(who.Mall.ID).AddPromotion(ctx, f.promotion, h.Now())
		err = f.Judge(err, "of")
	}
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		f.Refuse("of", "promotions.error_scope")
		err = nil
	}
	switch {
	case err != nil:
		return err
	case !f.Valid():
		page, err := h.readPromotionsPage(c, f)
		if err != nil {
			return err
		}
		page.Errors = f.Messages(page.Locale, "promotion-", map[string]string{"of": "promotion-scope"})
		return kit.Render(c, http.StatusUnprocessableEntity, views.PromotionsPageView(page))
	}
	if p.CategoryNo != 0 { // from now on the app must know which products are in the category
		if err := h.Merchant.LoadCategory(ctx, who.Mall.ID, p.CategoryNo); err != nil {
			h.Log.WarnContext(ctx, "category not read yet", "mall", who.Mall.ID, "category", p.CategoryNo, "error", err)
		}
	}
	return kit.Finish(c, paths.Promotions, "added")
}

// sureToDelete asks before a promotion is deleted.
func (h *Handler) sureToDelete(c echo.Context) (*kit.Question, error) {
	plan, err := h.Store.Mall(kit.SessionOf(c).Mall.ID).Events(c.Request().Context())
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(plan.Promotions, func(p outlook.Promotion) bool { return strconv.FormatInt(p.ID, 10) == c.Param("id") })
	if at < 0 {
		return nil, nil //nolint:nilnil // nothing is left to delete
	}
	return &kit.Question{Key: "promotion", About: []string{plan.Promotions[at].Name}, Back: paths.Promotions}, nil
}

// deletePromotion deletes a promotion. A promotion that does not exist any more counts as deleted.
func (h *Handler) deletePromotion(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	err = h.Store.Mall(kit.SessionOf(c).Mall.ID).DeletePromotion(c.Request().Context(), id, kit.SessionOf(c).By(), h.Now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return kit.Finish(c, paths.Promotions, "deleted")
}

// holidayForm is what the merchant expects of each kind of holiday in the form.
type holidayForm struct {
	kit.Form
	holidays []outlook.HolidayPercent
}

// Read implements [kit.Fields].
func (f *holidayForm) Read() {
	for _, kind := range outlook.HolidayKinds() {
		name := string(kind)
		if !f.Sent(name) {
			continue
		}
		h := outlook.HolidayPercent{Kind: kind, Percent: f.Percent(name, "error.percent_range")}
		_ = f.Judge(h.Check(), name) // only the problem of this kind
		f.holidays = append(f.holidays, h)
	}
}

// saveHolidays stores what the merchant expects of the kinds of holidays that were sent.
func (h *Handler) saveHolidays(c echo.Context) error {
	f, err := kit.BindForm[holidayForm](c)
	if err != nil {
		return err
	}
	if !f.Valid() {
		page, err := h.readPromotionsPage(c, &promotionForm{})
		if err != nil {
			return err
		}
		page.Errors = f.Messages(page.Locale, holidayID(""), nil)
		for i := range page.Holidays.Rows {
			if row := &page.Holidays.Rows[i]; f.Sent(row.Field) {
				row.Value = f.Typed(row.Field)
			}
		}
		return kit.Render(c, http.StatusUnprocessableEntity, views.PromotionsPageView(page))
	}
	who := kit.SessionOf(c)
	for i := range f.holidays {
		f.holidays[i].By = who.By()
	}
	if err := h.Store.Mall(who.Mall.ID).SetHolidays(c.Request().Context(), f.holidays, h.Now()); err != nil {
		return err
	}
	return kit.Finish(c, paths.Promotions, "saved")
}
