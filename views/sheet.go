package views

// RuleSheet takes thresholds from a file, after showing what would change.
type RuleSheet struct {
	Action, Apply string
	Back          string // where Apply returns to, "" for the rules
	Suggested     bool   // the thresholds are the forecast's
	Export        string // where to get the file that is edited
	Error         string // why the file cannot be read
	Summary       string // "" until one was read
	Preview       string // what it would mean
	Lines         []SheetLine
	More          string // how many are not shown, "" for none
	Problem       string // how many lines cannot be used, "" for none
	Problems      []SheetProblem
	ProblemsMore  string
	Changes       string // what Apply is told
	Count         int    // of changes
	Ready         bool   // there is something to change
}

// columns is how many the table of changes has: lines are of a file only.
func (f RuleSheet) columns() string {
	if f.Back == "" {
		return "4"
	}
	return "3"
}

// SheetLine is one threshold that would change.
type SheetLine struct{ Line, Name, Note, From, To string }

// SheetProblem is a line that cannot be used.
type SheetProblem struct{ Line, Cell, Text string }

// BulkForm asks for one threshold for many items.
type BulkForm struct {
	Action string
	Title  string
	Back   string   // the list it was asked from
	Codes  []string // what was picked
	All    bool     // everything that the list at Back lists, instead
	Whole  string   // label of the box that says so; "" where that is settled
	Input  ThresholdInput
	Lower  *Choice // suggestions that lower what a threshold keeps are among it; nil where there are none. Without a label it was asked for and cannot be counted
	Error  string
}

// BulkPage shows what it would change.
type BulkPage struct {
	Shell
	Back string
	Form BulkForm
	Plan *RuleSheet // nil where nothing can be planned
}
