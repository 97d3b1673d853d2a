-- Saved views of the list of alerts: a name, and the filters and the order that an address has. Few for a mall.
-- +goose Up
CREATE TABLE alert_views (
  mall_id  text NOT NULL REFERENCES malls ON DELETE CASCADE,
  view_id  bigint GENERATED ALWAYS AS IDENTITY,
  name     text NOT NULL,
  query    text NOT NULL,                           -- of the address of /alerts, without the page
  saved_at timestamptz NOT NULL,
  saved_by text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, view_id)
);
ALTER TABLE alert_views ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON alert_views TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON alert_views TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_views TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE alert_views;
