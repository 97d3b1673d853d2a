package postgres

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// proven is the condition that a forecast's proof is the proof of its point, or
// its point is an estimate from other items.
const proven = `(f.proof_point = f.point OR f.class = '')`

// unreasoned is the condition that a suggestion would have kept less than the
// threshold and no reason is known. It is true where the point is below the
// threshold and [outlook.Suggestion.Offered] is none. Its arguments are those
// of reasons.
const unreasoned = `(` + proven + ` AND f.proof_windows >= ? AND f.proof_above BETWEEN 1 AND v.threshold
	AND 100 * f.proof_kept < f.level - 1e-9 AND f.slowed_from = 0 AND NOT (f.season > 0 AND f.season <= ?))`

// reasons returns the arguments of unreasoned.
func reasons() []any { return []any{outlook.ProofWindows, outlook.OffSeasonMost} }

// alertable is the condition that a variant may alert.
const alertable = `v.tracked AND v.silence = ''`

// onItsWay is the condition that units of a line l of a purchase order are on
// their way. It is that of an index.
const onItsWay = `l.coming AND l.rest > 0`

// ownOrder is the condition that an answer i is the order of an item without an
// alert, as a program from before there were purchase orders reads it; see
// migrations 00062 and 00064.
const ownOrder = `i.answer = 'ordered' AND i.incident_id IS NULL AND i.ended_at IS NULL AND i.undone_at IS NULL`

// incomingOf selects from all lines l with goods on their way of the variant of
// a row.
func incomingOf(row, expression string) string {
	return `(SELECT ` + expression + ` FROM purchase_lines l WHERE l.mall_id = ` + row + `.mall_id AND l.variant_code = ` + row + `.variant_code AND ` + onItsWay + `)`
}

// incomingAsked selects what [storedIncoming] scans: a number for each line, with
// its units, the day on which they are expected, and for how many days longer
// they are certain. Of 51 rows, texts in place of numbers cost 70 µs more.
func incomingAsked(row string) string {
	return `ARRAY` + incomingOf(row, `(l.rest::bigint << 32) + (greatest(l.expected_on - date '2000-01-01', 0) << 16) + greatest(l.cover_until - l.expected_on, 0)`)
}

// reorderPoint is [outlook.Suggestion.ReorderPoint]. Its arguments are those of
// reasons.
const reorderPoint = `CASE WHEN ` + unreasoned + ` THEN v.threshold ELSE f.point END`

var errNoDay = errors.New("postgres: a list that counts goods on their way needs the day")

// outlook filters a list of variants v with their forecasts f. Today is needed
// for [outlook.FilterOrder] alone.
func (w *where) outlook(o outlook.Filter, today time.Time) error {
	switch o {
	case "":
	case outlook.FilterOrder: // outlook.Due
		if today.IsZero() {
			return errNoDay
		}
		w.add(alertable+" AND v.quantity <= "+reorderPoint, reasons()...)
		w.add("v.quantity + "+positionOf(inPosition)+" <= "+reorderPoint, append([]any{today}, reasons()...)...)
	case outlook.FilterRaise:
		w.add(alertable + " AND f.point > v.threshold AND " + proven)
	case outlook.FilterLower:
		w.add(alertable+" AND f.point < v.threshold AND "+proven+" AND NOT "+unreasoned, reasons()...)
	case outlook.FilterLittle:
		w.add(alertable + " AND f.point IS NULL")
	default:
		return lowstock.InvalidFields(map[string]string{"outlook": "error.invalid"})
	}
	return nil
}

// The conditions under which a line l counts towards the position, and under which
// it does so and is late. Each argument is the day.
const (
	inPosition     = `l.expected_on >= ?::date - `
	lateInPosition = `greatest(l.expected_on, l.cover_until) < ?::date AND ` + inPosition
)

// positionOf adds up the units of a variant v that a condition counts.
func positionOf(condition string) string {
	return "coalesce(" + incomingOf("v", "sum(l.rest) FILTER (WHERE "+condition+strconv.Itoa(lowstock.MissingDays)+")") + ", 0)"
}

// lateHeld selects the variants of [outlook.DueWithoutLate] on a day.
func (w *where) lateHeld(today time.Time) error {
	if today.IsZero() {
		return errNoDay
	}
	w.add(alertable+" AND v.quantity <= "+reorderPoint, reasons()...)
	w.add("v.quantity + "+positionOf(inPosition)+" > "+reorderPoint, append([]any{today}, reasons()...)...)
	w.add("v.quantity + "+positionOf(inPosition)+" - "+positionOf(lateInPosition)+" <= "+reorderPoint, append([]any{today, today, today}, reasons()...)...)
	return nil
}

// storedIncoming scans what incomingAsked selects.
type storedIncoming lowstock.Incoming

// SetDimensions implements [pgtype.ArraySetter].
func (i *storedIncoming) SetDimensions([]pgtype.ArrayDimension) error {
	*i = storedIncoming{}
	return nil
}

// ScanIndex implements [pgtype.ArraySetter].
func (i *storedIncoming) ScanIndex(int) any { return (*storedGoods)(i) }

// ScanIndexType implements [pgtype.ArraySetter].
func (i *storedIncoming) ScanIndexType() any { return (*storedGoods)(i) }

// storedGoods scans one line of incomingAsked.
type storedGoods storedIncoming

// ScanInt64 implements [pgtype.Int64Scanner].
func (i *storedGoods) ScanInt64(v pgtype.Int8) error {
	const day = 1<<16 - 1
	g := lowstock.Goods{Units: int(v.Int64 >> 32), On: time.Date(2000, 1, 1+int(v.Int64>>16&day), 0, 0, 0, 0, time.UTC)}
	if more := int(v.Int64 & day); more > 0 {
		g.Until = g.On.AddDate(0, 0, more)
	}
	in := lowstock.Incoming(*i)
	*i = storedGoods(in.With(g))
	return nil
}
