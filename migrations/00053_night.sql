-- What the last nightly forecast could not do, for the connection page.
-- +goose Up
ALTER TABLE malls
  ADD COLUMN learning_failed_at timestamptz,                 -- the last nightly forecast learnt nothing from the mall as a whole; NULL: it did
  ADD COLUMN forecasts_failed   integer NOT NULL DEFAULT 0;  -- variants that the last nightly forecast could not compute

-- +goose Down
ALTER TABLE malls DROP COLUMN learning_failed_at, DROP COLUMN forecasts_failed;
