package merchant

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

// CellValue is the value that a threshold cell of one line asks for.
type CellValue struct {
	lowstock.RuleChange // without its subject

	None bool // an empty cell asks for no change
}

// Same says whether two cells ask for the same value.
func (w CellValue) Same(as CellValue) bool {
	return w.None == as.None && w.Inherit == as.Inherit && sameValue(w.Muted, as.Muted) && sameValue(w.Threshold, as.Threshold) && sameValue(w.Days, as.Days)
}

func sameValue[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

var cellNumber = regexp.MustCompile(`^(\d{1,9})(?:\.0+)?(?:개|개이하|units?)?$`)

var cellDays = regexp.MustCompile(`^(\d{1,9})(?:일|일치|일분|일치판매량이하|일간판매량이하|d|days?)$`)

// ReadCell reads a cell as people write it, in either language: a number, days
// of cover, no alerts, or inheriting again. The key problem says what is wrong
// with the cell, or is "".
func ReadCell(cell string) (newValue CellValue, problem string) {
	text := strings.ToLower(typed.Number(typed.Code(cell)))
	newValue.Muted = new(false)
	switch {
	case text == "":
		return CellValue{None: true}, ""
	case text == "off", text == "muted", text == "끔", text == "알리지않음", text == "알림끔":
		newValue.Muted = new(true)
	case text == "inherit", text == "default", text == "따름", text == "기본":
		newValue.Inherit = true
	case cellDays.MatchString(text):
		n, err := strconv.Atoi(cellDays.FindStringSubmatch(text)[1])
		if err != nil || n < 1 || n > lowstock.MaxDays {
			return CellValue{}, "error.days_range"
		}
		newValue.Days = &n
	case cellNumber.MatchString(text):
		n, err := strconv.Atoi(cellNumber.FindStringSubmatch(text)[1])
		if err != nil || n > lowstock.MaxThreshold {
			return CellValue{}, "error.threshold_range"
		}
		newValue.Threshold = &n
	default:
		return CellValue{}, "sheet.error_value"
	}
	return newValue, ""
}

// WriteCell writes a rule as a cell that ReadCell reads.
func WriteCell(l words.Locale, w *lowstock.RuleValue) any {
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

// CellMark is a rule value in the form that a preview's form carries.
func CellMark(w *lowstock.RuleValue) string {
	if w == nil {
		return "-"
	}
	mark := cmp.Or(w.Mark(), "-")
	if w.Muted {
		return "m" + mark
	}
	return mark
}
