package web

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func lineText(line int) string {
	if line == 0 {
		return "" // it came from no file
	}
	return strconv.Itoa(line)
}

func (r viewer) sheetTitles() []any {
	return []any{
		r.T("sheet.variant_code"), r.T("sheet.custom_code"), r.T("sheet.product_code"), r.T("sheet.product_name"), r.T("sheet.options"),
		r.T("sheet.quantity"), r.T("sheet.status"), r.T("sheet.threshold"), r.T("sheet.source"), r.T("sheet.own"), r.T("sheet.observed"),
		r.T("sheet.cover"), r.T("sheet.runs_out"), r.T("sheet.suggested"), r.T("sheet.lead"), r.T("sheet.why"),
	}
}

func sheetWidths() []float64 {
	return []float64{16, 16, 12, 36, 24, 8, 10, 12, 12, 12, 18, 10, 12, 10, 12, 36}
}

func (r viewer) sheetRow(row lowstock.InventoryRow, own *lowstock.Wish) []any {
	cells := []any{
		row.Code, row.CustomCode, row.ProductCode, row.ProductName, present.OptionsText(row.Options),
		nil, r.RowBadge(&row).Text, nil, r.source(row).Text, merchant.WriteCell(r.Locale, own), row.ObservedAt.In(r.Zone).Format("2006-01-02 15:04"),
	}
	if row.Tracked {
		cells[5] = row.Quantity
	}
	if row.Silence == "" {
		cells[7] = row.Threshold
	} else {
		cells[7] = r.T("silence." + row.Silence)
	}
	return cells
}

// sheetAhead are the last columns, which no import reads: how long the stock
// lasts, when it runs out, what is suggested, for which lead time, and why it is
// suggested where it would have kept less than the threshold. An empty cell is not
// known, or nothing is suggested.
func (r viewer) sheetAhead(row *lowstock.InventoryRow) []any {
	cells := []any{nil, nil, nil, nil, nil}
	if !row.Tracked {
		return cells
	}
	if days, known := row.Sales.Lasts(row.Quantity); known {
		cells[0] = int(days)
	}
	if !row.Suggestion.Known {
		return cells
	}
	ahead, stored := forecast.ReadAhead(row.Ahead)
	if out, is := runsOut(row, ahead); stored && is {
		cells[1] = r.DateAhead(out.P50).Format(time.DateOnly)
	}
	if s := row.Suggestion; s.Proven && (s.Point == row.Threshold || s.Offered(row.Threshold) != lowstock.OfferNone) {
		cells[2], cells[3] = s.Point, s.LeadDays
		if why := r.why(s, row.Threshold); why != "" {
			cells[4] = why
		}
	}
	return cells
}

// bulkForm asks for one threshold for many items, as the list did.
func (r viewer) bulkForm(f *bulkForm, n int) views.BulkForm {
	v := views.BulkForm{Action: paths.Bulk, Back: f.back, Title: r.T("bulk.of", n), All: f.all, Wish: r.BulkWish("bulk-threshold", f.Typed("kind"))}
	kit.ShowRuleValue(&v.Wish, &f.Form, r.Viewer)
	if v.Error = f.Message(r.Locale, "code"); !f.all {
		v.Codes = f.codes
	}
	if f.lower {
		v.Lower = &views.Choice{Value: "1", On: true}
	}
	return v
}

// showPlan puts what a file would do into words.
func (r viewer) showPlan(f *views.RuleSheet, p sheetPlan, preview lowstock.Preview) {
	f.Count, f.Summary = len(p.lines), r.T("sheet.summary", len(p.lines))
	if p.same > 0 {
		f.Summary += " " + r.T("sheet.same", p.same)
	}
	if p.unknown > 0 {
		f.Summary += " " + r.T("bulk.unknown", p.unknown)
	}
	switch {
	case p.lower > 0 && p.lowered:
		f.Summary += " " + r.T("bulk.lower_in", p.lower)
	case p.lower > 0:
		f.Summary += " " + r.T("bulk.lower_out", p.lower)
	}
	if f.Ready = len(p.lines) > 0; f.Ready {
		f.Preview, f.Changes = r.preview(preview), writeMarks(p.lines)
	}
	for _, l := range p.lines[:min(len(p.lines), sheetRows)] {
		f.Lines = append(f.Lines, views.SheetLine{
			Line: lineText(l.line), Name: l.row.ProductName, Note: strings.TrimPrefix(present.OptionsText(l.row.Options)+" · "+cmp.Or(l.row.CustomCode, l.row.Code), " · "),
			From: r.WishText(l.from), To: r.WishText(l.to),
		})
	}
	if more := len(p.lines) - len(f.Lines); more > 0 {
		f.More = r.T("rules.and_more", more)
	}
	if len(p.errors) == 0 {
		return
	}
	f.Problem = r.T("sheet.problems", len(p.errors))
	for _, e := range p.errors[:min(len(p.errors), sheetErrors)] {
		f.Problems = append(f.Problems, views.SheetProblem{Line: r.T("sheet.line", strconv.Itoa(e.line)), Cell: kit.Clip(e.cell, 60), Text: r.T(e.key, e.args...)})
	}
	if more := len(p.errors) - len(f.Problems); more > 0 {
		f.ProblemsMore = r.T("rules.and_more", more)
	}
}
