package stock

import (
	"cmp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// exportURL is the whole list of a query as a file.
func exportURL(q listing.Params, format string) string {
	q.Cursor = ""
	return present.WithQuery(paths.Export+strings.TrimPrefix(present.StockURL(q), paths.Stock), "format", format)
}

// narrowed says whether q asks for less than everything.
func narrowed(q listing.Params) bool {
	return q.Q != "" || q.Status != "" || q.CategoryNo != 0 || q.SupplierCode != "" || q.OrderFrom.Is || q.Muted || q.Silent || q.StillSelling || q.Important || q.Outlook != "" || q.Held != "" || q.Source != ""
}

func (r viewer) tiles(n listing.Counts, q listing.Params) []views.Tile {
	tile := func(status lowstock.Status, count int) views.Tile {
		b := r.StatusBadge(status)
		t := views.Tile{
			Tone: b.Tone, Icon: b.Icon, Label: b.Text, Count: present.Number(count),
			Hint: r.T("stock.tile_" + string(status)), On: q.Status == status && !q.Muted,
		}
		if status == lowstock.StatusOut && n.StillSelling > 0 {
			t.Warn = r.T("selling.tile", n.StillSelling)
		}
		t.URL = tileURL(listing.Params{Status: status}, t.On, q.Sort)
		return t
	}
	silent := views.Tile{
		Tone: "quiet", Icon: "mute", Label: r.T("stock.silent"), Count: present.Number(n.Silent),
		Hint: r.T("stock.tile_silent"), On: q.Muted,
	}
	silent.URL = tileURL(listing.Params{Muted: true}, silent.On, q.Sort)
	return []views.Tile{
		tile(lowstock.StatusOut, n.Out), tile(lowstock.StatusLow, n.Low), tile(lowstock.StatusOK, n.OK), silent,
	}
}

// tileURL leads to the tile's list, or back to everything from it.
func tileURL(q listing.Params, on bool, sort listing.Sort) string {
	if on {
		q = listing.Params{}
	}
	q.Sort = sort
	return present.StockURL(q)
}

func (r viewer) stockFilter(q listing.Params, categories []inbound.Category, suppliers []inbound.Supplier) views.StockFilter {
	f := views.StockFilter{Q: q.Q, Muted: q.Muted, Important: q.Important}
	f.Statuses = append(f.Statuses, views.Choice{Label: r.T("stock.all_status"), On: q.Status == "" && !q.Silent && !q.StillSelling})
	f.Statuses = append(f.Statuses, views.Choice{Value: present.StatusSelling, Label: r.T("selling.badge"), On: q.StillSelling})
	for _, status := range []lowstock.Status{lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK, lowstock.StatusUntracked} {
		f.Statuses = append(f.Statuses, views.Choice{Value: string(status), Label: r.T("status." + string(status)), On: q.Status == status})
	}
	f.Statuses = append(f.Statuses, views.Choice{Value: present.StatusSilent, Label: r.T("stock.never"), On: q.Silent})
	f.Categories = r.categoryChoices(categories, q.CategoryNo)
	f.Suppliers = r.supplierChoices(suppliers, cmp.Or(q.SupplierCode, q.OrderFrom.Code))
	f.Outlooks = r.outlookChoices(q.Outlook)
	f.Held = append(f.Held, views.Choice{Label: r.T("stock.held_any"), On: q.Held == ""})
	for _, held := range outlook.HeldKinds() {
		f.Held = append(f.Held, views.Choice{Value: string(held), Label: r.T("stock.held_" + string(held)), On: q.Held == held})
	}
	if q.Held != "" && q.HeldDays != outlook.HeldDays {
		f.HeldDays = strconv.Itoa(q.HeldDays)
	}
	f.Sources = append(f.Sources, views.Choice{Label: r.T("stock.all_sources"), On: q.Source == ""})
	for _, scope := range lowstock.Scopes() {
		f.Sources = append(f.Sources, views.Choice{Value: string(scope), Label: r.T("scope." + string(scope)), On: q.Source == scope})
	}
	for _, by := range []struct {
		sort listing.Sort
		key  string
	}{
		{listing.SortUrgent, "stock.sort_urgent"},
		{listing.SortRisk, "stock.sort_risk"},
		{listing.SortQuantity, "stock.sort_quantity"},
		{listing.SortQuantityDesc, "stock.sort_most"},
		{listing.SortName, "stock.sort_name"},
		{listing.SortCover, "stock.sort_cover"},
		{listing.SortObserved, "stock.sort_observed"},
	} {
		value := string(by.sort)
		if by.sort == listing.SortUrgent {
			value = ""
		}
		f.Sorts = append(f.Sorts, views.Choice{Value: value, Label: r.T(by.key), On: q.Sort == by.sort})
	}
	return f
}

func (r viewer) outlookChoices(chosen outlook.Filter) []views.Choice {
	list := []views.Choice{{Label: r.T("stock.all_outlooks"), On: chosen == ""}}
	for _, by := range []struct {
		outlook outlook.Filter
		key     string
	}{
		{outlook.FilterOrder, "stock.outlook_order"},
		{outlook.FilterRaise, "stock.outlook_raise"},
		{outlook.FilterLower, "stock.outlook_lower"},
		{outlook.FilterLittle, "stock.outlook_little"},
	} {
		list = append(list, views.Choice{Value: string(by.outlook), Label: r.T(by.key), On: chosen == by.outlook})
	}
	return list
}

func (r viewer) categoryChoices(categories []inbound.Category, chosen int) []views.Choice {
	if len(categories) == 0 {
		return nil
	}
	list := []views.Choice{{Label: r.T("stock.all_categories"), On: chosen == 0}}
	for _, c := range categories {
		list = append(list, views.Choice{Value: strconv.Itoa(c.No), Label: cmp.Or(c.FullName, c.Name), On: c.No == chosen})
	}
	return list
}

func (r viewer) supplierChoices(suppliers []inbound.Supplier, chosen string) []views.Choice {
	if len(suppliers) == 0 {
		return nil
	}
	list := []views.Choice{{Label: r.T("stock.all_suppliers"), On: chosen == ""}}
	for _, s := range suppliers {
		list = append(list, views.Choice{Value: s.Code, Label: cmp.Or(s.Name, s.Code), On: s.Code == chosen})
	}
	return list
}

// stockAnswer is the store's answer to one stock query.
type stockAnswer struct {
	q         listing.Params
	rows      []listing.InventoryRow
	next      string
	total     int           // rows that the query finds when only some are read; see paged
	bound     listing.Bound // of a filter for held stock
	counts    listing.Counts
	sync      inbound.Sync
	hidden    []string                      // columns that the operator hides
	firstLook overview.FirstLook            // zero: none, or dismissed
	histories map[string]present.RowHistory // of the rows
	around    listing.Around                // what the filters of a whole page need
}

// paged says whether the rows are only a part of what a search or a filter
// finds.
func (a stockAnswer) paged() bool { return narrowed(a.q) && (a.next != "" || a.q.Cursor != "") }

func (r viewer) stockList(a stockAnswer) views.StockList {
	l := views.StockList{Caption: r.stockCaption(a), Heads: stockHeads(a.q), Note: r.stockNote(a)}
	if narrowed(a.q) {
		l.ClearURL = present.StockURL(listing.Params{Sort: a.q.Sort})
	}
	l.Bound = r.boundNote(a)
	here := present.StockURL(a.q)
	l.Rows = make([]views.StockRow, len(a.rows))
	for i := range a.rows {
		l.Rows[i] = r.stockRow(&a.rows[i], a.histories[a.rows[i].Code], here)
		l.Rows[i].Trend.Bound = boundOf(r, &a.rows[i], a.q)
	}
	if len(a.rows) > 0 {
		l.Risk = &views.RiskSum{URL: riskURL(a.q)}
		r.columns(&l, a.hidden, here)
		l.Export, l.CSV = exportURL(a.q, "xlsx"), exportURL(a.q, "csv")
		if !r.ReadOnly {
			back := a.q
			back.Cursor = ""
			l.Bulk = &views.BulkForm{Action: paths.Bulk, Back: present.StockURL(back), Input: r.BulkInput("bulk-threshold", ""), Whole: r.T("bulk.all")}
		}
	}
	if a.q.Cursor != "" {
		first := a.q
		first.Cursor = ""
		l.First = present.StockURL(first)
	}
	if a.next != "" {
		next := a.q
		next.Cursor = a.next
		l.Next = present.StockURL(next)
	}
	if len(a.rows) == 0 {
		l.Empty = r.stockEmpty(a)
		if a.sync.State == inbound.SyncRunning {
			l.Poll = here
		}
	}
	return l
}

func (r viewer) stockCaption(a stockAnswer) string {
	switch {
	case !narrowed(a.q) && a.sync.FirstReading():
		return r.T("stock.caption_so_far", a.counts.Total(), len(a.rows))
	case !narrowed(a.q):
		return r.T("stock.caption_all", a.counts.Total(), len(a.rows))
	case a.paged():
		return r.T("stock.caption_of", a.total, len(a.rows))
	default:
		return r.T("stock.caption", len(a.rows))
	}
}

// stockNote says why rows have no sales history while past orders are read. The
// first reading of the catalogue shows its own progress.
func (r viewer) stockNote(a stockAnswer) string {
	if a.sync.FirstReading() {
		return ""
	}
	for _, history := range a.histories {
		if text := cmp.Or(r.Counting(history.Progress), present.CountingOlder(r.Locale, history.Progress)); text != "" {
			return text
		}
	}
	return ""
}

func stockHeads(q listing.Params) views.StockHeads {
	head := func(sort listing.Sort) views.Head {
		on := q
		on.Sort, on.Cursor = sort, ""
		return views.Head{URL: present.StockURL(on)}
	}
	h := views.StockHeads{
		Name: head(listing.SortName), Quantity: head(listing.SortQuantity), Observed: head(listing.SortObserved), Cover: head(listing.SortCover),
	}
	switch q.Sort {
	case listing.SortName:
		h.Name.Sort = "ascending"
	case listing.SortQuantity:
		h.Quantity = head(listing.SortQuantityDesc)
		h.Quantity.Sort = "ascending"
	case listing.SortQuantityDesc:
		h.Quantity.Sort = "descending"
	case listing.SortCover:
		h.Cover.Sort = "ascending"
	case listing.SortObserved:
		h.Observed.Sort = "ascending"
	case listing.SortUrgent, listing.SortCode, listing.SortRisk:
	}
	return h
}

// stockEmpty distinguishes the four reasons for an empty list.
func (r viewer) stockEmpty(a stockAnswer) *views.Empty {
	all := &views.Action{Label: r.T("empty.fine_act"), URL: paths.Stock}
	only := a.q.Q == "" && a.q.CategoryNo == 0 && a.q.SupplierCode == "" && !a.q.OrderFrom.Is && !a.q.Muted && !a.q.Silent && !a.q.Important && a.q.Outlook == "" && a.q.Held == "" && a.q.Source == "" && a.q.Cursor == ""
	switch {
	case a.counts.Total() == 0 && a.sync.State == inbound.SyncRunning:
		return &views.Empty{Icon: "sync", Title: r.T("empty.never_title"), Text: r.T("empty.syncing_text")}
	case a.counts.Total() == 0 && a.sync.State != inbound.SyncDone:
		return &views.Empty{Icon: "box", Title: r.T("empty.never_title"), Text: r.T("empty.never_text")}
	case a.counts.Total() > 0 && a.sync.FirstReading():
		e := r.FirstReading(a.sync, r.T("pending.more"))
		e.Title = r.T("empty.so_far_title")
		return e
	case a.counts.Total() == 0:
		return &views.Empty{Icon: "box", Title: r.T("empty.none_title"), Text: r.T("empty.none_text")}
	case only && a.q.Status == lowstock.StatusOut:
		return &views.Empty{Icon: "ok", Title: r.T("empty.fine_title"), Text: r.T("empty.fine_out"), Action: all}
	case only && a.q.Status == lowstock.StatusLow:
		return &views.Empty{Icon: "ok", Title: r.T("empty.fine_title"), Text: r.T("empty.fine_low"), Action: all}
	default:
		return &views.Empty{
			Icon: "search", Title: r.T("empty.match_title"), Text: r.T("empty.match_text"),
			Action: &views.Action{Label: r.T("stock.clear"), URL: paths.Stock},
		}
	}
}

// stockRow shows one variant with its history; back is the page that a save
// returns to.
func (r viewer) stockRow(row *listing.InventoryRow, history present.RowHistory, back string) views.StockRow {
	options := present.OptionsText(row.Options)
	named := strings.TrimSpace(row.ProductName + " " + options)
	v := views.StockRow{
		Item: views.Item{
			URL: present.OptionURL(row.ProductNo, row.Code), Image: lowstock.PictureURL(row.ImageURL), Name: row.ProductName,
			Options: options, Code: cmp.Or(row.CustomCode, row.Code),
		},
		ID:        "row-" + row.Code,
		Pick:      r.pick(row, named),
		Trend:     r.trend(history, row),
		Untracked: !row.Tracked, Quantity: "–",
		Status:   r.RowBadge(row),
		Observed: r.moment(row.ObservedAt),
		Cell:     r.cell(row, named, back),
	}
	if row.Tracked {
		v.Quantity, v.Short = present.Number(row.Quantity), row.Quantity <= 0
	}
	if row.StillSelling() {
		v.Selling = r.Selling(row.Quantity)
	}
	if row.Important {
		v.Important = r.T("stock.important")
	}
	if row.Silence != "" && row.Silence != lowstock.SilenceUntracked { // the status of an untracked item already says it
		v.Quiet = r.T("silence." + row.Silence)
	}
	if history.Set != nil {
		for _, p := range history.Set.Short() {
			v.Stopped, v.Why = r.stopsBadge(&p), strings.Join(r.stopped(history.Set), "\n")
		}
	}
	r.ahead(&v, row)
	return v
}

// pick is the checkbox that selects a row for a bulk action. A product's own
// page has no such checkbox.
func (r viewer) pick(row *listing.InventoryRow, named string) views.Pick {
	if r.ReadOnly {
		return views.Pick{}
	}
	return views.Pick{Code: row.Code, Label: r.T("bulk.pick", named)}
}

func (r viewer) cell(row *listing.InventoryRow, named, back string) views.Cell {
	c := views.Cell{
		ID:        "t-" + row.Code,
		Label:     r.T("stock.threshold_of", named),
		ProductNo: strconv.FormatInt(row.ProductNo, 10), Code: row.Code,
		Value: strconv.Itoa(row.Threshold), Inherited: row.ThresholdSource != lowstock.ScopeVariant,
		Source: r.source(row), Back: back, ReadOnly: r.ReadOnly,
	}
	if row.ThresholdSource == lowstock.ScopeVariant {
		own := lowstock.RuleValue{Threshold: &row.Threshold}
		if row.ThresholdDays > 0 {
			own.Days = &row.ThresholdDays
		}
		c.Seen = own.Mark()
	}
	if row.ThresholdDays > 0 {
		c.Source.Text = r.T("stock.source_days", c.Source.Text, row.ThresholdDays)
	}
	return c
}

// source says where a threshold was set, and links to that place.
func (r viewer) source(row *listing.InventoryRow) views.Link {
	l := views.Link{Text: r.T("scope." + string(row.ThresholdSource))}
	switch row.ThresholdSource {
	case lowstock.ScopeProduct:
		l.URL = present.VariantURL(row.ProductNo, row.Code)
	case lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeMall:
		l.URL = paths.Rules
	case lowstock.ScopeVariant:
	}
	return l
}

// price writes Cafe24's "12900.00" as an amount of money, and says so if it is not known.
func (r viewer) price(text string) string {
	if text == "" {
		return r.T("product.no_price")
	}
	return r.T("money.won", plainPrice(text))
}

// plainPrice writes Cafe24's "12900.00" in the usual form, without a fraction of
// zeros. A text that is not a number is returned unchanged.
func plainPrice(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return text
	}
	if strings.Trim(fraction, "0") == "" {
		return words.Number(n)
	}
	return words.Number(n) + "." + fraction
}
