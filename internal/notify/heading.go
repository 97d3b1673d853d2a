package notify

import (
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
)

// What a letter says before its rows: subject, title, lead and the line that an
// inbox shows behind the subject.

// maxSubject and maxPreheader are in characters: what an inbox shows.
const (
	maxSubject   = 40
	maxPreheader = 90
)

// subject is cut to what an inbox shows; the shop's name is last, so the count
// always is seen.
func (c content) subject() string { return cut(c.fullSubject(), maxSubject) }

func (c content) fullSubject() string {
	switch c.Purpose {
	case lowstock.PurposeTest, lowstock.PurposeConfirm:
		return c.in.T("letter.subject."+string(c.Purpose), c.shop)
	case lowstock.PurposeHealth:
		return c.in.T("letter.subject.health", c.health("subject"), c.shop)
	case lowstock.PurposeAllClear:
		return c.in.T("letter.subject.all_clear", c.health("name"), c.shop)
	case lowstock.PurposeDigest, lowstock.PurposeSummary:
		if len(c.items) == 0 {
			return c.in.T("letter.subject."+string(c.Purpose)+"_none", c.shop)
		}
		return c.in.T("letter.subject."+string(c.Purpose), c.out, c.low, c.shop)
	case lowstock.PurposeOverflow:
		return c.in.T("letter.subject.overflow", c.out, c.low, c.shop)
	case lowstock.PurposeReorder:
		return c.in.T("letter.subject.reorder", len(c.Reorder.Lines), c.supplier(), c.shop)
	case lowstock.PurposeAlert:
	}
	switch {
	case c.all(lowstock.ReasonUnanswered):
		return c.in.T("letter.subject.unanswered", len(c.items), c.unansweredHours(), c.shop)
	case c.all(lowstock.ReasonOverdue), c.all(lowstock.ReasonWoken):
		return c.in.T("letter.subject."+string(c.items[0].Announced), len(c.items), c.shop)
	case c.low == 0 && c.out > 0:
		return c.in.T("letter.subject.out", c.out, c.shop)
	case c.out == 0:
		return c.in.T("letter.subject.low", c.low, c.shop)
	default:
		return c.in.T("letter.subject.mixed", len(c.items), c.shop)
	}
}

func (c content) title() string {
	switch c.Purpose {
	case lowstock.PurposeTest:
		return c.in.T("letter.title.test")
	case lowstock.PurposeConfirm:
		return c.in.T("letter.title.confirm", cut(c.shop, maxName))
	case lowstock.PurposeHealth:
		return c.health("title")
	case lowstock.PurposeAllClear:
		return c.in.T("letter.title.all_clear", c.health("name"))
	case lowstock.PurposeReorder:
		return c.in.T("letter.title.reorder", len(c.Reorder.Lines), c.Reorder.Units())
	case lowstock.PurposeAlert, lowstock.PurposeOverflow:
	case lowstock.PurposeDigest, lowstock.PurposeSummary:
		if len(c.items) > 0 {
			return c.in.T("letter.title.now", c.out, c.low)
		}
	}
	switch {
	case len(c.items) == 0:
		return c.in.T("letter.title.none")
	case len(c.items) == 1:
		return c.titleOfOne(c.items[0])
	case c.all(lowstock.ReasonUnanswered):
		return c.in.T("letter.title.unanswered", len(c.items), c.unansweredHours())
	case c.all(lowstock.ReasonOverdue), c.all(lowstock.ReasonWoken):
		return c.in.T("letter.title."+string(c.items[0].Announced), len(c.items))
	case c.low == 0:
		return c.in.T("letter.title.out", c.out)
	case c.out == 0:
		return c.in.T("letter.title.low", c.low)
	default:
		return c.in.T("letter.title.mixed", c.out, c.low)
	}
}

func (c content) titleOfOne(i lowstock.Incident) string {
	switch {
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

// waited is how many items of a digest are told of for the first time.
func (c content) waited() (n int) {
	for _, i := range c.items {
		if i.Announced != "" {
			n++
		}
	}
	return n
}

func (c content) lead() string {
	switch c.Purpose {
	case lowstock.PurposeDigest:
		if len(c.items) == 0 {
			return ""
		}
		if n := c.waited(); n > 0 {
			return c.in.T("letter.lead.digest_new", n)
		}
		return c.in.T("letter.lead.digest")
	case lowstock.PurposeOverflow:
		return c.in.T("letter.lead.overflow", c.Cap)
	case lowstock.PurposeConfirm:
		return c.in.T("letter.lead.confirm", cut(c.shop, maxName))
	case lowstock.PurposeHealth:
		return c.health("what")
	case lowstock.PurposeAllClear:
		return c.health("clear")
	case lowstock.PurposeTest, lowstock.PurposeSummary:
		return c.in.T("letter.lead." + string(c.Purpose))
	case lowstock.PurposeReorder:
		return c.in.T("letter.lead.reorder", c.supplier(), c.when(c.Reorder.At), c.Reorder.OrderDays)
	case lowstock.PurposeAlert:
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

// preheader names the first items: the subject only counts.
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
