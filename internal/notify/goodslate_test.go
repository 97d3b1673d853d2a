package notify_test

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// lateMails are the messages about goods that should have arrived.
func lateMails() map[string]outgoing.Message {
	on := time.Date(2026, 11, 12, 0, 0, 0, 0, time.UTC)
	one := purpose(outgoing.PurposeGoodsLate)
	one.Late = []outgoing.LateLine{{
		Order: 7, Line: 1, Number: "PO-2611-0007", Supplier: "한결직물", Name: "린넨 와이드 팬츠", Options: []lowstock.Option{{Name: "색상", Value: "베이지"}},
		Code: "HG-1", Rest: 20, On: on, Days: 5,
	}}
	many := one
	many.Late = append([]outgoing.LateLine{{Order: 3, Line: 2, Name: "캔버스 에코백", Code: "P0000001A", Rest: 48, On: on.AddDate(0, 0, -30), Days: 35, Ask: true}}, one.Late...)
	return map[string]outgoing.Message{"goods_late": one, "goods_late_many": many, "goods_late_many_en": english(many)}
}
