package views

// RuleTree is the tree of a mall's rules. Each rule overrides the rule above it;
// the mall default is on top.
type RuleTree struct {
	Search *RuleSearch // nil if there are few rules
	All    string      // URL of the whole tree; "" on that page
	Nodes  []RuleNode
	More   []Action // links to the rest of long lists
	Empty  *Action  // shown if there is no rule, with a link to make one; nil if there are rules
}

// RuleSearch finds a rule by its name.
type RuleSearch struct {
	Q     string
	Found string // how many were found; "" before a search
	Clear string // "" before a search
}

// RuleNode is one rule of the tree with the rules that override it. Saving it
// swaps only its head.
type RuleNode struct {
	ID        string // id of the head in the document; fields are named after it
	Kind      string // the kind of its scope: a category, a supplier, …
	Name      Link
	Note      string
	Threshold string // as text
	Quiet     bool   // it has no threshold of its own, or is muted
	Reach     RuleReach
	Mark      RuleMark
	Edit      *RuleEdit // nil if it cannot be changed
	Under     *RuleUnder
}

// RuleReach says how many items a rule applies to now.
type RuleReach struct {
	ID    string // "" if there is nothing to show
	Text  Link
	Parts []Badge // how many of these items are sold out and low
}

// RuleMark says who set a rule last, when and how. At is zero if nobody has set
// it.
type RuleMark struct {
	By, How string
	At      Time
}

// RuleEdit is the form that changes a rule inside the tree.
type RuleEdit struct {
	Open      bool
	Action    string
	Input     ThresholdInput
	Preview   string // what saving would change; "" before the preview
	DeleteURL string
	Back      string // where the deletion leads to
	Label     string // label of the delete button for screen readers
}

// RuleUnder holds the rules that override a rule, or the URL that loads them.
type RuleUnder struct {
	ID      string
	Text    string
	Open    bool
	Nodes   []RuleNode
	URL     string  // URL that loads the nodes; "" if they are on the page
	URLText string  // text of the link to them
	More    *Action // the rest of a long list
}
