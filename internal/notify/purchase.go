package notify

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/sheet"
	"cafe24-inventory-alert/views/mail"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// maxPurchaseRows is how many lines of a purchase order its mail shows; the
// attached tables have all of them.
const maxPurchaseRows = 60

// maxAddresses is how many characters of the addresses of an order its mail
// shows.
const maxAddresses = 300

// composePurchase builds the mail of a purchase order to its supplier. It has the
// mall's name as its sender, and a reply goes to the mall's purchasing address.
// It is not marked as automatic: a person has sent it, and an absence notice is
// an answer that the mall wants to read.
func (s *mailer) composePurchase(ctx context.Context, m outgoing.Message) (*gomail.Msg, error) {
	c := s.writer.content(m)
	view := s.writer.purchaseMail(c, maxPurchaseRows)
	for rows := maxPurchaseRows / 2; rows > 0 && mailFull(ctx, view) > 1; rows /= 2 {
		view = s.writer.purchaseMail(c, rows)
	}
	var html bytes.Buffer
	if err := mail.Page(view).Render(ctx, &html); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	msg, err := s.begin(m, view.Subject)
	if err != nil {
		return nil, err
	}
	if err := msg.FromFormat(view.ShopName, s.from.Address); err != nil {
		return nil, fmt.Errorf("from: %w", err)
	}
	if err := msg.ReplyTo(m.Purchase.ReplyTo); err != nil {
		return nil, fmt.Errorf("reply to: %w", err)
	}
	if m.State == lowstock.DeliveryUnknown {
		msg.SetGenHeader("X-Retry", "1") // an earlier attempt may have arrived
	}
	msg.SetBodyString(gomail.TypeTextPlain, mail.Text(view))
	msg.AddAlternativeString(gomail.TypeTextHTML, html.String())
	if err := c.attachPurchase(msg); err != nil {
		return nil, err
	}
	if s.cfg.DKIM.Key != nil {
		if err := s.cfg.DKIM.sign(msg, s.domain(), false); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// purchaseMail is the mail of a purchase order, with at most rows lines.
func (w writer) purchaseMail(c content, rows int) mail.Message {
	p := c.Purchase
	subject, title := c.in.T("purchase.mail_subject", p.Number, cut(c.shop, maxName)), c.in.T("purchase.mail_title", p.Number)
	lead := c.in.T("purchase.mail_lead", cut(c.shop, maxName), len(p.Lines), p.Units())
	if p.Remind {
		subject, title = c.in.T("purchase.mail_subject_remind", p.Number, cut(c.shop, maxName)), c.in.T("purchase.mail_title_remind", p.Number)
		lead = c.in.T("purchase.mail_lead_remind", cut(c.shop, maxName), c.dayOf(p.SentOn))
	}
	l := mail.Message{
		Lang: string(c.in), Subject: fitSubject(subject), Preheader: cut(lead, maxPreheader), ShopName: cut(c.shop, maxName), Title: title, Lead: lead,
		Table: c.purchaseTable(rows),
	}
	if !p.On.IsZero() {
		l.When = c.in.T("purchase.mail_wanted", c.dayOf(p.On))
	}
	if note := lines(p.Note); note != "" {
		l.Box = mail.Box{Title: c.in.T("purchase.mail_note"), Text: note}
	}
	l.ActNote = c.in.T("purchase.mail_reply", clean(p.ReplyTo))
	if p.Token != "" {
		l.Open = mail.Button{Label: c.in.T("purchase.mail_open"), URL: w.links.Supplier(p.Token.Reveal(), string(c.in))}
		l.ActNote = c.in.T("purchase.mail_open_note", clean(p.ReplyTo))
	}
	l.Footer = []string{
		c.in.T("purchase.mail_from", c.app, cut(c.shop, maxName), string(c.Mall)),
		c.in.T("purchase.mail_to", cut(clean(strings.Join(p.To, ", ")), maxAddresses)),
	}
	l.Unsubscribe = mail.Button{
		Label: c.in.T("purchase.mail_stop"),
		URL:   w.links.URL(Link{Action: LinkRefuse, Mall: c.Mall, Email: c.Recipient}),
	}
	return l
}

// Supplier returns the address of a supplier's page of one order.
func (ls Links) Supplier(token, lang string) string {
	return strings.TrimRight(ls.AppURL, "/") + paths.Of(paths.SupplierPage, token) + "?lang=" + lang
}

// lines is outside text of several lines, fit to be shown.
func lines(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if line = clean(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// dayOf writes a calendar day for people.
func (c content) dayOf(day time.Time) string {
	text, _ := c.day(day.Format(time.DateOnly))
	return text
}

// purchaseTable has the lines of the order, and what they amount to.
func (c content) purchaseTable(rows int) (t mail.Table) {
	p := c.Purchase
	t.Head = []string{c.in.T("purchase.item"), c.in.T("purchase.units")}
	if p.Costs {
		t.Head = append(t.Head, c.in.T("purchase.amount"))
	}
	for i := range p.Lines[:min(len(p.Lines), rows)] {
		line := &p.Lines[i]
		row := []mail.Cell{
			{Text: c.productName(line.Name), Detail: strings.Join(filled(options(line.Options), clean(line.Code), c.lineDay(line)), " · ")},
			{Text: Pieces(c.in, line.Units, line.Pack)},
		}
		if p.Costs {
			row = append(row, c.costCell(line))
		}
		t.Rows = append(t.Rows, row)
	}
	if rest := len(p.Lines) - len(t.Rows); rest > 0 {
		t.More = c.in.T("purchase.mail_more", rest)
	}
	total := []mail.Cell{{Text: c.in.T("purchase.total", len(p.Lines))}, {Text: c.in.T("purchase.pieces", p.Units())}}
	if p.Costs {
		cell := mail.Cell{}
		if cost, whole := p.Cost(); whole {
			cell.Text = c.in.Amount(p.Currency, int64(cost))
		}
		total = append(total, cell)
	}
	t.Foot = total
	return t
}

// lineDay is the day on which a line is wanted, where it is not that of the
// order.
func (c content) lineDay(line *outgoing.PurchaseLine) string {
	if line.On.IsZero() || line.On.Equal(c.Purchase.On) {
		return ""
	}
	return c.in.T("purchase.mail_line_day", c.dayOf(line.On))
}

func (c content) costCell(line *outgoing.PurchaseLine) mail.Cell {
	if line.UnitCost == 0 {
		return mail.Cell{Text: c.in.T("purchase.cost_unknown")}
	}
	return mail.Cell{
		Text:   c.in.Amount(c.Purchase.Currency, int64(line.UnitCost)*int64(line.Units)),
		Detail: c.in.T("purchase.cost_each", c.in.Amount(c.Purchase.Currency, int64(line.UnitCost))),
	}
}

// Pieces writes a quantity, with the number of boxes where it fills whole ones.
func Pieces(in words.Locale, units, pack int) string {
	if pack > 1 && units%pack == 0 {
		return in.T("purchase.boxes", units/pack, units)
	}
	return in.T("purchase.pieces", units)
}

// attachPurchase attaches the order as tables for spreadsheet programs.
func (c content) attachPurchase(msg *gomail.Msg) error {
	p := c.Purchase
	for _, kind := range []struct {
		extension, mime string
		open            func(io.Writer) (sheet.Writer, error)
	}{
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(w io.Writer) (sheet.Writer, error) {
			return sheet.NewXLSX(w, p.Number, purchaseWidths()...)
		}},
		{"csv", "text/csv", func(w io.Writer) (sheet.Writer, error) { return sheet.NewCSV(w), nil }},
	} {
		var file bytes.Buffer
		w, err := kind.open(&file)
		if err == nil {
			err = writePurchase(w, c.in, p)
		}
		if err != nil {
			return fmt.Errorf("purchase order: %w", err)
		}
		err = msg.AttachReader(p.Number+"."+kind.extension, &file, gomail.WithFileContentType(gomail.ContentType(kind.mime)), gomail.WithFileEncoding(gomail.EncodingB64))
		if err != nil {
			return fmt.Errorf("purchase order: %w", err)
		}
	}
	return nil
}

// purchaseWidths returns the column widths of [writePurchase], in characters.
func purchaseWidths() []float64 { return []float64{6, 18, 40, 24, 10, 10, 8, 14, 12, 14, 8} }

// writePurchase writes an order with column titles in the language l, and ends
// the table. Days are written as 2006-01-02.
func writePurchase(w sheet.Writer, l words.Locale, p *outgoing.PurchaseMail) error {
	head := []any{
		l.T("purchase.line_no"), l.T("purchase.code"), l.T("purchase.item"), l.T("sheet.options"),
		l.T("purchase.units"), l.T("purchase.pack"), l.T("purchase.box_count"), l.T("purchase.wanted_on"),
	}
	if p.Costs {
		head = append(head, l.T("purchase.unit_cost"), l.T("purchase.amount"), l.T("purchase.currency"))
	}
	if err := w.Write(head...); err != nil {
		return err
	}
	for i := range p.Lines {
		line := &p.Lines[i]
		var boxes any
		if line.Pack > 1 && line.Units%line.Pack == 0 {
			boxes = line.Units / line.Pack
		}
		row := []any{i + 1, line.Code, line.Name, options(line.Options), line.Units, line.Pack, boxes, dateOf(line.On)}
		if p.Costs {
			row = append(row, amountCell(int64(line.UnitCost)), amountCell(int64(line.UnitCost)*int64(line.Units)), p.Currency)
		}
		if err := w.Write(row...); err != nil {
			return err
		}
	}
	return w.Close()
}

// amountCell is an amount in hundredths as a number where it is whole; nil where
// it is not known.
func amountCell(hundredths int64) any {
	switch {
	case hundredths == 0:
		return nil
	case hundredths%100 == 0:
		return int(hundredths / 100)
	}
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}
