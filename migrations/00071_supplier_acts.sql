-- Acts that chose the supplier of many items, each with what it replaced.
-- +goose Up
CREATE TABLE supplier_acts (
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  act_id        bigint GENERATED ALWAYS AS IDENTITY,
  supplier_code text,                     -- NULL: that of Cafe24
  asked         int NOT NULL,             -- items
  done          int NOT NULL,             -- of these, those that are ordered from another supplier now
  same          int NOT NULL,
  before        jsonb NOT NULL,           -- of each row of purchase_terms: p product_no, v variant_code, had whether it was there, s its supplier
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL,
  undone_by     text NOT NULL DEFAULT '',
  undone_at     timestamptz,
  kept          int NOT NULL DEFAULT 0,   -- rows that the undo left as they were, because they had changed since
  PRIMARY KEY (mall_id, act_id)
);
ALTER TABLE supplier_acts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON supplier_acts TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON supplier_acts TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON supplier_acts TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE supplier_acts;
