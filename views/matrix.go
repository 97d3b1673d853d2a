package views

// Matrix is a product's variants by their two options.
type Matrix struct {
	Caption    string
	RowName    string // what the options are: colour, size
	ColumnName string
	Columns    []string
	Rows       []MatrixRow
}

// MatrixRow is one value of the first option; it has a cell a column.
type MatrixRow struct {
	Name  string
	Cells []MatrixCell
}

// MatrixCell is one variant, or none where URL is "".
type MatrixCell struct {
	URL, Quantity string
	Status        Badge
	On            bool // its history and reasons stand below
}

// Calm says whether the state needs no sign: there is enough.
func (c MatrixCell) Calm() bool { return c.Status.Tone == "ok" }
