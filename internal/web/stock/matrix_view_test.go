package stock

import (
	"fmt"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// crossed returns a variant for every pair of values, in that order.
func crossed(colours, sizes int) []listing.InventoryRow {
	var rows []listing.InventoryRow
	for c := range colours {
		for s := range sizes {
			row := inventory(c*10+s, lowstock.StatusOK)
			row.Code = fmt.Sprintf("P%d-%d", c, s)
			row.Options = []lowstock.Option{{Name: "색상", Value: fmt.Sprintf("C%d", c)}, {Name: "사이즈", Value: fmt.Sprintf("S%d", s)}}
			rows = append(rows, row)
		}
	}
	return rows
}

func TestWhereTwoOptionsMakeATable(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	change := func(rows []listing.InventoryRow, f func(rows []listing.InventoryRow)) []listing.InventoryRow {
		f(rows)
		return rows
	}
	for name, tc := range map[string]struct {
		read productRead
		want string // columns and rows; "" for none
	}{
		"no variants":        {productRead{}, ""},
		"two by two":         {productRead{rows: crossed(2, 2)}, "S0 S1 / C0 C1"},
		"as large as it may": {productRead{rows: crossed(8, 12)}, "S0 S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 / C0 C1 C2 C3 C4 C5 C6 C7"},
		"too wide":           {productRead{rows: crossed(2, 13)}, ""},
		"too long":           {productRead{rows: crossed(31, 2)}, ""},
		"thirty rows":        {productRead{rows: crossed(30, 2)}, "S0 S1 / C0 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29"},
		"one row":            {productRead{rows: crossed(1, 4)}, ""},
		"one column":         {productRead{rows: crossed(4, 1)}, ""},
		"more on the next":   {productRead{rows: crossed(2, 2), next: "x"}, ""},
		"more before":        {productRead{rows: crossed(2, 2), cursor: "x"}, ""},
		"one is missing":     {productRead{rows: crossed(2, 2)[:3]}, "S0 S1 / C0 C1"},
		"mostly holes":       {productRead{rows: []listing.InventoryRow{crossed(3, 3)[0], crossed(3, 3)[4], crossed(3, 3)[8]}}, ""},
		"the same twice":     {productRead{rows: change(crossed(2, 2), func(rows []listing.InventoryRow) { rows[3].Options = rows[0].Options })}, ""},
		"three options": {productRead{rows: change(crossed(2, 2), func(rows []listing.InventoryRow) {
			rows[0].Options = append(rows[0].Options, lowstock.Option{Name: "기장", Value: "롱"})
		})}, ""},
		"other options": {productRead{rows: change(crossed(2, 2), func(rows []listing.InventoryRow) {
			rows[3].Options = []lowstock.Option{{Name: "색상", Value: "C1"}, {Name: "기장", Value: "S1"}}
		})}, ""},
		"no value": {productRead{rows: change(crossed(2, 2), func(rows []listing.InventoryRow) { rows[3].Options[1].Value = "" })}, ""},
	} {
		got := ""
		if m := r.matrix(tc.read); m != nil {
			var names []string
			for _, row := range m.Rows {
				names = append(names, row.Name)
				if len(row.Cells) != len(m.Columns) {
					t.Errorf("%s: %d cells below %d columns", name, len(row.Cells), len(m.Columns))
				}
			}
			got = strings.Join(m.Columns, " ") + " / " + strings.Join(names, " ")
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestCellsOfTheTable(t *testing.T) {
	t.Parallel()
	rows := crossed(2, 2)
	rows[0].Tracked, rows[0].Status = false, lowstock.StatusUntracked
	rows[1].Quantity, rows[1].Status = -2, lowstock.StatusOut
	m := viewerAt(words.English, "2026-11-22T06:04:00Z").matrix(productRead{rows: rows[:3], chosen: rows[2].Code})
	if m == nil {
		t.Fatal("no table")
	}
	first, second := m.Rows[0].Cells[0], m.Rows[0].Cells[1]
	if first.Quantity != "–" || first.On || first.Calm() || !strings.HasSuffix(first.URL, "?variant=P0-0#variant") {
		t.Errorf("untracked: %+v", first)
	}
	if second.Quantity != "−2" || second.Status != (views.Badge{Tone: "out", Icon: "out", Text: "Sold out"}) {
		t.Errorf("sold out: %+v", second)
	}
	if c := m.Rows[1].Cells[0]; !c.On || !c.Calm() || c.Quantity != "10" {
		t.Errorf("chosen: %+v", c)
	}
	if c := m.Rows[1].Cells[1]; c != (views.MatrixCell{}) {
		t.Errorf("not offered: %+v", c)
	}
	if m.Caption != "Stock by 색상 and 사이즈" {
		t.Errorf("caption %q", m.Caption)
	}
}
