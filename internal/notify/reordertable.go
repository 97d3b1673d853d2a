package notify

import (
	"math"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// ReorderWidths returns the column widths of [WriteReorder], in characters.
func ReorderWidths() []float64 { return []float64{16, 16, 36, 24, 8, 8, 8, 12, 24, 10, 8, 10, 12} }

// WriteReorder writes a reorder sheet with column titles in the language l, and
// ends the table. Days are written as 2006-01-02.
func WriteReorder(w sheet.Writer, l words.Locale, s outlook.ReorderSheet) error {
	err := w.Write(
		l.T("sheet.variant_code"), l.T("sheet.custom_code"), l.T("sheet.product_name"), l.T("sheet.options"),
		l.T("reorder.order"), l.T("sheet.quantity"), l.T("reorder.coming"), l.T("reorder.by"), l.T("reorder.out"),
		l.T("reorder.per_day"), l.T("reorder.lead"), l.T("reorder.point"), l.T("reorder.at_risk"),
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
