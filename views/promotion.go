package views

// PromotionsPage is /promotions: days on which demand differs.
type PromotionsPage struct {
	Shell
	Form     *PromotionForm // nil for who may only read
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
	Products   []Choice // the one that the page was opened for
	Categories []Choice
	Suppliers  []Choice
}

// PromotionGroup is the promotions to come, or those that are over.
type PromotionGroup struct {
	Title string
	Rows  []PromotionRow
	None  string // said where there is no row
}

// PromotionRow is one promotion.
type PromotionRow struct {
	Name      string
	Of        Link   // what it is for
	Running   *Badge // nil where it does not run today
	Days      string
	Percent   string
	By        string
	At        Time
	DeleteURL string // "" for who may only read
	Delete    string // of the button, for those who hear the page
}

// HolidayForm says how public holidays sell.
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
	Label    string // of the input, for those who hear the page
	Next     string
	Value    string
	Text     string // for who may only read
	Proposal string
	Take     *Choice // takes the proposal over; nil where it holds already
}
