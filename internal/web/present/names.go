package present

const OfProduct = "p" // before a product's number, in the select of the form and in addresses

const (
	OfCategory = "c" // before a category's number, in the select of the form
)

const (
	OfSupplier = "s"
)

// TokenPerson stands before the name of an API token where a record names who
// did something.
const TokenPerson = "api:"
