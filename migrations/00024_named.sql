-- An alert is told only when it was named: what a summary only counts, what a message had no room for, and which digests
-- are on record with what they named.
-- +goose Up
ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_state_check,
  ADD CONSTRAINT deliveries_state_check CHECK (state IN ('pending', 'retrying', 'unknown', 'sent', 'summarized', 'failed', 'suppressed')),
  ADD COLUMN counted boolean NOT NULL DEFAULT false; -- its message, the first sync's summary, does not name it
CREATE INDEX deliveries_waiting ON deliveries (mall_id, collect_at) WHERE collect_at IS NOT NULL; -- what waits for digests waits for days
CREATE INDEX deliveries_summarized ON deliveries (mall_id, recipient) WHERE state = 'summarized';

ALTER TABLE messages
  ADD COLUMN continues bigint,                      -- the message whose announcement goes on in this one
  ADD COLUMN unfinished boolean NOT NULL DEFAULT false, -- more than one message holds was due; the rest continues this one
  ADD COLUMN recorded boolean NOT NULL DEFAULT false; -- a digest whose deliveries are what it names; false: made by a version before
CREATE INDEX messages_continue ON messages (mall_id, continues) WHERE continues IS NOT NULL;
DROP INDEX messages_one_digest;
CREATE UNIQUE INDEX messages_one_digest ON messages (mall_id, channel, recipient, period) WHERE purpose = 'digest' AND continues IS NULL;

-- +goose Down
UPDATE messages SET purpose = 'alert' WHERE purpose = 'digest' AND continues IS NOT NULL;
DROP INDEX messages_one_digest;
CREATE UNIQUE INDEX messages_one_digest ON messages (mall_id, channel, recipient, period) WHERE purpose = 'digest';
DROP INDEX messages_continue;
ALTER TABLE messages DROP COLUMN continues, DROP COLUMN unfinished, DROP COLUMN recorded;
UPDATE deliveries SET state = 'sent', sent_at = created_at WHERE state = 'summarized';
DROP INDEX deliveries_summarized, deliveries_waiting;
ALTER TABLE deliveries
  DROP CONSTRAINT deliveries_state_check,
  ADD CONSTRAINT deliveries_state_check CHECK (state IN ('pending', 'retrying', 'unknown', 'sent', 'failed', 'suppressed')),
  DROP COLUMN counted;
