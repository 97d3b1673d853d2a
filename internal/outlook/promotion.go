package outlook

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
)

// Bounds of what a merchant may plan.
const (
	MaxPromotions    = 200  // promotions of a mall, past ones included
	MaxPercent       = 1000 // percent of ordinary demand
	OrdinaryPercent  = 100
	maxPromotionName = 60  // characters
	maxPromotionDays = 366 // days, both ends included
)

// Promotion is a time in which a shop sells more than usual, or less: a sale, a
// broadcast, a closed week. It covers the whole mall unless it names a
// category, a supplier or a product.
type Promotion struct {
	ID           int64
	Name         string
	From, To     time.Time // calendar days, midnight UTC of their date, both included
	Percent      int       // percent of ordinary demand: 200 is twice as much, 0 is no demand
	ProductNo    int64
	CategoryNo   int
	SupplierCode string
	By           string // who planned it
	At           time.Time
}

// Scope returns the scope of the promotion. It follows from the fields that are
// set.
func (p Promotion) Scope() lowstock.Scope {
	return lowstock.RuleChange{ProductNo: p.ProductNo, CategoryNo: p.CategoryNo, SupplierCode: p.SupplierCode}.Scope()
}

// Check refuses an invalid promotion. Its error names the fields name, from,
// to, percent and scope.
func (p Promotion) Check() error {
	fields := map[string]string{}
	switch name := strings.TrimSpace(p.Name); {
	case name == "":
		fields["name"] = "error.promotion_name"
	case utf8.RuneCountInString(name) > maxPromotionName:
		fields["name"] = "error.promotion_name_long"
	}
	if !plannable(p.From) {
		fields["from"] = "error.day"
	}
	switch {
	case !plannable(p.To):
		fields["to"] = "error.day"
	case fields["from"] != "":
	case p.To.Before(p.From):
		fields["to"] = "error.day_order"
	case localtime.DaysBetween(p.From, p.To) >= maxPromotionDays:
		fields["to"] = "error.promotion_long"
	}
	if p.Percent < 0 || p.Percent > MaxPercent {
		fields["percent"] = "error.percent_range"
	}
	given := 0
	for _, is := range []bool{p.ProductNo != 0, p.CategoryNo != 0, p.SupplierCode != ""} {
		if is {
			given++
		}
	}
	if given > 1 || p.ProductNo < 0 || p.CategoryNo < 0 {
		fields["scope"] = "error.scope_mixed"
	}
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

// plannable refuses dates that are typing errors, such as a date in another
// century.
func plannable(day time.Time) bool { return day.Year() >= 2000 && day.Year() < 2100 }

// Covers says whether the promotion covers the subject.
func (p Promotion) Covers(s lowstock.Subject) bool {
	switch p.Scope() {
	case lowstock.ScopeProduct:
		return p.ProductNo == s.ProductNo
	case lowstock.ScopeCategory:
		return slices.Contains(s.CategoryNos, p.CategoryNo)
	case lowstock.ScopeSupplier:
		return p.SupplierCode == s.SupplierCode
	case lowstock.ScopeMall, lowstock.ScopeVariant:
	}
	return true
}

// HolidayPercent is the demand that a merchant expects on holidays of a kind.
type HolidayPercent struct {
	Kind    HolidayKind
	Percent int // percent of ordinary demand, 0…1000
	By      string
	At      time.Time
}

// Check refuses an unknown kind and a percentage that is out of range. Its
// error names the fields kind and percent.
func (h HolidayPercent) Check() error {
	switch {
	case !slices.Contains(HolidayKinds(), h.Kind):
		return lowstock.InvalidFields(map[string]string{"kind": "error.holiday_kind"})
	case h.Percent < 0 || h.Percent > MaxPercent:
		return lowstock.InvalidFields(map[string]string{"percent": "error.percent_range"})
	}
	return nil
}

// EventPlan is everything by which the forecast of a mall's items differs from
// that of the same items alone: what is planned for days on which demand
// differs, and what was learnt from all items.
type EventPlan struct {
	Promotions []Promotion
	Holidays   []HolidayPercent // a kind that is not in the list sells as usual
	Pool       []byte           // what was learnt from the mall's items together; forecast.ReadPool decodes it
	Record     Record           // the season is computed from it
}

// Record is how much a whole mall sold on consecutive days.
type Record struct {
	First time.Time // calendar day of the first one
	// Roots is for each day the sum over all variants of the root of the units
	// sold. A day that was not counted is NaN.
	Roots []float64
}

// Holiday returns the expected demand on holidays of a kind. It is
// [OrdinaryPercent] if the merchant has set nothing.
func (p EventPlan) Holiday(kind HolidayKind) HolidayPercent {
	for _, h := range p.Holidays {
		if h.Kind == kind {
			return h
		}
	}
	return HolidayPercent{Kind: kind, Percent: OrdinaryPercent}
}

// Occasion is a sequence of days on which demand is expected to differ.
type Occasion struct {
	Name     string // a promotion's own name; "" for a holiday
	Key      string // a key of the message catalogue, for a holiday
	From, To time.Time
	Percent  int
}

// Coming returns the occasions of a subject that touch the calendar days from
// and to or lie between them, in order of time. It leaves out occasions with
// ordinary demand.
func (p EventPlan) Coming(s lowstock.Subject, from, to time.Time) []Occasion {
	list := p.HolidaysWithin(from, to)
	for _, promotion := range p.Promotions {
		if promotion.Percent != OrdinaryPercent && promotion.Covers(s) && !promotion.To.Before(from) && !promotion.From.After(to) {
			list = append(list, Occasion{Name: promotion.Name, From: promotion.From, To: promotion.To, Percent: promotion.Percent})
		}
	}
	slices.SortStableFunc(list, func(a, b Occasion) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// HolidaysWithin returns the holidays that touch the calendar days from and to
// or lie between them, and whose demand is not ordinary.
func (p EventPlan) HolidaysWithin(from, to time.Time) []Occasion {
	var list []Occasion
	for _, h := range Holidays(from, to) {
		if percent := p.Holiday(h.Kind).Percent; percent != OrdinaryPercent {
			list = append(list, Occasion{Key: h.Key, From: h.From, To: h.To, Percent: percent})
		}
	}
	return list
}
