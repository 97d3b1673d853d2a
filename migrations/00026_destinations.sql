-- Where a link in a message leads, while the person signs in to the mall's admin: the next launch of that mall takes it.
-- +goose Up
CREATE TABLE destinations (                         -- single use, for minutes, one a browser
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  browser    bytea NOT NULL,                        -- SHA-256 of the User-Agent header: the admin's frame sees no cookie of the window
  cookie     bytea NOT NULL,                        -- SHA-256 of the window's cookie
  page       text NOT NULL,                         -- a name, never an address
  number     bigint NOT NULL DEFAULT 0,
  code       text NOT NULL DEFAULT '',
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, browser)
);
CREATE INDEX destinations_expiry ON destinations (expires_at);
ALTER TABLE destinations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON destinations TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON destinations TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON destinations TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE destinations;
