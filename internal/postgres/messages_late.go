package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/outgoing"
)

// fillLate leaves out of a message the lines that are not late any more, and says
// whether any is left.
func fillLate(ctx context.Context, tx pgx.Tx, m *outgoing.Message) (send bool, err error) {
	var orders []int64
	var lines []int
	for _, l := range m.Late {
		orders, lines = append(orders, l.Order), append(lines, l.Line)
	}
	rows, err := tx.Query(ctx, `
		SELECT l.order_id, l.line_no, l.rest FROM purchase_lines l JOIN unnest($2::bigint[], $3::int[]) u(order_id, line_no) USING (order_id, line_no)
		 WHERE l.mall_id = $1 AND l.coming AND l.rest > 0 AND l.cover_until < l.late_on`, m.Mall, orders, lines)
	if err != nil {
		return false, err
	}
	rests := map[[2]int64]int{}
	var order, line int64
	var rest int
	_, err = pgx.ForEachRow(rows, []any{&order, &line, &rest}, func() error {
		rests[[2]int64{order, line}] = rest
		return nil
	})
	late := m.Late[:0]
	for _, l := range m.Late {
		if l.Rest = rests[[2]int64{l.Order, int64(l.Line)}]; l.Rest > 0 {
			late = append(late, l)
		}
	}
	m.Late = late
	return len(late) > 0, err
}
