-- An attempt to send says, before the other side can take the letter, that from now on nobody knows whether it did.
-- +goose Up
ALTER TABLE messages ADD COLUMN handed_over integer NOT NULL DEFAULT 0; -- the last attempt that got as far

-- +goose Down
ALTER TABLE messages DROP COLUMN handed_over;
