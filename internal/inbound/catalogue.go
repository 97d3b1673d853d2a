package inbound

// Category is a node of the mall's category tree.
type Category struct {
	No, ParentNo, Depth int
	Name, FullName      string
}

// Supplier is one of the mall's suppliers.
type Supplier struct {
	Code, Name string
	Agent      Agent // as Cafe24 has it; empty in lists, which do not read it
}

// Agent is the person of a supplier whom the mall's admin names. Each field may
// be empty. Email is what a merchant typed, and may be no address.
type Agent struct{ Name, Phone, Email string }
