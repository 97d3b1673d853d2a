-- Once the first steps of a mall are done, this is stored for ever, so that no page computes them again.
-- +goose Up
ALTER TABLE settings ADD COLUMN first_steps_at timestamptz; -- when they were found to be done; NULL: not yet

-- +goose Down
ALTER TABLE settings DROP COLUMN first_steps_at;
