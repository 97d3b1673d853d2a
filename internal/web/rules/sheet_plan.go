package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

const (
	sheetNamed = 5 // lines or items that one sentence names
)

// sheetPlan is what a file would change. Nothing of it is applied yet.
type sheetPlan struct {
	lines   []sheetLine
	errors  []sheetError
	unknown int  // items without a suggestion
	lower   int  // items whose suggestion would have kept less than their threshold, or is not proven
	lowered bool // the lines include these items nevertheless
	same    int  // lines that ask for the present value, or for nothing
}

// sheetLine is a threshold that would change.
type sheetLine struct {
	line     int
	row      listing.InventoryRow
	cell     string
	from, to *lowstock.RuleValue
	change   lowstock.RuleChange
}

// sheetError is a line that cannot be used.
type sheetError struct {
	line int
	cell string // the text of the cell
	key  string
	args []any
}

// sheetColumns are the columns that an import reads; -1 for a column that the table does not have.
type sheetColumns struct{ code, custom, newValue int }

// readColumns finds the columns by their titles: those of an export in either language, those of
// Cafe24's own files, and the field names of the API.
func readColumns(header []string) sheetColumns {
	columns := sheetColumns{-1, -1, -1}
	for _, column := range []struct {
		at     *int
		titles []string
	}{
		{&columns.code, append(titles("sheet.variant_code"), "variantcode", "품목코드", "품목번호")},
		{&columns.custom, append(titles("sheet.custom_code"), "customvariantcode", "자체품목코드")},
		{&columns.newValue, append(titles("sheet.own"), "threshold", "알림기준", "품목기준", "안전재고")},
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
	return strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "", "*", "").Replace(typed.Code(text)))
}

func (c sheetColumns) cell(row sheet.Row, at int) string {
	if at < 0 || at >= len(row.Cells) {
		return ""
	}
	return row.Cells[at]
}

// name returns how a line names its variant.
func (c sheetColumns) name(row sheet.Row) string {
	if code := c.cell(row, c.code); code != "" {
		return code
	}
	return c.cell(row, c.custom)
}

// names returns the codes that a table asks for, each once.
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

// sheetWay is the result of reading one line of a table.
type sheetWay struct {
	line     int
	name     string // how the line names its item
	cell     string
	item     *listing.InventoryRow
	newValue merchant.CellValue
	problem  string // a key of the catalogue; "" if the rule value can be read
}

// plan compares a table with the variants that it names and with the variants' own rules. An item
// that the table does not name stays as it is. If several lines name the same item and ask for
// different values, none of them is used.
func (c sheetColumns) plan(rows []sheet.Row, variants []listing.InventoryRow, own map[string]*lowstock.RuleValue) sheetPlan {
	var p sheetPlan
	names := nameItems(variants)
	ways := map[string][]sheetWay{} // variant code → the lines that name it
	var order []string
	for _, row := range rows {
		w := sheetWay{line: row.Line, name: c.name(row), cell: c.cell(row, c.newValue)}
		if w.name == "" && w.cell == "" {
			continue
		}
		if w.name == "" {
			p.refuse(w.line, w.cell, "sheet.error_no_code")
			continue
		}
		var key string
		var args []any
		if w.item, key, args = names.find(w.name, c.cell(row, c.code) != ""); key != "" {
			p.refuse(w.line, w.name, key, args...)
			continue
		}
		w.newValue, w.problem = merchant.ReadCell(w.cell)
		if ways[w.item.Code] == nil {
			order = append(order, w.item.Code)
		}
		ways[w.item.Code] = append(ways[w.item.Code], w)
	}
	for _, code := range order {
		p.weigh(ways[code], own[code])
	}
	slices.SortStableFunc(p.errors, func(a, b sheetError) int { return cmp.Compare(a.line, b.line) })
	slices.SortStableFunc(p.lines, func(a, b sheetLine) int { return cmp.Compare(a.line, b.line) })
	return p
}

func (p *sheetPlan) refuse(line int, cell, key string, args ...any) {
	p.errors = append(p.errors, sheetError{line, cell, key, args})
}

// weigh adds what the lines of one item ask for. If the lines ask for different values, it refuses
// all of them.
func (p *sheetPlan) weigh(ways []sheetWay, own *lowstock.RuleValue) {
	first := ways[0]
	differ := slices.ContainsFunc(ways, func(w sheetWay) bool { return w.problem != "" || !w.newValue.Same(first.newValue) })
	for i, w := range ways {
		switch {
		case w.problem != "":
			p.refuse(w.line, w.cell, w.problem)
		case differ:
			p.refuse(w.line, w.name, "sheet.error_conflict", otherLines(ways, i))
		case i > 0:
			p.same++
		default:
			p.add(sheetLine{line: w.line, row: *w.item, cell: w.cell, from: own}, w.newValue)
		}
	}
}

// otherLines lists the numbers of all lines except one.
func otherLines(ways []sheetWay, but int) string {
	var lines []string
	for i, w := range ways {
		if i != but && len(lines) < sheetNamed {
			lines = append(lines, strconv.Itoa(w.line))
		}
	}
	return strings.Join(lines, ", ")
}

func (p *sheetPlan) add(l sheetLine, newValue merchant.CellValue) {
	l.change = newValue.RuleChange
	l.change.ProductNo, l.change.VariantCode = l.row.ProductNo, l.row.Code
	if newValue.None {
		p.same++
		return
	}
	if l.to = l.change.Leaves(l.from); lowstock.SameValue(l.from, l.to) {
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
