package rules

import (
	"regexp"
	"slices"
	"strings"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/typed"
)

// scientific matches a number that a spreadsheet shows in scientific notation because it is too
// long.
var scientific = regexp.MustCompile(`^\d(?:[.,]\d+)?[Ee]\+?\d+$`)

// itemNames finds items by the names that a table uses: Cafe24's code first, then the merchant's
// own code. The merchant's code is compared exactly first, then without regard to how it is typed,
// then in the form in which Excel leaves a code that it reads as a number.
type itemNames struct {
	byCode, byColumn, byTyped, byShort map[string][]*listing.InventoryRow
}

func nameItems(variants []listing.InventoryRow) itemNames {
	n := itemNames{
		map[string][]*listing.InventoryRow{}, map[string][]*listing.InventoryRow{}, map[string][]*listing.InventoryRow{}, map[string][]*listing.InventoryRow{},
	}
	for i := range variants {
		v := &variants[i]
		n.byCode[v.Code] = append(n.byCode[v.Code], v)
		if v.CustomCode == "" {
			continue
		}
		n.byColumn[v.CustomCode] = append(n.byColumn[v.CustomCode], v)
		n.byTyped[typed.Code(v.CustomCode)] = append(n.byTyped[typed.Code(v.CustomCode)], v)
		n.byShort[typed.Shortened(v.CustomCode)] = append(n.byShort[typed.Shortened(v.CustomCode)], v)
	}
	return n
}

// find returns the item that a name means. If there is none, key says why. Only a name from the
// column of Cafe24's codes is compared with Cafe24's codes.
func (n itemNames) find(name string, isCode bool) (item *listing.InventoryRow, key string, args []any) {
	if found := n.byCode[typed.Code(name)]; isCode && len(found) == 1 {
		return found[0], "", nil
	}
	if found := n.byColumn[name]; len(found) == 1 {
		return found[0], "", nil
	} else if len(found) > 1 {
		return nil, "sheet.error_several", []any{len(found)}
	}
	found := n.byTyped[typed.Code(name)]
	if len(found) == 0 && scientific.MatchString(name) {
		return nil, "sheet.error_scientific", nil
	}
	if len(found) == 0 {
		found = n.byShort[typed.Shortened(name)]
	}
	switch len(found) {
	case 0:
		return nil, "sheet.error_unknown", nil
	case 1:
		return found[0], "", nil
	}
	return nil, "sheet.error_ambiguous", []any{named(found)}
}

// named lists the names of the first items. Items with the same name are listed by Cafe24's code.
func named(items []*listing.InventoryRow) string {
	var names []string
	items, more := items[:min(len(items), sheetNamed)], len(items) > sheetNamed
	for _, item := range items {
		name := item.CustomCode
		if slices.ContainsFunc(items, func(o *listing.InventoryRow) bool { return o != item && typed.Text(o.CustomCode) == typed.Text(name) }) {
			name += " (" + item.Code + ")"
		}
		names = append(names, name)
	}
	if more {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}
