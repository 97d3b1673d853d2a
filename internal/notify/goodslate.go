package notify

import (
	"strings"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/mail"
)

// maxLate is how many late lines a message names; the page has all of them.
const maxLate = 30

// lateTitle names the line that is late for the longest time.
func (c content) lateTitle() string {
	if len(c.Late) == 0 {
		return c.in.T("purchase.late_badge")
	}
	name := cut(c.productName(c.Late[0].Name), maxSubjectName)
	if len(c.Late) == 1 {
		return c.in.T("purchase.late_title", name)
	}
	return c.in.T("purchase.late_title_more", name, len(c.Late))
}

// lateLists has the late lines, at most rows of them; those about which the
// merchant is asked come first.
func (c content) lateLists(rows int) (all []mail.List) {
	var asked, late mail.List
	rows = min(len(c.Late), rows, maxLate)
	for i := range c.Late[:rows] {
		if l := &c.Late[i]; l.Ask {
			asked.Lines = append(asked.Lines, c.lateLine(l))
		} else {
			late.Lines = append(late.Lines, c.lateLine(l))
		}
	}
	if len(asked.Lines) > 0 {
		asked.Heading = c.in.T("purchase.late_ask") + " " + c.in.T("purchase.late_ask_lead")
		all = append(all, asked)
	}
	if len(late.Lines) > 0 {
		if len(asked.Lines) > 0 {
			late.Heading = c.in.T("purchase.late_badge")
		}
		all = append(all, late)
	}
	if rest := len(c.Late) - rows; rest > 0 {
		if len(all) == 0 {
			all = append(all, mail.List{})
		}
		all[len(all)-1].More = c.in.T("letter.more", rest)
	}
	return all
}

func (c content) lateLine(l *outgoing.LateLine) mail.Line {
	return mail.Line{
		Badge: c.in.T("purchase.late_badge"), Count: c.in.T("purchase.late_rest", l.Rest, c.dayOf(l.On), l.Days),
		Item: strings.Join(filled(c.productName(l.Name), options(l.Options), shown(l.Code), clean(l.Number), shown(l.Supplier)), " · "),
	}
}
