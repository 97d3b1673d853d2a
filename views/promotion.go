package views

// PromotionsPage is /promotions: days on which demand differs from usual.
type PromotionsPage struct {
	Shell
	Form     *PromotionForm // nil for an operator who may only read
	Groups   []PromotionGroup
	Holidays HolidayForm
}

// PromotionForm adds a promotion. Messages at its fields are among the shell's.
type PromotionForm struct {
	Action     string
	Name       string
	From, To   string // 2006-01-02
	Percent    string
	Mall       Choice
	Products   []Choice // the product that the page was opened for
	Categories []Choice
	Suppliers  []Choice
}

// PromotionGroup holds the coming promotions or the past ones.
type PromotionGroup struct {
	Title string
	Rows  []PromotionRow
	None  string // shown if there is no row
}

// PromotionRow is one promotion.
type PromotionRow struct {
	Name      string
	Of        Link   // the mall, category, supplier or product it is for
	Running   *Badge // nil if it does not run today
	Days      string
	Percent   string
	By        string
	At        Time
	DeleteURL string // "" for an operator who may only read
	Delete    string // label of the button for screen readers
}

// HolidayForm sets how much is sold on public holidays.
type HolidayForm struct {
	Action   string
	ReadOnly bool
	Rows     []HolidayRow
}

// HolidayRow is one kind of holidays.
type HolidayRow struct {
	ID       string // of the input
	Field    string
	Name     string
	Label    string // label of the input for screen readers
	Next     string
	Value    string
	Text     string // for an operator who may only read
	Proposal string
	Take     *Choice // applies the proposal; nil if it applies already
}
