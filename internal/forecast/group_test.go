package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

const shelfDays = 300

// shelf is a mall in which a category of every second product sells a tenth of
// what the other one sells, by turns more and less. One product begins on each
// day from the 40th on.
func shelf(products int) (series []forecast.Series, of []lowstock.Subject) {
	rnd := rand.New(rand.NewPCG(18, 1))
	for no := range products {
		s := forecast.Series{Start: 20000, Units: make([]int32, shelfDays)}
		mean := 3.0
		if no%2 == 0 {
			mean = 0.3
		}
		begin := 40 + no%150
		turn := 1.0
		for t := begin; t < shelfDays; t++ {
			if (t-begin)%10 == 0 {
				turn = math.Exp(0.6*rnd.NormFloat64() - 0.18)
			}
			s.Units[t] = int32(poisson(rnd, mean*turn))
		}
		s.Units[begin] = 1
		series = append(series, s)
		of = append(of, lowstock.Subject{ProductNo: int64(no + 1), VariantCode: fmt.Sprintf("P%05d", no), CategoryNos: []int{1, 10 + no%2}, SupplierCode: "S1"})
	}
	return series, of
}

// lessonOf returns what is learnt from items.
func lessonOf(series []forecast.Series, of []lowstock.Subject) *forecast.Groups {
	lesson := forecast.NewGroupLesson()
	for i, s := range series {
		model := forecast.Fit(s, nil)
		lesson.Add(of[i], s, &model, nil)
		lesson.Add(of[i], s, &model, nil) // a page of the catalogue that is read again does not count twice
	}
	return lesson.Groups()
}

// newItem is an item with a record of some days since its first sale, of which
// the last ones have one unit each.
func newItem(days, sales int) forecast.Series {
	s := forecast.Series{Start: 20000, Units: make([]int32, shelfDays)}
	s.Units[shelfDays-days] = 1
	for i := range sales - 1 {
		s.Units[shelfDays-1-i] = 1
	}
	return s
}

// A new item has the suggestion of its category: the same two days of record lead
// to different ones. The smallest category counts, and what is stored says the
// same.
func TestANewItemLearnsFromItsCategory(t *testing.T) {
	t.Parallel()
	groups := lessonOf(shelf(200))
	if groups == nil {
		t.Fatal("nothing is learnt")
	}
	s := newItem(3, 2)
	model := forecast.Fit(s, nil)
	suggest := func(g *forecast.Groups, of lowstock.Subject) (forecast.Suggestion, outlook.Learnt) {
		suggestion, learnt, is := g.Suggest(&model, s, &of, 14, 0.95)
		if !is {
			t.Errorf("nothing is suggested for %+v", of)
		}
		return suggestion, learnt
	}
	slow, learnt := suggest(groups, lowstock.Subject{CategoryNos: []int{1, 10}})
	if want := (outlook.Learnt{Group: outlook.Group{Kind: outlook.GroupCategory, Key: "10"}, Days: 3}); learnt != want {
		t.Errorf("learnt from %+v, want %+v", learnt, want)
	}
	fast, _ := suggest(groups, lowstock.Subject{CategoryNos: []int{11, 1}})
	if slow.Point < 6 || slow.Point > 14 || fast.Point < 50 || fast.Point > 90 {
		t.Errorf("suggested %+v and %+v", slow, fast)
	}
	if mall, learnt := suggest(groups, lowstock.Subject{}); learnt.Kind != outlook.GroupMall || mall.Point <= slow.Point {
		t.Errorf("of the mall %+v, learnt from %+v", mall, learnt)
	}
	stored := forecast.ReadGroups(groups.Encode())
	if again, _ := suggest(stored, lowstock.Subject{CategoryNos: []int{1, 10}}); again != slow {
		t.Errorf("stored: %+v, want %+v", again, slow)
	}
	for _, broken := range []string{"", "{", `{"Version":2}`, `{"Version":1}`, `{"Version":1,"Mall":{"40":1}}`, `{"Version":1,"Mall":{"4":-1}}`} {
		if forecast.ReadGroups([]byte(broken)) != nil {
			t.Errorf("read: %s", broken)
		}
	}
}

