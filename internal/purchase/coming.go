package purchase

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Coming is what an order brings of one variant.
type Coming struct {
	Order      int64
	Rest       int       // 0: nothing
	ExpectedOn time.Time // calendar day of the first line
	CoverUntil time.Time // last calendar day on which that line counts as cover
	// Unseen is units that have come, although Cafe24's quantity does not show it
	// yet. UnseenUntil is until when it is waited for that.
	Unseen      int
	UnseenUntil time.Time
}

// ComingOf returns what the order brings of a variant. The zero Coming means
// that it brings nothing.
func (o *Order) ComingOf(code string) (c Coming) {
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.VariantCode != code {
			continue
		}
		if until := l.UnseenAt.Add(creditSpan); l.Unseen > 0 {
			c.Order, c.Unseen = o.ID, c.Unseen+l.Unseen
			if until.After(c.UnseenUntil) {
				c.UnseenUntil = until
			}
		}
		rest := l.Rest()
		if !o.Coming() || rest == 0 {
			continue
		}
		if c.Rest == 0 || l.ExpectedOn.Before(c.ExpectedOn) {
			c.ExpectedOn, c.CoverUntil = l.ExpectedOn, l.CoverUntil
		}
		c.Order, c.Rest = o.ID, c.Rest+rest
	}
	return c
}

// ReceivedOf returns how many pieces of a variant have arrived.
func (o *Order) ReceivedOf(code string) (received int) {
	for i := range o.Lines {
		if o.Lines[i].VariantCode == code {
			received += o.Lines[i].Received
		}
	}
	return received
}

// Gap says whether goods that come later or fewer than was known leave an item
// with an alert short: fewer, so that it is at its threshold or below when they
// have arrived; or after the days of grace, when it is sold out before. Without
// known sales it is taken to sell out.
func Gap(was, is Coming, i *lowstock.Incident, today time.Time) bool {
	if is.Rest < was.Rest && i.Quantity+is.Rest+is.Unseen <= i.Threshold {
		return true
	}
	if !is.ExpectedOn.After(was.CoverUntil) {
		return false
	}
	if i.Quantity <= 0 || !i.Sales.Known {
		return true
	}
	days := is.ExpectedOn.Sub(today).Hours() / 24
	return float64(i.Quantity) < i.Sales.PerDay*days
}
