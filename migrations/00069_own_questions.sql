-- The page for questions lists an operator's own.
-- +goose Up
CREATE INDEX messages_questions ON messages (mall_id, message_id) WHERE purpose = 'contact';

-- +goose Down
DROP INDEX messages_questions;
