package views

// RulesPage is every threshold of a mall: its default, and the tree of what
// overrides it.
type RulesPage struct {
	Shell
	Default RuleForm
	Tree    RuleTree
	Add     RuleForm

	SilentURL string      // the list of what never alerts
	Import    *RuleImport // nil where it is left out
	Sheet     *RuleSheet  // likewise
	History   *RuleHistory
}

// ThresholdInput is a threshold as it is edited: a number and what it counts, or silence.
type ThresholdInput struct {
	ID          string // of the input
	Label       string // for those who hear the page; "" where a label stands beside it
	Value       string
	Kinds       []Choice
	Placeholder string
	Error       string
	KindError   string
}

// RuleImport takes Cafe24's own safety inventory over.
type RuleImport struct {
	Action  string
	Replace bool
	Preview string // what it would mean, "" until asked
	Ready   bool   // it was looked at, and there is something to take over
}

// RuleHistory is what was changed, newest first.
type RuleHistory struct {
	Rows    []RuleChange
	MoreURL string // "" at the end
	First   string // back to the newest, "" there
}

// RuleChange is what was changed at once.
type RuleChange struct {
	ID      string
	What    Badge
	At      Time
	By      string
	Lines   []RuleLine
	More    string // how many rules are not shown, "" for none
	Undone  string // by whom and when, "" where it holds
	UndoURL string // "" where it cannot be undone
	Label   string // of the button, for those who hear the page
}

// RuleLine is one rule of a change, from what to what.
type RuleLine struct{ Name, Note, From, To string }

// RuleForm sets one rule, after showing what it would mean.
type RuleForm struct {
	ID         string // of the form in the document; fields are named after it
	Title      string
	Hint       string
	Action     string
	Categories []Choice // where a category is to be chosen
	Suppliers  []Choice
	Input      ThresholdInput
	Text       string // the threshold, for who may only read
	Reach      RuleReach
	Mark       RuleMark
	Overridden string // by how many rules, "" for none
	Preview    string // what it would mean, "" until asked
	ReadOnly   bool
}
