-- The person whom a mall's admin names for a supplier: it fills in the form of the supplier's terms, and nothing is sent to it before an operator saves that. The next sweep reads it.
-- +goose Up
ALTER TABLE suppliers ADD COLUMN agent text NOT NULL DEFAULT '',
  ADD COLUMN phone text NOT NULL DEFAULT '',
  ADD COLUMN email text NOT NULL DEFAULT '';
CREATE INDEX purchase_terms_supplier ON purchase_terms (mall_id, supplier_code) WHERE supplier_code IS NOT NULL;

-- +goose Down
DROP INDEX purchase_terms_supplier;
ALTER TABLE suppliers DROP COLUMN agent, DROP COLUMN phone, DROP COLUMN email;
