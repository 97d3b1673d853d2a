-- What Cafe24 goes on selling at 0 and below is more urgent than what is sold out: it comes first. And Cafe24's own grade of what
-- matters (중요재고). Both are filled by the next sweep. The column urgency stays for the version before.
-- +goose Up
ALTER TABLE variants
  ADD COLUMN sells_at_zero boolean NOT NULL DEFAULT false, -- display_soldout F, where the stock is managed
  ADD COLUMN important     boolean NOT NULL DEFAULT false, -- important_inventory B
  ADD COLUMN urgent_order  double precision NOT NULL       -- within urgent_rank, smallest first: urgency, but what still sells at 0 before what is sold out
    GENERATED ALWAYS AS (CASE WHEN status = 'out' AND sells_at_zero THEN -1e9 - coalesce(daily_sales, 0) WHEN status = 'out' THEN -coalesce(daily_sales, 0)
      WHEN tracked AND daily_sales > 0 THEN greatest(quantity, 0)::float8 / daily_sales ELSE 1e9 END) STORED;
DROP INDEX variants_urgency;
CREATE INDEX variants_urgency ON variants (mall_id, urgent_rank, urgent_order, quantity, variant_code) WHERE removed_at IS NULL;
DROP INDEX variants_silence;
CREATE INDEX variants_silence ON variants (mall_id, urgent_rank, urgent_order, quantity, variant_code) WHERE silence <> '' AND removed_at IS NULL;
CREATE INDEX variants_important ON variants (mall_id, urgent_rank, urgent_order, quantity, variant_code) WHERE important AND removed_at IS NULL;
CREATE INDEX variants_still_selling ON variants (mall_id) WHERE sells_at_zero AND status = 'out' AND silence IN ('', 'muted') AND removed_at IS NULL;

-- +goose Down
DROP INDEX variants_still_selling;
DROP INDEX variants_important;
DROP INDEX variants_silence;
CREATE INDEX variants_silence ON variants (mall_id, urgent_rank, urgency, quantity, variant_code) WHERE silence <> '' AND removed_at IS NULL;
DROP INDEX variants_urgency;
CREATE INDEX variants_urgency ON variants (mall_id, urgent_rank, urgency, quantity, variant_code) WHERE removed_at IS NULL;
ALTER TABLE variants DROP COLUMN urgent_order, DROP COLUMN important, DROP COLUMN sells_at_zero;
