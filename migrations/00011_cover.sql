-- How long what is there will last, for the list that is ordered by it.
-- +goose Up
ALTER TABLE variants ADD COLUMN cover double precision NOT NULL -- days; 1e9: not known, not tracked, or nothing is sold
  GENERATED ALWAYS AS (CASE WHEN tracked AND daily_sales > 0 THEN greatest(quantity, 0)::float8 / daily_sales ELSE 1e9 END) STORED;
CREATE INDEX variants_cover ON variants (mall_id, cover, variant_code) WHERE removed_at IS NULL;

-- +goose Down
DROP INDEX variants_cover;
ALTER TABLE variants DROP COLUMN cover;
