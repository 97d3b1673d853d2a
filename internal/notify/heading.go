package notify

import (
	"strings"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/views/words"
)

// The part of a mail before its rows: subject, title, lead, and the preheader,
// which an inbox shows after the subject.

// maxSubject and maxPreheader are in characters: as much as an inbox shows.
const (
	maxSubject   = 40
	maxPreheader = 90
)

// maxSubjectName is how many characters of a product's name a subject shows at
// most, so that the shop's name is visible too.
const maxSubjectName = 24

// subject is cut to the length that an inbox shows. The shop's name comes last,
// so the first product and the count are always visible.
func (c content) subject() string {
	return fitSubject(c.fullSubject())
}

func fitSubject(full string) string {
	if short := cut(full, maxSubject); short != full {
		return strings.TrimRight(strings.TrimSuffix(short, "…"), " ·") + "…"
	}
	return full
}

// about is a subject that names the first and most urgent item, and says how many
// more there are, and what all of them are expected to cost.
func (c content) about(key string, items []lowstock.Incident, args ...any) string {
	risk, more := "", "letter.subject.more"
	if loss := c.lossOf(items); loss.Money > 0 {
		risk, more = c.in.T("money.compact", c.in.AboutShort(c.Currency, loss.Money)), "letter.subject.more_short"
	}
	words := func(name string) string {
		if rest := len(items) - 1; rest > 0 {
			name = c.in.T(more, name, rest)
		}
		return c.in.T(key, append([]any{strings.Join(filled(name, risk), " · "), c.shop}, args...)...)
	}
	space := maxSubject + 1 - utf8.RuneCountInString(strings.TrimSuffix(words("x"), c.shop))
	return words(c.shortName(items[0], min(space, maxSubjectName)))
}

// shortName is a product's name, with the values of its options if there is room.
func (c content) shortName(i lowstock.Incident, space int) string {
	name := c.name(i)
	var values []string
	for _, o := range i.Options {
		values = append(values, clean(o.Value))
	}
	if full := strings.Join(filled(name, strings.Join(filled(values...), "/")), " "); utf8.RuneCountInString(full) <= space {
		return full
	}
	return cut(name, max(space, 2))
}

func (c content) fullSubject() string {
	switch c.Purpose {
	case outgoing.PurposeTest, outgoing.PurposeConfirm:
		return c.in.T("letter.subject."+string(c.Purpose), c.shop, c.app)
	case outgoing.PurposeHealth:
		return c.in.T("letter.subject.health", c.health("subject"), c.shop)
	case outgoing.PurposeAllClear:
		return c.in.T("letter.subject.all_clear", c.health("name"), c.shop)
	case outgoing.PurposeDigest, outgoing.PurposeSummary:
		if len(c.items) == 0 {
			return c.in.T("letter.subject."+string(c.Purpose)+"_none", c.shop)
		}
		if len(c.named) > 0 && c.Purpose == outgoing.PurposeDigest {
			return c.about("letter.subject.digest_new", c.named)
		}
		return c.about("letter.subject."+string(c.Purpose), c.items)
	case outgoing.PurposeOverflow:
		return c.about("letter.subject.overflow", c.items)
	case outgoing.PurposeReorder:
		return c.in.T("letter.subject.reorder", c.Reorder.Items(), c.supplier(), c.shop)
	case outgoing.PurposeContact:
		return c.in.T("letter.subject.contact", c.shop, clean(c.Question.Text))
	case outgoing.PurposePurchaseNews:
		return c.newsTitle() + " · " + c.shop
	case outgoing.PurposeGoodsLate:
		return c.lateTitle() + " · " + c.shop
	case outgoing.PurposePurchase: // see purchaseMail
	case outgoing.PurposeAlert:
	}
	switch {
	case len(c.items) == 0:
		return c.in.T("letter.subject.digest_none", c.shop)
	case c.all(lowstock.ReasonUnanswered):
		key := "letter.subject.unanswered"
		if c.mix() == "selling" {
			key = "letter.subject.unanswered_selling"
		}
		return c.about(key, c.items, c.unansweredHours())
	case c.all(lowstock.ReasonOverdue), c.all(lowstock.ReasonWoken):
		return c.about("letter.subject."+string(c.items[0].Announced), c.items)
	}
	return c.about("letter.subject."+c.mix(), c.items)
}

func (c content) title() string {
	switch c.Purpose {
	case outgoing.PurposeTest:
		return c.in.T("letter.title.test")
	case outgoing.PurposeConfirm:
		return c.in.T("letter.title.confirm", cut(c.shop, maxName))
	case outgoing.PurposeHealth:
		return c.health("title")
	case outgoing.PurposeAllClear:
		return c.in.T("letter.title.all_clear", c.health("name"))
	case outgoing.PurposeReorder:
		return c.in.T("letter.title.reorder", c.Reorder.Items(), c.Reorder.Units())
	case outgoing.PurposeContact:
		return c.in.T("letter.title.contact", c.shop)
	case outgoing.PurposePurchaseNews:
		return c.newsTitle()
	case outgoing.PurposeGoodsLate:
		return c.lateTitle()
	case outgoing.PurposePurchase: // see purchaseMail
	case outgoing.PurposeAlert, outgoing.PurposeOverflow:
	case outgoing.PurposeDigest, outgoing.PurposeSummary:
		if len(c.items) > 0 && !c.Continues {
			if c.selling > 0 {
				return c.now("letter.title.")
			}
			return c.in.T("letter.title.now", c.out, c.low)
		}
	}
	switch {
	case len(c.items) == 0:
		return c.in.T("letter.title.none")
	case len(c.items) == 1:
		return c.titleOfOne(c.items[0])
	case c.all(lowstock.ReasonUnanswered) && c.mix() == "selling":
		return c.in.T("letter.title.unanswered_selling", len(c.items), c.unansweredHours())
	case c.all(lowstock.ReasonUnanswered):
		return c.in.T("letter.title.unanswered", len(c.items), c.unansweredHours())
	case c.all(lowstock.ReasonOverdue), c.all(lowstock.ReasonWoken):
		return c.in.T("letter.title."+string(c.items[0].Announced), len(c.items))
	}
	return c.now("letter.title.")
}

