package purchasing

import (
	"cmp"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// lineName names a line of an order in a sentence.
func (r viewer) lineName(o *purchase.Order, no int) string {
	for i := range o.Lines {
		if l := &o.Lines[i]; l.No == no {
			return present.Joined(" ", cmp.Or(l.ProductName, l.VariantCode), present.OptionsText(l.Options))
		}
	}
	return r.T("purchase.line_gone")
}

// receipts are the goods that arrived, without the corrections themselves: what one takes back says
// so.
func (r viewer) receipts(o *purchase.Order) (list []views.PurchaseReceipt) {
	for i := range o.Receipts {
		in := &o.Receipts[i]
		if in.Corrects != 0 {
			continue
		}
		name := r.lineName(o, in.Line)
		v := views.PurchaseReceipt{
			Text: r.T("purchase.receipt", name, in.Units), On: r.T("purchase.receipt_on", r.CalendarDay(in.CameOn)), By: r.who(in.Source, in.By), At: r.Moment(in.At), Evidence: r.evidence(in),
		}
		switch {
		case in.Undone:
			v.Undone = r.T("purchase.receipt_undone")
		case in.Unseen:
			v.Unseen = r.T("purchase.receipt_unseen")
			if in.Shown > 0 {
				v.Unseen = r.T("purchase.receipt_part", in.Shown, in.Units-in.Shown)
			}
		}
		if r.mayAct() && !in.Undone && !r.Now.After(in.At.AddDate(0, 0, purchase.UndoDays)) {
			v.UndoURL = paths.Of(paths.PurchaseUndo, strconv.FormatInt(o.ID, 10), strconv.FormatInt(in.ID, 10))
			v.UndoOf = r.T("purchase.undo_of", v.Text)
		}
		list = append(list, v)
	}
	return list
}

// evidence says what a detected receipt rests on: "09:10~09:50에 3개에서 51개로, 2개 판매: 50개 입고로 기록".
func (r viewer) evidence(in *purchase.Receipt) string {
	e := in.Evidence
	if in.Source != purchase.ByDetected || e.To.IsZero() {
		return ""
	}
	from := cmp.Or(e.From, e.To)
	when := r.Clock(from)
	switch {
	case !localtime.DayOf(from, r.Zone).Equal(localtime.DayOf(e.To, r.Zone)):
		when = r.Date(from) + "–" + r.Date(e.To)
	case !from.Equal(e.To):
		when = r.Clock(from) + "–" + r.Clock(e.To)
	}
	if e.Sold > 0 {
		return r.T("purchase.evidence_sold", when, e.Before, e.After, e.Sold, in.Units)
	}
	return r.T("purchase.evidence", when, e.Before, e.After, in.Units)
}

// who names who said something about an order.
func (r viewer) who(source purchase.Source, by string) string {
	switch source {
	case purchase.BySupplier:
		return r.T("purchase.by_supplier")
	case purchase.ByDetected:
		return r.T("purchase.by_detected")
	case purchase.ByOperator, purchase.ByAPI:
	}
	if by == "" {
		return r.T("purchase.by_app")
	}
	return r.Person(by)
}

func (r viewer) answers(o *purchase.Order) (list []views.PurchaseAnswer) {
	for i := range o.Answers {
		a := &o.Answers[i]
		v := views.PurchaseAnswer{Who: r.who(a.Source, a.By), Message: a.Message, At: r.Moment(a.At)}
		if a.Source == purchase.ByOperator {
			v.Who = r.T("purchase.for_supplier", r.Person(a.By))
		}
		for _, said := range a.Lines {
			v.Lines = append(v.Lines, r.said(o, said))
		}
		if len(a.Lines) == 0 && a.Message == "" {
			v.Lines = []string{r.T("purchase.said_all")}
		}
		list = append(list, v)
	}
	return list
}

// said is an answer about one line.
func (r viewer) said(o *purchase.Order, a purchase.AnswerLine) string {
	name, on := r.lineName(o, a.Line), ""
	if !a.On.IsZero() {
		on = r.T("purchase.said_on", r.CalendarDay(a.On))
	}
	what := r.T("purchase.said_whole")
	switch {
	case a.Units != nil && *a.Units == 0:
		return r.T("purchase.said", name, r.T("purchase.said_none"))
	case a.Units != nil:
		what = r.T("purchase.said_units", *a.Units)
	}
	return r.T("purchase.said", name, present.Joined(", ", what, on))
}

// events are the history of an order, newest first.
func (r viewer) events(o *purchase.Order) (list []views.Event) {
	for i := range o.Events {
		e := &o.Events[i]
		v := views.Event{Icon: eventIcon(e.Kind), Text: r.eventText(o, e), At: r.Exact(e.At)}
		v.Note = present.Joined(" · ", r.who(e.Source, e.By), e.Text)
		list = append(list, v)
	}
	return list
}

func eventIcon(kind purchase.EventKind) string {
	switch kind {
	case purchase.EventSent, purchase.EventResent, purchase.EventReminded:
		return "mail"
	case purchase.EventAnswered, purchase.EventSeen:
		return "check"
	case purchase.EventReceived:
		return "box"
	case purchase.EventBounced, purchase.EventLate, purchase.EventUnseen:
		return "warn"
	case purchase.EventCreated, purchase.EventChanged:
		return "clock"
	case purchase.EventUndone, purchase.EventRestored:
		return "sync"
	case purchase.EventGaveUp, purchase.EventClosed, purchase.EventCancelled:
	}
	return "minus"
}

// eventText says what happened. An event about one line names it.
func (r viewer) eventText(o *purchase.Order, e *purchase.Event) string {
	text := r.Known("purchase.event_" + string(e.Kind))
	switch e.Kind {
	case purchase.EventSent:
		return present.Joined(" · ", r.revisionSent(e), r.dayNote(e.On))
	case purchase.EventReceived, purchase.EventUndone, purchase.EventGaveUp, purchase.EventLate, purchase.EventUnseen, purchase.EventChanged, purchase.EventAnswered, purchase.EventRestored:
		if e.Line != 0 {
			text = r.T("purchase.event_line", text, r.lineName(o, e.Line), e.Units)
		}
	case purchase.EventClosed, purchase.EventCancelled:
		if e.Units > 0 {
			text = r.T("purchase.event_units", text, e.Units)
		}
	case purchase.EventCreated, purchase.EventResent, purchase.EventSeen, purchase.EventBounced, purchase.EventReminded:
	}
	return present.Joined(" · ", cmp.Or(text, string(e.Kind)), r.dayNote(e.On))
}

func (r viewer) revisionSent(e *purchase.Event) string {
	if e.Units > 1 {
		return r.T("purchase.event_revised", e.Units)
	}
	return r.T("purchase.event_sent")
}

func (r viewer) dayNote(on time.Time) string {
	if on.IsZero() {
		return ""
	}
	return r.CalendarDay(on)
}
