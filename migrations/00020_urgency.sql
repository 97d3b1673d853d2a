-- What matters most comes first in the list: what is sold out by how much of it is sold a day, then what runs out soonest; what
-- tells nobody anyway comes after everything that does.
-- +goose Up
ALTER TABLE variants
  ADD COLUMN urgent_rank smallint NOT NULL -- 0 out, 1 low, 2 ok, 3 out or low but silent, 4 not tracked
    GENERATED ALWAYS AS (CASE WHEN status = 'untracked' THEN 4 WHEN status = 'ok' THEN 2 WHEN silence <> '' THEN 3 WHEN status = 'out' THEN 0 ELSE 1 END) STORED,
  ADD COLUMN urgency double precision NOT NULL -- within a rank, smallest first: out: units a day, negated; else days of cover, 1e9 where they are not known
    GENERATED ALWAYS AS (CASE WHEN status = 'out' THEN -coalesce(daily_sales, 0) WHEN tracked AND daily_sales > 0 THEN greatest(quantity, 0)::float8 / daily_sales ELSE 1e9 END) STORED;
CREATE INDEX variants_urgency ON variants (mall_id, urgent_rank, urgency, quantity, variant_code) WHERE removed_at IS NULL;
DROP INDEX variants_status;
DROP INDEX variants_silence;
CREATE INDEX variants_silence ON variants (mall_id, urgent_rank, urgency, quantity, variant_code) WHERE silence <> '' AND removed_at IS NULL;

-- +goose Down
DROP INDEX variants_silence;
CREATE INDEX variants_silence ON variants (mall_id, status_rank, quantity, variant_code) WHERE silence <> '' AND removed_at IS NULL;
CREATE INDEX variants_status ON variants (mall_id, status_rank, quantity, variant_code) WHERE removed_at IS NULL;
DROP INDEX variants_urgency;
ALTER TABLE variants DROP COLUMN urgency, DROP COLUMN urgent_rank;
