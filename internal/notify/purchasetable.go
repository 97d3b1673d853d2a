package notify

import (
	"cmp"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/words"
)

// PurchaseTable writes purchase orders as a table for spreadsheet programs, one
// row a line. Calendar days are written as 2006-01-02, in the mall's zone.
type PurchaseTable struct {
	Locale   words.Locale
	Zone     *time.Location // of the mall
	Costs    bool           // with what the pieces cost
	Progress bool           // with what became of the orders; not for a supplier
}

// Name is the name of the table.
func (t PurchaseTable) Name() string { return t.Locale.T("purchase.tab_orders") }

// Widths returns the widths of the columns in characters.
func (t PurchaseTable) Widths() []float64 {
	widths := []float64{16, 12, 18, 36, 24, 16, 16, 10, 18, 12}
	if t.Costs {
		widths = append(widths, 12, 8, 14)
	}
	if t.Progress {
		widths = append(widths, 14, 10, 10, 10, 10)
	}
	return widths
}

// Titles writes the titles of the columns.
func (t PurchaseTable) Titles(w sheet.Writer) error {
	l := t.Locale
	cells := []any{
		l.T("purchase.number"), l.T("purchase.date"), l.T("purchase.supplier"),
		l.T("sheet.product_name"), l.T("sheet.options"), l.T("sheet.variant_code"), l.T("sheet.custom_code"),
		l.T("purchase.ordered"), l.T("purchase.box_count"), l.T("purchase.expected"),
	}
	if t.Costs {
		cells = append(cells, l.T("purchase.cost"), l.T("purchase.currency"), l.T("purchase.amount"))
	}
	if t.Progress {
		cells = append(cells, l.T("purchase.state"), l.T("purchase.confirmed"), l.T("purchase.received"), l.T("purchase.rest"), l.T("purchase.given_up"))
	}
	return w.Write(cells...)
}

// Rows writes the lines of an order.
func (t PurchaseTable) Rows(w sheet.Writer, o *purchase.Order) error {
	sent := ""
	if !o.SentAt.IsZero() {
		sent = o.SentAt.In(t.Zone).Format(time.DateOnly)
	}
	supplier := cmp.Or(clean(o.SupplierName), o.SupplierCode, t.Locale.T("purchase.supplier_none"))
	for i := range o.Lines {
		line := &o.Lines[i]
		cells := []any{
			o.Number, sent, supplier, clean(line.ProductName), options(line.Options), line.VariantCode, line.CustomCode,
			line.Ordered, t.boxes(line), dateOf(line.ExpectedOn),
		}
		if t.Costs {
			cells = append(cells, t.costs(o, line)...)
		}
		if t.Progress {
			cells = append(cells, t.progress(o, line)...)
		}
		if err := w.Write(cells...); err != nil {
			return err
		}
	}
	return nil
}

// boxes says how many boxes the pieces of a line are; "" where they are not
// ordered in boxes.
func (t PurchaseTable) boxes(line *purchase.Line) string {
	if line.Pack <= 1 {
		return ""
	}
	return t.Locale.Pieces(line.Ordered, line.Pack)
}

// costs are the cells about money. They are empty where the cost is not known.
func (t PurchaseTable) costs(o *purchase.Order, line *purchase.Line) []any {
	if line.UnitCost == 0 {
		return []any{nil, o.Currency, nil}
	}
	return []any{moneyCell(line.UnitCost), o.Currency, moneyCell(line.Cost())}
}

// progress are the cells about what became of a line.
func (t PurchaseTable) progress(o *purchase.Order, line *purchase.Line) []any {
	var confirmed any
	if line.Confirmed != nil {
		confirmed = *line.Confirmed
	}
	rest := 0
	if o.Coming() {
		rest = line.Rest()
	}
	return []any{t.Locale.T("purchase.state_" + string(o.State())), confirmed, line.Received, rest, line.GivenUp}
}

// moneyCell is an amount as a number where it is whole, and as a text with two
// decimals where it is not.
func moneyCell(amount purchase.Money) any {
	if amount%100 == 0 {
		return int(amount / 100)
	}
	return fmt.Sprintf("%.2f", float64(amount)/100)
}
