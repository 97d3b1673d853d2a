-- The most pieces of an item that a merchant wants in one purchase order.
-- +goose Up
ALTER TABLE purchase_terms ADD COLUMN max_units integer NOT NULL DEFAULT 0 CHECK (max_units BETWEEN 0 AND 1000000); -- 0: no limit

-- +goose Down
ALTER TABLE purchase_terms DROP COLUMN max_units;
