package views

// RuleTree is a mall's rules as they override one another, below the mall's
// default.
type RuleTree struct {
	Search *RuleSearch // nil where there are few
	All    string      // the address of the whole tree, "" there
	Nodes  []RuleNode
	More   []Action // lists that go on elsewhere
	Empty  *Action  // said where there is no rule, with a way to make one; nil where there is
}

// RuleSearch finds a rule by its name.
type RuleSearch struct {
	Q     string
	Found string // how many, "" before a search
	Clear string // "" likewise
}

// RuleNode is one rule of the tree and what overrides it. Saving it swaps its
// head only.
type RuleNode struct {
	ID        string // of the head in the document; fields are named after it
	Kind      string // what it is for: a category, a supplier, …
	Name      Link
	Note      string
	Threshold string // as text
	Quiet     bool   // it has no threshold of its own, or is silent
	Reach     RuleReach
	Mark      RuleMark
	Edit      *RuleEdit // nil where it cannot be changed
	Under     *RuleUnder
}

// RuleReach is what a rule decides now.
type RuleReach struct {
	ID    string // "" where there is nothing to say
	Text  Link
	Parts []Badge // of these, how many are out and low
}

// RuleMark is who left a rule as it is, when and how; At is zero where nobody
// set it.
type RuleMark struct {
	By, How string
	At      Time
}

// RuleEdit changes a rule where it stands.
type RuleEdit struct {
	Open      bool
	Action    string
	Input     ThresholdInput
	Preview   string // what it would mean, "" until asked
	DeleteURL string
	Label     string // of the button that deletes, for those who hear the page
}

// RuleUnder is what overrides a rule: here, or read when it is opened.
type RuleUnder struct {
	ID      string
	Text    string
	Open    bool
	Nodes   []RuleNode
	URL     string  // where the nodes are, "" where they are here
	URLText string  // of the link to them
	More    *Action // the rest of a long list
}
