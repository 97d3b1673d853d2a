package views

// Matrix is a table of a product's variants by their two options.
type Matrix struct {
	Caption    string
	RowName    string // names of the two options, such as colour and size
	ColumnName string
	Columns    []string
	Rows       []MatrixRow
}

// MatrixRow is one value of the first option. It has one cell for each column.
type MatrixRow struct {
	Name  string
	Cells []MatrixCell
}

// MatrixCell is one variant, or no variant if URL is "".
type MatrixCell struct {
	URL, Quantity string
	Status        Badge
	On            bool // its history and reasons are shown below
}

// Calm reports whether the state needs no sign because there is enough stock.
func (c MatrixCell) Calm() bool { return c.Status.Tone == "ok" }
