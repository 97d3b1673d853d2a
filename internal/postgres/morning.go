package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/morning"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// morningStore is the short daily list and the answers to it.
type morningStore struct{ *tenant }

// morningRank is the place of a class in the list: 0 out, 1 short, 2 late. It is
// NULL for an item that needs no answer. Its rows are a variant v, its forecast
// f, its unresolved incident i, its goods on their way g and late, and what needs
// computes of them.
//
// An incident decides where there is one: it needs an answer while it is open.
// Goods that are not late are an answer, unless the item sells out before they
// arrive.
const morningRank = `CASE
	WHEN i.incident_id IS NULL AND late.since IS NOT NULL THEN CASE WHEN NOT needs.held THEN 2 END
	WHEN i.incident_id IS NULL AND needs.short THEN CASE WHEN NOT needs.held THEN 1 END
	WHEN i.state = 'open' AND late.since IS NOT NULL THEN 2
	WHEN i.state = 'open' AND i.kind = 'out' THEN 0
	WHEN i.state = 'open' AND (g.days IS NULL OR needs.short) AND NOT (g.days IS NOT NULL AND needs.held) THEN 1
	WHEN i.state = 'snoozed' AND i.ordered_quantity IS NOT NULL AND g.days IS NOT NULL AND needs.short AND NOT needs.held THEN 1
END`

// morningNeeds computes for each row how many units are expected to be sold until
// goods arrive: those before whose arrival the stock is expected to run out, else
// the next ones, or those of an order of today. The forecast's demand of the lead
// time counts in proportion to the days. An item is short if it has less. It is
// held while an answer h keeps it off the list.
const morningNeeds = `LEFT JOIN LATERAL (
	SELECT a.day FROM unnest(g.days, g.before) a(day, before)
	 WHERE f.lead_days > 0 AND v.quantity + a.before < f.expected * (a.day - 1)::float8 / f.lead_days ORDER BY a.day LIMIT 1
	) gap ON true
	CROSS JOIN LATERAL (
	SELECT coalesce(CASE WHEN g.days IS NOT NULL AND f.lead_days > 0 THEN f.expected * (coalesce(gap.day, g.days[1]) - 1)::float8 / f.lead_days ELSE f.expected END, 0) AS units,
	       v.quantity > 0 AND CASE WHEN g.days IS NOT NULL AND f.lead_days > 0 THEN gap.day IS NOT NULL ELSE v.quantity < coalesce(f.expected, 0) END AS short,
	       h.variant_code IS NOT NULL AS held
	) needs`

// morningTables are the tables that the list is made from. $2 is the calendar day,
// $3 the present time. A line with a level is noted, one without is of a document.
//
//nolint:gochecknoglobals // made of constants, and constant
var morningTables = `
	  FROM variants v
	  LEFT JOIN forecasts f ON f.mall_id = v.mall_id AND f.variant_code = v.variant_code
	  LEFT JOIN incidents i ON i.mall_id = v.mall_id AND i.variant_code = v.variant_code AND i.state <> 'resolved'
	  LEFT JOIN (` + arrivals("$2::date") + `) g ON g.variant_code = v.variant_code
	  LEFT JOIN (SELECT l.variant_code, min(l.expected_on) AS since, min(l.order_id) FILTER (WHERE l.level IS NULL) AS document
	               FROM purchase_lines l WHERE l.mall_id = $1 AND ` + onItsWay + ` AND l.cover_until < $2::date GROUP BY 1) late ON late.variant_code = v.variant_code
	  LEFT JOIN (SELECT DISTINCT variant_code FROM morning_answers WHERE mall_id = $1 AND undone_at IS NULL AND ended_at IS NULL AND until > $3) h
	       ON h.variant_code = v.variant_code
	  ` + morningNeeds

// morningRows selects the rows of morningTables that can be on the list: those
// with an incident, goods on their way or too little stock.
const morningRows = `
	 WHERE v.mall_id = $1 AND v.removed_at IS NULL AND v.tracked AND v.silence = ''
	   AND (i.incident_id IS NOT NULL OR g.days IS NOT NULL OR late.since IS NOT NULL OR v.quantity < f.expected)`

// morningOrder is the order of the list. Within a class come first: what still
// sells at 0, since those orders cannot be delivered; what costs most by
// [listing.InventoryRow.Loss]; and of what costs nothing or an unknown amount,
// what sells fastest, what lasts shortest, and what is late for longest.
const morningOrder = `rank, still, -money, urgency, variant_code`

