package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
)

const (
	reorderRows = 200    // lines of a page
	reorderMost = 10_000 // lines that are computed at once; the last page that is read may exceed it
)

// proposal is what is to be ordered from each supplier.
type proposal struct {
	lines map[string][]outlook.ReorderLine // by the supplier's code, in the order of a sheet
	cut   bool                             // there are more lines than were read
}

// propose computes what to order: from one supplier, or from all. Lines of another
// supplier than dated have no days; nil: all have. The late goods of the items in
// without do not count.
func (h *Handler) propose(ctx context.Context, r viewer, mall lowstock.MallID, supply preference.Supply, from listing.Ordered, dated *string, without []string) (p proposal, err error) {
	plan, err := h.Store.Mall(mall).Events(ctx)
	if err != nil {
		return p, err
	}
	on := basis{calendar: r.Calendar(plan), orderDays: supply.OrderDays, without: without, dated: dated}
	q := listing.Params{Outlook: outlook.FilterOrder, OrderFrom: from, Sort: listing.SortUrgent, Limit: kit.SheetPage}.At(r.DateAhead(1))
	p.lines = map[string][]outlook.ReorderLine{}
	for read := 0; ; {
		rows, next, err := h.Store.Mall(mall).Inventory(ctx, q)
		if err != nil {
			return p, err
		}
		lines, err := h.lines(ctx, r, mall, on, rows)
		if err != nil {
			return p, err
		}
		for i := range lines {
			code := lines[i].SupplierCode
			p.lines[code] = append(p.lines[code], lines[i])
		}
		q.Cursor, read = next, read+len(rows)
		if p.cut = next != "" && read >= reorderMost; next == "" || p.cut {
			break
		}
	}
	for _, lines := range p.lines {
		slices.SortFunc(lines, func(a, b outlook.ReorderLine) int { return placeOf(&a).compare(placeOf(&b)) })
	}
	return p, nil
}

// sheet returns the lines of one supplier as a sheet.
func (p *proposal) sheet(r viewer, of outlook.SupplierNeed, orderDays int) outlook.ReorderSheet {
	return outlook.ReorderSheet{SupplierCode: of.Code, Supplier: of.Name, At: r.Now, OrderDays: orderDays, Lines: p.lines[of.Code]}
}

// place is where a line stands in a sheet: the most money at risk first, then the
// lowest stock. Lines with nothing to order, because goods are on their way, come
// last. An address names the first line of a page by it, so that the page begins at
// the same place when lines before it are gone.
type place struct {
	nothing  int // 1: nothing is to be ordered
	risk     float64
	quantity int
	code     string
}

func placeOf(l *outlook.ReorderLine) place {
	return place{1 - min(l.Order, 1), l.AtRisk, l.Quantity, l.VariantCode}
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.nothing, q.nothing), cmp.Compare(q.risk, p.risk), cmp.Compare(p.quantity, q.quantity), strings.Compare(p.code, q.code))
}

// String returns the place as an address has it.
func (p place) String() string {
	return fmt.Sprintf("%d_%s_%d_%s", p.nothing, strconv.FormatFloat(p.risk, 'f', -1, 64), p.quantity, p.code)
}

// readPlace reads a place of an address; false where it is none.
func readPlace(text string) (p place, is bool) {
	parts := strings.SplitN(kit.Clip(text, kit.MaxCursor), "_", 4)
	if len(parts) < 4 {
		return p, false
	}
	var errs [3]error
	p.nothing, errs[0] = strconv.Atoi(parts[0])
	p.risk, errs[1] = strconv.ParseFloat(parts[1], 64)
	p.quantity, errs[2] = strconv.Atoi(parts[2])
	p.code = parts[3]
	return p, errs == [3]error{} && kit.CodePattern.MatchString(p.code)
}

// window is the part of a sheet that a page shows.
type window struct {
	lines      []outlook.ReorderLine
	before     int    // lines on the pages before it
	prev, next string // places; "": this is the first page, or the last
}

// windowAt returns the page of a sheet that begins at a place.
func windowAt(lines []outlook.ReorderLine, at string) (w window) {
	if p, is := readPlace(at); is {
		w.before, _ = slices.BinarySearchFunc(lines, p, func(l outlook.ReorderLine, p place) int { return placeOf(&l).compare(p) })
	}
	if w.before >= len(lines) {
		w.before = 0
	}
	if w.before > 0 {
		w.prev = placeOf(&lines[max(0, w.before-reorderRows)]).String()
	}
	end := w.before + reorderRows
	if end < len(lines) {
		w.next = placeOf(&lines[end]).String()
	}
	w.lines = lines[w.before:min(end, len(lines))]
	return w
}
