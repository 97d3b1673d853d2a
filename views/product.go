package views

// ProductPage is one product with its variants.
type ProductPage struct {
	Shell
	Item    Item
	Price   string
	Status  []Badge // how many of its variants, where they differ
	Quiet   string
	Facts   []Fact
	Rule    ProductRule
	Lead    LeadForm
	Matrix  *Matrix // nil where the variants are no table of two options
	List    StockList
	Variant *VariantPanel // the one that is chosen, nil for none
	BackURL string
	Set     *SetParts // nil where it is no set
	InSets  []InSet   // those it is a part of
}

// Fact is a name and its value.
type Fact struct {
	Label, Value string
	Time         Time // in place of Value where set
}

// ProductRule is the form of the product's own threshold and silence.
type ProductRule struct {
	Action    string
	Back      string // the page, with what is chosen on it
	Input     ThresholdInput
	Text      string // the threshold, for who may only read
	Hint      string // what holds while the field is empty
	DeleteURL string // "" where the product has no rule of its own
	ReadOnly  bool
}

// VariantPanel tells why a variant is alerted or not, and its last days.
type VariantPanel struct {
	Product      string // its name, where the title does not say it
	Title        string
	Status       Badge
	Level        string // what is there, and the threshold
	Verdict      Badge
	Steps        []Reason
	Notification []Reason // who would be told, and who not
	Unpaid       []Reason // what orders hold that nobody has paid; none where stock falls with the order
	Warning      *Badge   // of it, nil for none
	Chart        Chart
	Outlook      *Outlook // nil where nothing can be said
}

// Outlook is what the past says of the days to come.
type Outlook struct {
	Note    string // what its record still lacks, "" for nothing
	Lines   []string
	Leads   []LeadLink
	PlanURL string         // where a promotion of the product is added; "" for who may only read
	Accept  *OutlookAccept // takes the suggestion over; nil where it holds already
}

// LeadLink reckons for, or shows, another number of days.
type LeadLink struct {
	Label, URL string
	On         bool
}

// OutlookAccept makes a suggestion the variant's threshold.
type OutlookAccept struct{ ProductNo, Code, Value, Back, Label string }

// Reason is one step of the decision.
type Reason struct {
	Text     string
	ForAlert bool // speaks for an alert
}

// Chart is a step line of quantities with its table. Paths are in a box of 600
// by 120.
type Chart struct {
	Title      string
	Spans      []LeadLink // other numbers of days
	Summary    string     // what the picture shows, in a sentence; also where there is none
	Line, Area string
	Limit      string // path of the threshold
	Max, Min   string
	From, To   string
	LimitText  string
	Marks      []ChartMark
	Legend     []ChartLegend // of the marks that there are
	Rows       []ChartRow
}

// ChartMark is something that happened: "opened", "resolved" or "rise", each of
// its own shape and height, at X percent of the width.
type ChartMark struct{ Kind, X string }

// ChartLegend names a kind of mark.
type ChartLegend struct{ Kind, Text string }

// ChartRow is a reading, or what happened, in the table of a chart.
type ChartRow struct {
	At       Time
	Quantity string
	Mark     string // "" for none
	Text     string
}
