-- Where a rule came from stands beside it, and a threshold taken over from the forecast is a change of its own kind.
-- +goose Up
ALTER TABLE rule_changes DROP CONSTRAINT rule_changes_cause_check,
  ADD CONSTRAINT rule_changes_cause_check CHECK (cause IN ('set', 'delete', 'import', 'file', 'undo', 'forecast'));
ALTER TABLE rules ADD COLUMN cause text NOT NULL DEFAULT 'set' -- of the change that left it as it is
  CHECK (cause IN ('set', 'delete', 'import', 'file', 'undo', 'forecast'));
UPDATE rules r SET cause = c.cause
  FROM (
    SELECT DISTINCT ON (v.mall_id, v.scope, v.product_no, v.variant_code, v.category_no, v.supplier_code)
           v.mall_id, v.scope, v.product_no, v.variant_code, v.category_no, v.supplier_code, c.cause
      FROM rule_versions v JOIN rule_changes c USING (mall_id, change_id)
     ORDER BY v.mall_id, v.scope, v.product_no, v.variant_code, v.category_no, v.supplier_code, v.change_id DESC, v.version_id DESC
  ) c
 WHERE c.cause <> 'set' AND (r.mall_id, r.scope) = (c.mall_id, c.scope)
   AND coalesce(r.product_no, 0) = coalesce(c.product_no, 0) AND coalesce(r.variant_code, '') = coalesce(c.variant_code, '')
   AND coalesce(r.category_no, 0) = coalesce(c.category_no, 0) AND coalesce(r.supplier_code, '') = coalesce(c.supplier_code, '');

-- +goose Down
ALTER TABLE rules DROP COLUMN cause;
UPDATE rule_changes SET cause = 'set' WHERE cause = 'forecast';
ALTER TABLE rule_changes DROP CONSTRAINT rule_changes_cause_check,
  ADD CONSTRAINT rule_changes_cause_check CHECK (cause IN ('set', 'delete', 'import', 'file', 'undo'));
