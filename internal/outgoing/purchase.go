package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/redact"
)

// ChannelSupplier carries purchase orders to suppliers. It is mail to an address
// that is no recipient of a mall, so it has a name of its own.
const ChannelSupplier lowstock.Channel = "supplier"

// ChannelNews carries what happened to a purchase order to the mall's own
// recipients, by mail. A version that does not know it leaves it to this one.
const ChannelNews lowstock.Channel = "news"

// ChannelPosts carries what happened to purchase orders to a channel besides
// mail, which is the message's recipient. A version that does not know it leaves
// it to this one, since it could not say what such a message is about.
const ChannelPosts lowstock.Channel = "posts"

// PurchaseMail is a purchase order as it is mailed to its supplier.
type PurchaseMail struct {
	Order    int64          `json:"order"`
	Revision int            `json:"revision"`
	Number   string         `json:"number"`
	Supplier string         `json:"supplier"`
	SentOn   time.Time      `json:"sent_on"`     // calendar day
	On       time.Time      `json:"on,omitzero"` // calendar day on which the first goods are wanted
	Note     string         `json:"note,omitempty"`
	To       []string       `json:"to"` // every address that gets this order
	ReplyTo  string         `json:"reply_to"`
	Currency string         `json:"currency"`
	Costs    bool           `json:"costs,omitempty"`  // unit costs are shown
	Locale   string         `json:"locale"`           // of the supplier
	Remind   bool           `json:"remind,omitempty"` // the order was sent before, and has no answer
	Lines    []PurchaseLine `json:"lines"`
	Token    redact.Secret  `json:"-"` // of the supplier's page; "": it has none
}

// PurchaseLine is one line of a [PurchaseMail].
type PurchaseLine struct {
	Name     string            `json:"name"`
	Options  []lowstock.Option `json:"options,omitempty"`
	Code     string            `json:"code"` // the merchant's own, else Cafe24's
	Units    int               `json:"units"`
	Pack     int               `json:"pack"` // pieces per box, at least 1
	UnitCost purchase.Money    `json:"unit_cost,omitempty"`
	On       time.Time         `json:"on,omitzero"`
}

// MailOf returns the mail of an order. It shows only what the supplier may know:
// unit costs only with costs, and nothing about stock, sales or other orders.
// SentOn is a calendar day in the mall's zone.
func MailOf(o *purchase.Order, sentOn time.Time, costs bool, locale string) PurchaseMail {
	m := PurchaseMail{
		Order: o.ID, Revision: o.Revision, Number: o.Number, Supplier: o.SupplierName, SentOn: sentOn, Note: o.Note,
		To: o.To, ReplyTo: o.ReplyTo, Currency: o.Currency, Costs: costs, Locale: locale,
	}
	for i := range o.Lines {
		l := &o.Lines[i]
		line := PurchaseLine{Name: l.ProductName, Options: l.Options, Code: l.CustomCode, Units: l.Ordered, Pack: max(1, l.Pack), On: l.ExpectedOn}
		if line.Code == "" {
			line.Code = l.VariantCode
		}
		if costs {
			line.UnitCost = l.UnitCost
		}
		if !l.ExpectedOn.IsZero() && (m.On.IsZero() || l.ExpectedOn.Before(m.On)) {
			m.On = l.ExpectedOn
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

// Units returns how many pieces are ordered.
func (m *PurchaseMail) Units() (units int) {
	for i := range m.Lines {
		units += m.Lines[i].Units
	}
	return units
}

// Cost returns what the ordered pieces cost; false where the cost of a line is
// not known.
func (m *PurchaseMail) Cost() (cost purchase.Money, whole bool) {
	for i := range m.Lines {
		if m.Lines[i].UnitCost == 0 {
			return 0, false
		}
		cost += m.Lines[i].UnitCost * purchase.Money(m.Lines[i].Units)
	}
	return cost, len(m.Lines) > 0
}

// NewsKind is what happened to an order that the mall's people have to know.
type NewsKind string

// The kinds of news.
const (
	NewsRefused NewsKind = "refused" // the order did not reach an address of the supplier
	NewsShort   NewsKind = "short"   // the supplier can deliver less than is ordered
	NewsLater   NewsKind = "later"   // the supplier delivers later than promised
	NewsMessage NewsKind = "message" // the supplier wrote something
)

// PurchaseNews is what happened to an order, for the mall's people.
type PurchaseNews struct {
	Order    int64      `json:"order"`
	Number   string     `json:"number"`
	Supplier string     `json:"supplier"`
	Kinds    []NewsKind `json:"kinds"`
	Address  string     `json:"address,omitempty"` // of NewsRefused
	Text     string     `json:"text,omitempty"`    // what the supplier wrote
	Lines    []NewsLine `json:"lines,omitempty"`   // those whose quantity or day changed
}

// NewsLine is a line of an order with the supplier's answer.
type NewsLine struct {
	Line    int               `json:"line,omitempty"`    // 0 in messages of an older version
	Variant string            `json:"variant,omitempty"` // Cafe24's code; "" in messages of an older version
	Name    string            `json:"name"`
	Options []lowstock.Option `json:"options,omitempty"`
	Code    string            `json:"code"`
	Ordered int               `json:"ordered"`
	Can     int               `json:"can"` // pieces that the supplier can deliver
	Was     time.Time         `json:"was,omitzero"`
	On      time.Time         `json:"on,omitzero"` // calendar day on which they arrive
}

// NewsOf compares an order before and after a supplier's answer. It returns false
// if the answer neither lowers a quantity nor moves a day back, and says nothing
// in words.
func NewsOf(before, after *purchase.Order, message string) (n PurchaseNews, worth bool) {
	n = PurchaseNews{Order: after.ID, Number: after.Number, Supplier: after.SupplierName, Text: message}
	short, later := false, false
	for i := range after.Lines {
		l := &after.Lines[i]
		was, ok := lineOf(before, l.No)
		if !ok {
			continue
		}
		less := able(l) < able(was)
		moved := able(l) > 0 && l.ExpectedOn.After(was.ExpectedOn)
		short, later = short || less, later || moved
		if less || moved {
			code := l.CustomCode
			if code == "" {
				code = l.VariantCode
			}
			n.Lines = append(n.Lines, NewsLine{
				Line: l.No, Variant: l.VariantCode, Name: l.ProductName, Options: l.Options, Code: code, Ordered: l.Ordered, Can: able(l), Was: was.ExpectedOn, On: l.ExpectedOn,
			})
		}
	}
	for _, kind := range []struct {
		NewsKind
		is bool
	}{{NewsShort, short}, {NewsLater, later}, {NewsMessage, message != ""}} {
		if kind.is {
			n.Kinds = append(n.Kinds, kind.NewsKind)
		}
	}
	return n, len(n.Kinds) > 0
}

func lineOf(o *purchase.Order, no int) (*purchase.Line, bool) {
	for i := range o.Lines {
		if o.Lines[i].No == no {
			return &o.Lines[i], true
		}
	}
	return nil, false
}

// able is how many pieces of a line the supplier can deliver, as far as is known.
func able(l *purchase.Line) int {
	if l.Confirmed != nil {
		return min(*l.Confirmed, l.Ordered)
	}
	return l.Ordered
}

// SilentOrder is an order that its supplier has not answered.
type SilentOrder struct {
	Number   string
	Supplier string
	Seen     bool // the supplier's page was opened; a mail scanner may have done it
}
