package web

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

// sheetWish is what the threshold cell of one line asks for.
type sheetWish struct {
	lowstock.RuleChange // without its subject

	none bool // an empty cell asks for nothing
}

// same says whether two cells ask for the same.
func (w sheetWish) same(as sheetWish) bool {
	return w.none == as.none && w.Inherit == as.Inherit && sameValue(w.Muted, as.Muted) && sameValue(w.Threshold, as.Threshold) && sameValue(w.Days, as.Days)
}

func sameValue[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

var (
	cellNumber = regexp.MustCompile(`^(\d{1,9})(?:\.0+)?(?:개|개이하|units?)?$`)
	cellDays   = regexp.MustCompile(`^(\d{1,9})(?:일|일치|일분|일치판매량이하|일간판매량이하|d|days?)$`)
)

// readWish reads a cell as people write one, in either language: a number, days
// of cover, no alerts, or the wider threshold again. The key says what is wrong
// with it, "" for nothing.
func readWish(cell string) (wish sheetWish, problem string) {
	text := strings.ToLower(typedNumber(typed.Code(cell)))
	wish.Muted = new(false)
	switch {
	case text == "":
		return sheetWish{none: true}, ""
	case text == "off", text == "muted", text == "끔", text == "알리지않음", text == "알림끔":
		wish.Muted = new(true)
	case text == "inherit", text == "default", text == "따름", text == "기본":
		wish.Inherit = true
	case cellDays.MatchString(text):
		n, err := strconv.Atoi(cellDays.FindStringSubmatch(text)[1])
		if err != nil || n < 1 || n > lowstock.MaxDays {
			return sheetWish{}, "error.days_range"
		}
		wish.Days = &n
	case cellNumber.MatchString(text):
		n, err := strconv.Atoi(cellNumber.FindStringSubmatch(text)[1])
		if err != nil || n > lowstock.MaxThreshold {
			return sheetWish{}, "error.threshold_range"
		}
		wish.Threshold = &n
	default:
		return sheetWish{}, "sheet.error_value"
	}
	return wish, ""
}

// writeWish is a rule as a cell that readWish reads.
func writeWish(l words.Locale, w *lowstock.Wish) any {
	switch {
	case w == nil:
		return nil
	case w.Muted:
		return l.T("sheet.off")
	case w.Days != nil:
		return l.T("sheet.days", *w.Days)
	case w.Threshold != nil:
		return *w.Threshold
	}
	return nil
}

// wishMark is a wish as the form of a preview carries it.
func wishMark(w *lowstock.Wish) string {
	if w == nil {
		return "-"
	}
	mark := cmp.Or(w.Mark(), "-")
	if w.Muted {
		return "m" + mark
	}
	return mark
}
