-- A suggestion for an item with a short record is learnt from other items of its category, its supplier or the mall.
-- +goose Up
ALTER TABLE pools
  ADD COLUMN groups bytea NOT NULL DEFAULT '';        -- how fast the items of each group sold in their first weeks; empty: too few items
ALTER TABLE forecasts
  ADD COLUMN learnt text NOT NULL DEFAULT '';         -- where class is '' and point is set: kind of group, days of the item's record, key of the group

-- +goose Down
UPDATE forecasts SET point = NULL WHERE class = '';
ALTER TABLE forecasts DROP COLUMN learnt;
ALTER TABLE pools DROP COLUMN groups;
