-- A code that opens the app in a window of its own, where the browser keeps no cookie for the admin's frame; and what
-- messages are named by, which no key decides: an attempt after a rotation is the same message. What an older key has
-- sealed is sealed anew, once an hour.
-- +goose Up
ALTER TABLE oauth_codes
  DROP CONSTRAINT oauth_codes_purpose_check,
  ADD CONSTRAINT oauth_codes_purpose_check CHECK (purpose IN ('state', 'handoff', 'window')),
  ADD COLUMN session_epoch   bigint,                -- of 'window' alone: the mall's when the code was made,
  ADD COLUMN session_started timestamptz;           -- and since when the session runs that goes on in the window

ALTER TABLE malls ADD COLUMN message_seed uuid NOT NULL DEFAULT gen_random_uuid();
INSERT INTO upkeep VALUES ('seals', '-infinity');

-- +goose Down
DELETE FROM upkeep WHERE task = 'seals';
ALTER TABLE malls DROP COLUMN message_seed;
DELETE FROM oauth_codes WHERE purpose = 'window';
ALTER TABLE oauth_codes
  DROP CONSTRAINT oauth_codes_purpose_check,
  ADD CONSTRAINT oauth_codes_purpose_check CHECK (purpose IN ('state', 'handoff')),
  DROP COLUMN session_epoch,
  DROP COLUMN session_started;
