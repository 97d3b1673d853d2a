package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// edit is the change of one rule from one value to another; nil is no rule. Of
// is its scope and subject.
type edit struct {
	of            lowstock.Rule
	before, after *lowstock.RuleValue
}

func (e edit) changes() bool { return !lowstock.SameValue(e.before, e.after) }

// subject is what a rule points at.
type ruleSubject struct {
	scope    lowstock.Scope
	product  int64
	variant  string
	category int
	supplier string
}

func subjectOf(r lowstock.Rule) ruleSubject {
	return ruleSubject{r.Scope, r.ProductNo, r.VariantCode, r.CategoryNo, r.SupplierCode}
}

// ruling is one transaction that changes rules. No other transaction of its
// mall settles anything meanwhile; see lockMall.
type ruling struct {
	tx           pgx.Tx
	mall         lowstock.MallID
	cause        rulebook.Cause
	by           string
	now          time.Time
	notification notification
}

func (s ruleStore) ruling(ctx context.Context, tx pgx.Tx, cause rulebook.Cause, by string, now time.Time) (*ruling, error) {
	notification, err := lockMall(ctx, tx, s.id)
	return &ruling{tx: tx, mall: s.id, cause: cause, by: storable(by), now: now, notification: notification}, err
}

// make writes what edits change, stores the versions, and evaluates again what
// the edits cover: at once where that is little, else in slices that follow.
func (r *ruling) make(ctx context.Context, edits []edit) (change rulebook.Change, err error) {
	edits = slices.DeleteFunc(slices.Clone(edits), func(e edit) bool { return !e.changes() })
	if len(edits) == 0 {
		return change, nil
	}
	change = rulebook.Change{Cause: r.cause, By: r.by, At: r.now, Rules: len(edits)}
	for _, e := range edits[:min(len(edits), versionsShown)] {
		change.Versions = append(change.Versions, rulebook.Version{Of: e.of.Only(), Before: e.before, After: e.after})
	}
	if change.ID, err = r.keep(ctx, edits); err != nil {
		return change, err
	}
	settling := settlement{tx: r.tx, mall: r.mall, at: r.now, notification: r.notification, hold: r.notification.firstSync}
	err = settling.decideAnew(ctx, targetsIn(rulesOf(edits)), cause{change: change.ID})
	change.Applied = settling.applied
	return change, err
}

func rulesOf(edits []edit) []lowstock.Rule {
	rules := make([]lowstock.Rule, 0, len(edits))
	for _, e := range edits {
		rules = append(rules, e.of)
	}
	return rules
}

// keep records the change and writes the rules.
func (r *ruling) keep(ctx context.Context, edits []edit) (id int64, err error) {
	many := len(edits) >= checkedTogether
	if many {
		if _, err := r.tx.Exec(ctx, deferChecks); err != nil {
			return 0, err
		}
	}
	if id, err = r.record(ctx, edits); err != nil {
		return id, err
	}
	if err := r.write(ctx, edits); err != nil || !many {
		return id, err
	}
	var checks pgx.Batch
	queueChecks(&checks)
	return id, r.tx.SendBatch(ctx, &checks).Close()
}

// record stores the change and its versions.
func (r *ruling) record(ctx context.Context, edits []edit) (id int64, err error) {
	err = r.tx.QueryRow(ctx, `
		INSERT INTO rule_changes (mall_id, cause, changed_by, changed_at) VALUES ($1, $2, $3, $4) RETURNING change_id`,
		r.mall, r.cause, r.by, r.now).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("postgres: rule change: %w", err)
	}
	c := columnsOf(edits)
	before, after := make([]*lowstock.RuleValue, 0, len(edits)), make([]*lowstock.RuleValue, 0, len(edits))
	for _, e := range edits {
		before, after = append(before, e.before), append(after, e.after)
	}
	_, err = r.tx.Exec(ctx, `
		INSERT INTO rule_versions (mall_id, change_id, scope, product_no, variant_code, category_no, supplier_code, before, after)
		SELECT $1, $2, u.scope, nullif(u.product_no, 0), nullif(u.variant_code, ''), nullif(u.category_no, 0), nullif(u.supplier_code, ''), u.before, u.after
		  FROM unnest($3::text[], $4::bigint[], $5::text[], $6::int[], $7::text[], $8::jsonb[], $9::jsonb[])
		       u(scope, product_no, variant_code, category_no, supplier_code, before, after)`,
		r.mall, id, c.scope, c.product, c.variant, c.category, c.supplier, before, after)
	return id, err
}

