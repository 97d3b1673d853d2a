package notify

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/words"
)

// content is a message prepared for wording: sorted, counted and localised.
type content struct {
	outgoing.Message
	items    []lowstock.Incident // all, the named ones first
	named    []lowstock.Incident // the items that the message announces; each has its row or line
	standing []lowstock.Incident // the items that a digest shows in addition, as far as there is room
	selling  int                 // number of items without stock that Cafe24 still sells
	out, low int                 // numbers of the other items
	in       words.Locale
	zone     *time.Location
	shop     string
	app      string
	space    int // how many items the first sync's summary names at most
}

func (w writer) content(m outgoing.Message) content {
	c := content{Message: m, in: words.Of(m.Locale), zone: zoneOf(m.Timezone), shop: clean(m.ShopName), space: w.space(m.Channel)}
	if c.shop == "" || m.Purpose == outgoing.PurposeConfirm && lurid(c.shop) {
		c.shop = cmp.Or(string(m.Mall), c.in.T("letter.shop"))
	}
	c.app = cmp.Or(w.appName, c.in.T("shell.app"))
	if c.CreatedAt.IsZero() {
		c.CreatedAt = w.now()
	}
	c.sort()
	for _, i := range c.items {
		switch {
		case i.StillSelling():
			c.selling++
		case soldOut(i):
			c.out++
		default:
			c.low++
		}
	}
	return c
}

// sort puts the announced items first, the most urgent of them before all others. In a digest, new items come before
// items that the first sync found.
func (c *content) sort() {
	order := c.byLoss
	if c.Purpose == outgoing.PurposeAlert {
		order = worstFirst
	}
	rank := func(i lowstock.Incident) int {
		switch {
		case c.Purpose == outgoing.PurposeDigest && i.Announced == "":
			return 2
		case i.Counted:
			return 1
		}
		return 0
	}
	c.items = slices.Clone(c.Items)
	slices.SortStableFunc(c.items, func(a, b lowstock.Incident) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), order(a, b)) })
	c.named = c.items
	switch c.Purpose {
	case outgoing.PurposeDigest:
		n := len(c.items)
		if at := slices.IndexFunc(c.items, func(i lowstock.Incident) bool { return i.Announced == "" }); at >= 0 {
			n = at
		}
		c.named, c.standing = c.items[:n], c.items[n:]
	case outgoing.PurposeSummary:
		if at := slices.IndexFunc(c.items, func(i lowstock.Incident) bool { return i.Counted }); at >= 0 {
			c.named = c.items[:at]
		} else {
			c.named = c.items[:min(len(c.items), c.space)]
		}
	case outgoing.PurposeAlert, outgoing.PurposeOverflow, outgoing.PurposeConfirm, outgoing.PurposeHealth,
		outgoing.PurposeAllClear, outgoing.PurposeReorder, outgoing.PurposeTest, outgoing.PurposeContact,
		outgoing.PurposePurchase, outgoing.PurposePurchaseNews, outgoing.PurposeGoodsLate:
	}
}

// lurid reports whether somebody might take a shop's name for an address to click on, or for a number to call. A
// confirmation goes to people who may not know the shop, so the shop's name must not work as an advertisement.
func lurid(name string) bool {
	name = strings.ReplaceAll(norm.NFKC.String(name), "。", ".") // a browser takes any of these dots for a dot
	dot, digits := strings.Index(name, "."), 0
	for _, r := range name {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return strings.ContainsAny(name, "/@") || dot > 0 && dot < len(name)-1 && name[dot+1] != ' ' || digits >= phoneDigits
}

// phoneDigits is how many digits of a name somebody might call.
const phoneDigits = 7

// soldOut uses the present quantity: an item that was refilled a little after it sold out is low, whatever the kind
// of its incident is.
func soldOut(i lowstock.Incident) bool { return i.Quantity <= 0 }

// stillFirst sorts items that Cafe24 still sells with no stock before items that are sold out.
func stillFirst(a, b lowstock.Incident) int {
	switch still := a.StillSelling(); {
	case still == b.StillSelling():
		return 0
	case still:
		return -1
	}
	return 1
}

func worstFirst(a, b lowstock.Incident) int {
	return cmp.Or(
		stillFirst(a, b),
		cmp.Compare(a.Quantity, b.Quantity),
		strings.Compare(a.ProductName, b.ProductName),
		strings.Compare(a.VariantCode, b.VariantCode))
}

// byLoss is the order of lists. Items that Cafe24 still sells with no stock come first, then items that are sold out,
// both by what they cost until goods can be there and then per day, then the others by the same and by how soon they
// sell out. Items with unknown sales come last, sorted by quantity, smallest first.
func (c *content) byLoss(a, b lowstock.Incident) int {
	money := cmp.Compare(c.loss(b).Money, c.loss(a).Money)
	switch {
	case soldOut(a) != soldOut(b):
		if soldOut(a) {
			return -1
		}
		return 1
	case soldOut(a):
		return cmp.Or(stillFirst(a, b), money, cmp.Compare(b.LostPerDay(), a.LostPerDay()), worstFirst(a, b))
	}
	return cmp.Or(money, cmp.Compare(lasts(a), lasts(b)), worstFirst(a, b))
}

// lasts is how many days the stock of an item lasts.
func lasts(i lowstock.Incident) float64 {
	switch {
	case !i.Sales.Known:
		return math.Inf(1)
	case i.Sales.PerDay <= 0:
		return math.MaxFloat64
	}
	return float64(i.Quantity) / i.Sales.PerDay
}

// mix names the kinds of items in the message.
func (c content) mix() string {
	switch {
	case c.selling == 0 && c.low == 0:
		return "out"
	case c.selling == 0 && c.out == 0:
		return "low"
	case c.selling == 0:
		return "mixed"
	case c.out == 0 && c.low == 0:
		return "selling"
	case c.low == 0:
		return "selling_out"
	case c.out == 0:
		return "selling_low"
	}
	return "selling_mixed"
}

// now counts the items in a sentence.
func (c content) now(key string) string {
	switch c.mix() {
	case "out":
		return c.in.T(key+"out", c.out)
	case "low":
		return c.in.T(key+"low", c.low)
	case "mixed":
		return c.in.T(key+"mixed", c.out, c.low)
	case "selling":
		return c.in.T(key+"selling", c.selling)
	case "selling_out":
		return c.in.T(key+"selling_out", c.selling, c.out)
	case "selling_low":
		return c.in.T(key+"selling_low", c.selling, c.low)
	}
	return c.in.T(key+"selling_mixed", c.selling, c.out, c.low)
}

// all reports whether every item of an alert is announced for this reason. An alert with several reasons states the
// stock and not a reason.
func (c content) all(reason lowstock.Reason) bool {
	return c.Purpose == outgoing.PurposeAlert && len(c.items) > 0 &&
		!slices.ContainsFunc(c.items, func(i lowstock.Incident) bool { return i.Announced != reason })
}

// unansweredHours is how many hours all items have been without an answer.
func (c content) unansweredHours() int {
	hours := 0
	for n, i := range c.items {
		if h := c.unanswered(i); n == 0 || h < hours {
			hours = h
		}
	}
	return hours
}

// unanswered counts whole hours since the item was last announced.
func (c content) unanswered(i lowstock.Incident) int {
	since := i.OpenedAt
	for _, at := range []time.Time{i.EscalatedAt, i.WokenAt} {
		if at.After(since) {
			since = at
		}
	}
	until := i.UnansweredAt
	if until.IsZero() {
		until = c.CreatedAt
	}
	return max(1, int(until.Sub(since)/time.Hour))
}
