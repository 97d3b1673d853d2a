-- Who is signed in: a row for each session cookie, so that one of them can be ended without the others. An ended row stays
-- until its cookie would be too old anyway, so that a copy of the cookie is known as ended.
-- +goose Up
CREATE TABLE sessions (
  mall_id     text NOT NULL REFERENCES malls ON DELETE CASCADE,
  id_hash     bytea NOT NULL,                       -- SHA-256 of the id in the cookie
  session_id  bigint GENERATED ALWAYS AS IDENTITY,  -- its name on pages and in the log
  operator_id text NOT NULL,
  name        text NOT NULL DEFAULT '',
  kind        text NOT NULL DEFAULT '',             -- of the operator, as the launch said it
  made_at     timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,                 -- to some minutes
  expires_at  timestamptz NOT NULL,                 -- no use makes it later
  ended_at    timestamptz,                          -- by a person, another launch, or Cafe24
  browser     text NOT NULL DEFAULT '',             -- a few words: "Chrome, Windows"
  network     text NOT NULL DEFAULT '',             -- the address without its last part
  PRIMARY KEY (mall_id, id_hash)
);
CREATE INDEX sessions_operator ON sessions (mall_id, operator_id, made_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON sessions TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON sessions TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE sessions;
