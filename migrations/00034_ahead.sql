-- What a night computes of an item, so that a page only reads it: when any stock of it runs out, and what share of the last
-- year's lead times any threshold would have kept. Of an older program's night it is NULL, and pages say no more than is there.
-- +goose Up
ALTER TABLE forecasts ADD COLUMN ahead bytea;       -- see forecast.Ahead

-- +goose Down
ALTER TABLE forecasts DROP COLUMN ahead;
