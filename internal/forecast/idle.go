package forecast

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/outlook"
)

// idleSince returns the calendar day since which a variant has been in stock,
// was not sold, and its stock did not rise: a new item and one that was just
// restocked are not idle for long. Levels prove that it is in stock, so it is
// not before the first level that is known. It is zero if the variant is not in
// stock. The previous nightly forecast knows of levels that are no longer recorded. While
// days of the sales history are missing, the result stays as it was.
func idleSince(p *outlook.SalesHistory) time.Time {
	if stockOf(p.Points) <= 0 {
		return time.Time{}
	}
	var last time.Time
	if p.Last != nil {
		last = p.Last.IdleSince
	}
	if !p.Whole {
		return last
	}
	zone := p.Until.Location()
	since := localtime.DayOf(p.Points[0].At, zone)
	if !last.IsZero() && last.Before(since) {
		since = last
	}
	for i := range p.Points {
		if i > 0 && p.Points[i].Quantity > p.Points[i-1].Quantity || p.Points[i].Quantity <= 0 {
			since = localtime.DayOf(p.Points[i].At, zone)
		}
	}
	for i, day := range slices.Backward(p.Demand.Days) {
		if day.Units > 0 {
			if after := p.Demand.From.AddDate(0, 0, i+1); after.After(since) {
				since = after
			}
			break
		}
	}
	return since
}
