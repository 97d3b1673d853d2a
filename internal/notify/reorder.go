package notify

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/words"
)

// maxReorderRows is how many lines of a reorder sheet its mail shows; the
// attached table has all of them.
const maxReorderRows = 40

func (c content) supplier() string {
	return cmp.Or(cut(shown(c.Reorder.Supplier), maxName), clean(c.Reorder.SupplierCode), c.in.T("reorder.no_supplier"))
}

// reorderList says what to order, why and by when, and how many more lines there
// are.
func (c content) reorderList(rows int) (l mail.List) {
	lines := c.Reorder.Lines
	for i := range lines[:min(len(lines), rows)] {
		l.Rows = append(l.Rows, c.reorderRow(&lines[i]))
	}
	if rest := len(lines) - len(l.Rows); rest > 0 {
		l.More = c.in.T("letter.reorder_more", rest)
	}
	return l
}

func (c content) reorderRow(l *outlook.ReorderLine) mail.Row {
	r := mail.Row{
		Out: l.Quantity <= 0, Badge: c.in.T("letter.badge.low"), Name: c.productName(l.ProductName), Options: options(l.Options),
		Quantity: c.in.T("letter.quantity", l.Order),
		Limit:    c.in.T("letter.reorder_stock", l.Quantity),
		Why:      c.in.T("letter.reorder_why", words.Pace(l.PerDay), l.LeadDays, l.Point),
		Source:   clean(cmp.Or(l.CustomCode, l.VariantCode)),
	}
	switch {
	case l.Selling:
		r.Badge = c.in.T("selling.badge")
	case r.Out:
		r.Badge = c.in.T("letter.badge.out")
	}
	day := func(day time.Time) string {
		text, _ := c.day(day.Format(time.DateOnly))
		return text
	}
	if l.Order > 0 && !l.OrderBy.IsZero() {
		r.When = c.in.T("letter.reorder_by", day(l.OrderBy))
	}
	switch {
	case l.Coming > 0 && l.ComingOn.IsZero(): // the sheet of an older version
		r.Sales = c.in.T("letter.reorder_coming", l.Coming)
	case l.Coming > l.Unseen:
		r.Sales = c.in.T("letter.reorder_due", l.Coming-l.Unseen, day(l.ComingOn))
	}
	r.Why = strings.Join(slices.Concat([]string{r.Why}, RoundingNotes(c.in, l), ReorderNotes(c.in, l, day)), " · ")
	r.Facts = c.in.T("letter.reorder_facts", l.Order, l.Quantity, r.Source)
	return r
}

// attachReorder attaches the sheet as a table for spreadsheet programs.
func (c content) attachReorder(msg *gomail.Msg) error {
	var table bytes.Buffer
	if err := WriteReorder(sheet.NewCSV(&table), c.in, c.Currency, *c.Reorder); err != nil {
		return fmt.Errorf("reorder sheet: %w", err)
	}
	name := "reorder-" + c.Reorder.At.In(c.zone).Format("20060102") + ".csv"
	return msg.AttachReader(name, &table, gomail.WithFileContentType("text/csv"), gomail.WithFileEncoding(gomail.EncodingB64))
}
