package rules

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

const maxRuleName = 100 // characters of a search

func (h *Handler) readTree(ctx context.Context, mall lowstock.MallID) (*rulebook.Branch, error) {
	standing, err := h.Store.Mall(mall).RulesStanding(ctx)
	return rulebook.NewTree(standing), err
}

// ruleViewOf reads from an address which part of the tree to show. A subject that is not in the
// tree any more is ignored.
func ruleViewOf(c echo.Context, tree *rulebook.Branch) ruleView {
	v := ruleView{path: []*rulebook.Branch{tree}, q: kit.Clip(c.QueryParam("q"), maxRuleName)}
	if v.q != "" {
		return v
	}
	if of, ok := underOf(c.QueryParam("under")); ok {
		if path := tree.Branch(of); len(path) > 1 {
			v.path = path
		}
	}
	scope := lowstock.Scope(c.QueryParam("scope"))
	if len(v.path) == 1 && slices.Contains([]lowstock.Scope{lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct}, scope) {
		v.scope = scope
	}
	if n, err := strconv.Atoi(c.QueryParam("skip")); err == nil && n > 0 && (v.scope != "" || len(v.path) > 1) {
		v.skip = n
	}
	return v
}

// underOf returns the scope and subject that an address names. It reads what underKey writes.
func underOf(text string) (lowstock.Rule, bool) {
	if no, ok := strings.CutPrefix(text, present.OfProduct); ok {
		n, err := strconv.ParseInt(no, 10, 64)
		return lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: n}, err == nil
	}
	return kit.SubjectNamed(text)
}

// ruleMatches finds rules by the name, the options or the code of their subject. It compares as the
// stock list does: spaces do not matter, and Korean initial consonants match too.
func ruleMatches(q string) func(*rulebook.Branch) bool {
	whole := typed.Find(q)
	var words []typed.Needle
	for word := range strings.FieldsSeq(q) {
		words = append(words, typed.Find(word))
	}
	return func(b *rulebook.Branch) bool {
		key := typed.Key(b.Name, present.OptionsText(b.Options), b.VariantCode, b.SupplierCode)
		return whole.In(key) || !slices.ContainsFunc(words, func(w typed.Needle) bool { return !w.In(key) })
	}
}

// ruleList answers with the rules below a branch when the viewer opens it.
func (h *Handler) ruleList(c echo.Context) error {
	who := kit.SessionOf(c)
	tree, err := h.readTree(c.Request().Context(), who.Mall.ID)
	if err != nil {
		return err
	}
	v := ruleViewOf(c, tree)
	if len(v.path) < 2 {
		return lowstock.NotFound()
	}
	l := treeLayout{viewer: h.viewerOf(who), view: ruleView{path: []*rulebook.Branch{tree}}, nodes: ruleNodes}
	under := l.under(v.last())
	l.fill(under, v.last(), 0)
	return kit.Render(c, http.StatusOK, views.RuleListView(h.Bare(c), *under))
}

// applyValue saves the value of a rule. For a preview it only says what the change would mean. A
// refusal is noted in the form.
func (h *Handler) applyValue(ctx context.Context, who kit.Session, f *kit.ValueForm, rule lowstock.Rule) (preview rulebook.Preview, err error) {
	change := f.Value.Change(rule, who.By())
	err = f.Judge(change.Check(), "threshold")
	switch {
	case err != nil || !f.Valid():
		return preview, err
	case f.Preview:
		preview, err = h.Merchant.Preview(ctx, who.Mall.ID, change)
	default:
		_, _, err = h.Merchant.SetRule(ctx, who.Mall.ID, change)
	}
	return preview, f.Judge(err, "threshold")
}

// changeRule saves one node of the tree. For a preview it only says what that would mean.
func (h *Handler) changeRule(c echo.Context) error {
	id, err := kit.PathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := kit.SessionOf(c), c.Request().Context()
	rule, err := h.Store.Mall(who.Mall.ID).RuleByID(ctx, id)
	if err != nil {
		return err
	}
	if rule.Scope == lowstock.ScopeMall {
		return h.saveRule(c)
	}
	f, err := kit.BindForm[kit.ValueForm](c)
	if err != nil {
		return err
	}
	preview, err := h.applyValue(ctx, who, f, rule)
	r := h.viewerOf(who)
	switch {
	case err != nil:
		return err
	case !f.Valid():
		return h.showNode(c, http.StatusUnprocessableEntity, id, func(e *views.RuleEdit) { kit.ShowRuleValue(&e.Input, &f.Form, r.Viewer) })
	case f.Preview:
		return h.showNode(c, http.StatusOK, id, func(e *views.RuleEdit) {
			kit.ShowRuleValue(&e.Input, &f.Form, r.Viewer)
			e.Preview = r.preview(preview)
		})
	case kit.IsFragment(c):
		return h.savedNode(c, id)
	}
	tree, err := h.readTree(ctx, who.Mall.ID)
	if err != nil {
		return err
	}
	return kit.Finish(c, ruleViewOf(c, tree).url(), "saved")
}

