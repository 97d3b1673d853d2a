package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// Rules lists rules, oldest first. It uses q's ProductNo, Muted, Cursor and
// Limit.
func (s ruleStore) Rules(ctx context.Context, q listing.Params) (rules []lowstock.Rule, next string, err error) {
	var after int64Key
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	where := newWhere(s.id)
	if q.ProductNo != 0 {
		where.add("r.product_no = ?", q.ProductNo)
	}
	if q.Muted {
		where.add("r.muted")
	}
	where.add("r.rule_id > ?", after.Key)
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules r`+where.sql("r")+` ORDER BY r.rule_id `+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		rules, err = pgx.CollectRows(rows, scanRule)
		rules, next = page(rules, q.Limit, func(r *lowstock.Rule) any { return int64Key{r.ID} })
		return err
	})
	return rules, next, err
}

// AllRules returns every rule of the mall, oldest first.
func (s ruleStore) AllRules(ctx context.Context) (rules []lowstock.Rule, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rules, err = loadAllRules(ctx, tx, s.id)
		return err
	})
	return rules, err
}

// RuleByID returns one rule, or NotFound.
func (s ruleStore) RuleByID(ctx context.Context, id int64) (r lowstock.Rule, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND rule_id = $2`, s.id, id)
		if err != nil {
			return err
		}
		r, err = pgx.CollectExactlyOneRow(rows, scanRule)
		return found(err)
	})
	return r, err
}

// SetRule makes or changes the rule of one scope and evaluates again, in the
// same transaction, every variant it covers. What change leaves nil stays. It
// returns NotFound for a product, variant, category or supplier the mall does
// not have.
func (s ruleStore) SetRule(ctx context.Context, change lowstock.RuleChange, now time.Time) (rule lowstock.Rule, created bool, err error) {
	if err := change.Check(); err != nil {
		return lowstock.Rule{}, false, err
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		r, err := s.ruling(ctx, tx, rulebook.CauseSet, change.By, now)
		if err != nil {
			return err
		}
		edits, err := editsOf(ctx, tx, s.id, []lowstock.RuleChange{change})
		if err != nil {
			return err
		}
		if _, err := r.make(ctx, edits); err != nil {
			return err
		}
		created = edits[0].before == nil
		rule, err = ruleOf(ctx, tx, s.id, edits[0].of)
		return err
	})
	return rule, created, err
}

// DeleteRule removes a rule; the variants that it covered inherit from a wider
// scope again, at once.
func (s ruleStore) DeleteRule(ctx context.Context, id int64, by string, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		r, err := s.ruling(ctx, tx, rulebook.CauseDelete, by, now)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND rule_id = $2`, s.id, id)
		if err != nil {
			return err
		}
		rule, err := pgx.CollectExactlyOneRow(rows, scanRule)
		if err != nil {
			return found(err)
		}
		_, err = r.make(ctx, []edit{{of: rule.Only(), before: new(rule.Value())}})
		return err
	})
}

// SetRules makes any number of changes in one transaction, evaluates every
// variant that they cover once, and stores one version of each changed rule,
// so that they can be undone together. Where several changes are of one rule,
// each is applied to the result of the one before. A change without effect is
// not recorded; without any effect the result is the zero Change. SetRules
// returns NotFound, and changes nothing, where a change names something that
// the mall does not have.
func (s ruleStore) SetRules(ctx context.Context, changes []lowstock.RuleChange, cause rulebook.Cause, by string, now time.Time) (change rulebook.Change, err error) {
	for _, c := range changes {
		if err := c.Check(); err != nil {
			return change, err
		}
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		r, err := s.ruling(ctx, tx, cause, by, now)
		if err != nil {
			return err
		}
		edits, err := editsOf(ctx, tx, s.id, changes)
		if err != nil {
			return err
		}
		change, err = r.make(ctx, edits)
		return err
	})
	return change, err
}
