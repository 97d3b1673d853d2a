package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// Sample is some variants of a mall from which a pool is learnt.
type Sample struct {
	Today time.Time // calendar day in the mall's time zone
	Items []SampledItem
}

// SampledItem is a variant and what it sold; its last day is yesterday.
type SampledItem struct {
	lowstock.Subject

	Demand demand.Series
}
