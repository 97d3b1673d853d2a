package views

// StockPage is the list of variants.
type StockPage struct {
	Shell
	Setup  *Setup    // steps of a new mall, nil when done or left out
	Sync   *SyncView // nil when none runs
	Tiles  []Tile
	Filter StockFilter
	List   StockList
}

// Tile is a number that leads to its list.
type Tile struct {
	Tone, Icon, Label, Count, Hint, URL string
	Warn                                string // stands in place of the hint, also where there is little room
	On                                  bool
}

// StockFilter is the form above the list; all of it is in the URL.
type StockFilter struct {
	Q          string
	Statuses   []Choice
	Categories []Choice // none: no select
	Suppliers  []Choice
	Outlooks   []Choice
	Sources    []Choice // of thresholds
	Sorts      []Choice
	Muted      bool // only what is low and silent
	Important  bool // only 중요재고
}

// StockList is what a search or filter swaps.
type StockList struct {
	Caption  string
	Note     string // what the rows still lack and when that comes, "" for nothing
	ClearURL string // of the list without its filters, "" when nothing is filtered
	Heads    StockHeads
	Rows     []StockRow
	First    string // URL of the first page, "" on it
	Next     string
	Empty    *Empty
	Bulk     *BulkForm // nil for who may only read
	Export   string    // URL of the list as a workbook; "" where there is nothing
	CSV      string
	Hidden   string   // classes of the table, one for each column that is put away
	Columns  []Choice // those that can be; On: shown. None for who may only read
	Back     string   // the list, after columns were chosen
	Poll     string   // URL that an empty list asks again while a sync runs, "" for none
}

// StockHeads are the sortable heads of the table.
type StockHeads struct{ Name, Quantity, Cover, Observed Head }

// Head is a column's title that sorts by it.
type Head struct {
	URL  string
	Sort string // aria-sort: "ascending", "descending" or ""
}

// StockRow is one variant.
type StockRow struct {
	Item
	ID        string // of the row in the document
	Pick      Pick
	Quantity  string
	Short     bool // at or below zero
	Untracked bool // the number would mean nothing
	Trend     Trend
	Cell      Cell
	Status    Badge
	Quiet     string // why it never alerts, "" where it does
	Stopped   *Badge // of a set that cannot be sold for want of a part
	Why       string // which part
	Observed  Time
	Shown     bool // product page: its history and reasons stand below
}

// Trend is a month of levels as a line of 60 by 20, and how long the stock lasts.
type Trend struct {
	Line    string // "" where nothing is on record
	Text    string // for those who hear the page
	Cover   string
	RunsOut string // when, with its range; "" where nobody knows
}

// Pick is a row's box, none where Code is empty.
type Pick struct {
	Code, Label string
	On          bool
}

// Cell is a threshold edited where it stands.
type Cell struct {
	ID          string // of the input
	Label       string // whose threshold, for those who hear the page
	ProductNo   string
	Code        string
	Value       string
	Inherited   bool   // the number is another rule's
	Seen        string // the variant's own rule as it is shown, so that a save overwrites nothing unseen
	Source      Link   // in words, and where it is set
	Back        string
	Error       string
	ReadOnly    bool
	Placeholder string
	Suggest     *Suggest // nil where there is nothing else to suggest
}

// Suggest is a threshold that the forecast suggests, taken over by a button.
type Suggest struct {
	Value, Text string
	Label       string // for those who hear the page
	Note        string // what today's would have kept and what it would, "" where that is not known
	Full        string // the same in a sentence
	Why         string // why it would have kept less, "" where it would not
}

// SyncView is the progress of a full read.
type SyncView struct {
	Text    string
	Percent string // 0…100, "" while the total is unknown
	Running bool   // false: the last look, after which polling ends
}

// Setup is the strip of a new mall's three steps.
type Setup struct {
	Steps   []SetupStep
	SkipURL string
}

// SetupStep is one of them.
type SetupStep struct {
	Number      string
	Title, Text string
	Hint        string // what to expect afterwards
	Done        bool
	Now         bool // the one to do next
	Waits       bool // for somebody else: there is nothing to do
	Action      *Action
	Form        *SetupForm // does the step where it stands
}

// Asks says whether the form of the step is shown.
func (s SetupStep) Asks() bool { return s.Form != nil && (s.Form.Sent || !s.Done && !s.Waits) }

// Refill returns the form with an id to show what was typed into it, also where its
// step is done by now.
func (s *Setup) Refill(id string) *SetupForm {
	for _, step := range s.Steps {
		if step.Form != nil && step.Form.ID == id {
			step.Form.Sent = true
			return step.Form
		}
	}
	return &SetupForm{}
}

// SetupForm is the one field of a step.
type SetupForm struct {
	ID, Name, Type string
	Action         string
	Label, Unit    string
	Value          string
	Placeholder    string
	Submit         string
	Error          string
	Number         bool   // what is typed is a number; below it stands what that would mean
	Counts         bool   // it can be said: there is something to count in
	Preview        string // that, once it was asked
	Sent           bool   // it shows what was sent with it
}
