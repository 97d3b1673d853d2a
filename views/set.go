package views

// SetParts is what a set product is made of.
type SetParts struct {
	Stopped []string // why it cannot be sold; none where it can
	Makes   string   // how many can be made now
	Notes   []string // what is not known, or only estimated
	Parts   []SetPart
}

// SetPart is one of its parts.
type SetPart struct {
	Link // to the part's page; no URL where it has none

	Code, Needed, Stock string
	Enough              string // for how many sets
	Badge               *Badge // where no set can be made for want of it
}

// InSet is a set that a product is a part of.
type InSet struct {
	Link

	Needed string // units of the product in one set
	Badge  *Badge // where the set cannot be sold for want of it
}
