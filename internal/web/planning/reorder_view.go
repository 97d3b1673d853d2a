package planning

import (
	"cmp"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

func (r viewer) reorderPage(shell views.Shell, a reorderRead) views.ReorderPage {
	page := views.ReorderPage{Shell: shell, Terms: r.terms(a.supply, a.chosen), Supplier: a.chosen, Note: cmp.Or(r.Counting(a.progress), present.CountingOlder(r.Locale, a.progress))}
	r.needs(&page, &a)
	if a.sheet == nil {
		page.Empty = r.nothingToOrder(a)
		return page
	}
	name := r.supplierOf(outlook.SupplierNeed{Code: a.chosen, Name: a.sheet.Supplier})
	page.Title = r.T("reorder.sheet", name)
	page.Lead = r.leadOfSupplier(a.supply, a.chosen, name)
	if a.chosen != "" {
		page.Took = present.LeadTook(r.Viewer, purchase.LeadOf(a.records, r.DateAhead(1)), &a.supply, a.chosen, present.SupplierURL(a.chosen), r.ReadOnly)
	}
	r.reorderTable(&page, a)
	return page
}

// nothingToOrder says why a sheet is empty: there is nothing to order, or the sheet cannot be made
// yet.
func (r viewer) nothingToOrder(a reorderRead) *views.Empty {
	if e := r.FirstReading(a.sync, r.T("reorder.after_first")); e != nil {
		return e
	}
	if text := r.Counting(a.progress); text != "" {
		return &views.Empty{Icon: "sync", Title: r.T("reorder.little_title"), Text: text + " " + r.T("reorder.little_text")}
	}
	return &views.Empty{Icon: "ok", Title: r.T("reorder.none_title"), Text: present.Joined(" ", r.T("reorder.none_text"), present.CountingOlder(r.Locale, a.progress))}
}

func (r viewer) reorderTable(page *views.ReorderPage, a reorderRead) {
	lost := 0.0
	for i := range a.sheet.Lines {
		lost += a.sheet.Lines[i].AtRisk
	}
	for i := range a.page.lines {
		page.Rows = append(page.Rows, r.reorderRow(&a.page.lines[i], a.progress))
	}
	for i := range a.extra {
		page.Rows = append(page.Rows, r.reorderRow(&a.extra[i], a.progress))
	}
	r.pages(page, &a)
	page.LateHeld = r.lateHeldView(&a)
	if r.mayOrder() {
		r.orderSheet(page, &a)
	}
	page.Total = r.T("reorder.total", a.sheet.Items(), a.sheet.Units(), a.sheet.OrderDays)
	if lost >= 1 {
		page.Risk = r.T("reorder.risk_total", r.Rounded(int64(lost)))
	}
	page.Export = present.WithQuery(paths.ReorderExport, "supplier", a.chosen, "format", "xlsx")
	page.CSV = present.WithQuery(paths.ReorderExport, "supplier", a.chosen, "format", "csv")
	for i := range a.settings.Recipients {
		if to := &a.settings.Recipients[i]; !to.ConfirmedAt.IsZero() && to.UnsubscribedAt.IsZero() && to.SuspendedAt.IsZero() {
			page.Mail.To = append(page.Mail.To, views.Choice{Value: r.mailChoice(i, to.Email), Label: r.Masked(to.Email), On: len(page.Mail.To) == 0})
		}
	}
}

// mailChoice names a recipient in the form: by the address, or by the place in
// the list and the mask for who may not see the address.
func (r viewer) mailChoice(at int, email string) string {
	if masked := r.Masked(email); masked != email {
		return strconv.Itoa(at) + " " + masked
	}
	return email
}

// mailChosen returns the address that a form chose; "" where the list has no
// such recipient any more.
func (r viewer) mailChosen(list []preference.Recipient, choice string) string {
	for i := range list {
		if r.mailChoice(i, list[i].Email) == choice {
			return list[i].Email
		}
	}
	return ""
}

func (r viewer) supplierOf(n outlook.SupplierNeed) string {
	return cmp.Or(n.Name, n.Code, r.T("reorder.no_supplier"))
}

func (r viewer) reorderRow(l *outlook.ReorderLine, progress demand.Progress) views.ReorderRow {
	v := views.ReorderRow{
		Item: views.Item{
			URL: present.OptionURL(l.ProductNo, l.VariantCode), Image: lowstock.PictureURL(l.ImageURL), Name: l.ProductName, Options: present.OptionsText(l.Options), Code: cmp.Or(l.CustomCode, l.VariantCode),
		},
		Order: present.Number(l.Order), Quantity: present.Number(l.Quantity), Short: l.Quantity <= 0,
	}
	if l.LeadDays > 0 { // otherwise there is no forecast of it
		v.Why = r.T("reorder.why", words.Pace(l.PerDay), l.LeadDays, l.Point, l.Expected, l.Point-l.Expected)
	}
	v.Why = present.Joined(" · ", append([]string{v.Why}, notify.ReorderNotes(r.Locale, l, r.sheetDay)...)...)
	if l.Coming > 0 {
		v.Coming = r.T("letter.reorder_due", l.Coming, r.sheetDay(l.ComingOn))
	}
	if l.AtRisk >= 1 {
		v.Risk = r.T("money.compact", r.Compact(int64(l.AtRisk)))
	}
	switch today := localtime.DayOf(r.Now, r.Zone); {
	case l.LeadDays == 0: // there is no forecast of it
		v.By = cmp.Or(present.CountingShort(r.Locale, progress), r.T("stock.cover_little"))
		v.Order, v.Out = v.By, v.By
	case l.Order == 0 && l.Coming == 0:
		v.Order, v.By = "–", r.T("ordersheet.enough")
	case l.Order > 0 && l.OrderBy.IsZero():
		v.By = r.T("ordersheet.not_soon")
	case l.Order == 0:
		v.Order, v.By = "–", r.T("reorder.ordered")
	case !l.OrderBy.After(today) && !l.OrderBy.IsZero():
		v.By, v.Urgent = r.T("reorder.today"), true
	default:
		v.By = r.sheetDay(l.OrderBy)
	}
	switch {
	case l.Selling:
		v.Out = r.T("selling.badge")
	case l.Quantity <= 0:
		v.Out = r.T("reorder.out_now")
	case l.LeadDays > 0 && l.Out.IsZero():
		v.Out = r.T("ordersheet.not_soon")
	case !l.Out.IsZero() && !l.OutLate.IsZero():
		v.Out = r.T("reorder.out_range", r.sheetDay(l.Out), r.sheetDay(l.OutEarly), r.sheetDay(l.OutLate))
	case !l.Out.IsZero():
		v.Out = r.sheetDay(l.Out)
	}
	return v
}

// sheetDay writes a calendar day, given as midnight UTC, as lists write it.
func (r viewer) sheetDay(day time.Time) string {
	if day.IsZero() {
		return "–"
	}
	r.Zone = time.UTC
	return r.ShortDay(day)
}

func (r viewer) terms(s preference.Supply, supplier string) views.Terms {
	t := views.Terms{Lead: strconv.Itoa(s.LeadDays), OrderDays: strconv.Itoa(s.OrderDays), Supplier: supplier}
	for _, level := range preference.ServiceLevels() {
		t.Levels = append(t.Levels, views.Choice{Value: strconv.Itoa(level), Label: strconv.Itoa(level) + "%", On: level == s.Level})
	}
	return t
}

// leadOfSupplier is the form of a supplier's own lead time. Products without a supplier have no
// such form.
func (r viewer) leadOfSupplier(s preference.Supply, code, name string) views.LeadForm {
	f := views.LeadForm{ID: "lead", Supplier: code, Label: r.T("reorder.lead_of", name), Hint: r.T("reorder.lead_hint", s.LeadDays), Placeholder: strconv.Itoa(s.LeadDays)}
	if days, own := s.Suppliers[code]; own {
		f.Value = strconv.Itoa(days)
	}
	return f
}

// refuseTerms shows what was typed again, with the reason for the refusal.
func (r viewer) refuseTerms(page *views.ReorderPage, f *termsForm) {
	t := &page.Terms
	t.Lead, t.OrderDays, t.Supplier, t.Open = f.Typed("lead_days"), f.Typed("order_days"), f.supplier, true
	kit.ChooseAgain(t.Levels, f.Typed("level"))
	page.Errors = f.Messages(r.Locale, "", nil)
}

// refuseMail keeps the chosen recipient and shows why nothing was sent.
func (r viewer) refuseMail(page *views.ReorderPage, f *reorderMailForm) {
	page.Mail.Error = f.Message(r.Locale, "to")
	kit.ChooseAgain(page.Mail.To, f.to)
	page.Errors = f.Messages(r.Locale, "", nil)
}
