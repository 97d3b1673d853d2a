package notify

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

// row says for one item: which one, how many, against which number, why and when.
func (c content) row(i lowstock.Incident) mail.Row {
	r := mail.Row{
		Out:  soldOut(i),
		Name: c.name(i), Options: options(i.Options), Code: clean(i.Code()),
		Quantity: c.in.T("letter.quantity", i.Quantity),
		Limit:    c.in.T("letter.limit", i.Threshold),
		Source:   c.in.T("letter.source." + string(i.ThresholdSource)),
		Sales:    c.sales(i),
		Why:      strings.Join(filled(c.why(i), c.stops(i)), " "),
	}
	r.Sales = strings.Join(filled(r.Sales, c.due(i), c.atRisk(i)), " · ")
	r.Facts = c.in.T("letter.facts", i.Quantity, i.Threshold, r.Source)
	r.Badge = c.badge(i)
	if at := raisedAt(i); !at.IsZero() {
		key := "letter.when"
		if c.Purpose == outgoing.PurposeDigest && i.Announced == "" || again(i.Announced) {
			key = "letter.since"
		}
		r.When = c.in.T(key, c.when(at))
	}
	return r
}

// line says in one line: which item, how many, and against which number.
func (c content) line(i lowstock.Incident) mail.Line {
	return mail.Line{
		Out: soldOut(i), Badge: c.badge(i), Count: strings.Join(filled(c.in.T("letter.count", i.Quantity, i.Threshold), c.due(i), c.atRisk(i)), " · "),
		Item: strings.Join(filled(c.name(i), options(i.Options), clean(i.Code())), " · "),
	}
}

func (c content) badge(i lowstock.Incident) string {
	switch {
	case i.StillSelling():
		return c.in.T("selling.badge")
	case soldOut(i):
		return c.in.T("letter.badge.out")
	}
	return c.in.T("letter.badge.low")
}

// stops says which sets cannot be sold because of the item; "" if none.
func (c content) stops(i lowstock.Incident) string {
	if len(i.StopsSets) == 0 {
		return ""
	}
	first := c.productName(i.StopsSets[0])
	if rest := len(i.StopsSets) - 1; rest > 0 {
		return c.in.T("letter.stops_sets", first, rest)
	}
	return c.in.T("letter.stops_set", first)
}

func (c content) name(i lowstock.Incident) string { return c.productName(i.ProductName) }

func (c content) productName(s string) string {
	return cmp.Or(cut(clean(s), maxProduct), c.in.T("letter.unnamed"))
}

// options returns, for example, "색상: 블랙 / 사이즈: L".
func options(all []lowstock.Option) string {
	var parts []string
	for _, o := range all {
		name, value := clean(o.Name), clean(o.Value)
		switch {
		case value == "":
		case name == "":
			parts = append(parts, value)
		default:
			parts = append(parts, name+": "+value)
		}
	}
	return cut(strings.Join(parts, " / "), maxProduct)
}

// again reports whether the item was announced before and is unchanged.
func again(reason lowstock.Reason) bool {
	return reason == lowstock.ReasonWoken || reason == lowstock.ReasonOverdue || reason == lowstock.ReasonUnanswered
}

func (c content) why(i lowstock.Incident) string {
	if !again(i.Announced) || c.Purpose == outgoing.PurposeDigest {
		return c.whyLow(i)
	}
	why := c.whyAgain(i)
	if i.Quantity < 0 {
		why += " " + c.whyLow(i)
	}
	return why
}

// whyAgain is the reason why a person is notified a second time.
func (c content) whyAgain(i lowstock.Incident) string {
	kind := "low"
	switch {
	case i.StillSelling():
		kind = "selling"
	case soldOut(i):
		kind = "out"
	}
	expected, ok := c.day(i.Order.ExpectedOn)
	switch {
	case i.Announced == lowstock.ReasonUnanswered:
		return c.in.T("letter.why.unanswered", c.unanswered(i))
	case i.Announced == lowstock.ReasonOverdue && ok:
		return c.in.T("letter.why.overdue_"+kind, i.Order.Quantity, expected)
	}
	return c.in.T("letter.why.woken_" + kind)
}

