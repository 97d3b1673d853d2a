package words

import "math"

// moneyWords are amounts of money and what a fall costs.
func moneyWords() []entry {
	return []entry{
		{"bound.money", "재고 금액 약 {2} · 품목 {0}개, {1}개", "Worth about {2}: {0} {0#item/items}, {1} {1#unit/units}"},
		{"bound.none", "지금은 없어요.", "None now."},
		{"bound.units", "품목 {0}개, {1}개", "{0} {0#item/items}, {1} {1#unit/units}"},
		{"bound.at_cost", "공급가 기준이에요.", "At supply prices."},
		{"bound.at_price", "판매가 기준이에요. 카페24에 공급가가 없어요.", "At selling prices: Cafe24 has no supply prices."},
		{"bound.at_both", "공급가 기준이고, 공급가가 없는 품목은 판매가 기준이에요.", "At supply prices; at selling prices where there is none."},
		{"bound.unpriced", "가격을 모르는 품목 {0}개는 금액에서 빠졌어요.", "{0} {0#item/items} without a price {0#is/are} left out."},
		{"stock.held", "재고 금액", "Stock value"},
		{"stock.held_any", "모든 재고", "Any stock"},
		{"stock.held_days", "며칠 기준", "Days"},
		{"stock.held_stock", "재고 있음", "In stock"},
		{"stock.held_stock_hint", "지금 있는 재고 전부예요.", "All that is in stock now."},
		{"stock.held_over", "과잉 재고", "Overstock"},
		{"stock.held_over_hint", "{0}일이 지나도 남을 수 있는 품목이고, 금액은 {0}일 동안 팔고 남는 만큼이에요. 판매 예측이 있는 품목만 세고, 들어올 재고는 세지 않아요.", "Items that may last more than {0} {0#day/days}, and the value of what is left after them. Only items with a forecast; without what is on its way."},
		{"stock.held_idle", "안 팔리는 재고", "Not selling"},
		{"stock.held_idle_hint", "{0}일 넘게 재고가 있는데 그동안 하나도 팔리지 않고 입고도 없던 품목이에요.", "In stock for {0} {0#day/days} or more, and neither sold nor restocked in that time."},
		{"money.compact", "약 {0}", "{0}"},
		{"risk.money", "놓칠 판매 약 {0} ({1}개)", "at risk: about {0} ({1} {1#unit/units})"},
		{"risk.short", "놓칠 판매 약 {0}", "at risk: about {0}"},
		{"risk.units", "놓칠 판매 {0}개", "at risk: {0} {0#unit/units}"},
	}
}

// rounded writes an amount for a sentence that says "about": to two digits or
// more. In Korean it is "36만 ", to be followed by 원, from 10,000 on and "1.2억 "
// from 100,000,000 on.
func (l Locale) rounded(amount int64) string {
	const man, eok = 10_000, 100_000_000
	to := func(unit int64) int64 { return int64(math.Round(float64(amount)/float64(unit))) * unit }
	in := func(unit, large int64, name string) string {
		if l == English {
			return Number(to(unit))
		}
		return Tenths(int(to(unit)/(large/10))) + name + " "
	}
	switch {
	case to(man) >= 10*eok:
		return in(eok, eok, "억")
	case to(man) >= eok:
		return in(eok/10, eok, "억")
	case to(man/10) >= 10*man:
		return in(man, man, "만")
	case to(100) >= man:
		return in(man/10, man, "만")
	case amount >= 1000:
		return Number(to(100))
	case amount >= 100:
		return Number(to(10))
	}
	return Number(amount)
}

// compact is [Locale.rounded] for where there is little room: "360K" and "1.2M"
// in English.
func (l Locale) compact(amount int64) string {
	if l != English || amount < 1000 {
		return l.rounded(amount)
	}
	unit, name := int64(1000), "K"
	for _, large := range []string{"M", "B"} {
		if amount >= 1000*unit-unit/2 {
			unit, name = 1000*unit, large
		}
	}
	return Tenths(int(math.Round(10*float64(amount)/float64(unit)))) + name
}

// Tenths writes a number that is given in tenths, without a fraction of 0. From
// 10 on it is a whole number.
func Tenths(n int) string {
	switch {
	case n >= 100:
		return Number(int64(n+5) / 10)
	case n%10 == 0:
		return Number(int64(n / 10))
	}
	return Number(int64(n/10)) + "." + string(rune('0'+n%10))
}
