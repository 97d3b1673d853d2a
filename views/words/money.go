package words

import (
	"math"
	"strconv"
	"strings"
)

// AboutWon writes an estimated amount of won as people say it, with two digits:
// 36만 원, 1.2억 원, 9,500원; ₩360,000.
func (l Locale) AboutWon(amount float64) string {
	rounded := twoDigits(amount)
	if l != Korean {
		return "₩" + Number(int64(rounded))
	}
	for _, unit := range []struct {
		size float64
		name string
	}{{1e12, "조"}, {1e8, "억"}, {1e4, "만"}} {
		if rounded >= unit.size {
			return strings.TrimSuffix(grouped(rounded/unit.size), ".0") + unit.name + " 원"
		}
	}
	return Number(int64(rounded)) + "원"
}

// grouped writes a number of two digits: 1.2, 36, 3,600.
func grouped(n float64) string {
	if n < 10 {
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return Number(int64(math.Round(n)))
}

// twoDigits rounds to two significant digits.
func twoDigits(amount float64) float64 {
	if amount < 1 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(amount))-1)
	return math.Round(amount/unit) * unit
}