// maxCover is the largest number of days of stock that a mail states. More than
// that is no news.
const maxCover = 60

// sales says how fast the item sells and when it will be sold out; "" if its
// sales are not known.
func (c content) sales(i lowstock.Incident) string {
	perDay := i.Sales.PerDay
	switch {
	case !i.Sales.Known, math.IsNaN(perDay), math.IsInf(perDay, 0):
		return ""
	case perDay < 0.05:
		return c.in.T("letter.sales_none")
	}
	rate := words.Number(int64(math.Round(perDay)))
	if perDay < 10 {
		rate = strings.TrimSuffix(strconv.FormatFloat(perDay, 'f', 1, 64), ".0")
	}
	days := c.lasts(i)
	text := c.in.T("letter.sales_days", rate, int(math.Round(days)))
	switch {
	case soldOut(i), days > maxCover:
		text = c.in.T("letter.sales", rate)
	case days < 1:
		text = c.in.T("letter.sales_today", rate)
	}
	return text
}

// atRisk says what the fall is expected to cost; "" if that is nothing, or not
// known.
func (c content) atRisk(i lowstock.Incident) string {
	switch loss := c.loss(i); {
	case loss.Tenths == 0:
		return ""
	case loss.Money > 0:
		return c.in.T("risk.money", c.in.About(c.Currency, loss.Money), words.Tenths(loss.Tenths))
	default:
		return c.in.T("risk.units", words.Tenths(loss.Tenths))
	}
}

// loss is what the fall is expected to cost from the day of the message on.
func (c content) loss(i lowstock.Incident) lowstock.Loss {
	return i.Loss(c.today())
}

// lossOf is what the falls of items are expected to cost together.
func (c content) lossOf(items []lowstock.Incident) (sum lowstock.Loss) {
	for _, i := range items {
		sum = sum.Add(c.loss(i))
	}
	return sum
}

// lasts returns how many days the stock lasts, with the goods that arrive before
// it is gone. Late goods do not count: the
// item is announced again because of them.
func (c content) lasts(i lowstock.Incident) (days float64) {
	stock, today := i.Quantity, c.today()
	days = float64(stock) / i.Sales.PerDay
	for _, a := range i.Incoming.Certain(today) {
		if days < float64(a.Day-1) {
			break
		}
		stock += a.Units
		days = float64(stock) / i.Sales.PerDay
	}
	return days
}

// today is the calendar day of the message.
func (c content) today() time.Time { return localtime.DayOf(c.CreatedAt, c.zone) }

// due says what is expected to arrive, and when; "" if nothing is.
func (c content) due(i lowstock.Incident) string {
	today := c.today()
	on, units := i.Incoming.Next(today)
	if units == 0 {
		return ""
	}
	day, _ := c.day(on.Format(time.DateOnly))
	if all := i.Incoming.Units - i.Incoming.Late(today); all > units {
		return c.in.T("purchase.due_several", all, units, day)
	}
	return c.in.T("purchase.due", units, day)
}

// whyLow explains the quantity of the item.
func (c content) whyLow(i lowstock.Incident) string {
	switch {
	case i.StillSelling() && i.Quantity < 0:
		return c.in.T("letter.why.selling_below", -i.Quantity)
	case i.StillSelling():
		return c.in.T("letter.why.selling_zero")
	case i.Quantity < 0:
		return c.in.T("letter.why.negative", -i.Quantity)
	case i.Quantity == 0 && !i.EscalatedAt.IsZero():
		return c.in.T("letter.why.escalated")
	case i.Quantity == 0:
		return c.in.T("letter.why.out")
	case i.Quantity > i.Threshold:
		return c.in.T("letter.why.margin")
	case i.Kind == lowstock.KindOut:
		return c.in.T("letter.why.refilled")
	case i.Quantity == i.Threshold:
		return c.in.T("letter.why.at")
	default:
		return c.in.T("letter.why.below", i.Threshold-i.Quantity)
	}
}

// raisedAt is the time of the reading that raised the announced incident.
func raisedAt(i lowstock.Incident) time.Time {
	if i.Kind == lowstock.KindOut && !i.EscalatedAt.IsZero() {
		return i.EscalatedAt
	}
	return i.OpenedAt
}