// morningChosen is the beginning of the list with the number of items of each
// class. The place named %s is a further condition.
//
//nolint:gochecknoglobals // made of constants, and constant
var morningChosen = `
	WITH item AS MATERIALIZED (
	  SELECT v.variant_code, v.quantity, ` + morningRank + ` AS rank, needs.units, coalesce(late.document, 0) AS document, coalesce(gap.day, 0) AS gap,
	         coalesce(i.incident_id, 0) AS incident_id, coalesce(i.kind, '') AS kind, coalesce(i.state, '') AS state, i.opened_at, coalesce(i.round, 0) AS round,
	         late.since, v.sells_at_zero, v.daily_sales, v.cover, g.units AS coming, g.days, CASE WHEN ` + losesMore + ` THEN f.lost END AS lost, ` + unitPrice + ` AS price` +
	morningTables + ` JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no` + morningRows + `%s
	), place AS (
	  SELECT item.*, CASE WHEN rank = 0 AND sells_at_zero THEN 0 ELSE 1 END AS still, ` + moneyOf("t.tenths", "price") + ` AS money,
	         CASE rank WHEN 0 THEN -coalesce(daily_sales, 0) WHEN 1 THEN cover ELSE since - '2000-01-01'::date END AS urgency
	    FROM item CROSS JOIN LATERAL (SELECT CASE WHEN lost IS NULL THEN 0 ELSE ` + lostAhead("lost", "quantity", "coming", "days") + ` END AS tenths OFFSET 0) t
	   WHERE rank IS NOT NULL
	), chosen AS (
	  SELECT place.*, count(*) FILTER (WHERE rank = 0) OVER () AS outs, count(*) FILTER (WHERE rank = 1) OVER () AS shorts,
	         count(*) FILTER (WHERE rank = 2) OVER () AS lates, row_number() OVER (ORDER BY ` + morningOrder + `) AS nth
	    FROM place ORDER BY nth LIMIT %d
	)`

// morningColumns are what the list has of an item besides its row of the stock
// list.
const morningColumns = `, c.rank, c.incident_id, c.kind, c.state, c.opened_at, c.document, c.gap, ceil(c.units)::int, c.outs, c.shorts, c.lates,
	c.incident_id || '.' || c.round || '.' || coalesce((SELECT max(a.answer_id) FROM morning_answers a WHERE a.mall_id = $1 AND a.variant_code = c.variant_code), 0)`

//nolint:gochecknoglobals // made of constants, and constant
var (
	morningAsked  = morningSQL("", morning.Rows)
	morningOfItem = morningSQL(` AND v.product_no = $4 AND v.variant_code = $5`, 1)
)

// morningSQL names the chosen codes a second time as an array. Without
// statistics, as in a new mall, the planner else reads all variants once for
// each chosen one.
func morningSQL(condition string, rows int) string {
	return fmt.Sprintf(morningChosen, condition, rows) + strings.TrimSuffix(selectWholeInventory, inventoryTables) + morningColumns + inventoryTables +
		` JOIN chosen c ON c.variant_code = v.variant_code WHERE v.mall_id = $1 AND v.variant_code = ANY(ARRAY(SELECT variant_code FROM chosen)) ORDER BY c.nth`
}

// Morning returns the beginning of the list of items that need an answer on a
// calendar day, and how many there are of each class.
func (s morningStore) Morning(ctx context.Context, today, now time.Time) (list morning.List, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list, err = loadMorning(ctx, tx, morningAsked, s.id, today, now)
		return err
	})
	return list, err
}

func loadMorning(ctx context.Context, tx pgx.Tx, asked string, args ...any) (list morning.List, err error) {
	rows, err := tx.Query(ctx, asked, args...)
	if err != nil {
		return list, err
	}
	list.Counts = map[morning.Class]int{}
	var i morning.Item
	var rank, outs, shorts, lates int
	fields := make([]any, len(wholeInventory), len(wholeInventory)+13)
	for n := range wholeInventory {
		fields[n] = wholeInventory[n].to(&i.InventoryRow)
	}
	fields = append(fields, &rank, &i.Incident, (*string)(&i.Kind), (*string)(&i.State), orZero(&i.OpenedAt), &i.Document, &i.GapDay, &i.Needed, &outs, &shorts, &lates, &i.Version)
	_, err = pgx.ForEachRow(rows, fields, func() error {
		i.Class = morning.Classes()[rank]
		list.Items = append(list.Items, i)
		list.Counts = map[morning.Class]int{morning.ClassOut: outs, morning.ClassShort: shorts, morning.ClassLate: lates}
		i = morning.Item{} // the next row must not write into the slices of this one
		return nil
	})
	return list, err
}

