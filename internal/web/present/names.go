package present

// OfProduct stands before a product's number, in the select of a form and in addresses.
const OfProduct = "p" // before a product's number, in the select of the form and in addresses

const (
	// OfCategory stands before a category's number.
	OfCategory = "c" // before a category's number, in the select of the form
)

const (
	// OfSupplier stands before a supplier's code.
	OfSupplier = "s"
)

// TokenPerson stands before the name of an API token where a record names who
// did something.
const TokenPerson = "api:"
