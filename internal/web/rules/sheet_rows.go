package rules

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

const (
	rowsAtOnce  = 2000    // lines whose items are looked for at once
	maxRowsText = 8 << 20 // bytes that are kept of a table
)

// sheetRow is what is kept of a line of a table.
type sheetRow struct {
	line   int
	name   string // how the line names its item
	isCode bool   // the name is from the column of Cafe24's codes
	cell   string
}

// refusedError is the reason why a table cannot be used: a key of the catalogue.
type refusedError struct{ key string }

// Error implements error.
func (e *refusedError) Error() string { return "web: " + e.key }

// readRows returns the lines of a table, sorted by name, so that lines with the same name follow
// each other. It keeps only the columns that an import reads.
func readRows(ctx context.Context, file sheet.Source) (rows []sheetRow, problem sheetPlan, err error) {
	var columns *sheetColumns
	kept := 0
	err = sheet.Read(ctx, file, func(row sheet.Row) error {
		if columns == nil {
			found := readColumns(row.Cells)
			columns = &found
			return found.check()
		}
		r := sheetRow{line: row.Line, name: columns.name(row), isCode: columns.cell(row, columns.code) != "", cell: columns.cell(row, columns.newValue)}
		if r.name == "" {
			if r.cell != "" {
				problem.refuse(r.line, strings.Clone(r.cell), "sheet.error_no_code")
			}
			return nil
		}
		if kept += len(r.name) + len(r.cell); kept > maxRowsText {
			return &sheet.LimitError{Limit: sheet.LimitTexts, Line: row.Line}
		}
		r.name, r.cell = strings.Clone(r.name), strings.Clone(r.cell)
		rows = append(rows, r)
		return nil
	})
	slices.SortFunc(rows, func(a, b sheetRow) int { return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.line, b.line)) })
	return rows, problem, err
}

// namesIn returns the names of rows, each once.
func namesIn(rows []sheetRow) []string {
	var names []string
	for _, row := range rows {
		if len(names) == 0 || names[len(names)-1] != row.name {
			names = append(names, row.name)
		}
	}
	return names
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

// check says which column an import needs and does not find.
func (c sheetColumns) check() error {
	switch {
	case c.code < 0 && c.custom < 0:
		return &refusedError{"sheet.error_code_column"}
	case c.newValue < 0:
		return &refusedError{"sheet.error_own_column"}
	}
	return nil
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
