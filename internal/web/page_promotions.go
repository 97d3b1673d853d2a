package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const ofProduct = "p" // before a product's number, in the select of the form and in addresses

func (s *Server) promotionsPage(c echo.Context) error {
	no, _ := strconv.ParseInt(c.QueryParam("product"), 10, 64) // no number is none
	typed := promotionTyped{}
	if no > 0 {
		typed.of = ofProduct + strconv.FormatInt(no, 10)
	}
	page, err := s.readPromotionsPage(c, typed)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.PromotionsPageView(page))
}

// promotionTyped is the form as it was sent.
type promotionTyped struct{ name, from, to, percent, of string }

func typedPromotion(c echo.Context) promotionTyped {
	return promotionTyped{c.FormValue("name"), c.FormValue("from"), c.FormValue("to"), c.FormValue("percent"), c.FormValue("of")}
}

// promotion is what was typed; what cannot be read is out of every range, so that
// [lowstock.Promotion.Check] names it with the rest.
func (t promotionTyped) promotion(by string) lowstock.Promotion {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
		if err != nil {
			return time.Time{}
		}
		return d
	}
	p := lowstock.Promotion{Name: t.name, From: day(t.from), To: day(t.to), Percent: percentTyped(t.percent), By: by}
	code, isSupplier := strings.CutPrefix(t.of, ofSupplier)
	switch {
	case t.of == "":
	case isSupplier && codePattern.MatchString(code):
		p.SupplierCode = code
	case strings.HasPrefix(t.of, ofCategory):
		p.CategoryNo = int(numberAfter(t.of, ofCategory))
	default:
		p.ProductNo = numberAfter(t.of, ofProduct)
	}
	return p
}

// numberAfter is the number behind a prefix, -1 where there is none.
func numberAfter(text, prefix string) int64 {
	after, ok := strings.CutPrefix(text, prefix)
	n, err := strconv.ParseInt(after, 10, 31) // as a category's column
	if !ok || err != nil || n < 1 {
		return -1
	}
	return n
}

// percentTyped takes "150" and "150 %"; -1 is anything else.
func percentTyped(text string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(typedNumber(text), "%"))
	if err != nil {
		return -1
	}
	return n
}

func (s *Server) readPromotionsPage(c echo.Context, typed promotionTyped) (views.PromotionsPage, error) {
	who, ctx := sess(c), c.Request().Context()
	plan, err := s.store.Events(ctx, who.mall.ID)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	n, err := s.readNames(ctx, who.mall.ID)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	product := max(0, numberAfter(typed.of, ofProduct))
	if err := s.namePromoted(ctx, who.mall.ID, plan, product, &n); err != nil {
		return views.PromotionsPage{}, err
	}
	r := s.readerOf(who)
	from, to := r.demandSpan()
	days, err := s.store.MallDemand(ctx, who.mall.ID, from, to)
	if err != nil {
		return views.PromotionsPage{}, err
	}
	shell, err := s.shell(c, paths.Rules, "promotions.title")
	if err != nil {
		return views.PromotionsPage{}, err
	}
	page := views.PromotionsPage{Shell: shell, Groups: r.promotionGroups(plan, n), Holidays: r.holidayForm(plan, days, from)}
	if !r.readOnly {
		page.Form = r.promotionForm(typed, n, product)
	}
	return page, nil
}

// namePromoted looks up the products that promotions point at, and one more.
func (s *Server) namePromoted(ctx context.Context, mall lowstock.MallID, plan lowstock.EventPlan, product int64, n *names) error {
	rules := []lowstock.Rule{{ProductNo: product}}
	for _, p := range plan.Promotions {
		rules = append(rules, lowstock.Rule{ProductNo: p.ProductNo})
	}
	return s.nameProducts(ctx, mall, rules, n)
}

func (s *Server) addPromotion(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	typed := typedPromotion(c)
	p, err := s.store.AddPromotion(ctx, who.mall.ID, typed.promotion(who.by()), s.now())
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		err = lowstock.InvalidFields(map[string]string{"scope": "promotions.error_scope"})
	}
	if lowstock.ErrorCode(err) == lowstock.CodeInvalid {
		page, readErr := s.readPromotionsPage(c, typed)
		if readErr != nil {
			return readErr
		}
		page.Errors = s.readerOf(who).fieldErrors(err, "promotion-", "name", "scope", "from", "to", "percent")
		return render(c, http.StatusUnprocessableEntity, views.PromotionsPageView(page))
	}
	if err != nil {
		return err
	}
	if p.CategoryNo != 0 { // which products are in it matters from now on
		if err := s.loadCategory(ctx, who, p.CategoryNo); err != nil {
			s.log.WarnContext(ctx, "category not read yet", "mall", who.mall.ID, "category", p.CategoryNo, "error", err)
		}
	}
	return finish(c, paths.Promotions, "added")
}

// fieldErrors are the messages at a form's fields, in their order.
func (r reader) fieldErrors(err error, prefix string, fields ...string) []views.FieldError {
	var list []views.FieldError
	for _, field := range fields {
		if key := problemOf(err).fields[field]; key != "" {
			list = append(list, views.FieldError{Field: prefix + field, Text: r.T(key)})
		}
	}
	return list
}

// deletePromotion takes a promotion away; one that has gone already is as good.
func (s *Server) deletePromotion(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	err = s.store.DeletePromotion(c.Request().Context(), sess(c).mall.ID, id, sess(c).by(), s.now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, paths.Promotions, "deleted")
}

// saveHolidays keeps what is expected of the kinds that were sent.
func (s *Server) saveHolidays(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	var list []lowstock.HolidayPercent
	var wrong []views.FieldError
	for _, kind := range lowstock.HolidayKinds() {
		if !form.Has(string(kind)) {
			continue
		}
		h := lowstock.HolidayPercent{Kind: kind, Percent: percentTyped(form.Get(string(kind))), By: who.by()}
		if text, refused := s.readerOf(who).refusal(h.Check(), "percent"); refused {
			wrong = append(wrong, views.FieldError{Field: holidayID(kind), Text: text})
		}
		list = append(list, h)
	}
	if len(wrong) > 0 {
		page, err := s.readPromotionsPage(c, promotionTyped{})
		if err != nil {
			return err
		}
		page.Errors = wrong
		for i := range page.Holidays.Rows {
			if row := &page.Holidays.Rows[i]; form.Has(row.Field) {
				row.Value = form.Get(row.Field)
			}
		}
		return render(c, http.StatusUnprocessableEntity, views.PromotionsPageView(page))
	}
	if err := s.store.SetHolidays(ctx, who.mall.ID, list, s.now()); err != nil {
		return err
	}
	return finish(c, paths.Promotions, "saved")
}
