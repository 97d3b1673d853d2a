package report

import (
	"cmp"
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

func (r viewer) reportPage(shell views.Shell, report *monthly.Report, items map[string]listing.InventoryRow, sync inbound.Sync) views.ReportPage {
	p := views.ReportPage{Shell: shell, Months: r.reportMonths(report)}
	if p.Empty = r.FirstReading(sync, r.T("report.empty_text")); p.Empty != nil {
		return p
	}
	if report.KnownFrom.IsZero() || !report.KnownFrom.Before(report.To) {
		p.Empty = &views.Empty{Icon: "clock", Title: r.T("report.empty_title"), Text: r.T("report.empty_text")}
		return p
	}
	switch {
	case report.SellOuts == 0:
		p.Headline = r.T("report.headline_none")
	case report.LeadDays == 1:
		p.Headline = r.T("report.headline_one", report.SellOuts, report.InTime)
	default:
		p.Headline = r.T("report.headline", report.SellOuts, report.InTime, report.LeadDays)
	}
	switch {
	case report.KnownFrom.After(report.From):
		p.Scope = r.T("report.since", r.Day(report.KnownFrom))
	case report.To.After(r.Now):
		p.Scope = r.T("report.running")
	}
	p.Shares, p.Facts = r.reportShares(report), r.reportFacts(report)
	p.Late, p.Ignored = r.reportLate(report, items), r.reportIgnored(report, items)
	p.Messages = r.reportMessages(report.Messages)
	p.How = []string{
		r.T("report.how_sellout"), r.T("report.how_time", report.LeadDays), r.T("report.how_quiet"), r.T("report.how_cause"), r.T("report.how_kept"),
	}
	return p
}

// bound says how much money is bound in stock now; a row links to its list.
func (r viewer) bound(list []listing.Bound) (rows []views.ReportBound) {
	for i, held := range outlook.HeldKinds() {
		b := list[i]
		row := views.ReportBound{
			Label: r.T("stock.held_" + string(held)), Text: present.BoundText(r.Locale, b), Hint: r.T("stock.held_"+string(held)+"_hint", outlook.HeldDays),
			URL: present.StockURL(listing.Params{Held: held, HeldDays: outlook.HeldDays, Sort: listing.SortUrgent}),
		}
		if basis := present.BoundBasis(r.Locale, b); basis != "" {
			row.Hint += " " + basis
		}
		rows = append(rows, row)
	}
	return rows
}

func (r viewer) month(t time.Time) string {
	t = t.In(r.Zone)
	if r.Locale == words.English {
		return r.T("report.month", strconv.Itoa(t.Year()), t.Month().String())
	}
	return r.T("report.month", strconv.Itoa(t.Year()), int(t.Month()))
}

func monthURL(t time.Time) string { return paths.Report + "?month=" + t.Format(monthForm) }

// reportMonths returns the months with something on record, the newest first, and the month that is
// shown.
func (r viewer) reportMonths(report *monthly.Report) []views.Choice {
	var list []views.Choice
	for month := r.monthOf(""); month.Equal(report.From) || !report.KnownFrom.IsZero() && r.monthFrom(month, 1).After(report.KnownFrom); month = r.monthFrom(month, -1) {
		list = append(list, views.Choice{Label: r.month(month), URL: monthURL(month), On: month.Equal(report.From)})
	}
	if len(list) == 0 || report.From.Before(r.monthFrom(r.Now, 1-len(list))) {
		list = append(list, views.Choice{Label: r.month(report.From), URL: monthURL(report.From), On: true})
	}
	return list
}

// reportShares divides the month's sell-outs by how early the alert came. It returns nil if there
// were no sell-outs.
func (r viewer) reportShares(report *monthly.Report) []views.ReportShare {
	if report.SellOuts == 0 {
		return nil
	}
	var list []views.ReportShare
	done := 0
	add := func(n int, tone, icon, label, hint string) {
		at := func(n int) string { return strconv.FormatFloat(100*float64(n)/float64(report.SellOuts), 'f', 2, 64) }
		list = append(list, views.ReportShare{Tone: tone, Icon: icon, Label: label, Hint: hint, Count: present.Number(n), From: at(done), Width: at(n)})
		done += n
	}
	add(report.InTime, "ok", "ok", r.T("report.kept"), r.T("report.kept_hint", report.LeadDays))
	add(report.Late, "low", "clock", r.T("report.late"), r.T("report.late_hint", report.LeadDays))
	add(report.AtOut, "out", "out", r.T("report.at_out"), r.T("report.at_out_hint"))
	add(report.Missed, "faint", "mute", r.T("report.missed"), r.T("report.missed_hint"))
	return list
}

func (r viewer) reportFacts(report *monthly.Report) []views.Fact {
	found := r.T("report.found_none")
	within, changes := inbound.DetectedWithin(report.Detections, 0.5)
	if changes > 0 {
		found = r.T("report.found_half", r.Span(within))
	}
	return []views.Fact{
		{Label: r.T("report.told"), Value: r.T("report.times", report.Notified)},
		{Label: r.T("report.sellouts"), Value: r.T("report.times", report.SellOuts)},
		{Label: r.T("report.found"), Value: found},
		{Label: r.T("report.found_changes"), Value: r.T("report.times", changes)},
	}
}

func (r viewer) reportLate(report *monthly.Report, items map[string]listing.InventoryRow) views.ReportList {
	l := views.ReportList{ID: "late", Title: r.T("report.rows"), Hint: r.T("report.rows_hint"), None: r.T("report.rows_none")}
	if len(report.Rows) == 0 {
		l.Hint = ""
	}
	if report.SellOuts == 0 {
		l.None = r.T("report.rows_quiet")
	}
	for _, o := range report.Rows[:min(len(report.Rows), reportRows)] {
		row := r.reportRow(items, o.ProductNo, o.VariantCode)
		row.At, row.Badge, row.Text = r.Moment(o.At), r.promiseBadge(o), r.cause(o)
		if o.AlertID > 0 {
			row.Alert = views.Link{Text: r.T("report.alert"), URL: present.AlertURL(o.AlertID)}
		}
		l.Rows = append(l.Rows, row)
	}
	r.reportForm(&l, len(report.Rows), report, string(lowstock.MeasureNumber))
	return l
}

func (r viewer) reportIgnored(report *monthly.Report, items map[string]listing.InventoryRow) views.ReportList {
	l := views.ReportList{ID: "unheeded", Title: r.T("report.unheeded"), Hint: r.T("report.unheeded_hint"), None: r.T("report.unheeded_none")}
	for _, a := range report.Ignored[:min(len(report.Ignored), reportRows)] {
		row := r.reportRow(items, a.ProductNo, a.VariantCode)
		row.At, row.Badge, row.Text = r.Moment(a.NotifiedAt), r.KindBadge(lowstock.KindLow), r.T("report.unheeded_low", a.Threshold)
		if a.Kind == lowstock.KindOut && a.EscalatedAt.IsZero() {
			row.Badge, row.Text = r.KindBadge(lowstock.KindOut), r.T("report.unheeded_out")
		}
		row.Alert = views.Link{Text: r.T("report.alert"), URL: present.AlertURL(a.ID)}
		l.Rows = append(l.Rows, row)
	}
	r.reportForm(&l, len(report.Ignored), report, string(lowstock.MeasureOff))
	return l
}

// reportForm sets what a list shows beside its rows.
func (r viewer) reportForm(l *views.ReportList, total int, report *monthly.Report, kind string) {
	if total > len(l.Rows) {
		l.More = r.T("report.more", total, len(l.Rows))
	}
	if !r.ReadOnly {
		l.Form = &views.ReportForm{Action: paths.Bulk, Back: monthURL(report.From), Input: r.BulkInput(l.ID+"-threshold", kind)}
	}
}

// reportRow names an item. An item that is no longer in the catalogue has only its code and cannot
// be picked.
func (r viewer) reportRow(items map[string]listing.InventoryRow, no int64, code string) views.ReportRow {
	item, there := items[code]
	if !there {
		return views.ReportRow{Item: views.Item{URL: present.OptionURL(no, code), Name: code}}
	}
	v := views.Item{
		URL: present.OptionURL(item.ProductNo, code), Image: lowstock.PictureURL(item.ImageURL),
		Name: cmp.Or(item.ProductName, code), Options: present.OptionsText(item.Options), Code: code,
	}
	return views.ReportRow{Item: v, Pick: views.Pick{Code: code, Label: r.T("report.pick", v.Name)}}
}

func (r viewer) promiseBadge(o monthly.SellOutRow) views.Badge {
	switch o.Promise {
	case monthly.PromiseAtOut:
		return views.Badge{Tone: "out", Icon: "out", Text: r.T("report.at_out")}
	case monthly.PromiseMissed:
		return views.Badge{Tone: "quiet", Icon: "mute", Text: r.T("report.missed")}
	case monthly.PromiseLate, monthly.PromiseKept:
	}
	text := r.T("report.minutes")
	switch days, hours := int(o.Before/(24*time.Hour)), int(o.Before/time.Hour); {
	case days > 0:
		text = r.T("report.days", days)
	case hours > 0:
		text = r.T("report.hours", hours)
	}
	return views.Badge{Tone: "low", Icon: "clock", Text: text}
}

func (r viewer) cause(o monthly.SellOutRow) string {
	if text := r.Known("report.cause_" + string(o.Cause)); text != "" {
		return text
	}
	if text := r.Known("silence." + string(o.Cause)); text != "" {
		return r.T("report.cause_silence", text)
	}
	return r.T("report.cause_unknown")
}

func (r viewer) reportMessages(list []monthly.MessageCount) []views.Fact {
	facts := make([]views.Fact, 0, len(list))
	for _, l := range list {
		f := views.Fact{Label: r.Masked(l.Recipient), Value: r.T("report.letters_n", l.Sent)}
		if l.Channel != lowstock.ChannelEmail {
			f.Label = r.ChannelName(l.Channel)
		}
		if l.Failed > 0 {
			f.Value = r.T("report.letters_failed", l.Sent, l.Failed)
		}
		facts = append(facts, f)
	}
	return facts
}
