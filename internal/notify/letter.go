package notify

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

// maxRows is how many items of a list are shown in full: of those that are
// announced the others have a line, of those that only stand they are counted.
const maxRows = 20

// Letter puts m into words, as [Sender.Send] sends it, and may be looked at
// without sending anything. It names everything that m announces: [Sender.Parts]
// says how much of that one message has room for.
func (s *Sender) Letter(m lowstock.Message) mail.Letter {
	return s.letter(s.content(m), maxReorderRows)
}

// letter shows as many rows of what it need not show at all.
func (s *Sender) letter(c content, rows int) mail.Letter {
	l := mail.Letter{
		Lang: string(c.in), Subject: c.subject(), Preheader: c.preheader(),
		ShopName: cut(c.shop, maxName), Title: c.title(), Lead: c.lead(), Aside: c.aside(),
		Open: s.openButton(c), Lists: s.lists(c, rows),
	}
	if c.Purpose == lowstock.PurposeHealth {
		l.Box = mail.Box{Title: c.in.T("letter.todo"), Text: c.health("do")}
	}
	if c.Purpose == lowstock.PurposeAlert && len(c.items) > 0 {
		l.Actions, l.ActNote = s.actions(c)
	}
	s.foot(c, &l)
	return l
}

// lists are what is announced, and then what only stands.
func (s *Sender) lists(c content, rows int) (all []mail.List) {
	if c.Purpose == lowstock.PurposeReorder {
		return []mail.List{c.reorderList(rows)}
	}
	if len(c.named) > 0 {
		var l mail.List
		for n, i := range c.named {
			if n < maxRows {
				l.Rows = append(l.Rows, s.row(c, i))
			} else {
				l.Lines = append(l.Lines, c.line(i))
			}
		}
		if c.Purpose == lowstock.PurposeDigest {
			l.Heading = c.in.T("letter.heading.new")
		}
		if rest := len(c.items) - len(c.named); c.Purpose == lowstock.PurposeSummary && rest > 0 {
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
			l.Rows = append(l.Rows, s.row(c, i))
		}
		if rest := len(c.standing) - len(l.Rows); rest > 0 {
			l.More = c.in.T("letter.more", rest)
		}
		all = append(all, l)
	}
	return all
}

// row is an item in full, with the way to its alert.
func (s *Sender) row(c content, i lowstock.Incident) mail.Row {
	row := c.row(i)
	row.URL = s.openURL(c, alertPlace(i))
	return row
}

// foot says why the letter came, and how to have no more of them.
func (s *Sender) foot(c content, l *mail.Letter) {
	if c.Purpose == lowstock.PurposeConfirm {
		l.Footer = []string{
			c.in.T("letter.footer.app", c.app), c.in.T("letter.footer.confirm"), c.in.T("letter.footer.mall", cut(c.shop, maxName), string(c.Mall)),
			c.in.T("letter.footer.zone", c.zoneName()),
		}
		return
	}
	l.Footer = []string{c.in.T("letter.footer.app", c.app), c.in.T("letter.footer.why", clean(c.Recipient))}
	if len(c.items) > 0 || l.Aside != "" {
		l.Footer = append(l.Footer, c.in.T("letter.footer.zone", c.zoneName()))
	}
	l.Footer = append(l.Footer, c.rhythm()...)
	l.Unsubscribe = mail.Button{
		Label: c.in.T("letter.unsubscribe"),
		URL:   s.links.URL(Link{Action: LinkUnsubscribe, Mall: c.Mall, Email: c.Recipient}),
	}
}

// aside is the time that matters in a letter without items.
func (c content) aside() string {
	h := c.Health
	switch {
	case c.Purpose == lowstock.PurposeConfirm:
		return c.in.T("letter.confirm_until", c.when(c.CreatedAt.Add(linkLife)))
	case c.Purpose == lowstock.PurposeHealth && !h.OpenedAt.IsZero():
		return c.in.T("letter.trouble_since", c.when(h.OpenedAt))
	case c.Purpose == lowstock.PurposeAllClear && !h.OpenedAt.IsZero() && !h.ClosedAt.IsZero():
		return c.in.T("letter.trouble_was", c.when(h.OpenedAt), c.when(h.ClosedAt))
	}
	return ""
}

// health is one of the sentences about what is wrong with the app.
func (c content) health(part string) string {
	subject := shown(c.Health.Subject)
	if key := "channel." + subject; c.Health.Kind == lowstock.HealthChannel && words.Has(key) {
		subject = c.in.T(key)
	}
	text := c.in.T("health."+string(c.Health.Kind)+"."+part, subject)
	if part == "what" && words.Has(c.Health.Reason) {
		text = c.in.T(c.Health.Reason) + " " + text
	}
	return text
}

func (s *Sender) openButton(c content) mail.Button {
	if c.Purpose == lowstock.PurposeConfirm {
		return mail.Button{Label: c.in.T("letter.open_confirm"), URL: s.links.URL(Link{
			Action: LinkConfirm, Mall: c.Mall, Email: c.Recipient, ExpiresAt: c.CreatedAt.Add(linkLife),
		})}
	}
	key, place := "letter.open", lowstock.Place{Page: lowstock.PageAlerts}
	switch {
	case c.Purpose == lowstock.PurposeTest:
		key, place.Page = "letter.open_test", lowstock.PageSettings
	case c.Purpose == lowstock.PurposeHealth, c.Purpose == lowstock.PurposeAllClear:
		key, place.Page = whereToMend(c.Health.Kind)
	case c.Purpose == lowstock.PurposeReorder:
		key, place = "letter.open_reorder", lowstock.Place{Page: lowstock.PageReorder, Code: c.Reorder.SupplierCode}
	case len(c.items) == 0:
		key, place.Page = "letter.open_stock", lowstock.PageStock
	case len(c.items) == 1 && c.Purpose == lowstock.PurposeAlert:
		key, place = "letter.open_one", alertPlace(c.items[0])
	}
	return mail.Button{Label: c.in.T(key), URL: s.openURL(c, place)}
}

func alertPlace(i lowstock.Incident) lowstock.Place {
	return lowstock.Place{Page: lowstock.PageAlert, Number: i.ID}
}

// openURL leads to a place in the app. A session exists in the mall's admin, so
// the address is one that leads through it where there is none.
func (s *Sender) openURL(c content, place lowstock.Place) string {
	email := ""
	if c.Channel == lowstock.ChannelEmail {
		email = c.Recipient
	}
	return s.links.URL(Link{
		Action: LinkOpen, Mall: c.Mall, Email: email, Locale: string(c.in), Place: place, ExpiresAt: c.CreatedAt.Add(openLife),
	})
}

// whereToMend is the page on which the merchant can do something about it.
func whereToMend(kind lowstock.HealthKind) (key string, page lowstock.Page) {
	switch kind {
	case lowstock.HealthRecipient, lowstock.HealthChannel:
		return "letter.open_test", lowstock.PageSettings
	case lowstock.HealthMail:
		return "letter.open", lowstock.PageAlerts
	case lowstock.HealthConnection, lowstock.HealthRefresh, lowstock.HealthApp, lowstock.HealthScope, lowstock.HealthReception, lowstock.HealthStale:
	}
	return "letter.open_connection", lowstock.PageConnection
}

// actions are the buttons of an alert: about its one item, or about all that
// it tells of, the ones without a row too.
func (s *Sender) actions(c content) (buttons []mail.Button, note string) {
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
		buttons = append(buttons, mail.Button{Label: c.in.T("letter." + string(action) + many), URL: s.links.URL(link)})
	}
	return buttons, note
}
