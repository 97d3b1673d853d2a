package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
)

// SaveCategories replaces the mall's category tree; only differences are written.
func (s catalogueStore) SaveCategories(ctx context.Context, categories []inbound.Category) error {
	return s.saveCategories(ctx, categories, true)
}

// AddCategories is SaveCategories for a list that could be read only in part:
// categories that are missing in the list stay.
func (s catalogueStore) AddCategories(ctx context.Context, categories []inbound.Category) error {
	return s.saveCategories(ctx, categories, false)
}

func (s catalogueStore) saveCategories(ctx context.Context, categories []inbound.Category, whole bool) error {
	n := len(categories)
	nos, parents, depths := make([]int32, 0, n), make([]int32, 0, n), make([]int32, 0, n)
	names, full := make([]string, 0, n), make([]string, 0, n)
	seen := make(map[int]bool, n)
	for _, c := range categories {
		if seen[c.No] {
			continue
		}
		seen[c.No] = true
		nos, parents, depths = append(nos, bounded(c.No)), append(parents, bounded(c.ParentNo)), append(depths, bounded(c.Depth))
		names, full = append(names, storable(c.Name)), append(full, storable(c.FullName))
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM categories WHERE mall_id = $1 AND category_no <> ALL($2) AND $3`, s.id, nos, whole); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO categories AS c (mall_id, category_no, parent_no, depth, name, full_name)
			SELECT $1, u.* FROM unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::text[]) u
			ON CONFLICT (mall_id, category_no) DO UPDATE
			   SET parent_no = excluded.parent_no, depth = excluded.depth, name = excluded.name, full_name = excluded.full_name
			 WHERE (c.parent_no, c.depth, c.name, c.full_name) <> (excluded.parent_no, excluded.depth, excluded.name, excluded.full_name)`,
			s.id, nos, parents, depths, names, full)
		return err
	})
}

// SaveSuppliers replaces the mall's suppliers; only differences are written.
func (s catalogueStore) SaveSuppliers(ctx context.Context, suppliers []inbound.Supplier) error {
	return s.saveSuppliers(ctx, suppliers, true)
}

// AddSuppliers is SaveSuppliers for a list that could be read only in part:
// suppliers that are missing in the list stay.
func (s catalogueStore) AddSuppliers(ctx context.Context, suppliers []inbound.Supplier) error {
	return s.saveSuppliers(ctx, suppliers, false)
}

func (s catalogueStore) saveSuppliers(ctx context.Context, suppliers []inbound.Supplier, whole bool) error {
	codes, names := make([]string, 0, len(suppliers)), make([]string, 0, len(suppliers))
	agents, phones, emails := make([]string, 0, len(suppliers)), make([]string, 0, len(suppliers)), make([]string, 0, len(suppliers))
	seen := make(map[string]bool, len(suppliers))
	for _, p := range suppliers {
		if code := storable(p.Code); !seen[code] {
			seen[code] = true
			codes, names = append(codes, code), append(names, storable(p.Name))
			agents, phones, emails = append(agents, storable(p.Agent.Name)), append(phones, storable(p.Agent.Phone)), append(emails, storable(p.Agent.Email))
		}
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM suppliers WHERE mall_id = $1 AND supplier_code <> ALL($2) AND $3`, s.id, codes, whole); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO suppliers AS s (mall_id, supplier_code, name, agent, phone, email)
			SELECT $1, u.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) u
			ON CONFLICT (mall_id, supplier_code) DO UPDATE SET name = excluded.name, agent = excluded.agent, phone = excluded.phone, email = excluded.email
			 WHERE (s.name, s.agent, s.phone, s.email) <> (excluded.name, excluded.agent, excluded.phone, excluded.email)`,
			s.id, codes, names, agents, phones, emails)
		return err
	})
}

// SaveCategoryMembers sets which of the known products are in a category, from
// a list whose reading began at the time began. It evaluates again the
// products that joined or left. A list that was read later is not overwritten,
// and a later product answer that names its categories overrides both.
func (s catalogueStore) SaveCategoryMembers(ctx context.Context, categoryNo int, productNos []int64, began time.Time) error {
	return s.saveMembers(ctx, categoryNo, productNos, true, began)
}

