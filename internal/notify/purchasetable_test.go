package notify_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

func purchaseTable(t *testing.T, table notify.PurchaseTable, o *purchase.Order) []string {
	t.Helper()
	var file bytes.Buffer
	w := sheet.NewCSV(&file)
	if err := table.Titles(w); err != nil {
		t.Fatal(err)
	}
	if err := table.Rows(w, o); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimPrefix(strings.TrimSpace(file.String()), "\ufeff"), "\r\n")
}

// At 08:00 in Seoul it is still yesterday in UTC: odoo #80725, #147013. Boxes are
// only shown, and no quantity has a fraction: inventree #10946.
func TestTableOfAPurchaseOrder(t *testing.T) {
	t.Parallel()
	seoul := time.FixedZone("KST", 9*60*60)
	today := time.Date(2026, 12, 3, 0, 0, 0, 0, time.UTC)
	o := &purchase.Order{
		Number: "PO-2612-0001", SupplierName: "한빛상사", Currency: "KRW", SentAt: time.Date(2026, 12, 2, 23, 0, 0, 0, time.UTC),
		Lines: []purchase.Line{
			{
				No: 1, VariantCode: "P0000002A", CustomCode: "=MUG", ProductName: "머그컵", Options: []lowstock.Option{{Name: "색상", Value: "흰색"}},
				Ordered: 120, Pack: 24, UnitCost: 320_050, ExpectedOn: today, Confirmed: new(100), Received: 60, GivenUp: 10,
			},
			{No: 2, VariantCode: "P0000003A", ProductName: "에코백", Ordered: 7, Pack: 1, ExpectedOn: today},
		},
	}
	for _, c := range []struct {
		table notify.PurchaseTable
		want  []string
	}{
		{notify.PurchaseTable{Locale: words.Korean, Zone: seoul}, []string{
			"발주번호,발주일,공급사,상품명,옵션,품목코드,자체 품목코드,발주 수량,박스,도착 예정일",
			"PO-2612-0001,2026-12-03,한빛상사,머그컵,색상: 흰색,P0000002A,'=MUG,120,5박스 (120개),2026-12-03",
			"PO-2612-0001,2026-12-03,한빛상사,에코백,,P0000003A,,7,,2026-12-03",
		}},
		{notify.PurchaseTable{Locale: words.English, Zone: seoul, Costs: true, Progress: true}, []string{
			"Number,Order date,Supplier,Product,Options,Item code,Own item code,Ordered,Boxes,Expected on,Unit cost,Currency,Amount,State,Confirmed,Received,Still expected,Given up",
			"PO-2612-0001,2026-12-03,한빛상사,머그컵,색상: 흰색,P0000002A,'=MUG,120,5 boxes (120),2026-12-03,3200.50,KRW,384060,Partly received,100,60,30,10",
			"PO-2612-0001,2026-12-03,한빛상사,에코백,,P0000003A,,7,,2026-12-03,,KRW,,Partly received,,0,7,0",
		}},
	} {
		rows := purchaseTable(t, c.table, o)
		if strings.Join(rows, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("table\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(c.want, "\n"))
		}
		if titles := strings.Count(rows[0], ",") + 1; titles != len(c.table.Widths()) {
			t.Errorf("%d columns, %d widths", titles, len(c.table.Widths()))
		}
	}
}
