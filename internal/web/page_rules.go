package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

const (
	formDefault = "default"
	formAdd     = "add"
	ofCategory  = "c" // before a category's number, in the select of the form
	ofSupplier  = "s"
	ruleRows    = 50 // of one level at a time
)

func (s *Server) rulesPage(c echo.Context) error {
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.RulesPageView(page))
}

func (s *Server) readRulesPage(c echo.Context) (views.RulesPage, error) {
	who, ctx := sess(c), c.Request().Context()
	rules, err := s.store.AllRules(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	slices.SortFunc(rules, func(a, b lowstock.Rule) int { return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(b.ID, a.ID)) })
	n, err := s.readNames(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	shell, err := s.shell(c, routeRules, "rules.title")
	if err != nil {
		return views.RulesPage{}, err
	}
	r := s.readerOf(who)
	page := views.RulesPage{Shell: shell, Default: r.defaultForm(rules)}
	if len(n.categories)+len(n.suppliers) > 0 {
		page.Add = r.addForm(n, c.FormValue("of"))
	}
	window := windowOf(lowstock.Scope(c.QueryParam("scope")), c.QueryParam("skip"))
	shown := window.pick(rules)
	if err := s.nameProducts(ctx, who.mall.ID, shown, &n); err != nil {
		return views.RulesPage{}, err
	}
	page.Groups = r.ruleGroups(shown, n)
	window.page(rules, &page)
	return page, nil
}

func (s *Server) readNames(ctx context.Context, mall lowstock.MallID) (names, error) {
	n := names{products: map[int64]string{}}
	var err error
	if n.categories, err = s.store.Categories(ctx, mall); err != nil {
		return n, err
	}
	n.suppliers, err = s.store.Suppliers(ctx, mall)
	return n, err
}

// nameProducts looks up the products that the shown rules point at.
func (s *Server) nameProducts(ctx context.Context, mall lowstock.MallID, shown []lowstock.Rule, n *names) error {
	for _, rule := range shown {
		if _, known := n.products[rule.ProductNo]; known || rule.ProductNo == 0 {
			continue
		}
		product, err := s.store.Product(ctx, mall, rule.ProductNo)
		if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			return err
		}
		n.products[rule.ProductNo] = product.Name
	}
	return nil
}

// ruleWindow is the part of each level that is shown: the newest rules of all, or
// a later part of one.
type ruleWindow struct {
	scope lowstock.Scope // "" all levels
	skip  int
}

func windowOf(scope lowstock.Scope, skip string) ruleWindow {
	n, err := strconv.Atoi(skip)
	switch scope {
	case lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant:
		if err == nil && n > 0 {
			return ruleWindow{scope, n}
		}
		return ruleWindow{scope: scope}
	case lowstock.ScopeMall:
	}
	return ruleWindow{}
}

func (w ruleWindow) pick(rules []lowstock.Rule) []lowstock.Rule {
	seen := map[lowstock.Scope]int{}
	var shown []lowstock.Rule
	for _, rule := range rules {
		if w.scope != "" && rule.Scope != w.scope {
			continue
		}
		if n := seen[rule.Scope]; n >= w.skip && n < w.skip+ruleRows {
			shown = append(shown, rule)
		}
		seen[rule.Scope]++
	}
	return shown
}

// page leaves out the other levels where one is shown, and says where the rest
// of a long one is.
func (w ruleWindow) page(rules []lowstock.Rule, p *views.RulesPage) {
	count := map[lowstock.Scope]int{}
	for _, rule := range rules {
		count[rule.Scope]++
	}
	scopes := []lowstock.Scope{lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant}
	var kept []views.RuleGroup
	for i, scope := range scopes {
		if w.scope != "" && w.scope != scope {
			continue
		}
		if end := w.skip + ruleRows; count[scope] > end {
			p.Groups[i].More = p.T("rules.more", count[scope]-end)
			p.Groups[i].MoreURL = withQuery(routeRules, "scope", string(scope), "skip", strconv.Itoa(end))
		}
		kept = append(kept, p.Groups[i])
	}
	p.Groups = kept
	if w.scope != "" {
		p.First = routeRules
	}
}

// saveRule sets the default, or a rule for a category or supplier, or only
// tells what it would mean.
func (s *Server) saveRule(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	form := formDefault
	if c.FormValue("form") == formAdd {
		form = formAdd
	}
	rule, err := ruleFor(form, c.FormValue("of"))
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	if c.FormValue("do") == "preview" {
		return s.previewRule(c, form, rule)
	}
	_, err = s.putRule(ctx, who, rule, c.FormValue("threshold"), form == formAdd && c.FormValue("muted") == "1")
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	return finish(c, routeRules, "saved")
}

// ruleFor is an empty rule for what the form points at.
func ruleFor(form, of string) (lowstock.Rule, error) {
	if form == formDefault {
		return lowstock.Rule{Scope: lowstock.ScopeMall}, nil
	}
	if code, ok := strings.CutPrefix(of, ofSupplier); ok && codePattern.MatchString(code) {
		return lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: code}, nil
	}
	if text, ok := strings.CutPrefix(of, ofCategory); ok {
		if no, err := strconv.Atoi(text); err == nil && no > 0 {
			return lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: no}, nil
		}
	}
	return lowstock.Rule{}, lowstock.InvalidFields(map[string]string{"scope": "rules.error_scope"})
}

