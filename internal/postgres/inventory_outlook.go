package postgres

import (
	"errors"
	"fmt"
	"strings"
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

// incomingOf selects an expression over all lines l with goods on their way of
// the variant of a row.
func incomingOf(row, expression string) string {
	return `(SELECT ` + expression + ` FROM purchase_lines l WHERE l.mall_id = ` + row + `.mall_id AND l.variant_code = ` + row + `.variant_code AND ` + onItsWay + `)`
}

// incomingAsked selects what [storedIncoming] scans.
func incomingAsked(row string) string {
	return incomingOf(row, `string_agg(l.rest || to_char(l.expected_on, ' YYYY-MM-DD') || to_char(l.cover_until, ' YYYY-MM-DD'), ',' ORDER BY l.expected_on, l.order_id)`)
}

// reorderPoint is [outlook.Suggestion.ReorderPoint]. Its arguments are those of
// reasons.
const reorderPoint = `CASE WHEN ` + unreasoned + ` THEN v.threshold ELSE f.point END`

var errNoDay = errors.New("postgres: a list that counts goods on their way needs the day")

// outlook filters a list of variants v with their forecasts f.
func (w *where) outlook(o outlook.Filter) error {
	switch o {
	case "":
	case outlook.FilterOrder: // outlook.Due
		w.add(alertable+" AND v.quantity <= "+reorderPoint, reasons()...)
		w.add("v.quantity + coalesce("+incomingOf("v", "sum(l.rest)")+", 0) <= "+reorderPoint, reasons()...)
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
type storedIncoming lowstock.Incoming

// ScanText implements [pgtype.TextScanner].
func (i *storedIncoming) ScanText(v pgtype.Text) error {
	*i = storedIncoming{}
	if !v.Valid {
		return nil
	}
	var list []lowstock.Goods
	for text := range strings.SplitSeq(v.String, ",") {
		var g lowstock.Goods
		var on, until string
		if _, err := fmt.Sscan(text, &g.Units, &on, &until); err != nil {
			return fmt.Errorf("goods on their way: %w", err)
		}
		for at, day := range map[*time.Time]string{&g.On: on, &g.Until: until} {
			var err error
			if *at, err = time.Parse(time.DateOnly, day); err != nil {
				return fmt.Errorf("goods on their way: %w", err)
			}
		}
		if g.Until.Equal(g.On) {
			g.Until = time.Time{}
		}
		list = append(list, g)
	}
	*i = storedIncoming(lowstock.IncomingOf(list))
	return nil
}
