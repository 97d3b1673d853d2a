package web

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
)

// refusedRow is a product that could not be read, for the API.
type refusedRow struct {
	ProductNo   *int64                    `json:"product_no"` // null: the answer does not say
	ProductCode string                    `json:"product_code"`
	ProductName string                    `json:"product_name"`
	Reason      lowstock.UnreadableReason `json:"reason"`
	Text        string                    `json:"text"`
	Since       *string                   `json:"since"`
	LastAt      *string                   `json:"last_at"`
	RetryAt     *string                   `json:"retry_at"` // null: with the next full sweep
	Attempts    int                       `json:"attempts"`
}

// refused are the products among what is quarantined, and how many elements of
// each other list are.
func (r viewer) refused(list []lowstock.Quarantined, who kit.Session) (products []refusedRow, others map[string]int) {
	products, others = []refusedRow{}, map[string]int{}
	for _, q := range list {
		if q.List != lowstock.ListProducts {
			others[q.List]++
			continue
		}
		row := refusedRow{
			ProductCode: q.Code, ProductName: q.Name, Reason: q.Reason, Text: r.UnreadableReason(q), Since: stamp(q.FirstAt, who.Zone),
			LastAt: stamp(q.LastAt, who.Zone), RetryAt: stamp(q.RetryAt, who.Zone), Attempts: q.Times,
		}
		if q.ProductNo != 0 {
			row.ProductNo = &q.ProductNo
		}
		products = append(products, row)
	}
	return products, others
}
