package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// aheadOfClock is how far the clock that stamped a level may be ahead of the
// viewer's.
const aheadOfClock = time.Hour

// Around reads what a page shows beside the rows of a list: the levels of their variants,
// oldest first, each led by the one that held when the time began, and the sets that
// their products are, or are parts of. A variant without any level is left out.
// The choices of its filters come in the same round trip if q asks for them.
func (s pageStore) Around(ctx context.Context, q listing.AroundQuery) (a listing.Around, err error) {
	if len(q.Codes) == 0 && !q.Filters && !q.FirstRule {
		return a, nil
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		ask := askKept
		if q.Last {
			ask = askLast
		}
		return ask(ctx, tx, func(batch *pgx.Batch) {
			a = listing.Around{}
			queueRows(batch, s.id, &q, &a)
			queueFilters(batch, s.id, &q, &a)
			if q.Progress {
				s.queueProgress(batch, q.Now, &a.Progress)
			}
		})
	})
	return a, err
}

func queueRows(batch *pgx.Batch, mall lowstock.MallID, q *listing.AroundQuery, a *listing.Around) {
	if len(q.Codes) == 0 {
		return
	}
	batch.Queue(trendsAsked, mall, q.Codes, q.Since, q.Now.Add(aheadOfClock)).Query(func(rows pgx.Rows) (err error) {
		a.Levels, err = scanTrends(rows, len(q.Codes))
		return err
	})
	if q.NoSets { // the executor would start nine tables for it
		return
	}
	batch.Queue(setsAsked, mall, q.Products).Query(func(rows pgx.Rows) (err error) {
		a.Sets, err = scanSets(rows)
		return err
	})
}

func queueFilters(batch *pgx.Batch, mall lowstock.MallID, q *listing.AroundQuery, a *listing.Around) {
	if q.Filters {
		batch.Queue(categoriesAsked, mall).Query(func(rows pgx.Rows) (err error) {
			a.Categories, err = pgx.CollectRows(rows, pgx.RowToStructByPos[inbound.Category])
			return err
		})
		batch.Queue(orderedAsked, mall).Query(func(rows pgx.Rows) (err error) {
			a.Suppliers, err = pgx.CollectRows(rows, scanSupplier)
			return err
		})
	}
	if q.FirstRule {
		batch.Queue(`SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 ORDER BY rule_id LIMIT 1`, mall).Query(func(rows pgx.Rows) (err error) {
			a.FirstRule, err = pgx.CollectRows(rows, scanRule)
			return err
		})
	}
}
