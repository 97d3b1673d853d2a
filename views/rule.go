package views

// RulesPage shows every threshold of a mall: the default, and the tree of rules
// that override it.
type RulesPage struct {
	Shell
	Default RuleForm
	Tree    RuleTree
	Add     RuleForm

	SilentURL string      // list of the items that never alert
	Import    *RuleImport // nil if it is not shown
	Sheet     *RuleSheet  // nil if it is not shown
	History   *RuleHistory
}

// ThresholdInput is the input of a threshold: a number with its unit, or muted.
type ThresholdInput struct {
	ID          string // id of the input
	Label       string // label for screen readers; "" if a visible label is beside it
	Value       string
	Kinds       []Choice
	Placeholder string
	Error       string
	KindError   string
}

// RuleImport imports Cafe24's own safety inventory.
type RuleImport struct {
	Action  string
	Replace bool
	Preview string // what the import would change; "" before the preview
	Ready   bool   // there was a preview, and there is something to import
}

// RuleHistory lists the changes of rules, newest first.
type RuleHistory struct {
	Rows    []RuleChange
	MoreURL string // "" at the end
	First   string // link to the newest changes; "" on that page
}

// RuleChange is one change of one rule or of many.
type RuleChange struct {
	ID      string
	What    Badge
	At      Time
	By      string
	Lines   []RuleLine
	More    string // how many rules are not shown; "" for none
	Undone  string // who undid it and when; "" if it was not undone
	UndoURL string // "" if it cannot be undone
	Label   string // label of the button for screen readers
}

// RuleLine is one rule of a change, with its old and new value.
type RuleLine struct{ Name, Note, From, To string }

// RuleForm sets one rule. It shows a preview first.
type RuleForm struct {
	ID         string // id of the form in the document; fields are named after it
	Title      string
	Hint       string
	Action     string
	Categories []Choice // set if a category has to be chosen
	Suppliers  []Choice
	Input      ThresholdInput
	Text       string // the threshold, for an operator who may only read
	Reach      RuleReach
	Mark       RuleMark
	Overridden string // number of rules that override it; "" for none
	Preview    string // what saving would change; "" before the preview
	ReadOnly   bool
}
