package views

// SetParts is the list of a set product's parts.
type SetParts struct {
	Stopped []string // why it cannot be sold; empty if it can be sold
	Makes   string   // how many can be made now
	Notes   []string // what is unknown or only estimated
	Parts   []SetPart
}

// SetPart is one part of a set.
type SetPart struct {
	Link // link to the part's page; without a URL if there is no page

	Code, Needed, Stock string
	Enough              string // number of sets that its stock is enough for
	Badge               *Badge // set if the stock of this part is too low for a set
}

// InSet is a set that a product is a part of.
type InSet struct {
	Link

	Needed string // units of the product in one set
	Badge  *Badge // set if the set cannot be sold because this product is short
}
