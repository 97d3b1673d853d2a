-- What is on its way of a variant is what open purchase orders still bring. An alert names the order that holds it.
-- +goose Up
ALTER TABLE incidents ADD COLUMN purchase_id bigint;

-- +goose Down
ALTER TABLE incidents DROP COLUMN purchase_id;
