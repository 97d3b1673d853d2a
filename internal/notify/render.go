package notify

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/views/mail"
)

// maxRows is how many items of a list are shown in full. Further announced items
// get a line each; further standing items are only counted.
const maxRows = 20

// render makes the mail of c, with at most rows full rows of optional items.
func (w writer) render(c content, rows int) mail.Message {
	if c.Purchase != nil {
		return w.purchaseMail(c, maxPurchaseRows)
	}
	l := mail.Message{
		Lang: string(c.in), Subject: c.subject(), Preheader: c.preheader(),
		ShopName: cut(c.shop, maxName), Title: c.title(), Lead: c.leadAndRisk(), When: c.keyTime(),
		Open: w.openButton(c), Lists: w.lists(c, rows),
	}
	if c.Purpose == outgoing.PurposeHealth {
		l.Box = mail.Box{Title: c.in.T("letter.todo"), Text: c.health("do")}
	}
	if c.Purpose == outgoing.PurposeDigest {
		l.Box = c.silentBox()
	}
	if c.News != nil {
		c.newsMail(&l, rows)
	}
	if c.Purpose == outgoing.PurposeAlert && len(c.items) > 0 {
		l.Actions, l.ActNote = w.actions(c)
	}
	w.foot(c, &l)
	return l
}

// fitted is the mail of m, with fewer rows of optional items if there is no room
// for them. full returns how full the mail is; above 1 it does not fit.
func (w writer) fitted(m outgoing.Message, full func(mail.Message) float64) mail.Message {
	c := w.content(m)
	for _, rows := range []int{maxReorderRows, maxRows, maxRows / 2, maxRows / 4} {
		if l := w.render(c, rows); full(l) <= 1 {
			return l
		}
	}
	return w.render(c, 0)
}

// lists returns the announced items, and then the items that only stand.
func (w writer) lists(c content, rows int) (all []mail.List) {
	if c.Purpose == outgoing.PurposeReorder {
		return []mail.List{c.reorderList(rows)}
	}
	if len(c.Late) > 0 {
		return c.lateLists(rows)
	}
	if len(c.named) > 0 {
		var l mail.List
		for n, i := range c.named {
			if n < maxRows {
				l.Rows = append(l.Rows, w.row(c, i))
			} else {
				l.Lines = append(l.Lines, c.line(i))
			}
		}
		if c.Purpose == outgoing.PurposeDigest {
			l.Heading = c.in.T("letter.heading.new")
		}
		if rest := len(c.items) - len(c.named); c.Purpose == outgoing.PurposeSummary && rest > 0 {
			l.More = c.in.T("letter.more", rest)
		}
		all = append(all, l)
	}
	if len(c.standing) > 0 {
		var l mail.List
		if len(c.named) > 0 {
			l.Heading = c.in.T("letter.heading.standing")
		}
		for _, i := range c.standing[:min(len(c.standing), rows, maxRows)] {
			l.Rows = append(l.Rows, w.row(c, i))
		}
		if rest := len(c.standing) - len(l.Rows); rest > 0 {
			l.More = c.in.T("letter.more", rest)
		}
		all = append(all, l)
	}
	return all
}

// row is an item in full, with the link to its alert.
func (w writer) row(c content, i lowstock.Incident) mail.Row {
	row := c.row(i)
	row.URL = w.openURL(c, alertPlace(i))
	return row
}

// foot says why the recipient gets the mail, and how to unsubscribe.
func (w writer) foot(c content, l *mail.Message) {
	if c.Purpose == outgoing.PurposeConfirm {
		l.Footer = []string{
			c.in.T("letter.footer.app", c.app), c.in.T("letter.footer.confirm"), c.in.T("letter.footer.mall", cut(c.shop, maxName), string(c.Mall)),
			c.in.T("letter.footer.zone", c.zoneName()),
		}
		return
	}
	l.Footer = []string{c.in.T("letter.footer.app", c.app), c.in.T("letter.footer.why", clean(c.Recipient))}
	if len(c.items) > 0 || l.When != "" {
		l.Footer = append(l.Footer, c.in.T("letter.footer.zone", c.zoneName()))
	}
	l.Footer = append(l.Footer, c.rhythm()...)
	l.Unsubscribe = mail.Button{
		Label: c.in.T("letter.unsubscribe"),
		URL:   w.links.URL(Link{Action: LinkUnsubscribe, Mall: c.Mall, Email: c.Recipient}),
	}
}

