package views

// ProductPage is one product with its variants.
type ProductPage struct {
	Shell
	Item    Item
	Price   string
	Status  []Badge // states with the number of variants, if they differ
	Quiet   string
	Facts   []Fact
	Rule    ProductRule
	Lead    LeadForm
	Terms   ItemTerms
	Matrix  *Matrix // nil if the variants do not have exactly two options
	List    StockList
	Variant *VariantPanel // the chosen variant; nil for none
	BackURL string
	Set     *SetParts // nil if the product is no set
	InSets  []InSet   // sets that the product is a part of
}

// Fact is a name and its value.
type Fact struct {
	Label, Value string
	Time         Time // shown instead of Value if it is set
}

// ProductRule is the form of the product's own threshold, or of muting it.
type ProductRule struct {
	Action    string
	Back      string // URL of the page with its current choice
	Input     ThresholdInput
	Text      string // the threshold, for an operator who may only read
	Hint      string // what applies while the field is empty
	DeleteURL string // "" if the product has no rule of its own
	ReadOnly  bool
}

// VariantPanel explains why a variant alerts or not, with its recent history.
type VariantPanel struct {
	Product      string // its name, if the title does not say it
	Title        string
	Status       Badge
	Level        string // the stock and the threshold
	Verdict      Badge
	Steps        []Reason
	Notification []Reason // who would be notified, and who would not
	Unpaid       []Reason // units that unpaid orders hold; empty if stock falls when an order is placed
	Warning      *Badge   // a warning about Unpaid; nil for none
	Chart        Chart
	Demand       *Graph   // what was sold day by day; nil if no day was counted
	Outlook      *Outlook // nil if there is no forecast
}

// Outlook is the forecast of a variant.
type Outlook struct {
	Note    string // what the sales history still lacks; "" for nothing
	Fan     *Graph // stock and what will be left of it; nil if nothing is known
	Lines   []string
	Leads   []LeadLink
	PlanURL string         // where a promotion of the product is added; "" for an operator who may only read
	Accept  *OutlookAccept // applies the suggestion; nil if it applies already
}

// LeadLink computes or shows the page for another number of days.
type LeadLink struct {
	Label, URL string
	On         bool
}

// OutlookAccept is the form that makes a suggestion the variant's threshold.
type OutlookAccept struct{ ProductNo, Code, Value, Back, Label string }

// Reason is one step of the decision.
type Reason struct {
	Text     string
	ForAlert bool // a reason to alert
}

// Chart is a step line of quantities with its table. Paths are in a box of 600
// by 120.
type Chart struct {
	Title      string
	Spans      []LeadLink // other numbers of days
	Summary    string     // the content of the chart in a sentence; set even if there is no chart
	Line, Area string
	Limit      string // path of the threshold
	Max, Min   string
	From, To   string
	LimitText  string
	Marks      []ChartMark
	Legend     []ChartLegend // for the kinds of marks in the chart
	Rows       []ChartRow
}

// ChartMark is an event: "opened", "resolved" or "rise". Each kind has its own
// shape and height. X is in percent of the width.
type ChartMark struct{ Kind, X string }

// ChartLegend is the name of a kind of mark.
type ChartLegend struct{ Kind, Text string }

// ChartRow is a reading or an event in the table of a chart.
type ChartRow struct {
	At       Time
	Quantity string
	Mark     string // "" for none
	Text     string
}
