package web

import (
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// maxSheetChanges is how many thresholds one file may change.
const maxSheetChanges = 20_000

// sheetPlan is what a file would do: nothing of it is done yet.
type sheetPlan struct {
	lines   []sheetLine
	errors  []sheetError
	unknown int  // items that nothing is suggested for
	lower   int  // items whose suggestion would have kept less than their threshold, or is not proven
	lowered bool // these are among the lines all the same
	same    int  // lines that ask for what holds already, or for nothing
}

// sheetLine is a threshold that would change.
type sheetLine struct {
	line     int
	row      lowstock.InventoryRow
	cell     string
	from, to *lowstock.Wish
	change   lowstock.RuleChange
}

// sheetError is a line that cannot be used.
type sheetError struct {
	line int
	cell string // what stands there
	key  string
	args []any
}

// sheetColumns are where a table keeps what an import reads; -1 where it does
// not.
type sheetColumns struct{ code, custom, wish int }

// readColumns finds the columns by their titles: those of an export in either
// language, those of Cafe24's own files, and the API's names.
func readColumns(header []string) sheetColumns {
	columns := sheetColumns{-1, -1, -1}
	for _, column := range []struct {
		at     *int
		titles []string
	}{
		{&columns.code, append(titles("sheet.variant_code"), "variantcode", "품목코드", "품목번호")},
		{&columns.custom, append(titles("sheet.custom_code"), "customvariantcode", "자체품목코드")},
		{&columns.wish, append(titles("sheet.own"), "threshold", "알림기준", "품목기준", "안전재고")},
	} {
		for _, title := range column.titles {
			if *column.at < 0 {
				*column.at = slices.IndexFunc(header, func(cell string) bool { return plainTitle(cell) == title })
			}
		}
	}
	return columns
}

func titles(key string) []string {
	return []string{plainTitle(words.Of("ko").T(key)), plainTitle(words.Of("en").T(key))}
}

func plainTitle(text string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "", "*", "").Replace(text))
}

func (c sheetColumns) cell(row sheet.Row, at int) string {
	if at < 0 || at >= len(row.Cells) {
		return ""
	}
	return row.Cells[at]
}

// name is how a line calls its variant.
func (c sheetColumns) name(row sheet.Row) string {
	if code := c.cell(row, c.code); code != "" {
		return code
	}
	return c.cell(row, c.custom)
}

// names are the codes that a table asks for, each once.
func (c sheetColumns) names(rows []sheet.Row) []string {
	var codes []string
	for _, row := range rows {
		if code := c.name(row); code != "" {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// plan compares a table with the variants it names and with their own rules.
// What the table does not name stays as it is.
func (c sheetColumns) plan(rows []sheet.Row, variants []lowstock.InventoryRow, own map[string]*lowstock.Wish) sheetPlan {
	byCode, byCustom := map[string][]*lowstock.InventoryRow{}, map[string][]*lowstock.InventoryRow{}
	for i := range variants {
		v := &variants[i]
		byCode[v.Code] = append(byCode[v.Code], v)
		byCustom[v.CustomCode] = append(byCustom[v.CustomCode], v)
	}
	var p sheetPlan
	seen := map[string]int{} // variant code → line
	for _, row := range rows {
		name, cell := c.name(row), c.cell(row, c.wish)
		refuse := func(what, key string, args ...any) {
			p.errors = append(p.errors, sheetError{row.Line, what, key, args})
		}
		wish, problem := readWish(cell)
		found := byCode[name]
		if len(found) == 0 || c.cell(row, c.code) == "" {
			found = byCustom[name]
		}
		switch {
		case name == "" && cell == "":
			continue
		case name == "":
			refuse(cell, "sheet.error_no_code")
		case len(found) == 0:
			refuse(name, "sheet.error_unknown")
		case len(found) > 1:
			refuse(name, "sheet.error_several", len(found))
		case seen[found[0].Code] > 0:
			refuse(name, "sheet.error_twice", seen[found[0].Code])
		case problem != "":
			refuse(cell, problem)
		default:
			seen[found[0].Code] = row.Line
			p.add(sheetLine{line: row.Line, row: *found[0], cell: cell, from: own[found[0].Code]}, wish)
		}
	}
	return p
}

func (p *sheetPlan) add(l sheetLine, wish sheetWish) {
	l.change = wish.RuleChange
	l.change.ProductNo, l.change.VariantCode = l.row.ProductNo, l.row.Code
	if wish.none {
		p.same++
		return
	}
	if l.to = l.change.Leaves(l.from); lowstock.SameWish(l.from, l.to) {
		p.same++
		return
	}
	p.lines = append(p.lines, l)
}

func (p *sheetPlan) changes() []lowstock.RuleChange {
	changes := make([]lowstock.RuleChange, len(p.lines))
	for i, l := range p.lines {
		changes[i] = l.change
	}
	return changes
}
