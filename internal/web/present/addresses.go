package present

import (
	"cmp"
	"net/url"
	"strconv"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// UndoURL is where a change of rules is taken back.
func UndoURL(id int64) string {
	return paths.Of(paths.UndoRules, strconv.FormatInt(id, 10))
}

// StandingText is the number in the bar: what waits for an answer; nothing where
// nothing does.
func StandingText(counts listing.Counts) string {
	if counts.Unanswered == 0 {
		return ""
	}
	return Number(counts.Unanswered)
}

// Done is the sentence of what a redirect says was done; anything else that
// stands in the address says nothing.
func (r Viewer) Done(what string) string {
	if what == "" || !words.Has("done."+what) {
		return ""
	}
	return r.T("done." + what)
}

// WithQuery sets names to values in an address; an empty value leaves the name
// out.
func WithQuery(to string, pairs ...string) string {
	u, err := url.Parse(to)
	if err != nil {
		return to
	}
	v := u.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	u.RawQuery = v.Encode()
	return u.String()
}

// VariantURL is the product page with a variant chosen.
func VariantURL(no int64, code string) string {
	if code == "" {
		return ProductURL(no)
	}
	return ProductURL(no) + "?variant=" + url.QueryEscape(code)
}

// OptionURL leads to a variant's own panel; without a code to the product.
func OptionURL(no int64, code string) string {
	if code == "" {
		return ProductURL(no)
	}
	return VariantURL(no, code) + "#variant"
}

// SupplierURL is the page of a supplier.
func SupplierURL(code string) string { return paths.Of(paths.Supplier, code) }

// ReorderURL is the page of what to order of a supplier.
func ReorderURL(supplier string) string {
	if supplier == "" {
		return paths.Reorder
	}
	return paths.Reorder + "?supplier=" + url.QueryEscape(supplier)
}

// StatusSilent asks, in place of a status, for what never alerts.
const StatusSilent = "silent"

// StatusSelling asks for what is out and goes on selling.
const StatusSelling = "selling"

// StockURL writes a list query back into the address that asks for it, always
// in the same order and without what is at its default.
func StockURL(q listing.Params) string {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			v.Set(name, value)
		}
	}
	set("q", q.Q)
	switch {
	case q.Silent:
		set("status", StatusSilent)
	case q.StillSelling:
		set("status", StatusSelling)
	default:
		set("status", string(q.Status))
	}
	set("category", strconv.Itoa(q.CategoryNo))
	set("supplier", cmp.Or(q.SupplierCode, q.OrderFrom.Code))
	if q.Muted {
		set("muted", "1")
	}
	if q.Important {
		set("important", "1")
	}
	set("outlook", string(q.Outlook))
	set("held", string(q.Held))
	if q.Held != "" && q.HeldDays != outlook.HeldDays {
		set("days", strconv.Itoa(q.HeldDays))
	}
	set("source", string(q.Source))
	if q.Sort != listing.SortUrgent {
		set("sort", string(q.Sort))
	}
	set("cursor", q.Cursor)
	if len(v) == 0 {
		return paths.Stock
	}
	return paths.Stock + "?" + v.Encode()
}

// ProductURL is the page of a product.
func ProductURL(no int64) string { return paths.Of(paths.Product, strconv.FormatInt(no, 10)) }