// write changes the rules to what edits say.
func (r *ruling) write(ctx context.Context, edits []edit) error {
	var batch pgx.Batch
	var gone, kept []edit
	for _, e := range edits {
		if e.after == nil {
			gone = append(gone, e)
		} else {
			kept = append(kept, e)
		}
	}
	if len(gone) > 0 {
		c := columnsOf(gone)
		batch.Queue(`
			DELETE FROM rules r USING unnest($2::text[], $3::bigint[], $4::text[], $5::int[], $6::text[])
			       u(scope, product_no, variant_code, category_no, supplier_code)
			 WHERE r.mall_id = $1 AND r.scope = u.scope AND coalesce(r.product_no, 0) = u.product_no AND coalesce(r.variant_code, '') = u.variant_code
			   AND coalesce(r.category_no, 0) = u.category_no AND coalesce(r.supplier_code, '') = u.supplier_code`,
			r.mall, c.scope, c.product, c.variant, c.category, c.supplier)
	}
	if len(kept) > 0 {
		c := columnsOf(kept)
		batch.Queue(`
			INSERT INTO rules (mall_id, scope, product_no, variant_code, category_no, supplier_code, threshold, days, muted, updated_by, updated_at, cause)
			SELECT $1, u.scope, nullif(u.product_no, 0), nullif(u.variant_code, ''), nullif(u.category_no, 0), nullif(u.supplier_code, ''),
			       u.threshold, u.days, u.muted, $10, $11, $12
			  FROM unnest($2::text[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::int[], $8::int[], $9::bool[])
			       u(scope, product_no, variant_code, category_no, supplier_code, threshold, days, muted)
			ON CONFLICT (mall_id, scope, product_no, variant_code, category_no, supplier_code) DO UPDATE
			   SET threshold = excluded.threshold, days = excluded.days, muted = excluded.muted,
			       updated_by = excluded.updated_by, updated_at = excluded.updated_at, cause = excluded.cause`,
			r.mall, c.scope, c.product, c.variant, c.category, c.supplier, c.threshold, c.days, c.muted, r.by, r.now, r.cause)
	}
	return r.tx.SendBatch(ctx, &batch).Close()
}

// ruleRows are edits, column by column in the form that unnest takes.
type ruleRows struct {
	scope, variant, supplier []string
	product                  []int64
	category                 []int32
	threshold, days          []*int
	muted                    []bool
}

func columnsOf(edits []edit) (c ruleRows) {
	for _, e := range edits {
		c.scope, c.product, c.variant = append(c.scope, string(e.of.Scope)), append(c.product, e.of.ProductNo), append(c.variant, e.of.VariantCode)
		c.category, c.supplier = append(c.category, bounded(e.of.CategoryNo)), append(c.supplier, e.of.SupplierCode)
		var w lowstock.RuleValue
		if e.after != nil {
			w = *e.after
		}
		c.threshold, c.days, c.muted = append(c.threshold, w.Threshold), append(c.days, w.Days), append(c.muted, w.Muted)
	}
	return c
}

// ruleOf returns the rule of a scope and subject; its ID is 0 where there is
// no rule.
func ruleOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, of lowstock.Rule) (lowstock.Rule, error) {
	standing, err := standingRules(ctx, tx, mall, []lowstock.Rule{of})
	if err != nil {
		return of, err
	}
	if rule, ok := standing[subjectOf(of)]; ok {
		return rule, nil
	}
	return of.Only(), nil
}

// standingRules returns the rules of the products that some rules name, and
// all rules that name no product.
func standingRules(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, of []lowstock.Rule) (map[ruleSubject]lowstock.Rule, error) {
	products := map[int64]bool{}
	for _, r := range of {
		if r.ProductNo != 0 {
			products[r.ProductNo] = true
		}
	}
	rules, err := rulesFor(ctx, tx, mall, slices.Collect(maps.Keys(products)))
	if err != nil {
		return nil, err
	}
	standing := make(map[ruleSubject]lowstock.Rule, len(rules))
	for _, r := range rules {
		standing[subjectOf(r)] = r
	}
	return standing, nil
}

// versionsShown is how many rules of a change are named where it is listed.
const versionsShown = 20
