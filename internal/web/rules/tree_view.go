package rules

import (
	"cmp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	ruleRows   = 50  // rules of one list that are shown at a time
	ruleInline = 20  // a branch with more rules than this is read when it is opened
	ruleNodes  = 150 // nodes on one page
	ruleOpen   = 5   // a branch with at most this many rules is shown open
	ruleOpened = 30  // rules in all branches that are shown open
)

// ruleView is the part of the tree that a page shows: the whole tree, a part of one list, or the
// result of a search.
type ruleView struct {
	path  []*rulebook.Branch // from the root to the branch whose list is shown; the root alone: the whole tree
	scope lowstock.Scope     // which of the root's lists is shown, "" all
	skip  int                // rules of that list that come before the page
	q     string
	shown int64 // a rule that is always shown; 0: none
}

func (v ruleView) whole() bool { return len(v.path) < 2 && v.scope == "" && v.q == "" }

func (v ruleView) last() *rulebook.Branch { return v.path[len(v.path)-1] }

// url returns the address of the view.
func (v ruleView) url() string {
	under, skip := "", ""
	if len(v.path) > 1 {
		under = underKey(v.last().Rule)
	}
	if v.skip > 0 {
		skip = strconv.Itoa(v.skip)
	}
	return present.WithQuery(paths.Rules, "scope", string(v.scope), "under", under, "skip", skip, "q", v.q)
}

// at returns the address of an action with the view in it, so that the answer shows the same view.
func (v ruleView) at(path string) string {
	if _, query, ok := strings.Cut(v.url(), "?"); ok {
		return path + "?" + query
	}
	return path
}

// underKey returns the name of a branch in an address. underOf reads it.
func underKey(of lowstock.Rule) string {
	switch of.Scope {
	case lowstock.ScopeCategory:
		return present.OfCategory + strconv.Itoa(of.CategoryNo)
	case lowstock.ScopeSupplier:
		return present.OfSupplier + of.SupplierCode
	case lowstock.ScopeProduct:
		return present.OfProduct + strconv.FormatInt(of.ProductNo, 10)
	case lowstock.ScopeVariant, lowstock.ScopeMall:
	}
	return ""
}

// treeLayout is the state while a tree is laid out on a page.
type treeLayout struct {
	viewer

	view  ruleView
	nodes int // how many more the page may show
	open  int // how many more may be in branches that are shown open
}

// ruleTree lays out the part of a tree that the view shows.
func (r viewer) ruleTree(root *rulebook.Branch, v ruleView) views.RuleTree {
	l := treeLayout{viewer: r, view: v, nodes: ruleNodes, open: ruleOpened}
	t := views.RuleTree{}
	if !v.whole() {
		t.All = paths.Rules
	}
	if v.q != "" || root.Rules.Total() > ruleRows {
		t.Search = &views.RuleSearch{Q: v.q}
	}
	switch {
	case v.q != "":
		found, n := root.Pruned(ruleMatches(v.q), ruleRows)
		t.Search.Clear, t.Search.Found = paths.Rules, r.T("rules.found", n)
		if n > ruleRows {
			t.Search.Found = r.T("rules.found_first", n, ruleRows)
		}
		if found != nil {
			t.Nodes = l.all(found.Under)
		}
	case len(v.path) > 1:
		t.Nodes = []views.RuleNode{l.along(v.path[1:])}
	default:
		t.Nodes, t.More = l.root(root)
	}
	if root.Rules.Total() == 0 {
		t.Empty = &views.Action{Label: r.T("rules.empty_act"), URL: paths.Stock}
	}
	return t
}

// root returns the beginning of each list below the mall's default.
func (l *treeLayout) root(root *rulebook.Branch) (nodes []views.RuleNode, more []views.Action) {
	for _, scope := range []lowstock.Scope{lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct} {
		if l.view.scope != "" && l.view.scope != scope {
			continue
		}
		var list []*rulebook.Branch
		for _, b := range root.Under {
			if b.Scope == scope {
				list = append(list, b)
			}
		}
		part, left := window(list, l.view.skip)
		l.nodes -= len(part)
		for _, b := range part {
			nodes = append(nodes, l.node(b))
		}
		if left > 0 {
			url := present.WithQuery(paths.Rules, "scope", string(scope), "skip", strconv.Itoa(len(list)-left))
			more = append(more, views.Action{Label: l.T("rules.more_of_"+string(scope), left), URL: url})
		}
	}
	return nodes, more
}

