-- Who opens the app, and which columns of the stock list each of them has put away.
-- +goose Up
CREATE TABLE operators (
  mall_id        text NOT NULL REFERENCES malls ON DELETE CASCADE,
  operator_id    text NOT NULL,
  name           text NOT NULL DEFAULT '',
  kind           text NOT NULL DEFAULT '',          -- as Cafe24 calls it: P owner, A sub-operator
  opened_at      timestamptz NOT NULL,              -- the app, last
  hidden_columns text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (mall_id, operator_id)
);
ALTER TABLE operators ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON operators TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON operators TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON operators TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE operators;
