package story

import (
	"strconv"
	"strings"

	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func rulesPage(l words.Locale) views.RulesPage {
	return views.RulesPage{
		Shell: shell(l, "/rules", "rules.title"),
		Default: views.RuleForm{
			ID: "default", Title: l.T("rules.default"), Hint: l.T("rules.default_hint"), Action: "/rules", Input: thresholdInput(l, "default-threshold", "10", "number"), Preview: l.T("rules.preview_month", 14, 6),
			Reach:      views.RuleReach{ID: "reach-default", Text: views.Link{Text: l.T("rules.gives", 1200), URL: "/stock?source=mall"}, Parts: []views.Badge{{Tone: "out", Icon: "out", Text: l.T("status.out") + " 21"}, {Tone: "low", Icon: "low", Text: l.T("status.low") + " 64"}}},
			Mark:       views.RuleMark{By: "pogeun", How: l.T("rules.source_set"), At: ago(l, 40)},
			Overridden: l.T("rules.overridden", strings.Join([]string{l.T("rules.n_categories", 2), l.T("rules.n_suppliers", 2), l.T("rules.n_products", 133), l.T("rules.n_variants", 2)}, ", ")),
		},
		Add: views.RuleForm{
			ID: "add", Title: l.T("rules.add"), Hint: l.T("rules.add_hint"), Action: "/rules", Input: thresholdInput(l, "add-threshold", "", "number"),
			Categories: []views.Choice{{Value: "c24", Label: "여성의류 > 니트"}}, Suppliers: []views.Choice{{Value: "sS1", Label: "한결직물"}},
		},
		Tree:      ruleTree(l),
		SilentURL: "/stock?status=silent",
		Import:    &views.RuleImport{Action: "/rules/import", Preview: l.T("rules.import_text", 214), Ready: true},
		Sheet: &views.RuleSheet{
			Action: "/rules/sheet", Apply: "/rules/sheet/apply", Export: "/stock/export",
			Summary: l.T("sheet.summary", 214, 3), Preview: l.T("rules.preview_match", 12), Count: 214, Ready: true, Changes: "P000000A000B - 5",
			Lines:   []views.SheetLine{{Line: "2", Name: "포근한 무지 울 니트 가디건", Note: "색상: 크림 · P000000A000B", From: l.T("rules.wish_none"), To: l.T("rules.wish_number", 5)}},
			More:    l.T("rules.and_more", 213),
			Problem: l.T("sheet.problems", 2), Problems: []views.SheetProblem{{Line: l.T("sheet.line", 7), Cell: "P99", Text: l.T("sheet.error_unknown")}}, ProblemsMore: l.T("rules.and_more", 1),
		},
		History: &views.RuleHistory{MoreURL: "/rules?changes=x", Rows: []views.RuleChange{
			{
				ID: "change-2", What: views.Badge{Tone: "quiet", Icon: "box", Text: l.T("rules.cause_import")}, At: ago(l, 3), By: "pogeun",
				Lines: []views.RuleLine{{Name: "포근한 무지 울 니트 가디건", Note: "P000000A000B", From: l.T("rules.wish_none"), To: l.T("rules.wish_number", 5)}},
				More:  l.T("rules.and_more", 213), UndoURL: "/rules/changes/2/undo", Label: l.T("rules.undo_of", "3"),
			},
			{
				ID: "change-1", What: views.Badge{Tone: "quiet", Icon: "check", Text: l.T("rules.cause_set")}, At: ago(l, 40), By: "pogeun",
				Lines:  []views.RuleLine{{Name: "한결직물", From: l.T("rules.wish_number", 5), To: l.T("rules.wish_days", 14)}},
				Undone: l.T("rules.undone", "pogeun", "11월 22일 (일) 오후 3:04"),
			},
		}},
	}
}

// ruleNode is one rule of this tree: kind names its scope, value is its threshold,
// "" if it is muted.
func ruleNode(l words.Locale, id, kind, name, value string, reach, out, low int) views.RuleNode {
	n := views.RuleNode{
		ID: "rule-" + id, Kind: l.T("rules.level_" + kind), Name: views.Link{Text: name, URL: "/stock?category=24"},
		Threshold: l.T("rules.kind_off"), Quiet: value == "",
		Reach: views.RuleReach{ID: "reach-" + id, Text: views.Link{Text: l.T("rules.mutes", reach), URL: "/stock?source=" + kind}},
		Mark:  views.RuleMark{By: "pogeun", How: l.T("rules.source_set"), At: ago(l, 40)},
		Edit: &views.RuleEdit{
			Action: "/rules/" + id, Input: thresholdInput(l, "rule-"+id+"-threshold", value, "off"), DeleteURL: "/rules/" + id + "/delete", Label: l.T("rules.delete_of", name),
		},
	}
	n.Edit.Input.Label = l.T("rules.threshold_of", name)
	if at, err := strconv.Atoi(value); err == nil {
		n.Threshold, n.Edit.Input = l.T("rules.at_number", at), thresholdInput(l, "rule-"+id+"-threshold", value, "number")
		n.Edit.Input.Label = l.T("rules.threshold_of", name)
		n.Reach.Text.Text = l.T("rules.gives", reach)
	}
	if kind == "variant" {
		n.Reach.Text = views.Link{}
	}
	if reach == 0 {
		n.Reach.Text = views.Link{Text: l.T("rules.gives_none")}
	}
	if out > 0 {
		n.Reach.Parts = append(n.Reach.Parts, views.Badge{Tone: "out", Icon: "out", Text: l.T("status.out") + " " + strconv.Itoa(out)})
	}
	if low > 0 {
		n.Reach.Parts = append(n.Reach.Parts, views.Badge{Tone: "low", Icon: "low", Text: l.T("status.low") + " " + strconv.Itoa(low)})
	}
	return n
}

// ruleUnder holds the rules that override a node, as an open branch.
func ruleUnder(l words.Locale, id, key string, n int, nodes ...views.RuleNode) *views.RuleUnder {
	return &views.RuleUnder{ID: "under-" + id, Text: l.T("rules.overridden", l.T(key, n)), Open: true, Nodes: nodes}
}

// ruleTree has rules of all five scopes: a rule without any alert, a muted one, one
// that applies to no item any more, a product with rules only for its items, and a
// branch that is loaded when it is opened.
func ruleTree(l words.Locale) views.RuleTree {
	item := ruleNode(l, "6", "variant", "색상: 크림 / 사이즈: Free", "3", 1, 0, 1)
	item.Note, item.Mark.How = "P000000A000B", l.T("rules.source_forecast")
	cardigan := ruleNode(l, "5", "product", "포근한 무지 울 니트 가디건", "5", 7, 1, 2)
	cardigan.Under, cardigan.Mark.How = ruleUnder(l, "5", "rules.n_variants", 1, item), l.T("rules.source_file")
	knit := ruleNode(l, "1", "category", "여성의류 > 니트", "10", 118, 3, 14)
	knit.Under = &views.RuleUnder{ID: "under-1", Text: l.T("rules.overridden", l.T("rules.n_products", 1)+", "+l.T("rules.n_variants", 1)), Open: true, Nodes: []views.RuleNode{cardigan}}
	season := ruleNode(l, "2", "category", "시즌오프", "", 42, 11, 3)
	weaver := ruleNode(l, "3", "supplier", "한결직물", "14", 96, 0, 9)
	weaver.Threshold, weaver.Mark.By = l.T("rules.at_days", 14), "한결 담당"
	weaver.Under = &views.RuleUnder{ID: "under-3", Text: l.T("rules.overridden", l.T("rules.n_products", 132)), URL: "/rules?under=sS1", URLText: l.T("rules.see_branch", 132)}
	unused := ruleNode(l, "4", "supplier", "포근상사", "2", 0, 0, 0)
	other := ruleNode(l, "8", "variant", "색상: 블랙", "2", 1, 1, 0)
	other.Note, other.Mark.How = "P000000B000A", l.T("rules.source_import")
	socks := views.RuleNode{
		ID: "rule-product-9", Kind: l.T("rules.level_product"), Name: views.Link{Text: "데일리 골지 양말 5켤레 세트", URL: "/stock/9"}, Threshold: l.T("rules.at_none"), Quiet: true,
		Under: ruleUnder(l, "product-9", "rules.n_variants", 1, other),
	}
	return views.RuleTree{Nodes: []views.RuleNode{knit, season, weaver, unused, socks}}
}

func rulesDefaultOnly(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.Tree = views.RuleTree{Empty: &views.Action{Label: l.T("rules.empty_act"), URL: "/stock"}}
	p.Default.Overridden, p.Default.Preview, p.Default.Mark = "", "", views.RuleMark{}
	p.Import.Preview, p.Import.Ready, p.Sheet = "", false, &views.RuleSheet{Action: "/rules/sheet", Apply: "/rules/sheet/apply", Export: "/stock/export"}
	p.History = &views.RuleHistory{}
	return p
}

// rulesMany is a mall with thousands of rules: it has a search and long lists.
func rulesMany(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.Default.Overridden = l.T("rules.overridden", strings.Join([]string{l.T("rules.n_categories", 57), l.T("rules.n_suppliers", 42), l.T("rules.n_products", 1900), l.T("rules.n_variants", 10_000)}, ", "))
	p.Tree.Search = &views.RuleSearch{}
	for i := range 24 {
		n := ruleNode(l, strconv.Itoa(100+i), "product", "오버핏 후드 집업 "+strconv.Itoa(i+1)+"호", "4", 6, i%3, i%5)
		if i%2 == 0 {
			n.Under = &views.RuleUnder{ID: "under-" + strconv.Itoa(100+i), Text: l.T("rules.overridden", l.T("rules.n_variants", 30)), URL: "/rules?under=p1", URLText: l.T("rules.see_branch", 30)}
		}
		p.Tree.Nodes = append(p.Tree.Nodes, n)
	}
	p.Tree.More = []views.Action{{Label: l.T("rules.more_of_product", 1850), URL: "/rules?scope=product&skip=50"}}
	return p
}

// rulesFound is the part of the tree that a search found.
func rulesFound(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.Add, p.Import, p.Sheet, p.History, p.SilentURL, p.Default.Preview = views.RuleForm{}, nil, nil, nil, "", ""
	p.Tree.All, p.Tree.Search = "/rules", &views.RuleSearch{Q: "니트", Found: l.T("rules.found", 2), Clear: "/rules"}
	p.Tree.Nodes = p.Tree.Nodes[:1]
	return p
}

// rulesError has a refused field three levels down and a preview beside it.
func rulesError(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.Default.Preview = ""
	knit := &p.Tree.Nodes[0]
	knit.Edit.Open, knit.Edit.Preview = true, l.T("rules.preview_match", 12)+" "+l.T("rules.preview_opens", 4)+" "+l.T("rules.preview_month", 14, 6)
	item := &knit.Under.Nodes[0].Under.Nodes[0]
	item.Edit.Open, item.Edit.Input.Value, item.Edit.Input.Error = true, "열 개", l.T("rules.error_number")
	p.Errors = []views.FieldError{{Field: item.Edit.Input.ID, Text: item.Edit.Input.Error}}
	return p
}

func rulesReadOnly(l words.Locale) views.RulesPage {
	p := rulesPage(l)
	p.ReadOnly, p.Locked = true, l.T("team.only_owner")
	p.Default.ReadOnly, p.Default.Text, p.Default.Preview = true, l.T("rules.wish_number", 10), ""
	p.Import, p.Sheet, p.History.Rows[0].UndoURL = nil, nil, ""
	lockNodes(p.Tree.Nodes)
	return p
}

func lockNodes(nodes []views.RuleNode) {
	for i := range nodes {
		nodes[i].Edit = nil
		if u := nodes[i].Under; u != nil {
			lockNodes(u.Nodes)
		}
	}
}