// showNode answers with one node, after change has edited its form. Without JavaScript it answers
// with the page on which the node stands.
func (h *Handler) showNode(c echo.Context, status int, id int64, change func(*views.RuleEdit)) error {
	tree, err := h.readTree(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return err
	}
	path := tree.BranchOf(id)
	if path == nil {
		return lowstock.NotFound()
	}
	v := ruleViewOf(c, tree)
	if kit.IsFragment(c) {
		l := treeLayout{viewer: h.viewerOf(kit.SessionOf(c)), view: v}
		node := l.head(path[len(path)-1])
		openEdit(&node, change)
		return kit.Render(c, status, views.RuleNodeView(h.Bare(c), node))
	}
	v.shown = id
	page, err := h.rulesPageOf(c, tree, v, "")
	if err != nil {
		return err
	}
	node := findNode(page.Tree.Nodes, id)
	if node == nil { // the node is not in that part of the tree
		if page, err = h.rulesPageOf(c, tree, viewOfRule(path), ""); err != nil {
			return err
		}
		node = findNode(page.Tree.Nodes, id)
	}
	if node == nil {
		return lowstock.NotFound()
	}
	openEdit(node, change)
	if node.Edit != nil {
		page.Errors = kit.ThresholdErrors(node.Edit.Input)
	}
	return kit.Render(c, status, views.RulesPageView(page))
}

func openEdit(n *views.RuleNode, change func(*views.RuleEdit)) {
	if n.Edit != nil {
		n.Edit.Open = true
		change(n.Edit)
	}
}

// viewOfRule returns the part of the tree that contains a rule. The argument path leads from the
// root to the rule.
func viewOfRule(path []*rulebook.Branch) ruleView {
	over, rule := path[:len(path)-1], path[len(path)-1]
	v := ruleView{path: over, shown: rule.ID}
	list := v.last().Under
	if len(over) == 1 {
		v.scope = rule.Scope
		list = slices.DeleteFunc(slices.Clone(list), func(b *rulebook.Branch) bool { return b.Scope != rule.Scope })
	}
	v.skip = slices.Index(list, rule) / ruleRows * ruleRows
	return v
}

func findNode(nodes []views.RuleNode, id int64) *views.RuleNode {
	for i := range nodes {
		if nodes[i].ID == "rule-"+strconv.FormatInt(id, 10) {
			return &nodes[i]
		}
		if u := nodes[i].Under; u != nil {
			if n := findNode(u.Nodes, id); n != nil {
				return n
			}
		}
	}
	return nil
}

// savedNode answers with the saved node. It also updates the counts of the wider rules that the
// page shows, because an item that one rule stops deciding is decided by another.
func (h *Handler) savedNode(c echo.Context, id int64) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	tree, err := h.readTree(ctx, who.Mall.ID)
	if err != nil {
		return err
	}
	path := tree.BranchOf(id)
	if path == nil {
		return lowstock.NotFound()
	}
	counts, err := h.Store.Mall(who.Mall.ID).Counts(ctx)
	if err != nil {
		return err
	}
	r := h.viewerOf(who)
	v := ruleViewOf(c, tree)
	l := treeLayout{viewer: r, view: v}
	node := l.head(path[len(path)-1])
	openEdit(&node, func(*views.RuleEdit) {})
	answer := []templ.Component{views.RuleNodeView(h.Bare(c), node)}
	for _, reach := range r.widerReach(tree, v, path) {
		answer = append(answer, views.ReachPart(reach))
	}
	e, err := h.Store.Mall(who.Mall.ID).Evaluation(ctx)
	if err != nil {
		return err
	}
	shell := h.Counted(c, counts)
	shell.Checking = r.Checking(e)
	answer = append(answer, views.StandingPart(shell), views.CheckPart(shell), views.Toast(r.T("done.saved")))
	return kit.Render(c, http.StatusOK, templ.Join(answer...))
}

// widerReach returns what the wider rules decide now. They are the rules wider than the last of
// path that the page shows.
func (r viewer) widerReach(tree *rulebook.Branch, v ruleView, path []*rulebook.Branch) []views.RuleReach {
	reach := []views.RuleReach{r.ruleReach(tree)}
	saved := path[len(path)-1]
	shown := r.ruleTree(tree, v).Nodes
	for _, b := range tree.Under {
		wide := b.Scope == lowstock.ScopeCategory || b.Scope == lowstock.ScopeSupplier
		if b != saved && b.ID != 0 && (wide || slices.Contains(path, b)) && findNode(shown, b.ID) != nil {
			reach = append(reach, r.ruleReach(b))
		}
	}
	if n := len(path); n > 3 && path[n-2].ID != 0 { // the rule of the variant's product
		reach = append(reach, r.ruleReach(path[n-2]))
	}
	return slices.DeleteFunc(reach, func(x views.RuleReach) bool { return x.ID == "" })
}