// MorningLeft returns how many items need an answer on a calendar day.
func (s morningStore) MorningLeft(ctx context.Context, today, now time.Time) (left int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		left, err = countMorning(ctx, tx, s.id, today, now)
		return err
	})
	return left, err
}

func countMorning(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, today, now time.Time) (left int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(`+morningRank+`)`+morningTables+morningRows, mall, today, now).Scan(&left)
	return left, err
}

// addMorning adds to a digest how many items needed an answer when it was
// written, so that a second attempt says the same.
func addMorning(ctx context.Context, tx pgx.Tx, m *outgoing.Message) (err error) {
	today := localtime.DayOf(m.CreatedAt, localDay(&preference.Settings{Timezone: m.Timezone}, m.CreatedAt).Location())
	m.Morning, err = countMorning(ctx, tx, m.Mall, today, m.CreatedAt)
	return err
}

const nextDays = 6 // days on which something is expected

// MorningDone returns what was answered since a time and not undone, newest
// first, and what is expected on the next days.
func (s morningStore) MorningDone(ctx context.Context, since, today, now time.Time, zone string) (done morning.Done, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if done.Answers, err = loadAnswers(ctx, tx, `a.mall_id = $1 AND a.answered_at >= $2 AND a.undone_at IS NULL`, morning.DoneRows, s.id, since); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT day, arrives, count(*)::int FROM (
			  SELECT greatest(l.expected_on, $2::date) AS day, true AS arrives FROM `+goodsComing+` l WHERE l.mall_id = $1 AND l.cover_until >= $2::date
			  UNION ALL
			  SELECT (i.snoozed_until AT TIME ZONE $4)::date, false FROM incidents i
			   WHERE i.mall_id = $1 AND i.state = 'snoozed' AND i.snoozed_until > $3 AND i.ordered_quantity IS NULL
			  UNION ALL
			  SELECT (h.until AT TIME ZONE $4)::date, false FROM morning_answers h
			   WHERE h.mall_id = $1 AND h.until > $3 AND h.answer <> 'ordered' AND h.incident_id IS NULL AND h.ended_at IS NULL AND h.undone_at IS NULL
			) e GROUP BY day, arrives ORDER BY day, arrives LIMIT $5`, s.id, today, now, zone, nextDays)
		if err != nil {
			return err
		}
		done.Next, err = pgx.CollectRows(rows, pgx.RowToStructByPos[morning.Expected])
		return err
	})
	return done, err
}

// loadAnswers returns answers a, newest first.
func loadAnswers(ctx context.Context, tx pgx.Tx, condition string, limit int, args ...any) ([]morning.Answer, error) {
	rows, err := tx.Query(ctx, `
		SELECT a.answer_id, a.product_no, a.variant_code, coalesce(p.product_name, ''), coalesce(v.options, '[]'), a.class, a.answer, a.quantity, a.threshold, a.until,
		       coalesce(a.ordered_quantity, 0), coalesce(to_char(a.expected_on, 'YYYY-MM-DD'), ''), coalesce(a.incident_id, 0), a.answered_at, a.answered_by
		  FROM morning_answers a
		  LEFT JOIN products p ON p.mall_id = a.mall_id AND p.product_no = a.product_no
		  LEFT JOIN variants v ON v.mall_id = a.mall_id AND v.variant_code = a.variant_code
		 WHERE `+condition+` ORDER BY a.answer_id DESC `+atMost(limit), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a morning.Answer, err error) {
		err = row.Scan(&a.ID, &a.ProductNo, &a.VariantCode, &a.ProductName, &a.Options, (*string)(&a.Class), (*string)(&a.Kind), &a.Quantity, &a.Threshold, orZero(&a.Until),
			&a.Order.Quantity, &a.Order.ExpectedOn, &a.Incident, &a.At, &a.By)
		return a, err
	})
}
