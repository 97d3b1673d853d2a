package views

// ItemsSupplier asks for the supplier of many items.
type ItemsSupplier struct {
	Shell
	Title, Back string
	All         bool     // all items of the list at Back, instead of Codes
	Codes       []string // of the items
	Choices     []Choice
	Error       string // about the items; "" for none
}

// ItemsAct is what an act on many items did.
type ItemsAct struct {
	Shell
	Back     string
	Done     string
	Notes    []string
	Undo     string // address that takes it back; "" for none
	Undone   string // that it was taken back; "" if not
	Supplier *Link  // nil for that of Cafe24
}
