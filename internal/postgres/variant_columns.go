package postgres

import (
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// variantColumn is a column of variants: how an item is written to it, and
// where it is read to.
type variantColumn struct {
	column[item]
	decided bool // the decision sets it; the reading sets the others
	to      func(*storedVariant) any
}

// asRead makes a column that a reading sets.
func asRead[V any](name, typ string, value func(*item) V, to func(*storedVariant) any) variantColumn {
	return variantColumn{column: col(name, typ, value), to: to}
}

// asJudged makes a column that the decision sets.
func asJudged[V any](name, typ string, value func(*item) V, to func(*storedVariant) any) variantColumn {
	return variantColumn{column: col(name, typ, value), decided: true, to: to}
}

// variantTable is every column of variants that settling writes or reads. A
// further column needs a line here, a migration, the field of
// [lowstock.Variant], and a line of sameVariant.
var variantTable = []variantColumn{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	asRead("variant_code", "text", func(i *item) string { return i.variant.Code }, func(s *storedVariant) any { return &s.variant.Code }),
	asRead("product_no", "bigint", func(i *item) int64 { return i.variant.ProductNo }, func(s *storedVariant) any { return &s.variant.ProductNo }),
	asRead("custom_variant_code", "text", func(i *item) string { return i.variant.CustomCode }, func(s *storedVariant) any { return &s.variant.CustomCode }),
	asRead("options", "jsonb", func(i *item) string { return optionsJSON(i.variant.Options) }, func(s *storedVariant) any { return &s.variant.Options }),
	asRead("display", "bool", func(i *item) bool { return i.variant.Display }, func(s *storedVariant) any { return &s.variant.Display }),
	asRead("selling", "bool", func(i *item) bool { return i.variant.Selling }, func(s *storedVariant) any { return &s.variant.Selling }),
	asRead("tracked", "bool", func(i *item) bool { return i.variant.Tracked }, func(s *storedVariant) any { return &s.variant.Tracked }),
	asRead("quantity", "int", func(i *item) int32 { return bounded(i.variant.Quantity) }, func(s *storedVariant) any { return &s.variant.Quantity }),
	asRead("safety_inventory", "int", func(i *item) int32 { return bounded(i.variant.Safety) }, func(s *storedVariant) any { return &s.variant.Safety }),
	asRead("at_payment", "bool", func(i *item) bool { return i.variant.AtPayment }, func(s *storedVariant) any { return &s.variant.AtPayment }),
	asRead("sells_at_zero", "bool", func(i *item) bool { return i.variant.SellsAtZero }, func(s *storedVariant) any { return &s.variant.SellsAtZero }),
	asRead("important", "bool", func(i *item) bool { return i.variant.Important }, func(s *storedVariant) any { return &s.variant.Important }),
	asRead("additional_price", "text", func(i *item) string { return i.variant.AddedPrice }, func(s *storedVariant) any { return &s.variant.AddedPrice }),
	asRead("observed_at", "timestamptz", func(i *item) time.Time { return i.observed }, func(s *storedVariant) any { return &s.observed }),
	asRead("source", "text", func(i *item) string { return string(i.source) }, func(s *storedVariant) any { return &s.source }),
	asRead("removed_at", "timestamptz", func(i *item) *time.Time { return orNull(i.removedAt) }, func(s *storedVariant) any { return orZero(&s.removedAt) }),

	asJudged("threshold", "int", func(i *item) int32 { return bounded(i.threshold.Value) }, func(s *storedVariant) any { return &s.threshold.Value }),
	asJudged("threshold_source", "text", func(i *item) string { return string(i.threshold.Source) }, func(s *storedVariant) any { return &s.threshold.Source }),
	asJudged("threshold_days", "int", func(i *item) *int32 { return positive(i.threshold.Days) }, func(s *storedVariant) any { return orNone(&s.threshold.Days) }),
	asJudged("muted", "bool", func(i *item) bool { return i.threshold.Muted }, func(s *storedVariant) any { return &s.threshold.Muted }),
	asJudged("status", "text", func(i *item) string { return string(i.decision.Status) }, func(s *storedVariant) any { return &s.status }),
	asJudged("silence", "text", func(i *item) string { return i.silence }, func(s *storedVariant) any { return &s.silence }),
	asJudged("silent", "bool", func(i *item) bool { return i.silent }, func(s *storedVariant) any { return &s.silent }),
	asJudged("raise_seen_at", "timestamptz", func(i *item) *time.Time { return orNull(i.decision.RaiseSeenAt) }, func(s *storedVariant) any { return orZero(&s.raiseSeenAt) }),
	asJudged("dismissed", "text", func(i *item) string { return string(i.decision.Dismissed) }, func(s *storedVariant) any { return &s.dismissed }),

	// The nightly forecast writes it; see soldColumns.
	{column: column[item]{name: "daily_sales"}, to: func(s *storedVariant) any { return orUnknown(&s.sales) }},
}

// writtenVariants are the columns that settling writes of whole rows, and
// judgedVariants those that a decision alone sets.
//
//nolint:gochecknoglobals // made of a table, and constant
var (
	writtenVariants = variantsThat(func(c *variantColumn) bool { return c.array != nil })
	judgedVariants  = variantsThat(func(c *variantColumn) bool { return c.decided || c.name == "variant_code" })
)

func variantsThat(keep func(*variantColumn) bool) (list columns[item]) {
	for i := range variantTable {
		if c := &variantTable[i]; keep(c) {
			list = append(list, c.column)
		}
	}
	return list
}

//nolint:gochecknoglobals // made of a table, and constant
var (
	insertVariants = `INSERT INTO variants (mall_id, ` + writtenVariants.names() + `) SELECT $1, ` + writtenVariants.values() + ` FROM ` + writtenVariants.rows()
	updateVariants = updateVariantsOf(writtenVariants)
	// Where only the decision is new, nothing else is written: after a changed
	// rule there may be as many such variants as the catalogue holds.
	updateJudged = updateVariantsOf(judgedVariants)
)

func updateVariantsOf(c columns[item]) string {
	return `UPDATE variants v SET ` + c.without("variant_code").assigned() + ` FROM ` + c.rows() + `
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2) AND v.variant_code = u.variant_code`
}

// storedVariantColumns is what [scanStored] reads. It omits the options, which
// no decision depends on; without them reading costs less than half.
//
//nolint:gochecknoglobals // made of a table, and constant
var (
	storedVariantColumns   = selectVariants("")
	storedVariantNoOptions = selectVariants("options")
)

func selectVariants(without string) string {
	list := make([]string, 0, len(variantTable)+1)
	for i := range variantTable {
		if c := &variantTable[i]; c.name == without {
			list = append(list, "NULL")
		} else {
			list = append(list, "v."+c.name)
		}
	}
	return strings.Join(append(list, "i.incident_id"), ", ") + ", " + incidentState
}

func scanStored(row pgx.CollectableRow) (*storedVariant, error) {
	var s storedVariant
	var id *int64
	var i lowstock.Incident
	fields := make([]any, 0, len(variantTable)+32)
	for c := range variantTable {
		fields = append(fields, variantTable[c].to(&s))
	}
	if err := row.Scan(append(append(fields, &id), incidentFields(&i)...)...); err != nil {
		return nil, err
	}
	if id != nil {
		i.ID, i.ProductNo, i.VariantCode = *id, s.variant.ProductNo, s.variant.Code
		s.standing = &i
	}
	return &s, nil
}