// Few items teach nothing. Nothing is suggested for an item that has a class,
// has sold nothing, is not new, or may be older than the record; nor at a level
// that a merchant cannot choose.
func TestWhereNothingIsLearnt(t *testing.T) {
	t.Parallel()
	if lessonOf(shelf(39)) != nil {
		t.Error("39 products teach something")
	}
	var none *forecast.Groups
	if none.Encode() != nil || forecast.ReadGroups(nil) != nil {
		t.Error("no groups are stored as some")
	}
	groups := lessonOf(shelf(200))
	of := lowstock.Subject{CategoryNos: []int{10}}
	is := func(g *forecast.Groups, s forecast.Series, level float64) bool {
		model := forecast.Fit(s, nil)
		_, _, is := g.Suggest(&model, s, &of, 14, level)
		return is
	}
	if !is(groups, newItem(91, 4), 0.95) {
		t.Error("nothing is suggested after 91 days")
	}
	for name, wrong := range map[string]bool{
		"no groups": is(none, newItem(9, 2), 0.95), "a class": is(groups, newItem(91, 5), 0.95), "old": is(groups, newItem(92, 4), 0.95),
		"level": is(groups, newItem(9, 2), 0.93), "nothing sold": is(groups, forecast.Series{Start: 20000, Units: make([]int32, shelfDays)}, 0.95),
		"before the record": is(groups, newItem(30, 2).Last(57), 0.95),
	} {
		if wrong {
			t.Errorf("suggested: %s", name)
		}
	}
}

// Where the categories have nothing in common they are not used, and where the
// mall's items help no more than an item's own days, nothing is suggested.
func TestAGroupThatDoesNotHelpIsNotUsed(t *testing.T) {
	t.Parallel()
	series, of := shelf(200)
	if groups := lessonOf(series, of); !groups.Helps(outlook.GroupCategory, 0.95) || groups.Helps(outlook.GroupSupplier, 0.95) {
		t.Errorf("category %t, supplier %t", groups.Helps(outlook.GroupCategory, 0.95), groups.Helps(outlook.GroupSupplier, 0.95))
	}
	rnd := rand.New(rand.NewPCG(18, 2))
	for i := range of {
		of[i].CategoryNos = []int{10 + rnd.IntN(8)}
	}
	if groups := lessonOf(series, of); groups.Helps(outlook.GroupCategory, 0.95) {
		t.Error("categories by chance are used")
	}
	for i := range series { // each sells the same on every day, so that its own days show it all
		for day := 40 + i%150; day < shelfDays; day++ {
			series[i].Units[day] = int32(1 + i)
		}
	}
	if groups := lessonOf(series, of); groups != nil {
		t.Errorf("the mall at 90 %%: %t, at 95 %%: %t", groups.Helps(outlook.GroupMall, 0.9), groups.Helps(outlook.GroupMall, 0.95))
	}
}

// The nightly forecast suggests from what an earlier nightly forecast has learnt, while the
// record is short, and from the item's own record afterwards. It stores no proof
// and no dates with an estimate.
func TestNightlySuggestsForANewItem(t *testing.T) {
	t.Parallel()
	lesson := forecast.NewGroupLesson()
	lesson.Known = lessonOf(shelf(200))
	today := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	night := func(sales int, whole bool, last *outlook.NightlyForecast) outlook.NightlyForecast {
		s := newItem(20, sales)
		p := past(today, append(make([]int32, 365-shelfDays), s.Units...)...)
		p.Subject = lowstock.Subject{VariantCode: "X", CategoryNos: []int{10}}
		p.Whole, p.Last = whole, last
		_, nightly := forecast.Nightly(p, lowstock.Sales{}, nil, lesson)
		return nightly
	}
	first := night(3, true, nil)
	if first.Class != "" || first.Learnt.Key != "10" || first.Learnt.Days != 20 || first.Point < 3 || first.Point > 12 || first.Expected > first.Point ||
		first.LeadDays != 14 || first.Level != 95 || first.Proof != (outlook.Proof{}) || first.Ahead != "" {
		t.Errorf("estimated %+v", first)
	}
	if kept := night(3, false, &first); kept.Point != first.Point || kept.Learnt != first.Learnt {
		t.Errorf("with an incomplete record %+v", kept)
	}
	if own := night(8, true, &first); own.Class == "" || own.Learnt.Is() || own.Ahead == "" {
		t.Errorf("with a record of its own %+v", own)
	}
	lesson.Known = nil
	if none := night(3, true, &first); none.Learnt.Is() || none.Point != 0 {
		t.Errorf("without groups %+v", none)
	}
}
