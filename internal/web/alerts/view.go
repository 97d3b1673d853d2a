package alerts

import (
	"cafe24-inventory-alert/internal/bundles"
)

// stops names the sets that cannot be sold because this product is missing; "" if there is none.
func (r viewer) stops(sets []bundles.Set, productNo int64) string {
	switch names := bundles.Stopped(sets, productNo); len(names) {
	case 0:
		return ""
	case 1:
		return r.T("letter.stops_set", names[0])
	default:
		return r.T("letter.stops_sets", names[0], len(names)-1)
	}
}
