package words

import "math"

// moneyWords are amounts of money and what a fall costs.
func moneyWords() []entry {
	return []entry{
		{"money.won", "{0}원", "₩{0}"},
		{"money.compact", "약 {0}원", "₩{0}"},
		{"risk.money", "놓칠 판매 약 {0}원 ({1}개)", "at risk: about ₩{0} ({1} {1#unit/units})"},
		{"risk.units", "놓칠 판매 {0}개", "at risk: {0} {0#unit/units}"},
	}
}

// Rounded writes an amount of whole won for a sentence that says "about": to two
// digits or more. In Korean it is "36만 ", to be followed by 원, from 10,000 on
// and "1.2억 " from 100,000,000 on.
func (l Locale) Rounded(amount int64) string {
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

// Compact is [Locale.Rounded] for where there is little room: "360K" and "1.2M"
// in English.
func (l Locale) Compact(amount int64) string {
	if l != English || amount < 1000 {
		return l.Rounded(amount)
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
