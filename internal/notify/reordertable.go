package notify

import (
	"math"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// ReorderWidths returns the column widths of [WriteReorder], in characters.
func ReorderWidths() []float64 {
	return []float64{16, 16, 36, 24, 8, 8, 8, 12, 24, 10, 8, 10, 12, 12, 40}
}

// WriteReorder writes a reorder sheet with column titles in the language l, and
// ends the table. Days are written as 2006-01-02, amounts in whole units of currency, an
// ISO 4217 code that the title names.
func WriteReorder(w sheet.Writer, l words.Locale, currency string, s outlook.ReorderSheet) error {
	err := w.Write(
		l.T("sheet.variant_code"), l.T("sheet.custom_code"), l.T("sheet.product_name"), l.T("sheet.options"),
		l.T("reorder.order"), l.T("sheet.quantity"), l.T("reorder.coming"), l.T("reorder.by"), l.T("reorder.out"),
		l.T("reorder.per_day"), l.T("reorder.lead"), l.T("reorder.point"), words.MoneyColumn(l.T("reorder.at_risk"), currency),
		l.T("reorder.coming_on"), l.T("reorder.note"),
	)
	if err != nil {
		return err
	}
	for i := range s.Lines {
		line := &s.Lines[i]
		err := w.Write(
			line.VariantCode, line.CustomCode, line.ProductName, options(line.Options),
			line.Order, line.Quantity, line.Coming, dateOf(line.OrderBy), outOf(line),
			words.Pace(line.PerDay), line.LeadDays, line.Point, int(math.Round(line.AtRisk)),
			dateOf(line.ComingOn), strings.Join(append(RoundingNotes(l, line), ReorderNotes(l, line, dateOf)...), " · "),
		)
		if err != nil {
			return err
		}
	}
	return w.Close()
}

func dateOf(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// outOf says when the stock runs out, from the earliest to the latest day.
func outOf(line *outlook.ReorderLine) string {
	if line.Out.IsZero() {
		return ""
	}
	return strings.TrimRight(dateOf(line.OutEarly)+" ~ "+dateOf(line.OutLate), " ~")
}

// ReorderNotes returns what a person has to know about a line before ordering:
// that the reorder point is an estimate from other items, or the threshold and
// not the computed point, that it would have kept less than is promised over the
// last year, and that what is on its way is late or arrives too late. The
// function day writes a calendar day.
func ReorderNotes(l words.Locale, line *outlook.ReorderLine, day func(time.Time) string) (notes []string) {
	if line.Learnt.Is() {
		notes = append(notes, LearntFrom(l, line.Learnt))
	}
	if line.Instead != nil {
		notes = append(notes, l.T("reorder.instead", *line.Instead, line.Point))
	}
	if line.Level > 0 {
		notes = append(notes, l.T("reorder.kept", forecast.Percent(line.Kept), line.Level))
	}
	if line.Unseen > 0 {
		notes = append(notes, l.T("purchase.unseen", line.Unseen))
	}
	switch {
	case line.LateOut > 0: // a person decided so
	case line.Late:
		notes = append(notes, l.T("reorder.late", line.Coming, day(line.ComingOn)))
	case line.Gap:
		notes = append(notes, l.T("reorder.gap", line.Coming-line.Unseen, day(line.ComingOn)))
	}
	return notes
}

// LearntFrom says from which other items an estimate was learnt, and how many
// days of the item's own are on record; "" if it was not.
func LearntFrom(l words.Locale, learnt outlook.Learnt) string {
	switch learnt.Kind {
	case outlook.GroupCategory:
		return l.T("stock.learnt_category", learnt.Days)
	case outlook.GroupSupplier:
		return l.T("stock.learnt_supplier", learnt.Days)
	case outlook.GroupMall:
		return l.T("stock.learnt_mall", learnt.Days)
	}
	return ""
}
