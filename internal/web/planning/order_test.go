package planning

import (
	"slices"
	"strconv"
	"testing"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/purchase"
)

// An order has a limited number of lines. A longer sheet makes several orders, each
// with a key of its own, so that the same page sent twice makes none twice.
func TestALongSheetMakesSeveralOrders(t *testing.T) {
	t.Parallel()
	draft := purchase.Draft{ID: 7, Version: 3, SupplierCode: "S1", Note: "note"}
	for i := range 2*purchase.MaxLines + 1 {
		draft.Lines = append(draft.Lines, purchase.Line{VariantCode: "P" + strconv.Itoa(i)})
	}
	list := split(draft, purchase.Draft{SupplierCode: "S1", Key: "k S1"})
	var lines []purchase.Line
	var keys []string
	var ids []int64
	for _, d := range list {
		lines, keys, ids = append(lines, d.Lines...), append(keys, d.Key), append(ids, d.ID)
	}
	if len(list) != 3 || len(lines) != len(draft.Lines) || !slices.Equal(keys, []string{"", "k S1 2", "k S1 3"}) || !slices.Equal(ids, []int64{7, 0, 0}) {
		t.Errorf("%d orders, %d lines, keys %q, ids %d", len(list), len(lines), keys, ids)
	}
	draft.Lines = draft.Lines[:purchase.MaxLines]
	if list := split(draft, purchase.Draft{}); len(list) != 1 || list[0].ID != 7 {
		t.Errorf("%d orders of one", len(list))
	}
}

// The pages of a sheet have each line once, wherever they begin.
func TestThePagesOfASheet(t *testing.T) {
	t.Parallel()
	var lines []outlook.ReorderLine
	for i := range 450 {
		lines = append(lines, outlook.ReorderLine{VariantCode: "P" + strconv.Itoa(10_000+i), Order: 1, AtRisk: float64(450 - i)})
	}
	var sizes []int
	at := ""
	for range 9 {
		w := windowAt(lines, at)
		sizes = append(sizes, len(w.lines))
		if at = w.next; at == "" {
			if back := windowAt(lines, w.prev); back.before != 200 {
				t.Errorf("the page before the last begins at %d", back.before)
			}
			break
		}
	}
	if !slices.Equal(sizes, []int{200, 200, 50}) {
		t.Errorf("pages of %d lines", sizes)
	}
	gone := slices.Delete(slices.Clone(lines), 0, 3)
	if w := windowAt(gone, windowAt(lines, "").next); w.before != 197 || w.lines[0].VariantCode != "P10200" {
		t.Errorf("after three lines have gone the second page begins at %d, %s", w.before, w.lines[0].VariantCode)
	}
}
