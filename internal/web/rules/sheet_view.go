package rules

import (
	"cmp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func lineText(line int) string {
	if line == 0 {
		return "" // the line came from no file
	}
	return strconv.Itoa(line)
}

// bulkForm presents the form that sets one threshold for many items, as the list does.
func (r viewer) bulkForm(f *bulkForm, n int) views.BulkForm {
	v := views.BulkForm{Action: paths.Bulk, Back: f.back, Title: r.T("bulk.of", n), All: f.all, Input: r.BulkInput("bulk-threshold", f.Typed("kind"))}
	kit.ShowRuleValue(&v.Input, &f.Form, r.Viewer)
	if v.Error = f.Message(r.Locale, "code"); !f.all {
		v.Codes = f.codes
	}
	if f.lower {
		v.Lower = &views.Choice{Value: "1", On: true}
	}
	if f.learnt {
		v.Learnt = &views.Choice{Value: "1", On: true}
	}
	return v
}

// showPlan puts into words what a file would change.
func (r viewer) showPlan(f *views.RuleSheet, p sheetPlan, preview rulebook.Preview) {
	f.Count, f.Summary = len(p.lines), r.T("sheet.summary", len(p.lines))
	if p.same > 0 {
		f.Summary += " " + r.T("sheet.same", p.same)
	}
	if p.unknown > 0 {
		f.Summary += " " + r.T("bulk.unknown", p.unknown)
	}
	if p.unwise > 0 {
		f.Summary += " " + r.T("bulk.unwise", p.unwise)
	}
	switch {
	case p.lower > 0 && p.lowered:
		f.Summary += " " + r.T("bulk.lower_in", p.lower)
	case p.lower > 0:
		f.Summary += " " + r.T("bulk.lower_out", p.lower)
	}
	switch {
	case p.learnt > 0 && p.estimated:
		f.Summary += " " + r.T("bulk.learnt_in", p.learnt)
	case p.learnt > 0:
		f.Summary += " " + r.T("bulk.learnt_out", p.learnt)
	}
	if f.Ready = len(p.lines) > 0; f.Ready {
		f.Preview, f.Changes = r.preview(preview), writeMarks(p.lines)
	}
	for _, l := range p.lines[:min(len(p.lines), sheetRows)] {
		f.Lines = append(f.Lines, views.SheetLine{
			Line: lineText(l.line), Name: l.row.ProductName, Note: strings.TrimPrefix(present.OptionsText(l.row.Options)+" · "+cmp.Or(l.row.CustomCode, l.row.Code), " · "),
			From: r.ValueText(l.from), To: r.ValueText(l.to),
		})
	}
	if more := len(p.lines) - len(f.Lines); more > 0 {
		f.More = r.T("rules.and_more", more)
	}
	if p.refused == 0 {
		return
	}
	f.Problem = r.T("sheet.problems", p.refused)
	for _, e := range p.errors {
		f.Problems = append(f.Problems, views.SheetProblem{Line: r.T("sheet.line", strconv.Itoa(e.line)), Cell: kit.Clip(e.cell, 60), Text: r.T(e.key, e.args...)})
	}
	if more := p.refused - len(f.Problems); more > 0 {
		f.ProblemsMore = r.T("rules.and_more", more)
	}
}
