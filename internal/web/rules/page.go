package rules

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	formDefault = "default"
	formAdd     = "add"
)

// rulesPage answers with the page, or with the part of the tree that the viewer opened.
func (h *Handler) rulesPage(c echo.Context) error {
	if kit.IsFragment(c) && c.QueryParam("under") != "" {
		return h.ruleList(c)
	}
	page, err := h.readRulesPage(c)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.RulesPageView(page))
}

func (h *Handler) readRulesPage(c echo.Context) (views.RulesPage, error) {
	tree, err := h.readTree(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	return h.rulesPageOf(c, tree, ruleViewOf(c, tree), "")
}

// rulesPageOf returns the page for the view v of the tree. If v shows only a part, the page has
// only that part. The argument of is the subject that is chosen in the form for a new rule, "" for
// none.
func (h *Handler) rulesPageOf(c echo.Context, tree *rulebook.Branch, v ruleView, of string) (views.RulesPage, error) {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	n, err := h.ReadNames(ctx, who.Mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	shell, err := h.Shell(c, paths.Rules, "rules.title")
	if err != nil {
		return views.RulesPage{}, err
	}
	r := h.viewerOf(who)
	page := views.RulesPage{Shell: shell, Default: r.defaultForm(tree), Tree: r.ruleTree(tree, v)}
	if !v.whole() {
		return page, nil
	}
	if len(n.Categories)+len(n.Suppliers) > 0 || of != "" {
		page.Add = r.addForm(n, of)
	}
	page.SilentURL = present.StockURL(listing.Params{Silent: true, Sort: listing.SortUrgent})
	if !r.ReadOnly {
		page.Import = &views.RuleImport{Action: paths.RulesImport}
		page.Sheet = &views.RuleSheet{Action: paths.Sheet, Apply: paths.SheetApply, Export: paths.Export}
	}
	page.History, err = h.readHistory(ctx, who, n, kit.Clip(c.QueryParam("changes"), kit.MaxCursor))
	return page, err
}

// ruleForm is one of the page's two forms: the default, or a rule for a category or supplier.
type ruleForm struct {
	kit.Form
	id      string // which of the two forms
	of      lowstock.Rule
	value   kit.RuleValue
	preview bool
}

// Read implements [kit.Fields].
func (f *ruleForm) Read() {
	f.id, f.of = formDefault, lowstock.Rule{Scope: lowstock.ScopeMall}
	if f.Text("form") == formAdd {
		f.id = formAdd
		var known bool
		if f.of, known = kit.SubjectNamed(f.Text("of")); !known {
			f.Refuse("of", "rules.error_scope")
		}
	}
	f.value = kit.ReadRuleValue(&f.Form)
	f.value.Need(&f.Form)
	f.preview = f.Text("do") == "preview"
}

// saveRule sets the default, or a rule for a category or supplier. For a preview it only says what
// the change would mean.
func (h *Handler) saveRule(c echo.Context) error {
	f, err := kit.BindForm[ruleForm](c)
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	change := f.value.Change(f.of, who.By())
	err = f.Judge(change.Check(), "threshold")
	var preview rulebook.Preview
	switch {
	case err != nil || !f.Valid():
	case f.preview:
		preview, err = h.Merchant.Preview(ctx, who.Mall.ID, change)
	default:
		_, _, err = h.Merchant.SetRule(ctx, who.Mall.ID, change)
	}
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound { // it was removed after the form was shown
		f.Refuse("of", "promotions.error_scope")
		err = nil
	}
	if err := f.Judge(err, "threshold"); err != nil {
		return err
	}
	switch {
	case !f.Valid():
		return h.showRuleForm(c, http.StatusUnprocessableEntity, f, "")
	case f.preview:
		return h.showRuleForm(c, http.StatusOK, f, h.viewerOf(who).preview(preview))
	}
	return kit.Finish(c, paths.Rules, "saved")
}

// showRuleForm shows a form again as it was typed, with the preview of the change or with the
// reason for its refusal.
func (h *Handler) showRuleForm(c echo.Context, status int, f *ruleForm, preview string) error {
	tree, err := h.readTree(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return err
	}
	page, err := h.rulesPageOf(c, tree, ruleViewOf(c, tree), f.Typed("of"))
	if err != nil {
		return err
	}
	shown := &page.Default
	if f.id == formAdd {
		shown = &page.Add
	}
	shown.Preview = preview
	kit.ShowRuleValue(&shown.Input, &f.Form, h.ViewerOf(kit.SessionOf(c)))
	page.Errors = f.Messages(page.Locale, f.id+"-", map[string]string{"of": f.id + "-scope", "kind": f.id + "-threshold-kind"})
	if kit.IsFragment(c) {
		return kit.Render(c, status, views.RuleFormView(page.Shell, *shown))
	}
	return kit.Render(c, status, views.RulesPageView(page))
}

// deleteForm says where the person was.
type deleteForm struct {
	kit.Form
	back string
}

// Read implements [kit.Fields].
func (f *deleteForm) Read() { f.back = f.Back(paths.Rules) }

// sureToDelete asks before a rule is deleted.
func (h *Handler) sureToDelete(c echo.Context) (*kit.Question, error) {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return nil, err
	}
	f, err := kit.BindForm[deleteForm](c)
	if err != nil {
		return nil, err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	rule, err := h.Store.Mall(who.Mall.ID).RuleByID(ctx, id)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil, nil //nolint:nilnil // nothing is left to delete
	case err != nil:
		return nil, err
	}
	n, err := h.ReadNames(ctx, who.Mall.ID)
	if err == nil {
		err = h.NameProducts(ctx, who.Mall.ID, []lowstock.Rule{rule}, &n)
	}
	if err != nil {
		return nil, err
	}
	r := h.viewerOf(who)
	name, note := r.RuleName(rule, n)
	return &kit.Question{Key: "rule", About: []string{present.Joined(" · ", name.Text, note, r.ValueText(new(rule.Value())))}, Back: f.back}, nil
}

// deleteRule deletes a rule. A rule that does not exist any more counts as deleted.
func (h *Handler) deleteRule(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	f, err := kit.BindForm[deleteForm](c)
	if err != nil {
		return err
	}
	who := kit.SessionOf(c)
	err = h.Store.Mall(who.Mall.ID).DeleteRule(c.Request().Context(), id, who.By(), h.Now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return kit.Finish(c, f.back, "deleted")
}
