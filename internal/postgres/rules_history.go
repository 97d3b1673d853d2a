package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// RuleChanges lists the changes of rules, newest first, each with its first
// versions and their number. It uses q's Cursor and Limit.
func (s ruleStore) RuleChanges(ctx context.Context, q listing.Params) (list []rulebook.Change, next string, err error) {
	var before int64Key
	if err := readCursor(q.Cursor, &before); err != nil {
		return nil, "", err
	}
	where := newWhere(s.id)
	if q.Cursor != "" {
		where.add("c.change_id < ?", before.Key)
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT c.change_id, c.cause, c.changed_by, c.changed_at, c.undone_at, c.undone_by,
			       (SELECT count(*) FROM rule_versions v WHERE v.mall_id = c.mall_id AND v.change_id = c.change_id)
			  FROM rule_changes c`+where.sql("c")+` ORDER BY c.change_id DESC `+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c rulebook.Change, err error) {
			err = row.Scan(&c.ID, &c.Cause, &c.By, &c.At, orZero(&c.UndoneAt), &c.UndoneBy, &c.Rules)
			return c, err
		})
		if err != nil {
			return err
		}
		list, next = page(list, q.Limit, func(c *rulebook.Change) any { return int64Key{c.ID} })
		return addVersions(ctx, tx, s.id, list)
	})
	return list, next, err
}

const versionColumns = `v.scope, coalesce(v.product_no, 0), coalesce(v.variant_code, ''), coalesce(v.category_no, 0), coalesce(v.supplier_code, ''),
	v.before, v.after`

func versionFields(v *rulebook.Version) []any {
	return []any{&v.Of.Scope, &v.Of.ProductNo, &v.Of.VariantCode, &v.Of.CategoryNo, &v.Of.SupplierCode, &v.Before, &v.After}
}

// addVersions adds to the changes of a page their first versions.
func addVersions(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []rulebook.Change) error {
	ids, place := make([]int64, 0, len(list)), make(map[int64]*rulebook.Change, len(list))
	for i := range list {
		ids, place[list[i].ID] = append(ids, list[i].ID), &list[i]
	}
	rows, err := tx.Query(ctx, `
		SELECT v.change_id, `+versionColumns+`
		  FROM unnest($2::bigint[]) u(id) CROSS JOIN LATERAL (
		    SELECT * FROM rule_versions WHERE mall_id = $1 AND change_id = u.id ORDER BY version_id LIMIT $3
		  ) v ORDER BY v.change_id, v.version_id`, mall, ids, versionsShown)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var v rulebook.Version
		if err := rows.Scan(append([]any{&id}, versionFields(&v)...)...); err != nil {
			return err
		}
		place[id].Versions = append(place[id].Versions, v)
	}
	return rows.Err()
}

// UndoRules sets every rule of a change back to what it was before, as a
// change of its own, and evaluates again what they cover. It returns NotFound
// for a change the mall does not have. It returns Conflict, and changes
// nothing, for a change that was already undone and where one of its rules has
// been changed since.
func (s ruleStore) UndoRules(ctx context.Context, changeID int64, by string, now time.Time) (change rulebook.Change, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		r, err := s.ruling(ctx, tx, rulebook.CauseUndo, by, now)
		if err != nil {
			return err
		}
		var undone time.Time
		err = tx.QueryRow(ctx, `SELECT undone_at FROM rule_changes WHERE mall_id = $1 AND change_id = $2`, s.id, changeID).Scan(orZero(&undone))
		if err != nil {
			return found(err)
		}
		if !undone.IsZero() {
			return lowstock.Fail(lowstock.CodeConflict, "error.undone", nil)
		}
		edits, err := r.undoing(ctx, changeID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE rule_changes SET undone_at = $3, undone_by = $4 WHERE mall_id = $1 AND change_id = $2`, s.id, changeID, now, r.by)
		if err != nil {
			return err
		}
		change, err = r.make(ctx, edits)
		return err
	})
	return change, err
}

// undoing returns the edits that undo a change, provided that its rules are
// still as the change left them.
func (r *ruling) undoing(ctx context.Context, changeID int64) ([]edit, error) {
	rows, err := r.tx.Query(ctx, `
		SELECT `+versionColumns+` FROM rule_versions v WHERE v.mall_id = $1 AND v.change_id = $2 ORDER BY v.version_id`, r.mall, changeID)
	if err != nil {
		return nil, err
	}
	edits, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (edit, error) {
		var v rulebook.Version
		err := row.Scan(versionFields(&v)...)
		return edit{of: v.Of, before: v.After, after: v.Before}, err
	})
	if err != nil {
		return nil, err
	}
	standing, err := standingRules(ctx, r.tx, r.mall, rulesOf(edits))
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		var is *lowstock.RuleValue
		if rule, ok := standing[subjectOf(e.of)]; ok {
			is = new(rule.Value())
		}
		if !lowstock.SameValue(is, e.before) {
			return nil, lowstock.Fail(lowstock.CodeConflict, "error.rule_changed", nil)
		}
	}
	return edits, nil
}

// SafetyChanges returns the changes that copy Cafe24's own 안전재고 (safety stock)
// into rules: one for each variant of the catalogue that has one, unless its
// own rule already says the same. With replace it includes the variants that
// have a rule of their own with another value.
func (s ruleStore) SafetyChanges(ctx context.Context, replace bool) (changes []lowstock.RuleChange, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT v.product_no, v.variant_code, v.safety_inventory
			  FROM variants v LEFT JOIN rules r
			    ON r.mall_id = v.mall_id AND r.scope = 'variant' AND r.product_no = v.product_no AND r.variant_code = v.variant_code
			 WHERE v.mall_id = $1 AND v.removed_at IS NULL AND v.safety_inventory > 0
			   AND (r.rule_id IS NULL OR $2 AND r.threshold IS DISTINCT FROM v.safety_inventory)
			 ORDER BY v.variant_code`, s.id, replace)
		if err != nil {
			return err
		}
		changes, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c lowstock.RuleChange, err error) {
			var safety int
			err = row.Scan(&c.ProductNo, &c.VariantCode, &safety)
			c.Threshold = new(min(safety, lowstock.MaxThreshold))
			return c, err
		})
		return err
	})
	return changes, err
}
