package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/web/kit"
)

const (
	sheetNamed = 5 // lines or items that one sentence names
)

// sheetPlan is what a file would change. Nothing of it is applied yet.
type sheetPlan struct {
	lines     []sheetLine
	errors    []sheetError // the first of them
	refused   int          // lines that cannot be used
	unknown   int          // items without a suggestion, and items that never alert
	unwise    int          // items whose suggestion the list does not offer
	lower     int          // items whose suggestion is offered, though it would have kept less than their threshold
	lowered   bool         // the lines include these items nevertheless
	learnt    int          // items whose suggestion is learnt from other items
	estimated bool         // the lines include these items nevertheless
	same      int          // lines that ask for the present value, or for nothing
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

// sheetPlanning compares a table with the variants that it names, a part of the
// table at a time, so that few variants are in memory at once. An item that the
// table does not name stays as it is. If several lines name the same item and
// ask for different values, none of them is used.
type sheetPlanning struct {
	done  sheetPlan
	own   map[string]*lowstock.RuleValue
	items map[string]listing.InventoryRow // what a plan shows of the items that a line would change
	lines []itemLine
}

// itemLine is a line whose item is known.
type itemLine struct {
	sheetRow

	code string
}

// meet finds the items of rows among the variants that their names may mean. Lines with the same
// name follow each other.
func (p *sheetPlanning) meet(rows []sheetRow, variants []listing.InventoryRow) error {
	names := nameItems(variants)
	var found struct {
		row  sheetRow
		item *listing.InventoryRow
		key  string
		args []any
	}
	for i, row := range rows {
		if i == 0 || row.name != found.row.name || row.isCode != found.row.isCode {
			found.row = row
			found.item, found.key, found.args = names.find(row.name, row.isCode)
		}
		if found.key != "" {
			p.done.refuse(row.line, row.name, found.key, found.args...)
			continue
		}
		code := found.item.Code
		p.lines = append(p.lines, itemLine{row, code})
		newValue, problem := merchant.ReadCell(row.cell)
		if problem != "" || newValue.None || lowstock.SameValue(p.own[code], newValue.Leaves(p.own[code])) {
			continue
		}
		if p.items[code] = shownOf(found.item); len(p.items) > kit.MaxSheetChanges {
			return &refusedError{"sheet.error_many"}
		}
	}
	return nil
}

// shownOf returns what a plan needs of an item.
func shownOf(item *listing.InventoryRow) (row listing.InventoryRow) {
	row.ProductNo, row.Code, row.CustomCode, row.Options, row.ProductName = item.ProductNo, item.Code, item.CustomCode, item.Options, item.ProductName
	return row
}

// end returns the plan of all lines.
func (p *sheetPlanning) end() sheetPlan {
	slices.SortFunc(p.lines, func(a, b itemLine) int {
		return cmp.Or(strings.Compare(a.code, b.code), cmp.Compare(a.line, b.line))
	})
	for from, to := 0, 0; from < len(p.lines); from = to {
		for to = from; to < len(p.lines) && p.lines[to].code == p.lines[from].code; to++ {
		}
		p.weigh(p.lines[from:to])
	}
	p.done.sortErrors()
	slices.SortFunc(p.done.lines, func(a, b sheetLine) int { return cmp.Compare(a.line, b.line) })
	return p.done
}

// weigh adds what the lines of one item ask for. If the lines ask for different values, it refuses
// all of them.
func (p *sheetPlanning) weigh(lines []itemLine) {
	first, _ := merchant.ReadCell(lines[0].cell)
	differ := slices.ContainsFunc(lines, func(l itemLine) bool {
		newValue, problem := merchant.ReadCell(l.cell)
		return problem != "" || !newValue.Same(first)
	})
	for i, l := range lines {
		newValue, problem := merchant.ReadCell(l.cell)
		switch {
		case problem != "":
			p.done.refuse(l.line, l.cell, problem)
		case differ:
			p.done.refuse(l.line, l.name, "sheet.error_conflict", otherLines(lines, i))
		case i > 0:
			p.done.same++
		default:
			p.done.add(sheetLine{line: l.line, row: p.items[l.code], cell: l.cell, from: p.own[l.code]}, newValue)
		}
	}
}

// otherLines lists the numbers of some lines except one.
func otherLines(lines []itemLine, but int) string {
	var others []string
	for i := 0; i < len(lines) && len(others) < sheetNamed; i++ {
		if i != but {
			others = append(others, strconv.Itoa(lines[i].line))
		}
	}
	return strings.Join(others, ", ")
}

// refuse notes a line that cannot be used. Only the first lines are kept, since the page shows no
// more.
func (p *sheetPlan) refuse(line int, cell, key string, args ...any) {
	p.refused++
	if p.errors = append(p.errors, sheetError{line, cell, key, args}); len(p.errors) >= 50*sheetErrors {
		p.sortErrors()
	}
}

func (p *sheetPlan) sortErrors() {
	slices.SortFunc(p.errors, func(a, b sheetError) int { return cmp.Compare(a.line, b.line) })
	p.errors = slices.Clip(p.errors[:min(len(p.errors), sheetErrors)])
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
