-- What the last nightly forecast could not do, for the connection page, and the fitted model of each variant, so that a page
-- fits none.
-- +goose Up
ALTER TABLE malls
  ADD COLUMN learning_failed_at timestamptz,                 -- the last nightly forecast learnt nothing from the mall as a whole; NULL: it did
  ADD COLUMN forecasts_failed   integer NOT NULL DEFAULT 0;  -- variants that the last nightly forecast could not compute

ALTER TABLE forecasts ADD COLUMN model bytea;                -- forecast.ReadModel decodes it; NULL: none, or an older version made the row

-- +goose Down
ALTER TABLE forecasts DROP COLUMN model;
ALTER TABLE malls DROP COLUMN learning_failed_at, DROP COLUMN forecasts_failed;
