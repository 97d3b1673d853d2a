package notify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

// maxRows is how many items a letter shows; the rest is counted.
const maxRows = 20

// maxSubject and maxPreheader are in characters: what an inbox shows.
const (
	maxSubject   = 40
	maxPreheader = 90
)

// content is a message made ready to be worded: sorted, counted, localised.
type content struct {
	lowstock.Message
	items    []lowstock.Incident // worst first
	out, low int
	in       words.Locale
	zone     *time.Location
	shop     string
}

func (s *Sender) content(m lowstock.Message) content {
	c := content{Message: m, in: words.Of(m.Locale), zone: zoneOf(m.Timezone), shop: clean(m.ShopName)}
	if c.shop == "" {
		c.shop = cmp.Or(string(m.Mall), c.in.T("letter.shop"))
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = s.cfg.Now()
	}
	c.items = slices.Clone(m.Items)
	slices.SortStableFunc(c.items, func(a, b lowstock.Incident) int {
		return cmp.Or(
			cmp.Compare(a.Quantity, b.Quantity),
			strings.Compare(a.ProductName, b.ProductName),
			strings.Compare(a.VariantCode, b.VariantCode))
	})
	for _, i := range c.items {
		if soldOut(i) {
			c.out++
		} else {
			c.low++
		}
	}
	return c
}

// soldOut goes by what is there now: an item that was refilled a little since
// it sold out is low, whatever its incident is called.
func soldOut(i lowstock.Incident) bool { return i.Quantity <= 0 }

// letter puts m into words.
func (s *Sender) letter(m lowstock.Message) mail.Letter {
	c := s.content(m)
	l := mail.Letter{
		Lang: string(c.in), Subject: c.subject(), Preheader: c.preheader(),
		ShopName: cut(c.shop, maxName), Title: c.title(), Lead: c.lead(),
		Open:   s.openButton(c),
		Footer: []string{c.in.T("letter.footer.why", clean(c.Recipient))},
		Unsubscribe: mail.Button{
			Label: c.in.T("letter.unsubscribe"),
			URL:   s.links.URL(Link{Action: LinkUnsubscribe, Mall: c.Mall, Email: c.Recipient}),
		},
	}
	if len(c.items) > 0 {
		l.Footer = append(l.Footer, c.in.T("letter.footer.zone", c.zoneName()))
	}
	for _, i := range c.items[:min(len(c.items), maxRows)] {
		l.Rows = append(l.Rows, c.row(i))
	}
	if rest := len(c.items) - len(l.Rows); rest > 0 {
		l.More = c.in.T("letter.more", rest)
	}
	if c.Purpose == lowstock.PurposeAlert && len(c.items) == 1 {
		l.Actions, l.ActNote = s.actions(c, c.items[0]), c.in.T("letter.act_note")
	}
	return l
}

func (s *Sender) openButton(c content) mail.Button {
	key, path := "letter.open", "/alerts"
	switch {
	case c.Purpose == lowstock.PurposeTest:
		key, path = "letter.open_test", "/settings"
	case len(c.items) == 0:
		key, path = "letter.open_stock", "/stock"
	case len(c.items) == 1 && c.Purpose == lowstock.PurposeAlert:
		key, path = "letter.open_one", "/alerts/"+strconv.FormatInt(c.items[0].ID, 10)
	}
	return mail.Button{Label: c.in.T(key), URL: s.appLink(c.Mall, path)}
}

func (s *Sender) actions(c content, i lowstock.Incident) []mail.Button {
	link := func(key string, action LinkAction) mail.Button {
		return mail.Button{Label: c.in.T(key), URL: s.links.URL(Link{
			Action: action, Mall: c.Mall, Email: c.Recipient,
			IncidentID: i.ID, ExpiresAt: c.CreatedAt.Add(linkLife),
		})}
	}
	return []mail.Button{link("letter.acknowledge", LinkAcknowledge), link("letter.snooze", LinkSnooze)}
}

// subject is cut to what an inbox shows; the shop's name is last, so the count
// always is seen.
func (c content) subject() string { return cut(c.fullSubject(), maxSubject) }

func (c content) fullSubject() string {
	shop := c.shop
	switch {
	case c.Purpose == lowstock.PurposeTest:
		return c.in.T("letter.subject.test", shop)
	case c.Purpose == lowstock.PurposeDigest && len(c.items) == 0:
		return c.in.T("letter.subject.digest_none", shop)
	case c.Purpose == lowstock.PurposeDigest:
		return c.in.T("letter.subject.digest", c.out, c.low, shop)
	case c.Purpose == lowstock.PurposeSummary && len(c.items) == 0:
		return c.in.T("letter.subject.summary_none", shop)
	case c.Purpose == lowstock.PurposeSummary:
		return c.in.T("letter.subject.summary", c.out, c.low, shop)
	case c.low == 0 && c.out > 0:
		return c.in.T("letter.subject.out", c.out, shop)
	case c.out == 0:
		return c.in.T("letter.subject.low", c.low, shop)
	default:
		return c.in.T("letter.subject.mixed", len(c.items), shop)
	}
}

func (c content) title() string {
	switch {
	case c.Purpose == lowstock.PurposeTest:
		return c.in.T("letter.title.test")
	case len(c.items) == 0:
		return c.in.T("letter.title.none")
	case c.Purpose != lowstock.PurposeAlert:
		return c.in.T("letter.title.now", c.out, c.low)
	case len(c.items) == 1 && c.out == 1:
		return c.in.T("letter.title.out_one", c.name(c.items[0]))
	case len(c.items) == 1:
		return c.in.T("letter.title.low_one", c.name(c.items[0]), c.items[0].Quantity)
	case c.low == 0:
		return c.in.T("letter.title.out", c.out)
	case c.out == 0:
		return c.in.T("letter.title.low", c.low)
	default:
		return c.in.T("letter.title.mixed", c.out, c.low)
	}
}

func (c content) lead() string {
	switch {
	case c.Purpose == lowstock.PurposeDigest && len(c.items) == 0:
		return ""
	case c.Purpose != lowstock.PurposeAlert:
		return c.in.T("letter.lead." + string(c.Purpose))
	case c.low > 0:
		return c.in.T("letter.lead.low")
	default:
		return c.in.T("letter.lead.out")
	}
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
