-- What a bulk action changed of each alert, so that it can be undone exactly.
-- +goose Up
CREATE TABLE bulk_acts (
  mall_id text NOT NULL REFERENCES malls ON DELETE CASCADE,
  act_id  bigint GENERATED ALWAYS AS IDENTITY,
  act     text NOT NULL,
  at      timestamptz NOT NULL,
  by      text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, act_id)
);
CREATE INDEX bulk_acts_at ON bulk_acts (at);
CREATE TABLE bulk_act_items (
  mall_id     text NOT NULL,
  act_id      bigint NOT NULL,
  incident_id bigint NOT NULL,
  before      jsonb NOT NULL,                       -- bulk.State
  after       jsonb NOT NULL,
  undone_at   timestamptz,                          -- NULL: not tried
  PRIMARY KEY (mall_id, act_id, incident_id),
  FOREIGN KEY (mall_id, act_id) REFERENCES bulk_acts ON DELETE CASCADE,
  FOREIGN KEY (mall_id, incident_id) REFERENCES incidents ON DELETE CASCADE
);
CREATE INDEX bulk_act_items_incident ON bulk_act_items (mall_id, incident_id); -- for the deletion of old incidents
ALTER TABLE bulk_acts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE bulk_act_items ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON bulk_acts TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON bulk_acts TO inventory_alert_system USING (true) WITH CHECK (true);
CREATE POLICY mall ON bulk_act_items TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON bulk_act_items TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_acts, bulk_act_items TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE bulk_act_items, bulk_acts;
