package outlook_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

func sale() outlook.Promotion {
	return outlook.Promotion{Name: "겨울 세일", From: calendar(2026, 12, 1), To: calendar(2026, 12, 7), Percent: 200}
}

func TestPromotionsAreChecked(t *testing.T) {
	t.Parallel()
	if err := sale().Check(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil  func(*outlook.Promotion)
		fields map[string]string
	}{
		"no name":        {func(p *outlook.Promotion) { p.Name = "  " }, map[string]string{"name": "error.promotion_name"}},
		"long name":      {func(p *outlook.Promotion) { p.Name = strings.Repeat("가", 61) }, map[string]string{"name": "error.promotion_name_long"}},
		"no day":         {func(p *outlook.Promotion) { p.From = calendar(1, 1, 1) }, map[string]string{"from": "error.day"}},
		"another age":    {func(p *outlook.Promotion) { p.To = calendar(2206, 1, 1) }, map[string]string{"to": "error.day"}},
		"ends before":    {func(p *outlook.Promotion) { p.To = calendar(2026, 11, 30) }, map[string]string{"to": "error.day_order"}},
		"more than year": {func(p *outlook.Promotion) { p.To = calendar(2027, 12, 2) }, map[string]string{"to": "error.promotion_long"}},
		"less than none": {func(p *outlook.Promotion) { p.Percent = -1 }, map[string]string{"percent": "error.percent_range"}},
		"too much":       {func(p *outlook.Promotion) { p.Percent = 1001; p.Name = "" }, map[string]string{"percent": "error.percent_range", "name": "error.promotion_name"}},
		"two scopes":     {func(p *outlook.Promotion) { p.ProductNo, p.SupplierCode = 1, "S1" }, map[string]string{"scope": "error.scope_mixed"}},
	} {
		p := sale()
		c.spoil(&p)
		var own *lowstock.Error
		if err := p.Check(); !errors.As(err, &own) {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(c.fields, own.Fields); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if (outlook.HolidayPercent{Kind: "easter", Percent: 100}).Check() == nil || (outlook.HolidayPercent{Kind: outlook.HolidayOther, Percent: 1001}).Check() == nil {
		t.Error("a holiday that is none passes")
	}
}

func TestWhatIsComing(t *testing.T) {
	t.Parallel()
	scoped := func(name string, change func(*outlook.Promotion)) outlook.Promotion {
		p := sale()
		p.Name = name
		change(&p)
		return p
	}
	plan := outlook.EventPlan{
		Promotions: []outlook.Promotion{
			scoped("모두", func(*outlook.Promotion) {}),
			scoped("이 상품", func(p *outlook.Promotion) { p.ProductNo = 7 }),
			scoped("다른 상품", func(p *outlook.Promotion) { p.ProductNo = 8 }),
			scoped("이 분류", func(p *outlook.Promotion) { p.CategoryNo = 30; p.From = calendar(2026, 11, 30) }),
			scoped("이 공급사", func(p *outlook.Promotion) { p.SupplierCode = "S1" }),
			scoped("평소대로", func(p *outlook.Promotion) { p.Percent = 100 }),
			scoped("지난 것", func(p *outlook.Promotion) { p.From, p.To = calendar(2026, 11, 1), calendar(2026, 11, 29) }),
		},
		Holidays: []outlook.HolidayPercent{{Kind: outlook.HolidayOther, Percent: 60}},
	}
	var got []string
	for _, o := range plan.Coming(lowstock.Subject{ProductNo: 7, CategoryNos: []int{24, 30}, SupplierCode: "S1"}, calendar(2026, 11, 30), calendar(2026, 12, 31)) {
		got = append(got, o.Name+o.Key)
	}
	if diff := cmp.Diff([]string{"이 분류", "모두", "이 공급사", "이 상품", "holiday.christmas"}, got); diff != "" {
		t.Error(diff)
	}
	if got := (outlook.EventPlan{}).Coming(lowstock.Subject{}, calendar(2026, 1, 1), calendar(2026, 12, 31)); len(got) != 0 {
		t.Errorf("of no plan: %v", got)
	}
}
