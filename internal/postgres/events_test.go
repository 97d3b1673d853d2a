package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// sale returns a promotion of the whole mall that begins today.
func sale(now time.Time) outlook.Promotion {
	day := localtime.DayOf(now, time.UTC)
	return outlook.Promotion{Name: "겨울 세일", From: day, To: day.AddDate(0, 0, 6), Percent: 200, By: "kim"}
}

func (b *bundle) events() outlook.EventPlan {
	b.t.Helper()
	plan, err := b.Mall(b.mall).Events(b.t.Context())
	b.ok(err)
	return plan
}

func TestPromotionsArePlannedAndTakenBack(t *testing.T) {
	t.Parallel()
	b := shop(t)
	want(t, "at first", b.events(), outlook.EventPlan{})
	later := sale(b.now.AddDate(0, 0, 30))
	later.Name, later.CategoryNo = "  봄 신상  ", 7
	spring, err := b.Mall(hansan).AddPromotion(t.Context(), later, b.now)
	b.ok(err)
	first, err := b.Mall(hansan).AddPromotion(t.Context(), sale(b.now), b.now)
	b.ok(err)
	for _, change := range []func(*outlook.Promotion){
		func(p *outlook.Promotion) { p.ProductNo = 1 },
		func(p *outlook.Promotion) { p.SupplierCode = "S1" },
	} {
		p := sale(b.now.AddDate(0, 0, 60))
		change(&p)
		_, err := b.Mall(hansan).AddPromotion(t.Context(), p, b.now)
		b.ok(err)
	}
	wanted := []outlook.Promotion{
		{ID: first.ID, Name: "겨울 세일", From: sale(b.now).From, To: sale(b.now).To, Percent: 200, By: "kim", At: b.now},
		{ID: spring.ID, Name: "봄 신상", From: later.From, To: later.To, Percent: 200, CategoryNo: 7, By: "kim", At: b.now},
	}
	want(t, "planned", b.events().Promotions[:2], wanted)
	want(t, "number", len(b.events().Promotions), 4)
	nos, err := b.Mall(hansan).RuleCategories(t.Context())
	b.ok(err)
	want(t, "categories whose members matter", nos, []int{7})

	b.connect(bori)
	b.mall = bori
	want(t, "another mall's", b.events(), outlook.EventPlan{})
	wantCode(t, b.Mall(bori).DeletePromotion(t.Context(), first.ID, "kim", b.now), lowstock.CodeNotFound)
	b.mall = hansan
	b.ok(b.Mall(hansan).DeletePromotion(t.Context(), first.ID, "kim", b.now))
	wantCode(t, b.Mall(hansan).DeletePromotion(t.Context(), first.ID, "kim", b.now), lowstock.CodeNotFound)
	want(t, "left", b.events().Promotions[0], wanted[1])
}

func TestPromotionsThatCannotBe(t *testing.T) {
	t.Parallel()
	b := shop(t)
	for what, change := range map[string]func(*outlook.Promotion){
		"product":  func(p *outlook.Promotion) { p.ProductNo = 99 },
		"category": func(p *outlook.Promotion) { p.CategoryNo = 99 },
		"supplier": func(p *outlook.Promotion) { p.SupplierCode = "S99" },
	} {
		p := sale(b.now)
		change(&p)
		if _, err := b.Mall(hansan).AddPromotion(t.Context(), p, b.now); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			t.Errorf("of a %s that is not there: %v", what, err)
		}
	}
	p := sale(b.now)
	p.To = p.From.AddDate(0, 0, -1)
	_, err := b.Mall(hansan).AddPromotion(t.Context(), p, b.now)
	wantCode(t, err, lowstock.CodeInvalid)

	b.admin(`INSERT INTO promotions (mall_id, name, from_day, to_day, percent, created_at)
		SELECT $1, 'x', '2026-01-01', '2026-01-02', 150, $2 FROM generate_series(1, $3)`, hansan, b.now, outlook.MaxPromotions-2)
	var wait sync.WaitGroup
	errs := make([]error, 5)
	for i := range errs {
		wait.Go(func() { _, errs[i] = b.Mall(hansan).AddPromotion(t.Context(), sale(b.now), b.now) })
	}
	wait.Wait()
	full := 0
	for _, err := range errs {
		var own *lowstock.Error
		if errors.As(err, &own) && own.Fields["name"] == "error.promotions_full" {
			full++
		} else if err != nil {
			t.Error(err)
		}
	}
	want(t, "refused where two more fit", full, 3)
	want(t, "planned", len(b.events().Promotions), outlook.MaxPromotions)
}

func TestHolidaysAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	set := func(percent int, by string, kinds ...outlook.HolidayKind) error {
		list := make([]outlook.HolidayPercent, 0, len(kinds))
		for _, kind := range kinds {
			list = append(list, outlook.HolidayPercent{Kind: kind, Percent: percent, By: by})
		}
		return b.Mall(hansan).SetHolidays(t.Context(), list, b.now)
	}
	b.ok(set(60, "kim", outlook.HolidaySeollal, outlook.HolidayChuseok))
	first := b.now
	b.wait(time.Hour)
	b.ok(set(150, "lee", outlook.HolidayChuseok))
	b.ok(set(60, "lee", outlook.HolidaySeollal)) // this value was already set
	b.ok(set(0, "lee"))
	want(t, "holidays", b.events().Holidays, []outlook.HolidayPercent{
		{Kind: outlook.HolidayChuseok, Percent: 150, By: "lee", At: b.now},
		{Kind: outlook.HolidaySeollal, Percent: 60, By: "kim", At: first},
	})
	wantCode(t, set(1001, "lee", outlook.HolidayOther), lowstock.CodeInvalid)
	wantCode(t, set(60, "lee", outlook.HolidayOther, "easter"), lowstock.CodeInvalid)
	want(t, "kinds", len(b.events().Holidays), 2)
}

// What a mall sold on a day is the sum over its variants, also after a second
// count and across the end of a month.
func TestDemandOfTheWholeMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Date(2026, 12, 3, 3, 0, 0, 0, time.UTC)
	b.countDemand(map[string][]int32{"A": {1, 2, 3, 4, 5}, "B": {0, 9, 0, 0, 9}}, 5)
	b.countDemand(map[string][]int32{"A": {1, 2, 3, 4, 5}}, 5)
	b.countDemand(map[string][]int32{"A": {7, 0, 8}, "B": {0, 0, 1}}, 3)
	b.saveDemand(b.claimDemand(), demand.Reading{Range: demand.Range{From: b.ago(4), To: b.ago(4), Source: demand.FromNone}})
	days, err := b.Mall(hansan).MallDemand(t.Context(), b.ago(6), b.ago(1))
	b.ok(err)
	want(t, "days", days, []demand.MallDay{{}, {Units: 1, Known: true}, {}, {Units: 7, Known: true}, {Known: true}, {Units: 9, Known: true}})
}
