-- Questions to the people who run the app, and which news an operator has seen.
-- A question is a message of the channel 'support', which goes to the address that the operator of the app has configured. The
-- version before does not know that channel and leaves such messages to this one.
-- +goose Up
ALTER TABLE operators ADD COLUMN news_seen text NOT NULL DEFAULT ''; -- day of the newest entry that was there, '2026-11-30'; empty: none
ALTER TABLE messages ADD COLUMN question jsonb,                      -- text, address for the answer, operator, diagnostics
  DROP CONSTRAINT messages_purpose_check,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test', 'contact')) NOT VALID,
  ADD CONSTRAINT messages_question CHECK ((purpose = 'contact') = (question IS NOT NULL)) NOT VALID;

-- +goose Down
DELETE FROM messages WHERE purpose = 'contact';
ALTER TABLE messages DROP CONSTRAINT messages_question, DROP CONSTRAINT messages_purpose_check, DROP COLUMN question,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test')) NOT VALID;
ALTER TABLE operators DROP COLUMN news_seen;
