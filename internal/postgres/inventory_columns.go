package postgres

import (
	"encoding/json"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// inventoryColumn is a column of a list of variants, and where it is read to.
type inventoryColumn struct {
	expression string
	to         func(*listing.InventoryRow) any
	in         lists
}

// lists says which lists have a column; see [listing.Params.Brief].
type lists int

const (
	inAll   lists = iota
	inWhole       // the list on a page does not show it
	inBrief       // in place of one that only a whole list has
)

// inventoryTable is what a row of a list consists of. Of 51 rows, each column
// costs about 4 µs of the server's processor and 4 of this program's.
var inventoryTable = []inventoryColumn{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	{"v.variant_code", func(r *listing.InventoryRow) any { return &r.Code }, inAll},
	{"v.product_no", func(r *listing.InventoryRow) any { return &r.ProductNo }, inAll},
	{"v.custom_variant_code", func(r *listing.InventoryRow) any { return &r.CustomCode }, inAll},
	{"v.options", func(r *listing.InventoryRow) any { return (*storedOptions)(&r.Options) }, inAll},
	{"v.display", func(r *listing.InventoryRow) any { return &r.Display }, inWhole},
	{"v.selling", func(r *listing.InventoryRow) any { return &r.Selling }, inWhole},
	{"v.tracked", func(r *listing.InventoryRow) any { return &r.Tracked }, inAll},
	{"v.quantity", func(r *listing.InventoryRow) any { return &r.Quantity }, inAll},
	{"v.safety_inventory", func(r *listing.InventoryRow) any { return &r.Safety }, inWhole},
	{"v.sells_at_zero", func(r *listing.InventoryRow) any { return &r.SellsAtZero }, inAll},
	{"v.important", func(r *listing.InventoryRow) any { return &r.Important }, inAll},
	{"p.product_code", func(r *listing.InventoryRow) any { return &r.ProductCode }, inWhole},
	{"p.product_name", func(r *listing.InventoryRow) any { return &r.ProductName }, inAll},
	{"p.image_url", func(r *listing.InventoryRow) any { return &r.ImageURL }, inAll},
	{"v.status", func(r *listing.InventoryRow) any { return (*string)(&r.Status) }, inAll},
	{"v.threshold", func(r *listing.InventoryRow) any { return &r.Threshold }, inAll},
	{"v.threshold_source", func(r *listing.InventoryRow) any { return (*string)(&r.ThresholdSource) }, inAll},
	{"v.threshold_days", func(r *listing.InventoryRow) any { return orNone(&r.ThresholdDays) }, inAll},
	{"v.muted", func(r *listing.InventoryRow) any { return &r.Muted }, inWhole},
	{"v.silence", func(r *listing.InventoryRow) any { return &r.Silence }, inAll},
	{"v.daily_sales", func(r *listing.InventoryRow) any { return orUnknown(&r.Sales) }, inAll},
	{"v.cover", func(r *listing.InventoryRow) any { return &r.Cover }, inAll},
	{"p.display AND p.selling AND v.display AND v.selling", func(r *listing.InventoryRow) any { return &r.OnSale }, inAll},
	{"v.observed_at", func(r *listing.InventoryRow) any { return &r.ObservedAt }, inAll},
	{"p.supplier_code", func(r *listing.InventoryRow) any { return &r.SupplierCode }, inWhole},
	{"p.category_nos", func(r *listing.InventoryRow) any { return &r.CategoryNos }, inWhole},
	{"p.price", func(r *listing.InventoryRow) any { return &r.Price }, inAll},
	{"v.additional_price", func(r *listing.InventoryRow) any { return &r.AddedPrice }, inAll},
	{"p.supply_price", func(r *listing.InventoryRow) any { return &r.SupplyPrice }, inWhole},
	{"f.point", func(r *listing.InventoryRow) any { return (*suggestedPoint)(&r.Suggestion) }, inAll},
	{"f.expected", func(r *listing.InventoryRow) any { return orNone(&r.Suggestion.Expected) }, inWhole},
	{"f.lead_days", func(r *listing.InventoryRow) any { return orNone(&r.Suggestion.LeadDays) }, inAll},
	{"f.level", func(r *listing.InventoryRow) any { return orNone(&r.Suggestion.Level) }, inAll},
	{"f.proof_windows", func(r *listing.InventoryRow) any { return orNone(&r.Suggestion.Proof.Windows) }, inAll},
	{"f.proof_kept", func(r *listing.InventoryRow) any { return orNought(&r.Suggestion.Proof.Kept) }, inAll},
	{"f.proof_above", func(r *listing.InventoryRow) any { return orNone(&r.Suggestion.Proof.Above) }, inAll},
	{"f.slowed_from", func(r *listing.InventoryRow) any { return orNought(&r.Suggestion.Proof.From) }, inAll},
	{"f.slowed_to", func(r *listing.InventoryRow) any { return orNought(&r.Suggestion.Proof.To) }, inAll},
	{"f.season", func(r *listing.InventoryRow) any { return orNought(&r.Suggestion.Proof.Season) }, inAll},
	{"coalesce(" + proven + ", false)", func(r *listing.InventoryRow) any { return &r.Suggestion.Proven }, inAll},
	{"CASE WHEN f.class = '' THEN f.learnt END", func(r *listing.InventoryRow) any { return (*storedLearnt)(&r.Suggestion.Learnt) }, inAll},
	{"f.ahead", func(r *listing.InventoryRow) any { return &r.Ahead }, inAll},
	{"f.lost", func(r *listing.InventoryRow) any { return (*[]int32)(&r.Lost) }, inWhole},
	{lostBriefly, func(r *listing.InventoryRow) any { return (*[]int32)(&r.Lost) }, inBrief},
	{"f.covers", func(r *listing.InventoryRow) any { return &r.Covers }, inWhole},
	{incomingIfAny, func(r *listing.InventoryRow) any { return (*storedIncoming)(&r.Incoming) }, inAll},
}

// inventoryTables are the tables that a list of variants is read from.
const inventoryTables = ` FROM variants v
	  JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no
	  LEFT JOIN forecasts f ON f.mall_id = v.mall_id AND f.variant_code = v.variant_code`

// inventoryColumns are columns of one list.
type inventoryColumns []inventoryColumn

//nolint:gochecknoglobals // made of a table, and constant
var (
	wholeInventory = columnsWithout(inBrief)
	briefInventory = columnsWithout(inWhole)

	selectWholeInventory = wholeInventory.selects()
	selectBriefInventory = briefInventory.selects()

	incomingIfAny = `CASE WHEN ` + anyIncoming + ` THEN ` + incomingAsked("v") + ` END`

	// lostBriefly is as much of a [lowstock.LossCurve] as the list on a page needs:
	// of a row without goods on their way the first section, and of a row that
	// loses nothing no points. A whole curve has 90 to 150 numbers, which took a
	// third of the list's time.
	lostBriefly = `CASE WHEN greatest(v.quantity, 0) >= f.lost[2] THEN '{0,0,0}'::int[]
	WHEN ` + anyIncoming + ` AND EXISTS ` + incomingOf("v", "") + ` THEN f.lost
	WHEN f.lost IS NOT NULL AND NOT (` + losesSales + `) THEN '{0,0,0}'::int[] ELSE f.lost[:3 + 2 * coalesce(f.lost[3], 0)] END`
)

// anyIncoming says, once a statement, whether anything is on its way to the mall
// $1. Where it is false, the rows need not look for it, which takes a tenth of
// the list's time.
const anyIncoming = `EXISTS (SELECT FROM purchase_lines l WHERE l.mall_id = $1 AND ` + onItsWay + `)`

func columnsWithout(other lists) (list inventoryColumns) {
	for _, c := range inventoryTable {
		if c.in != other {
			list = append(list, c)
		}
	}
	return list
}

// inventoryOf returns the columns of a list and their SELECT.
func inventoryOf(q listing.Params) (inventoryColumns, string) {
	if q.Brief {
		return briefInventory, selectBriefInventory
	}
	return wholeInventory, selectWholeInventory
}

func (c inventoryColumns) selects() string {
	list := make([]string, len(c))
	for i := range c {
		list[i] = c[i].expression
	}
	return `SELECT ` + strings.Join(list, ", ") + inventoryTables
}

// collect reads rows, of which there are about as many as capacity.
func (c inventoryColumns) collect(rows pgx.Rows, capacity int) ([]listing.InventoryRow, error) {
	var r listing.InventoryRow
	fields := make([]any, len(c))
	for i := range c {
		fields[i] = c[i].to(&r)
	}
	list := make([]listing.InventoryRow, 0, capacity)
	_, err := pgx.ForEachRow(rows, fields, func() error {
		if !r.Suggestion.Proven {
			r.Suggestion.Proof = outlook.Proof{}
		}
		list = append(list, r)
		r = listing.InventoryRow{} // the next row must not write into the slices of this one
		return nil
	})
	return list, err
}

// suggestedPoint scans forecasts.point: NULL means that nothing is suggested.
type suggestedPoint outlook.Suggestion

// ScanInt64 implements [pgtype.Int64Scanner].
func (s *suggestedPoint) ScanInt64(v pgtype.Int8) error {
	s.Point, s.Known = int(v.Int64), v.Valid
	return nil
}

// storedOptions scans the options of a variant.
type storedOptions []lowstock.Option

// ScanBytes implements [pgtype.BytesScanner].
func (o *storedOptions) ScanBytes(stored []byte) error {
	list, plain := plainOptions(string(stored))
	if plain {
		*o = list
		return nil
	}
	*o = nil
	return json.Unmarshal(stored, (*[]lowstock.Option)(o))
}

// plainOptions reads the form in which PostgreSQL writes options without a
// character that JSON escapes. Of a page of 50 variants encoding/json took
// 70 µs. It returns false for any other form.
func plainOptions(text string) (list []lowstock.Option, plain bool) {
	rest, is := strings.CutPrefix(text, "[")
	if !is || strings.Contains(text, `\`) {
		return nil, false
	}
	list = make([]lowstock.Option, 0, 2)
	for rest != "]" {
		var o lowstock.Option
		if len(list) > 0 {
			if rest, is = strings.CutPrefix(rest, ", "); !is {
				return nil, false
			}
		}
		for _, field := range []struct {
			before string
			to     *string
		}{{`{"name": "`, &o.Name}, {`, "value": "`, &o.Value}} {
			if rest, is = strings.CutPrefix(rest, field.before); !is {
				return nil, false
			}
			if *field.to, rest, is = strings.Cut(rest, `"`); !is {
				return nil, false
			}
		}
		if rest, is = strings.CutPrefix(rest, "}"); !is {
			return nil, false
		}
		list = append(list, o)
	}
	return list, true
}
