package notify

import (
	"cmp"
	"strings"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/views/words"
)

// Rounding says how what a line needs became what is ordered: "83 → 최소 100 →
// 24개입 5박스 (120개)"; "" where nothing was rounded.
func Rounding(l words.Locale, line *outlook.ReorderLine) string {
	if line.Need == 0 || line.Unmet || line.Pack <= 1 && line.Order == line.Need {
		return ""
	}
	steps := []string{words.Number(int64(line.Need))}
	r := purchase.Round(line.Need, 0, 0, purchase.Terms{Min: line.Minimum, Pack: line.Pack, Cap: line.Most})
	if r.Raised {
		steps = append(steps, l.T("purchase.round_min", line.Minimum))
	}
	if r.Capped {
		steps = append(steps, l.T("purchase.round_cap", cmp.Or(line.Most, purchase.MaxUnits)))
	}
	switch {
	case line.Pack > 1:
		steps = append(steps, l.T("purchase.round_pack", line.Pack, l.Pieces(line.Order, line.Pack)))
	case !r.Raised:
		steps = append(steps, words.Number(int64(line.Order)))
	}
	return strings.Join(steps, " → ")
}

// RoundingNotes says what the terms of a line do to its quantity, and when a
// person has to decide.
func RoundingNotes(l words.Locale, line *outlook.ReorderLine) (notes []string) {
	if line.Unmet {
		return []string{l.T("purchase.round_unmet", line.Need, max(line.Minimum, line.Pack), line.Most)}
	}
	if steps := Rounding(l, line); steps != "" {
		notes = append(notes, steps)
	}
	if line.PerDay <= 0 || line.Order <= line.Need || line.Need == 0 {
		return notes
	}
	if times := line.Order / line.Need; times >= purchase.FarAbove {
		return append(notes, l.T("purchase.round_far", times, int(float64(line.Quantity+line.Coming+line.Order)/line.PerDay)))
	}
	if more := int(float64(line.Order-line.Need) / line.PerDay); more > 0 {
		notes = append(notes, l.T("purchase.round_more", line.Order-line.Need, more))
	}
	return notes
}
