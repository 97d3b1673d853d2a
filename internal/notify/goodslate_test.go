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
		Code: "HG-1", Variant: "P0000002B", Ordered: 50, Rest: 20, On: on, Days: 5,
	}}
	many := one
	many.Late = append([]outgoing.LateLine{{Order: 3, Line: 2, Name: "캔버스 에코백", Code: "P0000001A", Variant: "P0000001A", Ordered: 48, Rest: 48, On: on.AddDate(0, 0, -30), Days: 35, Ask: true}}, one.Late...)
	return map[string]outgoing.Message{"goods_late": one, "goods_late_many": many, "goods_late_many_en": english(many)}
}

// evilNews is the answer to an order of 200 lines whose texts are all evil.
func evilNews(evil string) outgoing.Message {
	m := news(outgoing.NewsShort, outgoing.NewsMessage)
	m.News.Supplier, m.News.Text = evil, evil
	for i := range 200 {
		m.News.Lines = append(m.News.Lines, outgoing.NewsLine{
			Line: i + 1, Variant: "P000000A", Name: evil, Options: []lowstock.Option{{Name: evil, Value: evil}}, Code: evil, Ordered: 2, Can: 1,
		})
	}
	return m
}

// evilLate is about 200 late lines whose texts are all evil.
func evilLate(evil string) outgoing.Message {
	m := purpose(outgoing.PurposeGoodsLate)
	for i := range 200 {
		m.Late = append(m.Late, outgoing.LateLine{
			Order: 7, Line: i + 1, Supplier: evil, Name: evil, Options: []lowstock.Option{{Name: evil, Value: evil}}, Code: evil, Rest: 1, On: day(11, 1), Days: 21,
		})
	}
	return m
}
