package views

// RuleSheet sets thresholds from a file. It shows a preview first.
type RuleSheet struct {
	Action, Apply string
	Back          string // where Apply returns to, "" for the rules
	Suggested     bool   // the thresholds are the forecast's
	Export        string // URL of the file to edit
	Error         string // why the file cannot be read
	Summary       string // "" before a file was read
	Preview       string // what the changes would do
	Lines         []SheetLine
	More          string // how many are not shown; "" for none
	Problem       string // how many lines cannot be used; "" for none
	Problems      []SheetProblem
	ProblemsMore  string
	Changes       string // the changes that Apply sends
	Count         int    // number of changes
	Ready         bool   // there is something to change
}

// columns is the number of columns of the table of changes. Only a file has lines.
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
	Back   string   // URL of the list that the form was opened from
	Codes  []string // codes of the selected items
	All    bool     // true for all items of the list at Back instead
	Whole  string   // label of the box that sets All; "" if All is decided already
	Input  ThresholdInput
	Lower  *Choice // box for the suggestions that would have prevented fewer stock-outs; nil for none. Without a label they were selected and cannot be counted
	Learnt *Choice // box for the estimates learnt from other items; as Lower
	Error  string
}

// BulkPage previews the changes of a BulkForm.
type BulkPage struct {
	Shell
	Back string
	Form BulkForm
	Plan *RuleSheet // nil if there is nothing to preview
}
