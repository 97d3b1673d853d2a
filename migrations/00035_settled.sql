-- The first steps of a mall are settled for ever once they are done, so that no page asks for them again.
-- +goose Up
ALTER TABLE settings ADD COLUMN first_steps_at timestamptz; -- when they were seen to be done; NULL: not yet

-- +goose Down
ALTER TABLE settings DROP COLUMN first_steps_at;
