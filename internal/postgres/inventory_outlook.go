package postgres

import (
	"errors"
	"fmt"
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

// onItsWay is the condition that goods of an incident i are ordered and have
// not arrived.
const onItsWay = `i.state <> 'resolved' AND i.ordered_quantity IS NOT NULL AND i.expected_on IS NOT NULL`

// ownOrder is the condition that an answer i is an order of an item without an
// alert, and its goods have not arrived; see migration 00062.
const ownOrder = `i.answer = 'ordered' AND i.incident_id IS NULL AND i.ended_at IS NULL AND i.undone_at IS NULL`

// incomingOf selects from what says that goods of a variant v are on their way:
// its incident, or else an order of its own. A variant has at most one of each.
func incomingOf(expression, condition string) string {
	of := func(table, on string) string {
		return `(SELECT ` + expression + ` FROM ` + table + ` i WHERE i.mall_id = v.mall_id AND i.variant_code = v.variant_code AND ` + on + condition + `)`
	}
	return `coalesce(` + of("incidents", onItsWay) + `, ` + of("morning_answers", ownOrder) + `)`
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
		inTime := incomingOf("i.ordered_quantity", ` AND i.expected_on BETWEEN ?::date AND ?::date + f.lead_days`)
		w.add(alertable+" AND v.quantity <= "+reorderPoint, reasons()...)
		w.add("v.quantity + coalesce("+inTime+", 0) <= "+reorderPoint, append([]any{today, today, today, today}, reasons()...)...)
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

// storedIncoming scans what incomingAsked selects. NULL means that nothing is on
// its way.
type storedIncoming outlook.Incoming

//nolint:gochecknoglobals // made of constants, and constant
var incomingAsked = incomingOf(`i.ordered_quantity || ' ' || to_char(i.expected_on, 'YYYY-MM-DD')`, "")

// ScanText implements [pgtype.TextScanner].
func (i *storedIncoming) ScanText(v pgtype.Text) error {
	*i = storedIncoming{}
	if !v.Valid {
		return nil
	}
	var day string
	if _, err := fmt.Sscan(v.String, &i.Units, &day); err != nil {
		return fmt.Errorf("goods on their way: %w", err)
	}
	var err error
	i.On, err = time.Parse(time.DateOnly, day)
	return err
}