func (c content) titleOfOne(i lowstock.Incident) string {
	switch {
	case i.StillSelling() && i.Announced != lowstock.ReasonOverdue:
		return c.titleOfSelling(i)
	case i.Announced == lowstock.ReasonUnanswered:
		return c.in.T("letter.title.unanswered_one", c.name(i), c.unanswered(i))
	case i.Announced == lowstock.ReasonOverdue:
		return c.in.T("letter.title.overdue_one", c.name(i))
	case i.Announced == lowstock.ReasonWoken && soldOut(i):
		return c.in.T("letter.title.woken_out", c.name(i))
	case i.Announced == lowstock.ReasonWoken:
		return c.in.T("letter.title.woken_low", c.name(i), i.Quantity)
	case soldOut(i):
		return c.in.T("letter.title.out_one", c.name(i))
	}
	return c.in.T("letter.title.low_one", c.name(i), i.Quantity)
}

func (c content) titleOfSelling(i lowstock.Incident) string {
	switch {
	case i.Announced == lowstock.ReasonUnanswered:
		return c.in.T("letter.title.unanswered_selling_one", c.name(i), c.unanswered(i))
	case i.Announced == lowstock.ReasonWoken:
		return c.in.T("letter.title.woken_selling", c.name(i))
	case i.Quantity < 0:
		return c.in.T("letter.title.selling_below_one", c.name(i), -i.Quantity)
	}
	return c.in.T("letter.title.selling_zero_one", c.name(i))
}

func (c content) lead() string {
	if c.Continues {
		return c.in.T("letter.lead.continues")
	}
	switch c.Purpose {
	case outgoing.PurposeDigest:
		if len(c.items) == 0 {
			return ""
		}
		if n := len(c.named); n > 0 {
			return c.in.T("letter.lead.digest_new", n)
		}
		return c.in.T("letter.lead.digest")
	case outgoing.PurposeOverflow:
		return c.in.T("letter.lead.overflow", c.Cap)
	case outgoing.PurposeConfirm:
		return c.in.T("letter.lead.confirm", cut(c.shop, maxName))
	case outgoing.PurposeHealth:
		return c.health("what")
	case outgoing.PurposeAllClear:
		return c.health("clear")
	case outgoing.PurposeContact:
		return c.Question.Text
	case outgoing.PurposePurchaseNews:
		return c.newsLead()
	case outgoing.PurposeGoodsLate:
		return c.in.T("purchase.late_lead")
	case outgoing.PurposePurchase: // see purchaseMail
	case outgoing.PurposeTest, outgoing.PurposeSummary:
		return c.in.T("letter.lead." + string(c.Purpose))
	case outgoing.PurposeReorder:
		return c.in.T("letter.lead.reorder", c.supplier(), c.when(c.Reorder.At), c.Reorder.OrderDays)
	case outgoing.PurposeAlert:
	}
	for _, reason := range []lowstock.Reason{lowstock.ReasonUnanswered, lowstock.ReasonOverdue, lowstock.ReasonWoken} {
		if c.all(reason) {
			return c.in.T("letter.lead." + string(reason))
		}
	}
	if c.low > 0 {
		return c.in.T("letter.lead.low")
	}
	return c.in.T("letter.lead.out")
}

// leadAndRisk is the lead, and what the named items are expected to cost.
func (c content) leadAndRisk() string {
	items := c.named
	if len(items) == 0 {
		items = c.items
	}
	if loss := c.lossOf(items); loss.Money > 0 {
		return strings.Join(filled(c.lead(), c.in.T("letter.lead.risk", c.in.About(c.Currency, loss.Money))), " ")
	}
	return c.lead()
}

// preheader names the first items, because the subject only counts them.
func (c content) preheader() string {
	if len(c.items) == 0 {
		return cut(c.lead(), maxPreheader)
	}
	var named []string
	for _, i := range c.items[:min(len(c.items), 3)] {
		named = append(named, c.in.T("letter.preheader.item", cut(c.name(i), 18), i.Quantity))
	}
	list := strings.Join(named, ", ")
	if rest := len(c.items) - len(named); rest > 0 {
		list = c.in.T("letter.preheader.more", list, rest)
	}
	return cut(c.in.T("letter.preheader.since", list, c.when(raisedAt(c.items[0]))), maxPreheader)
}

// health returns one of the sentences about a problem of the app.
func (c content) health(part string) string {
	subject := shown(c.Health.Subject)
	if key := "channel." + subject; c.Health.Kind == selfcheck.HealthChannel && words.Has(key) {
		subject = c.in.T(key)
	}
	text := c.in.T("health."+string(c.Health.Kind)+"."+part, subject)
	if part == "what" && words.Has(c.Health.Reason) {
		text = c.in.T(c.Health.Reason) + " " + text
	}
	return text
}