// window returns a part of a list, and how many entries follow it.
func window(list []*rulebook.Branch, skip int) (part []*rulebook.Branch, left int) {
	part = list[min(skip, len(list)):]
	return part[:min(ruleRows, len(part))], max(0, len(part)-ruleRows)
}

// along returns the path down to the branch whose list is shown, and that list.
func (l *treeLayout) along(path []*rulebook.Branch) views.RuleNode {
	b := path[0]
	n := l.head(b)
	u := l.under(b)
	u.Open = true
	if len(path) > 1 {
		u.Nodes = []views.RuleNode{l.along(path[1:])}
		if left := len(b.Under) - 1; left > 0 {
			u.More = &views.Action{Label: l.T("rules.more", left), URL: l.branchURL(b, 0)}
		}
	} else {
		l.fill(u, b, l.view.skip)
	}
	n.Under = u
	return n
}

// all returns every branch, open. It is used for the result of a search.
func (l *treeLayout) all(list []*rulebook.Branch) []views.RuleNode {
	nodes := make([]views.RuleNode, 0, len(list))
	for _, b := range list {
		n := l.head(b)
		if len(b.Under) > 0 {
			u := l.under(b)
			u.Open, u.Nodes = true, l.all(b.Under)
			n.Under = u
		} else if b.Rules.Total() > 0 {
			n.Under = l.later(b)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// node returns a branch as a list shows it. A few rules below it are included, and the first
// branches are shown open. Many rules are read when the branch is opened.
func (l *treeLayout) node(b *rulebook.Branch) views.RuleNode {
	n := l.head(b)
	if len(b.Under) == 0 {
		return n
	}
	below := nodesBelow(b)
	wanted := l.view.shown != 0 && b.BranchOf(l.view.shown) != nil
	if below > ruleInline || below > l.nodes {
		n.Under = l.later(b)
		return n
	}
	l.nodes -= len(b.Under)
	n.Under = l.under(b)
	if wanted || len(b.Under) <= ruleOpen && len(b.Under) <= l.open {
		n.Under.Open = true
		l.open -= len(b.Under)
	}
	l.fill(n.Under, b, 0)
	return n
}

func nodesBelow(b *rulebook.Branch) int {
	n := len(b.Under)
	for _, u := range b.Under {
		n += nodesBelow(u)
	}
	return n
}

// fill puts a part of a branch's list into u.
func (l *treeLayout) fill(u *views.RuleUnder, b *rulebook.Branch, skip int) {
	part, left := window(b.Under, skip)
	for _, below := range part {
		u.Nodes = append(u.Nodes, l.node(below))
	}
	if left > 0 {
		u.More = &views.Action{Label: l.T("rules.more", left), URL: l.branchURL(b, len(b.Under)-left)}
	}
}

func (l *treeLayout) branchURL(b *rulebook.Branch, skip int) string {
	v := ruleView{path: []*rulebook.Branch{nil, b}, skip: skip}
	return v.url()
}

func (l *treeLayout) under(b *rulebook.Branch) *views.RuleUnder {
	return &views.RuleUnder{ID: "under-" + nodeKey(b.Rule), Text: l.overridden(b.Rules)}
}

// later returns a branch whose rules are read when it is opened.
func (l *treeLayout) later(b *rulebook.Branch) *views.RuleUnder {
	u := l.under(b)
	u.URL, u.URLText = l.branchURL(b, 0), l.T("rules.see_branch", b.Rules.Total())
	return u
}

// nodeKey returns the id of a branch in the document.
func nodeKey(of lowstock.Rule) string {
	if of.ID != 0 {
		return strconv.FormatInt(of.ID, 10)
	}
	return "product-" + strconv.FormatInt(of.ProductNo, 10)
}

// head returns a node without the rules below it.
func (l *treeLayout) head(b *rulebook.Branch) views.RuleNode {
	key := nodeKey(b.Rule)
	n := views.RuleNode{
		ID: "rule-" + key, Kind: l.T("rules.level_" + string(b.Scope)), Threshold: l.thresholdText(b), Quiet: b.ID == 0 || b.Muted || b.Value() == lowstock.RuleValue{},
		Reach: l.ruleReach(b), Mark: l.ruleMark(b),
	}
	n.Name, n.Note = l.nodeName(b)
	if l.ReadOnly || b.ID == 0 {
		return n
	}
	label := strings.TrimSpace(n.Name.Text + " " + n.Note)
	n.Edit = &views.RuleEdit{
		Action: l.view.at(present.RuleURL(b.ID)), Input: l.RuleValue("rule-"+key+"-threshold", b.Value(), true), Label: l.T("rules.delete_of", label),
		DeleteURL: present.DeleteRuleURL(b.ID), Back: l.view.url(),
	}
	n.Edit.Input.Label = l.T("rules.threshold_of", label)
	return n
}

func (r viewer) nodeName(b *rulebook.Branch) (name views.Link, note string) {
	name, _ = r.RuleName(b.Rule, present.Names{})
	name.Text = cmp.Or(b.Name, name.Text)
	if b.VariantCode != "" {
		// The product's name stands above the variant.
		name.Text, note = cmp.Or(present.OptionsText(b.Options), b.VariantCode), b.VariantCode
		if name.Text == note {
			note = ""
		}
	}
	return name, note
}

// thresholdText says at which quantity a rule alerts.
func (r viewer) thresholdText(b *rulebook.Branch) string {
	switch {
	case b.ID == 0:
		return r.T("rules.at_none")
	case b.Muted:
		return r.T("rules.kind_off")
	case b.Days != nil:
		return r.T("rules.at_days", *b.Days)
	case b.Threshold != nil && *b.Threshold == 0:
		return r.T("rules.at_zero")
	case b.Threshold != nil:
		return r.T("rules.at_number", *b.Threshold)
	}
	return r.T("rules.inherits")
}

// ruleReach says how many items a rule decides now. For a rule that mutes, it counts the items that
// the rule mutes. For any other rule, it counts the items that get their threshold from it.
func (r viewer) ruleReach(b *rulebook.Branch) views.RuleReach {
	key, reach, shownKey := nodeKey(b.Rule), b.Gives, "rules.gives"
	switch {
	case b.Scope == lowstock.ScopeMall:
		key = formDefault
	case b.ID == 0 || b.Value() == lowstock.RuleValue{}:
		return views.RuleReach{}
	}
	if b.Muted {
		reach, shownKey = b.Mutes, "rules.mutes"
	}
	v := views.RuleReach{ID: "reach-" + key, Text: views.Link{Text: r.T(shownKey, reach.Variants), URL: reachURL(b)}}
	single := b.Scope == lowstock.ScopeVariant && reach.Variants == 1
	switch {
	case reach.Variants == 0:
		v.Text = views.Link{Text: r.T("rules.gives_none")}
	case single:
		v.Text = views.Link{} // obvious, so it is not shown
	}
	for _, part := range []struct {
		status lowstock.Status
		n      int
	}{{lowstock.StatusOut, reach.Out}, {lowstock.StatusLow, reach.Low}} {
		if part.n > 0 {
			badge := r.StatusBadge(part.status)
			if !single {
				badge.Text += " " + present.Number(part.n)
			}
			v.Parts = append(v.Parts, badge)
		}
	}
	return v
}

// reachURL returns the address of the list of items that a rule decides. If an item is in several
// categories, the list does not show which of them decides.
func reachURL(b *rulebook.Branch) string {
	q := listing.Params{Sort: listing.SortUrgent}
	if !b.Muted {
		q.Source = b.Scope
	}
	switch b.Scope {
	case lowstock.ScopeCategory:
		q.CategoryNo = b.CategoryNo
	case lowstock.ScopeSupplier:
		q.SupplierCode = b.SupplierCode
	case lowstock.ScopeProduct, lowstock.ScopeVariant:
		return present.OptionURL(b.ProductNo, b.VariantCode)
	case lowstock.ScopeMall:
	}
	return present.StockURL(q)
}

func (r viewer) ruleMark(b *rulebook.Branch) views.RuleMark {
	if b.ID == 0 {
		return views.RuleMark{}
	}
	by := b.UpdatedBy
	if by != "" {
		by = r.Person(by)
	}
	return views.RuleMark{By: by, At: r.Moment(b.UpdatedAt), How: r.T("rules.source_" + string(b.Cause))}
}

// overridden says how many rules there are below a rule, "" for none.
func (r viewer) overridden(n rulebook.Count) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"rules.n_categories", n.Categories}, {"rules.n_suppliers", n.Suppliers}, {"rules.n_products", n.Products}, {"rules.n_variants", n.Variants}} {
		if p.n > 0 {
			parts = append(parts, r.T(p.key, p.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return r.T("rules.overridden", strings.Join(parts, ", "))
}