// keyTime is the relevant time in a mail without items.
func (c content) keyTime() string {
	h := c.Health
	switch {
	case c.Purpose == outgoing.PurposeConfirm:
		return c.in.T("letter.confirm_until", c.when(c.CreatedAt.Add(linkLife)))
	case c.Purpose == outgoing.PurposeHealth && !h.OpenedAt.IsZero():
		return c.in.T("letter.trouble_since", c.when(h.OpenedAt))
	case c.Purpose == outgoing.PurposeAllClear && !h.OpenedAt.IsZero() && !h.ClosedAt.IsZero():
		return c.in.T("letter.trouble_was", c.when(h.OpenedAt), c.when(h.ClosedAt))
	}
	return ""
}

func (w writer) openButton(c content) mail.Button {
	if c.Purpose == outgoing.PurposeConfirm {
		return mail.Button{Label: c.in.T("letter.open_confirm"), URL: w.links.URL(Link{
			Action: LinkConfirm, Mall: c.Mall, Email: c.Recipient, ExpiresAt: c.CreatedAt.Add(linkLife),
		})}
	}
	key, place := "letter.open", outgoing.Place{Page: outgoing.PageAlerts}
	switch {
	case c.Purpose == outgoing.PurposeTest:
		key, place.Page = "letter.open_test", outgoing.PageSettings
	case c.Purpose == outgoing.PurposeHealth, c.Purpose == outgoing.PurposeAllClear:
		key, place.Page = repairPage(c.Health.Kind)
	case c.Purpose == outgoing.PurposeReorder:
		key, place = "letter.open_reorder", outgoing.Place{Page: outgoing.PageReorder, Code: c.Reorder.SupplierCode}
	case len(c.Late) == 1:
		key, place = "purchase.news_open", outgoing.Place{Page: outgoing.PagePurchase, Number: c.Late[0].Order}
	case len(c.Late) > 1:
		key, place = "purchase.late_open", outgoing.Place{Page: outgoing.PageLate}
	case c.News != nil:
		key, place = "purchase.news_open", outgoing.Place{Page: outgoing.PagePurchase, Number: c.News.Order}
	case len(c.items) == 0:
		key, place.Page = "letter.open_stock", outgoing.PageStock
	case c.Purpose == outgoing.PurposeDigest && c.Morning > 0:
		return mail.Button{Label: c.in.T("letter.open_morning", c.Morning), URL: w.openURL(c, outgoing.Place{Page: outgoing.PageMorning})}
	case len(c.items) == 1 && c.Purpose == outgoing.PurposeAlert:
		key, place = "letter.open_one", alertPlace(c.items[0])
	}
	return mail.Button{Label: c.in.T(key), URL: w.openURL(c, place)}
}

func alertPlace(i lowstock.Incident) outgoing.Place {
	return outgoing.Place{Page: outgoing.PageAlert, Number: i.ID}
}

// openURL returns the address of a place in the app. A session exists only within
// the mall's admin, so without a session the address leads through the admin.
func (w writer) openURL(c content, place outgoing.Place) string {
	email := ""
	if c.Channel == lowstock.ChannelEmail || c.Channel == outgoing.ChannelNews {
		email = c.Recipient
	}
	return w.links.URL(Link{
		Action: LinkOpen, Mall: c.Mall, Email: email, Locale: string(c.in), Place: place, ExpiresAt: c.CreatedAt.Add(openLife),
	})
}

// repairPage is the page on which the merchant can solve the problem.
func repairPage(kind selfcheck.Kind) (key string, page outgoing.Page) {
	switch kind {
	case selfcheck.HealthRecipient, selfcheck.HealthChannel:
		return "letter.open_test", outgoing.PageSettings
	case selfcheck.HealthMail:
		return "letter.open", outgoing.PageAlerts
	case selfcheck.HealthConnection, selfcheck.HealthRefresh, selfcheck.HealthApp, selfcheck.HealthScope, selfcheck.HealthReception, selfcheck.HealthStale:
	}
	return "letter.open_connection", outgoing.PageConnection
}

// actions are the buttons of an alert: for its single item, or for all items that
// it announces, including those without a row.
func (w writer) actions(c content) (buttons []mail.Button, note string) {
	link := Link{Mall: c.Mall, Email: c.Recipient, ExpiresAt: c.CreatedAt.Add(linkLife)}
	many := ""
	if len(c.items) == 1 {
		link.IncidentID = c.items[0].ID
		note = c.in.T("letter.act_note")
	} else {
		link.MessageID, many = c.ID, "_all"
		note = c.in.T("letter.act_all_note", len(c.items))
	}
	for _, action := range []LinkAction{LinkAcknowledge, LinkSnooze} {
		link.Action = action
		buttons = append(buttons, mail.Button{Label: c.in.T("letter." + string(action) + many), URL: w.links.URL(link)})
	}
	return buttons, note
}