// AddCategoryMembers is SaveCategoryMembers for a list that could be read only
// in part: no product leaves the category.
func (s catalogueStore) AddCategoryMembers(ctx context.Context, categoryNo int, productNos []int64, began time.Time) error {
	return s.saveMembers(ctx, categoryNo, productNos, false, began)
}

func (s catalogueStore) saveMembers(ctx context.Context, categoryNo int, productNos []int64, whole bool, began time.Time) error {
	if productNos == nil {
		productNos = []int64{}
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		notification, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		var later bool
		if err := tx.QueryRow(ctx, `
			WITH read AS (UPDATE categories SET members_at = greatest(members_at, $3) WHERE mall_id = $1 AND category_no = $2)
			SELECT EXISTS (SELECT FROM categories WHERE mall_id = $1 AND category_no = $2 AND members_at > $3)`, s.id, categoryNo, began).Scan(&later); err != nil || later {
			return err
		}
		rows, err := tx.Query(ctx, `
			UPDATE products
			   SET category_nos = CASE WHEN product_no = ANY($3)
			         THEN (SELECT array_agg(c ORDER BY c) FROM unnest(category_nos || $2::int) c)
			         ELSE array_remove(category_nos, $2::int) END
			 WHERE mall_id = $1 AND (product_no = ANY($3)) <> ($2::int = ANY(category_nos)) AND ($4 OR product_no = ANY($3))
			RETURNING product_no`, s.id, categoryNo, productNos, whole)
		if err != nil {
			return err
		}
		changed, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil || len(changed) == 0 {
			return err
		}
		settling := settlement{tx: tx, mall: s.id, at: began, notification: notification, hold: notification.firstSync}
		return settling.decideAnew(ctx, targets{products: changed}, cause{})
	})
}

// RuleCategories returns the categories that have a rule or a promotion. Only
// the members of those matter.
func (s catalogueStore) RuleCategories(ctx context.Context) (nos []int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT category_no FROM rules WHERE mall_id = $1 AND scope = 'category'
			 UNION SELECT category_no FROM promotions WHERE mall_id = $1 AND category_no IS NOT NULL ORDER BY 1`, s.id)
		if err != nil {
			return err
		}
		nos, err = pgx.CollectRows(rows, pgx.RowTo[int])
		return err
	})
	return nos, err
}

// Categories returns the mall's tree, parents before their children.
func (s catalogueStore) Categories(ctx context.Context) (list []inbound.Category, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, categoriesAsked, s.id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[inbound.Category])
		return err
	})
	return list, err
}

const (
	categoriesAsked = `SELECT category_no, parent_no, depth, name, full_name FROM categories WHERE mall_id = $1 ORDER BY full_name, category_no`
	// orderedAsked has the suppliers that only this app knows, too.
	orderedAsked = `SELECT supplier_code, name FROM suppliers WHERE mall_id = $1
		UNION ALL SELECT supplier_code, own_name FROM supplier_terms WHERE mall_id = $1 AND supplier_code LIKE 'own-%' ORDER BY 2, 1`
	suppliersAsked = `SELECT supplier_code, name FROM suppliers WHERE mall_id = $1 ORDER BY name, supplier_code`
)

func scanSupplier(row pgx.CollectableRow) (s inbound.Supplier, err error) {
	err = row.Scan(&s.Code, &s.Name)
	return s, err
}

// OrderSuppliers returns the suppliers from which the mall can order, by name: those
// of Cafe24 and those that only this app knows.
func (s catalogueStore) OrderSuppliers(ctx context.Context) (list []inbound.Supplier, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, orderedAsked, s.id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scanSupplier)
		return err
	})
	return list, err
}

// Suppliers returns the mall's suppliers by name, without their agents.
func (s catalogueStore) Suppliers(ctx context.Context) (list []inbound.Supplier, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, suppliersAsked, s.id)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, scanSupplier)
		return err
	})
	return list, err
}
