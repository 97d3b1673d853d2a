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
	MaxPromotions    = 200  // of a mall, past ones included
	MaxPercent       = 1000 // of ordinary demand
	OrdinaryPercent  = 100
	maxPromotionName = 60  // characters
	maxPromotionDays = 366 // both ends included
)

// Promotion is a time in which more is sold than usual, or less: a sale, a
// broadcast, a closed week. It is one of the whole mall where nothing narrower
// is named.
type Promotion struct {
	ID           int64
	Name         string
	From, To     time.Time // calendar days, midnight UTC of their date, both included
	Percent      int       // of ordinary demand: 200 is twice as much, 0 none at all
	ProductNo    int64
	CategoryNo   int
	SupplierCode string
	By           string // who planned it
	At           time.Time
}

// Scope follows from what is given.
func (p Promotion) Scope() lowstock.Scope {
	return lowstock.RuleChange{ProductNo: p.ProductNo, CategoryNo: p.CategoryNo, SupplierCode: p.SupplierCode}.Scope()
}

// Check refuses a promotion that cannot be. Its error names the fields name,
// from, to, percent and scope.
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

// plannable keeps out slips of the pen: nobody plans for another century.
func plannable(day time.Time) bool { return day.Year() >= 2000 && day.Year() < 2100 }

// Covers says whether the promotion is one of the subject.
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

// HolidayPercent is what a merchant expects of a kind of holidays.
type HolidayPercent struct {
	Kind    HolidayKind
	Percent int // of ordinary demand, 0…1000
	By      string
	At      time.Time
}

// Check refuses a kind that is none and a percentage that is out of range. Its
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

// EventPlan is everything that a mall knows of days on which demand differs.
type EventPlan struct {
	Promotions []Promotion
	Holidays   []HolidayPercent // kinds that are not named sell as usual
}

// Holiday is what is expected of a kind of holidays, [OrdinaryPercent] where
// nobody has said.
func (p EventPlan) Holiday(kind HolidayKind) HolidayPercent {
	for _, h := range p.Holidays {
		if h.Kind == kind {
			return h
		}
	}
	return HolidayPercent{Kind: kind, Percent: OrdinaryPercent}
}

// Occasion is a stretch of days on which demand is expected to differ.
type Occasion struct {
	Name     string // a promotion's own, "" for a holiday
	Key      string // of the catalogue, for a holiday
	From, To time.Time
	Percent  int
}

// Coming are the occasions of a subject that touch some calendar days, both ends
// included, the first ones first. What sells as usual is left out.
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

// HolidaysWithin are the holidays that touch some calendar days and on which not
// as much is sold as usual.
func (p EventPlan) HolidaysWithin(from, to time.Time) []Occasion {
	var list []Occasion
	for _, h := range Holidays(from, to) {
		if percent := p.Holiday(h.Kind).Percent; percent != OrdinaryPercent {
			list = append(list, Occasion{Key: h.Key, From: h.From, To: h.To, Percent: percent})
		}
	}
	return list
}
