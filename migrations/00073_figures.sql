-- The currency of a mall's prices, and figures that are kept because they take longer to compute than a page may take.
-- +goose Up
ALTER TABLE malls ADD COLUMN currency text NOT NULL DEFAULT 'KRW'; -- ISO 4217; of the default shop, as Cafe24 gave it last

-- Computed after a page is shown; NULL: not yet.
ALTER TABLE stock_counts
  ADD COLUMN morning     integer,     -- how many items of the daily list need an answer
  ADD COLUMN morning_at  timestamptz, -- when that was counted; NULL: changed since
  ADD COLUMN out_risk    bigint,      -- what the items of a status are expected to lose, in whole units of the currency
  ADD COLUMN low_risk    bigint,
  ADD COLUMN ok_risk     bigint,
  ADD COLUMN silent_risk bigint;

-- +goose Down
ALTER TABLE stock_counts DROP COLUMN morning, DROP COLUMN morning_at, DROP COLUMN out_risk, DROP COLUMN low_risk, DROP COLUMN ok_risk, DROP COLUMN silent_risk;
ALTER TABLE malls DROP COLUMN currency;
