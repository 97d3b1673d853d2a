-- What Cafe24 refuses the app itself, and no mall: its client secret, its API version. And whom the refusal of a mall's
-- renewal speaks of, so that the token endpoint's trouble with the app rejects nobody's tokens.
-- +goose Up
CREATE TABLE app_refusals (                         -- a row while it stands, as far as is known; of no mall
  kind    text NOT NULL CHECK (kind IN ('client', 'version')),
  subject text NOT NULL,                            -- the client's fingerprint, or the version that is refused; '': none was sent
  used    text NOT NULL DEFAULT '',                 -- the version that is used in its place
  since   timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON app_refusals TO inventory_alert_system;

ALTER TABLE tokens                                  -- what is older than issued_at says nothing of the pair
  ADD COLUMN client         text NOT NULL DEFAULT '', -- fingerprint of the client that was given the pair; '': by a version before
  ADD COLUMN refused_for    text NOT NULL DEFAULT '' CHECK (refused_for IN ('', 'client', 'token', 'grant')), -- what Cafe24 blamed
  ADD COLUMN refused_client text NOT NULL DEFAULT '', -- fingerprint of the client that was refused
  ADD COLUMN refused_since  timestamptz,            -- the first refusal of this client with this pair
  ADD COLUMN refused_at     timestamptz,            -- and the newest
  ADD COLUMN refused_many   boolean NOT NULL DEFAULT false; -- many malls were refused with it, so that none is meant

-- +goose Down
ALTER TABLE tokens DROP COLUMN client, DROP COLUMN refused_for, DROP COLUMN refused_client, DROP COLUMN refused_since,
  DROP COLUMN refused_at, DROP COLUMN refused_many;
DROP TABLE app_refusals;
