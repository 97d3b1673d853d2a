-- What the nightly forecast has learnt from all variants of a mall together, for pages that forecast one of them.
-- +goose Up
CREATE TABLE pools (
  mall_id   text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  learnt_on date NOT NULL,                          -- calendar day in the mall's time zone
  content   bytea NOT NULL                          -- coefficients; empty: nothing that can be trusted
);
ALTER TABLE pools ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON pools TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON pools TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON pools TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE pools;
