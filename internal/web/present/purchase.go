package present

import (
	"fmt"
	"strconv"

	"cafe24-inventory-alert/internal/purchase"
)

// MoneyTyped writes an amount as a person types it: without a currency, and
// without decimals where there are none.
func MoneyTyped(m purchase.Money) string {
	if m%100 == 0 {
		return strconv.FormatInt(int64(m/100), 10)
	}
	return fmt.Sprintf("%d.%02d", m/100, m%100)
}
