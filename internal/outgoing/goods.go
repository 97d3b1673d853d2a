package outgoing

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// LateLine is goods of a purchase order that should have arrived.
type LateLine struct {
	Order    int64             `json:"order"`
	Line     int               `json:"line"`
	Number   string            `json:"number,omitempty"` // "": a noted order
	Supplier string            `json:"supplier,omitempty"`
	Name     string            `json:"name"`
	Options  []lowstock.Option `json:"options,omitempty"`
	Code     string            `json:"code"`              // the merchant's own, else Cafe24's
	Variant  string            `json:"variant,omitempty"` // Cafe24's code; "" in messages of an older version
	Ordered  int               `json:"ordered,omitempty"` // 0 in messages of an older version
	Rest     int               `json:"rest"`
	On       time.Time         `json:"on"`            // calendar day on which they were expected
	Days     int               `json:"days"`          // since that day
	Ask      bool              `json:"ask,omitempty"` // so late that somebody has to say whether they still come
}
