-- What a month's report looks for: falls to nothing, and what alerts led to.
-- +goose Up
CREATE INDEX stock_history_out ON stock_history (mall_id, observed_at) WHERE quantity <= 0; -- on every partition, those to come too

-- +goose Down
DROP INDEX stock_history_out;
