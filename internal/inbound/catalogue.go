package inbound

// Category is a node of the mall's category tree.
type Category struct {
	No, ParentNo, Depth int
	Name, FullName      string
}

// Supplier is one of the mall's suppliers. The app keeps no contact data.
type Supplier struct{ Code, Name string }
