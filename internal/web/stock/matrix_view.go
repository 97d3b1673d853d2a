package stock

import (
	"slices"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// The largest table of two options that is still easy to read.
const (
	matrixRows    = 30
	matrixColumns = 12
)

// matrix arranges the variants of a product by their two options. It returns
// nil when the variants do not have two options, are not all on this page, or
// are too many to read. Rows and columns are in the order in which the variants
// first have them.
func (r viewer) matrix(a productRead) *views.Matrix {
	if a.next != "" || a.cursor != "" || len(a.rows) == 0 || len(a.rows[0].Options) != 2 {
		return nil
	}
	names := a.rows[0].Options
	m := &views.Matrix{RowName: names[0].Name, ColumnName: names[1].Name}
	var down []string
	at := map[[2]string]listing.InventoryRow{}
	for _, row := range a.rows {
		o := row.Options
		if len(o) != 2 || o[0].Name != m.RowName || o[1].Name != m.ColumnName {
			return nil
		}
		place := [2]string{o[0].Value, o[1].Value}
		if _, twice := at[place]; twice || o[0].Value == "" || o[1].Value == "" {
			return nil
		}
		at[place] = row
		if !slices.Contains(down, place[0]) {
			down = append(down, place[0])
		}
		if !slices.Contains(m.Columns, place[1]) {
			m.Columns = append(m.Columns, place[1])
		}
	}
	if !sensible(len(down), len(m.Columns), len(a.rows)) {
		return nil
	}
	for _, name := range down {
		line := views.MatrixRow{Name: name}
		for _, column := range m.Columns {
			row, sold := at[[2]string{name, column}]
			line.Cells = append(line.Cells, r.matrixCell(row, sold, a))
		}
		m.Rows = append(m.Rows, line)
	}
	m.Caption = r.T("product.matrix", m.RowName, m.ColumnName)
	return m
}

// sensible says whether a table of this size is better than a list. The table
// needs more than one row and column, must be small enough to read, and must
// not have more empty cells than variants.
func sensible(rows, columns, variants int) bool {
	return rows >= 2 && columns >= 2 && rows <= matrixRows && columns <= matrixColumns && 2*variants >= rows*columns
}

func (r viewer) matrixCell(row listing.InventoryRow, sold bool, a productRead) views.MatrixCell {
	if !sold {
		return views.MatrixCell{}
	}
	c := views.MatrixCell{
		URL: a.url(row.Code) + "#variant", Quantity: "–", Status: r.RowBadge(&row), On: row.Code == a.chosen,
	}
	if row.Tracked {
		c.Quantity = present.Number(row.Quantity)
	}
	return c
}
