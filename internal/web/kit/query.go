package kit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
)

// SortOf reads the order of a list.
func SortOf(text string) (listing.Sort, error) {
	if text == "" {
		return listing.SortCode, nil
	}
	known := []listing.Sort{
		listing.SortUrgent, listing.SortCode, listing.SortQuantity,
		listing.SortQuantityDesc, listing.SortName, listing.SortCover, listing.SortObserved, listing.SortRisk,
	}
	if sort := listing.Sort(text); slices.Contains(known, sort) {
		return sort, nil
	}
	return "", lowstock.InvalidFields(map[string]string{"sort": "error.sort"})
}

const (
	// DefaultLimit is how many rows a list of the API has by default.
	DefaultLimit = 50
)

const (
	// MaxLimit is how many rows may be requested at once.
	MaxLimit = 100
)

const (
	// MaxCursor is the greatest length of a cursor.
	MaxCursor = 1024
)

const (
	// MaxSearch is the greatest length of a search text.
	MaxSearch = 200
)

// CodePattern is the form of a code.
var CodePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// PathID reads a positive number from the path. Any other text is answered as
// not found.
func PathID(c echo.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n < 1 {
		return 0, lowstock.NotFound()
	}
	return n, nil
}

const (
	// PageRows is how many rows a page of a list has.
	PageRows = 50
)

const (
	// NoScriptPoll is how many seconds a page without JavaScript waits before
	// it reloads.
	NoScriptPoll = "5"
)

// StockQuery reads the list query of an address. It ignores unknown values, so
// that an old bookmark still opens.
func StockQuery(param func(string) string) listing.Params {
	q := listing.Params{
		Q: strings.TrimSpace(Clip(param("q"), MaxSearch)), Cursor: Clip(param("cursor"), MaxCursor),
		Muted: param("muted") == "1", Important: slices.Contains([]string{"1", "true"}, param("important")), Sort: listing.SortUrgent, Limit: PageRows,
	}
	switch status := lowstock.Status(param("status")); status {
	case lowstock.StatusOut, lowstock.StatusLow, lowstock.StatusOK, lowstock.StatusUntracked:
		q.Status = status
	case present.StatusSilent:
		q.Silent = true
	case present.StatusSelling:
		q.StillSelling = true
	}
	switch filter := outlook.Filter(param("outlook")); filter {
	case outlook.FilterOrder, outlook.FilterRaise, outlook.FilterLower, outlook.FilterLittle:
		q.Outlook = filter
	}
	if held := outlook.Held(param("held")); slices.Contains(outlook.HeldKinds(), held) {
		days, _ := strconv.Atoi(param("days"))
		q.Held, q.HeldDays = held, outlook.HeldFor(days)
	}
	if source := lowstock.Scope(param("source")); slices.Contains(lowstock.Scopes(), source) {
		q.Source = source
	}
	if sort, err := SortOf(param("sort")); err == nil && param("sort") != "" {
		q.Sort = sort
	}
	if no, err := strconv.ParseInt(param("category"), 10, 32); err == nil && no > 0 {
		q.CategoryNo = int(no)
	}
	switch code := param("supplier"); {
	case !CodePattern.MatchString(code):
	case strings.HasPrefix(code, ownSupplier): // Cafe24 does not know it: what is ordered from it
		q.OrderFrom = listing.Ordered{Is: true, Code: code}
	default:
		q.SupplierCode = code
	}
	return q
}

// UnknownPlace says whether the error is a cursor that cannot be read.
func UnknownPlace(err error, q listing.Params) bool {
	return err != nil && q.Cursor != "" && lowstock.ErrorCode(err) == lowstock.CodeInvalid
}
