-- What the nightly forecast computes of an item, so that a page only reads it: when any stock of it runs out, and what share of
-- the last year's lead times any threshold would have kept. It is NULL where an older program has computed the forecast; then
-- pages leave these facts out.
-- +goose Up
ALTER TABLE forecasts ADD COLUMN ahead bytea;       -- see forecast.Ahead

-- +goose Down
ALTER TABLE forecasts DROP COLUMN ahead;
