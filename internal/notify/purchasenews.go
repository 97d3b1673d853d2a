package notify

import (
	"strings"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/mail"
)

// maxSilent is how many unanswered orders a digest names.
const maxSilent = 5

// newsTitle says the most serious thing that happened to an order.
func (c content) newsTitle() string {
	n := c.News
	supplier := c.newsSupplier()
	if len(n.Kinds) > 0 {
		switch n.Kinds[0] {
		case outgoing.NewsRefused:
			return c.in.T("purchase.news_refused", n.Number, supplier)
		case outgoing.NewsShort:
			return c.in.T("purchase.news_short", n.Number, supplier)
		case outgoing.NewsLater:
			return c.in.T("purchase.news_later", n.Number, supplier)
		case outgoing.NewsMessage:
		}
	}
	return c.in.T("purchase.news_message", n.Number, supplier)
}

func (c content) newsSupplier() string {
	if name := shown(c.News.Supplier); name != "" {
		return name
	}
	return c.in.T("reorder.no_supplier")
}

// newsLead says what to do. Only a mail names the supplier's address.
func (c content) newsLead() string {
	switch {
	case c.News.Address != "" && c.Channel == outgoing.ChannelNews:
		return c.in.T("purchase.news_refused_lead", clean(c.News.Address))
	case c.News.Address != "":
		return c.in.T("purchase.news_refused_post")
	}
	if len(c.News.Lines) > 0 {
		return c.in.T("purchase.news_changed_lead")
	}
	return c.in.T("purchase.news_message_lead")
}

// newsMail adds to a mail what the supplier wrote and which lines changed, at
// most rows of them.
func (c content) newsMail(l *mail.Message, rows int) {
	n := c.News
	if text := lines(n.Text); text != "" {
		l.Box = mail.Box{Title: c.in.T("purchase.news_text"), Text: text}
	}
	if len(n.Lines) == 0 {
		return
	}
	l.Table.Head = []string{c.in.T("purchase.item"), c.in.T("purchase.news_can")}
	for i := range n.Lines[:min(len(n.Lines), rows)] {
		line := &n.Lines[i]
		can := mail.Cell{Text: c.in.T("purchase.pieces", line.Can)}
		if line.Can < line.Ordered {
			can = mail.Cell{Text: c.in.T("purchase.news_of", line.Ordered, line.Can)}
		}
		switch {
		case line.Can == 0 || line.On.IsZero():
		case line.On.After(line.Was):
			can.Detail = c.in.T("purchase.news_moved", c.dayOf(line.Was), c.dayOf(line.On))
		default:
			can.Detail = c.in.T("purchase.news_on", c.dayOf(line.On))
		}
		l.Table.Rows = append(l.Table.Rows, []mail.Cell{
			{Text: c.productName(line.Name), Detail: strings.Join(filled(options(line.Options), shown(line.Code)), " · ")}, can,
		})
	}
	if rest := len(n.Lines) - len(l.Table.Rows); rest > 0 {
		l.Table.More = c.in.T("purchase.mail_more", rest)
	}
}

// silentBox names the orders that suppliers have not answered.
func (c content) silentBox() mail.Box {
	if len(c.Silent) == 0 {
		return mail.Box{}
	}
	var named []string
	for _, o := range c.Silent[:min(len(c.Silent), maxSilent)] {
		state := c.in.T("purchase.silent_unseen")
		if o.Seen {
			state = c.in.T("purchase.silent_seen")
		}
		named = append(named, strings.Join(filled(o.Number, shown(o.Supplier)), " ")+" ("+state+")")
	}
	text := strings.Join(named, ", ")
	if rest := len(c.Silent) - len(named); rest > 0 {
		text = c.in.T("purchase.silent_more", text, rest)
	}
	return mail.Box{Title: c.in.T("purchase.silent", len(c.Silent)), Text: text}
}