// putRule sets a rule's number and silence to what a form says. An empty number
// is inherited; neither of the two is refused, since it would be no rule.
func (s *Server) putRule(ctx context.Context, who session, rule lowstock.Rule, typed string, muted bool) (lowstock.Rule, error) {
	threshold, err := readThreshold(typed)
	if err != nil {
		return rule, err
	}
	change := lowstock.RuleChange{
		ProductNo: rule.ProductNo, VariantCode: rule.VariantCode, CategoryNo: rule.CategoryNo,
		SupplierCode: rule.SupplierCode, Threshold: threshold, Muted: &muted, By: who.by(),
	}
	if threshold == nil && !muted {
		return rule, lowstock.InvalidFields(map[string]string{"threshold": "error.threshold_missing"})
	}
	change.Inherit = threshold == nil
	saved, _, err := s.setRule(ctx, who, change)
	return saved, err
}

func (s *Server) previewRule(c echo.Context, form string, rule lowstock.Rule) error {
	who, ctx := sess(c), c.Request().Context()
	muted := form == formAdd && c.FormValue("muted") == "1"
	threshold, err := readThreshold(c.FormValue("threshold"))
	if err == nil && threshold == nil && !muted {
		err = lowstock.InvalidFields(map[string]string{"threshold": "error.threshold_missing"})
	}
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	change := lowstock.RuleChange{CategoryNo: rule.CategoryNo, SupplierCode: rule.SupplierCode, Threshold: threshold, Muted: &muted}
	preview, err := s.preview(ctx, who, change)
	if err != nil {
		return err
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	f := typedInto(&page, form, c)
	f.Preview = s.readerOf(who).preview(preview)
	if isFragment(c) {
		return render(c, http.StatusOK, views.RuleFormView(page.Shell, *f))
	}
	return render(c, http.StatusOK, views.RulesPageView(page))
}

// typedInto lays what was typed over one of the page's two forms.
func typedInto(page *views.RulesPage, form string, c echo.Context) *views.RuleForm {
	f := &page.Default
	if form == formAdd {
		f = &page.Add
		f.Muted = c.FormValue("muted") == "1"
	}
	f.Value = c.FormValue("threshold")
	return f
}

func (s *Server) refuseRule(c echo.Context, form string, cause error) error {
	r := s.readerOf(sess(c))
	field := "threshold"
	if fields := problemOf(cause).fields; fields["scope"] != "" {
		field = "scope"
	}
	text, refused := r.refusal(cause, field)
	if !refused {
		return cause
	}
	if form == formDefault && problemOf(cause).fields[field] == "error.threshold_missing" {
		text = r.T("rules.error_number") // this form has nothing to mute
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	page.Errors = []views.FieldError{{Field: form + "-" + field, Text: text}}
	f := typedInto(&page, form, c)
	if isFragment(c) {
		return render(c, http.StatusUnprocessableEntity, views.RuleFormView(page.Shell, *f))
	}
	return render(c, http.StatusUnprocessableEntity, views.RulesPageView(page))
}

// changeRule saves one row of the list.
func (s *Server) changeRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	rule, err := s.store.RuleByID(ctx, who.mall.ID, id)
	if err != nil {
		return err
	}
	r := s.readerOf(who)
	muted := c.FormValue("muted") == "1"
	saved, err := s.putRule(ctx, who, rule, c.FormValue("threshold"), muted)
	text, refused := r.refusal(err, "threshold")
	switch {
	case refused:
		return s.refuseRuleRow(c, rule, text)
	case err != nil:
		return err
	case !isFragment(c):
		return finish(c, routeRules, "saved")
	}
	row, err := s.ruleRow(ctx, r, who.mall.ID, saved)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, templ.Join(views.RuleRowView(s.bare(c), row), views.Toast(r.T("done.saved"))))
}

func (s *Server) ruleRow(ctx context.Context, r reader, mall lowstock.MallID, rule lowstock.Rule) (views.RuleRow, error) {
	n, err := s.readNames(ctx, mall)
	if err != nil {
		return views.RuleRow{}, err
	}
	if err := s.nameProducts(ctx, mall, []lowstock.Rule{rule}, &n); err != nil {
		return views.RuleRow{}, err
	}
	return r.ruleRow(rule, n), nil
}

// refuseRuleRow shows a row, or without JavaScript the page, with what was
// typed and why it was refused.
func (s *Server) refuseRuleRow(c echo.Context, rule lowstock.Rule, text string) error {
	who := sess(c)
	r := s.readerOf(who)
	fill := func(row *views.RuleRow) {
		row.Value, row.Muted, row.Error = c.FormValue("threshold"), c.FormValue("muted") == "1", text
	}
	if isFragment(c) {
		row, err := s.ruleRow(c.Request().Context(), r, who.mall.ID, rule)
		if err != nil {
			return err
		}
		fill(&row)
		return render(c, http.StatusUnprocessableEntity, views.RuleRowView(s.bare(c), row))
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	id := r.ruleRow(rule, names{}).ID
	for g := range page.Groups {
		for i := range page.Groups[g].Rows {
			if row := &page.Groups[g].Rows[i]; row.ID == id {
				fill(row)
			}
		}
	}
	page.Errors = []views.FieldError{{Field: id + "-threshold", Text: text}}
	return render(c, http.StatusUnprocessableEntity, views.RulesPageView(page))
}

// deleteRule takes a rule away; one that has gone already is as good.
func (s *Server) deleteRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	err = s.store.DeleteRule(c.Request().Context(), who.mall.ID, id, who.by(), s.now(), lowstock.Evaluate)
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, backTo(c.QueryParam("back"), routeRules), "deleted")
}
