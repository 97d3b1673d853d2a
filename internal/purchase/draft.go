package purchase

import "cafe24-inventory-alert/internal/lowstock"

// Check returns the error for a draft that cannot be stored. It names the
// fields: "lines", or the units of a line by its place ([UnitsField]).
func (d *Draft) Check() error { return checkLines(d.Lines) }

func checkLines(lines []Line) error {
	fields := map[string]string{}
	if len(lines) == 0 || len(lines) > MaxLines {
		fields["lines"] = "error.purchase_lines"
	}
	for i := range lines {
		if l := &lines[i]; l.Ordered < 1 || l.Ordered > MaxUnits || l.Pack > MaxUnits || l.UnitCost < 0 {
			fields[UnitsField(i+1)] = "error.purchase_units"
		}
	}
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

// Draft returns what a draft keeps of a line, with a number.
func (l *Line) Draft(no int) Line {
	return Line{
		No: no, ProductNo: l.ProductNo, VariantCode: l.VariantCode, CustomCode: l.CustomCode, ProductName: l.ProductName, ImageURL: l.ImageURL,
		Options: l.Options, Ordered: l.Ordered, Pack: max(1, l.Pack), UnitCost: l.UnitCost,
	}
}
