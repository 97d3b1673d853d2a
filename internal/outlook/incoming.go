package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Incoming is the goods of a variant that are on their way.
type Incoming = lowstock.Incoming

// Due says whether it is time to order: the inventory position, which is the
// stock and everything on its way, is at or below the reorder point. Goods that
// are late or far off count, so that nothing is ordered twice; see
// [lowstock.Incoming.Position].
func Due(stock, point int, i Incoming, today time.Time) bool {
	return stock <= point && stock+i.Position(today) <= point
}

// DueWithoutLate says whether it is not time to order, and would be if late goods
// did not count towards the position.
func DueWithoutLate(stock, point int, i Incoming, today time.Time) bool {
	position := stock + i.Position(today)
	return stock <= point && position > point && position-i.PositionLate(today) <= point
}
