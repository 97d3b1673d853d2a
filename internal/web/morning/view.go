package morning

import (
	"cmp"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// lateDays is after how many days late goods are expected, unless a person enters another day.
const lateDays = 3

const roundedTo = 1000 // in the mall's currency, of the value at risk: it is an estimate

func (r viewer) morningPage(shell views.Shell, a *read) views.MorningPage {
	page := views.MorningPage{Shell: shell, Left: r.left(a.list.Left()), End: r.end(a)}
	if len(a.list.Items) == 0 && len(a.done.Answers) == 0 {
		page.Empty = r.FirstReading(a.sync, r.T("morning.after_first"))
	}
	for _, class := range morning.Classes() {
		if g := r.group(class, a); len(g.Items) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	if rest := a.list.Left() - len(a.list.Items); rest > 0 {
		page.More = r.T("morning.more", len(a.list.Items), rest)
	}
	page.Done, page.Older = r.doneList(a.done.Answers)
	return page
}

func (r viewer) left(n int) string {
	if n == 0 {
		return ""
	}
	return r.T("morning.left", n)
}

func (r viewer) group(class morning.Class, a *read) views.MorningGroup {
	g := views.MorningGroup{ID: "class-" + string(class), Count: present.Number(a.list.Counts[class])}
	switch class {
	case morning.ClassOut:
		g.Tone, g.Icon, g.Title = "out", "out", r.T("morning.out")
	case morning.ClassShort:
		g.Tone, g.Icon, g.Title = "low", "low", r.T("morning.short")
	case morning.ClassLate:
		g.Tone, g.Icon, g.Title = "quiet", "clock", r.T("morning.late")
	}
	for n := range a.list.Items {
		if i := &a.list.Items[n]; i.Class == class {
			item := r.item(i, a.line(n), a.supply.LeadDays)
			if !i.Sales.Known && a.unsold != "" {
				item.Facts = append(item.Facts, r.T("morning.unsold", a.unsold))
			}
			g.Items = append(g.Items, item)
		}
	}
	return g
}

// line returns what a reorder sheet says of an item; nil if it was not read.
func (a *read) line(n int) *outlook.ReorderLine {
	if n >= len(a.lines) {
		return nil
	}
	return &a.lines[n]
}

// rowID is the id of an item's row in the document.
func rowID(code string) string { return "m-" + code }

func (r viewer) item(i *morning.Item, line *outlook.ReorderLine, leadDays int) views.MorningItem {
	m := views.MorningItem{
		Item: views.Item{
			URL: present.OptionURL(i.ProductNo, i.Code), Image: lowstock.PictureURL(i.ImageURL), Name: cmp.Or(i.ProductName, i.Code),
			Options: present.OptionsText(i.Options), Code: cmp.Or(i.CustomCode, i.Code),
		},
		ID: rowID(i.Code), ProductNo: strconv.FormatInt(i.ProductNo, 10), Variant: i.Code, Version: i.Version,
		Facts: r.facts(i), Ask: r.Right >= team.RightAct,
	}
	if i.StillSelling() {
		m.Selling, m.Facts = r.Selling(i.Quantity), m.Facts[1:] // it says the stock too
	}
	if !m.Ask {
		return m
	}
	today := r.DateAhead(1)
	m.Min, m.Max, m.FirstDay = isoDay(today), isoDay(today.AddDate(1, 0, 0)), isoDay(today.AddDate(0, 0, 1))
	m.Order = r.T("morning.ordered")
	lead := cmp.Or(i.Suggestion.LeadDays, leadDays)
	m.Day = isoDay(today.AddDate(0, 0, lead))
	if line != nil && line.Order > 0 {
		m.Quantity = strconv.Itoa(line.Order)
	}
	if line != nil && line.AtRisk >= roundedTo {
		m.Risk = r.T("morning.risk", int(line.AtRisk/roundedTo)*roundedTo)
	}
	if i.Class == morning.ClassLate {
		m.Order, m.Quantity, m.Day = r.T("morning.redate"), strconv.Itoa(i.Incoming.Late(today)), isoDay(today.AddDate(0, 0, lateDays))
	}
	if i.Document != 0 {
		m.Order, m.Document = r.T("morning.document"), paths.Of(paths.Purchase, strconv.FormatInt(i.Document, 10))
	}
	m.Snooze = r.snoozes(i)
	m.SnoozeDay = isoDay(today.AddDate(0, 0, 2))
	m.Then = r.thenFine(i)
	return m
}

func isoDay(day time.Time) string { return day.Format(time.DateOnly) }

// facts says why an item is on the list.
func (r viewer) facts(i *morning.Item) []string {
	facts := []string{r.T("morning.stock", i.Quantity)}
	in, today := i.Incoming, r.DateAhead(1)
	switch {
	case i.Class == morning.ClassLate:
		on := in.LateOn(today)
		return append(facts, r.T("morning.was_due", in.Late(today), r.CalendarDay(on), localtime.DaysBetween(on, today)))
	case i.Gap(today):
		on, units := i.Before(today)
		return append(facts, r.T("morning.gap", units, r.CalendarDay(on), i.Needed))
	case i.Class == morning.ClassShort && i.Needed > i.Quantity:
		facts = append(facts, r.T("morning.needed", i.Suggestion.LeadDays, i.Needed))
	case i.Sales.Known && i.Sales.PerDay > 0:
		facts = append(facts, r.T("morning.pace", present.Decimal(i.Sales.PerDay)))
	}
	if i.Class == morning.ClassShort && i.Incident != 0 {
		facts = append(facts, r.T("morning.limit", i.Threshold))
	}
	if in.Units > 0 {
		on, units := in.Next(today)
		facts = append(facts, r.T("morning.coming", units, r.CalendarDay(on)))
	}
	return facts
}

// The ends of a snooze, as a form sends them.
const (
	tomorrow  = "tomorrow"
	monday    = "monday"
	untilOut  = "out"
	restock   = "restock"
	chosenDay = "day"
)

// snoozes returns the ends of a snooze that make sense for an item.
func (r viewer) snoozes(i *morning.Item) []views.MorningChoice {
	next := r.DateAhead(2)
	list := []views.MorningChoice{{Value: tomorrow, Label: r.T("morning.tomorrow", r.Clock(morning.At(next, r.Zone)))}}
	if day := r.monday(); !day.Equal(next) {
		list = append(list, views.MorningChoice{Value: monday, Label: r.Date(morning.At(day, r.Zone))})
	}
	switch {
	case i.Quantity > 0:
		list = append(list, views.MorningChoice{Value: untilOut, Label: r.T("morning.until_out", r.CalendarDay(r.DateAhead(1+morning.UntilOutDays)))})
	case i.Incident != 0 && i.Class == morning.ClassOut:
		list = append(list, views.MorningChoice{Value: restock, Label: r.T("morning.restock")})
	}
	return list
}

// thenFine says when an item is on the list again after it was found fine.
func (r viewer) thenFine(i *morning.Item) string {
	q := morning.Request{Kind: morning.Fine, Today: r.DateAhead(1), Zone: r.Zone}
	until, alert := q.Until(i)
	incident := int64(0)
	if alert {
		incident = i.Incident
	}
	return r.returns(&morning.Answer{Class: i.Class, Kind: morning.Fine, Quantity: i.Quantity, Until: until, Incident: incident}, i.Gap(q.Today))
}

// returns says when an item is on the list again after an answer. Gap says that goods are on their
// way anyway.
func (r viewer) returns(a *morning.Answer, gap bool) string {
	switch {
	case a.Kind == morning.Ordered && !a.Until.IsZero():
		return r.T("morning.back_due", r.IsoDay(a.Order.ExpectedOn))
	case gap:
		return r.T("morning.back_due", r.Day(a.Until.Add(-time.Minute)))
	case a.Until.IsZero() && a.Kind == morning.Later:
		return r.T("morning.back_restock")
	case a.Until.IsZero() && a.Incident == 0:
		return r.T("morning.back_low")
	case a.Until.IsZero() && a.Quantity > 0:
		return r.T("morning.back_out")
	case a.Until.IsZero():
		return r.T("morning.back_fall")
	case a.Quantity <= 0 || a.Class == morning.ClassLate:
		return r.T("morning.back_at", r.Date(a.Until))
	case a.Incident != 0:
		return r.T("morning.back_at_or_out", r.Date(a.Until))
	}
	return r.T("morning.back_at_or_low", r.Date(a.Until))
}

// answered presents an answer; id is that of its row in the document, "" in the list of the day.
func (r viewer) answered(a *morning.Answer, id string) views.MorningDone {
	d := views.MorningDone{
		ID: id, Name: present.Joined(" ", cmp.Or(a.ProductName, a.VariantCode), present.OptionsText(a.Options)), URL: present.OptionURL(a.ProductNo, a.VariantCode),
		Did: r.did(a), Back: r.returns(a, false), At: r.Moment(a.At),
	}
	if r.Right >= team.RightAct {
		d.UndoURL = undoURL(a.ID)
	}
	return d
}

func (r viewer) did(a *morning.Answer) string {
	switch a.Kind {
	case morning.Ordered:
		return r.T("morning.did_ordered", a.Order.Quantity, r.IsoDay(a.Order.ExpectedOn))
	case morning.Later:
		return r.T("morning.did_later")
	case morning.Fine:
	}
	return r.T("morning.did_fine")
}

func (r viewer) doneList(answers []morning.Answer) (list []views.MorningDone, older string) {
	for n := range answers {
		list = append(list, r.answered(&answers[n], ""))
	}
	if len(answers) == morning.DoneRows {
		older = r.T("morning.done_more", len(answers))
	}
	return list, older
}

// end says what was done today, what is expected next, and when the next look is due.
func (r viewer) end(a *read) views.MorningEnd {
	did := map[morning.Kind]int{}
	for n := range a.done.Answers {
		did[a.done.Answers[n].Kind]++
	}
	e := views.MorningEnd{Title: r.T("morning.end"), Did: r.T("morning.end_none"), Next: r.T("morning.end_next", r.Date(r.Settings.NextDigest(r.Now)))}
	if len(a.done.Answers) > 0 {
		e.Did = r.T("morning.end_did", did[morning.Ordered], did[morning.Later], did[morning.Fine])
	}
	for _, n := range a.done.Next {
		key := "morning.next_back"
		if n.Arrives {
			key = "morning.next_arrive"
		}
		e.Expected = append(e.Expected, r.T(key, r.CalendarDay(n.Day), n.Items))
	}
	return e
}
