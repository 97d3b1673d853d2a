package views

// RulesPage is every threshold of a mall, by level.
type RulesPage struct {
	Shell
	Default RuleForm
	Add     RuleForm
	Groups  []RuleGroup
	First   string // back to all levels, "" there
}

// RuleForm sets one rule, after showing what it would mean.
type RuleForm struct {
	ID         string // of the form in the document; fields are named after it
	Title      string
	Hint       string
	Action     string
	Categories []Choice // where a category is to be chosen
	Suppliers  []Choice
	Value      string
	Muted      bool
	MuteLabel  string // "" leaves silence out
	Preview    string // what the number would mean, "" until asked
	ReadOnly   bool
}

// RuleGroup is the rules of one level.
type RuleGroup struct {
	Title, Hint string
	Rows        []RuleRow
	None        string // said where there is no row
	More        string // how many are not shown, "" for none
	MoreURL     string
}

// RuleRow is one rule of a list.
type RuleRow struct {
	ID        string
	Name      Link
	Note      string
	Threshold string // as text; "물려받음" where only silence is set
	Value     string // as a number to edit
	Muted     bool
	Changed   string // by whom
	At        Time
	Action    string
	DeleteURL string
	Error     string
	ReadOnly  bool
}
