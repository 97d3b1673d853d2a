package postgres

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// AlertViews returns the saved views of the list of alerts, oldest first.
func (s alertStore) AlertViews(ctx context.Context) (list []listing.AlertView, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT view_id, name, query FROM alert_views WHERE mall_id = $1 ORDER BY view_id`, s.id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[listing.AlertView])
		return err
	})
	return list, err
}

// SaveAlertView stores a view: a new one if its ID is 0, else its new name and
// query. A name that is empty, too long or another view's, and one view more
// than [listing.MaxAlertViews], are Invalid at "name". An unknown view is
// NotFound.
func (s alertStore) SaveAlertView(ctx context.Context, v listing.AlertView, by string, now time.Time) (id int64, err error) {
	v.Name, v.Stored = strings.TrimSpace(storable(v.Name)), storable(v.Stored)
	if n := utf8.RuneCountInString(v.Name); n == 0 || n > listing.MaxViewName {
		return 0, lowstock.InvalidFields(map[string]string{"name": "error.view_name"})
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		var others int
		var same bool
		err := tx.QueryRow(ctx, `SELECT count(*), coalesce(bool_or(name = $2), false) FROM alert_views WHERE mall_id = $1 AND view_id <> $3`, s.id, v.Name, v.ID).Scan(&others, &same)
		switch {
		case err != nil:
			return err
		case same:
			return lowstock.InvalidFields(map[string]string{"name": "error.view_same"})
		case v.ID == 0 && others >= listing.MaxAlertViews:
			return lowstock.InvalidFields(map[string]string{"name": "error.view_many"})
		case v.ID == 0:
			return tx.QueryRow(ctx, `INSERT INTO alert_views (mall_id, name, query, saved_at, saved_by) VALUES ($1, $2, $3, $4, $5) RETURNING view_id`,
				s.id, v.Name, v.Stored, now, storable(by)).Scan(&id)
		}
		err = tx.QueryRow(ctx, `UPDATE alert_views SET name = $3, query = $4, saved_at = $5, saved_by = $6 WHERE mall_id = $1 AND view_id = $2 RETURNING view_id`,
			s.id, v.ID, v.Name, v.Stored, now, storable(by)).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return lowstock.NotFound()
		}
		return err
	})
	return id, err
}

// DeleteAlertView removes a view. A view that does not exist is gone already.
func (s alertStore) DeleteAlertView(ctx context.Context, id int64) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM alert_views WHERE mall_id = $1 AND view_id = $2`, s.id, id)
		return err
	})
}
