package answering

import (
	"strconv"
	"time"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
)

// maxMessage is the greatest length of a supplier's message, in characters.
const maxMessage = 1000

// The choices of an answer. None is preset: a program that presses every button
// of a page answers nothing.
const (
	chooseAll   = "all"   // everything, on the days that are wanted
	chooseDay   = "day"   // everything, on another day
	chooseLines = "lines" // quantities or days line by line
	chooseNone  = "none"  // nothing can be delivered
	chooseWrite = "write" // only a message
)

// answerForm is a supplier's answer.
type answerForm struct {
	kit.Form
	lang    string // in which the page was shown
	choice  string
	day     time.Time
	message string
}

// Read implements [kit.Fields].
func (f *answerForm) Read() {
	f.choice = f.Choice("answer", "purchase.answer_choose", chooseAll, chooseDay, chooseLines, chooseNone, chooseWrite)
	f.day = f.Day("day")
	f.message, f.lang = f.Text("message"), f.Text("lang")
	if utf8.RuneCountInString(f.message) > maxMessage {
		f.Refuse("message", "purchase.answer_long", maxMessage)
	}
}

// answer checks what was typed against the order, and returns the answer.
func (f *answerForm) answer(o *opened) purchase.Answer {
	a := purchase.Answer{Revision: o.Revision, Source: purchase.BySupplier, At: o.Now, Message: f.message}
	for i := range o.order.Lines {
		if line, said := f.line(o, &o.order.Lines[i]); said {
			a.Lines = append(a.Lines, line)
		}
	}
	switch {
	case f.choice == chooseLines && len(a.Lines) == 0:
		f.Refuse("answer", "purchase.answer_no_lines")
	case f.choice == chooseWrite && f.message == "":
		f.Refuse("message", "purchase.answer_no_text")
	case f.choice == chooseAll && f.Typed("day") != "":
		f.Refuse("answer", "purchase.answer_day_chosen")
	}
	return a
}

// line is the answer about one line; false if there is none.
func (f *answerForm) line(o *opened, l *purchase.Line) (line purchase.AnswerLine, said bool) {
	line.Line = l.No
	none := 0
	switch f.choice {
	case chooseAll:
		return line, true
	case chooseNone:
		line.Units = &none
		return line, true
	case chooseDay:
		line.On = f.checkedDay(o, "day", f.day)
		return line, true
	case chooseLines:
		units, day := unitsField(l.No), dayField(l.No)
		line.Units = f.Optional(units, "purchase.answer_units")
		if line.Units != nil && (*line.Units < 0 || *line.Units > l.Ordered) {
			f.Refuse(units, "purchase.answer_units_most", l.Ordered)
		}
		on := f.Day(day)
		if f.Typed(day) != "" {
			line.On = f.checkedDay(o, day, on)
		}
		return line, line.Units != nil || f.Typed(day) != ""
	}
	return line, false
}

// checkedDay refuses a day in the past, or more than a year ahead.
func (f *answerForm) checkedDay(o *opened, field string, day time.Time) time.Time {
	if day.IsZero() || day.Before(o.today) || day.After(o.lastDay()) {
		f.Refuse(field, "purchase.answer_day")
	}
	return day
}

func (o *opened) lastDay() time.Time { return o.today.AddDate(1, 0, 0) }

func unitsField(line int) string { return purchase.UnitsField(line) }

func dayField(line int) string { return "day-" + strconv.Itoa(line) }
