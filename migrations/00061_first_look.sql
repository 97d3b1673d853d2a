-- What orders tell of the year before the app was installed: probable stock-outs, what they cost, and how many of them the suggested thresholds would have announced.
-- +goose Up
CREATE TABLE past_stockouts (
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code text NOT NULL,
  stockouts    int NOT NULL CHECK (stockouts > 0),
  days         int NOT NULL,              -- of all of them
  lost_units   double precision NOT NULL, -- that would have sold
  announced    int NOT NULL,              -- those that the suggested threshold would have announced a lead time before
  last_from    date NOT NULL,             -- first day of the last one
  last_days    int NOT NULL,
  PRIMARY KEY (mall_id, variant_code)
);
CREATE TABLE first_looks (
  mall_id      text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  computed_on  date NOT NULL,             -- calendar day in the mall's time zone
  days         int NOT NULL,              -- of orders, 365 at most
  items        int NOT NULL,              -- variants with a stock-out
  stockouts    int NOT NULL,
  lost_units   double precision NOT NULL,
  lost_value   double precision NOT NULL, -- at today's prices, of the items that have one
  announced    int NOT NULL,
  chance       double precision NOT NULL, -- stock-outs that are expected to be none, at most
  dismissed_at timestamptz
);
ALTER TABLE past_stockouts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE first_looks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON past_stockouts TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY mall ON first_looks TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON past_stockouts TO inventory_alert_system USING (true) WITH CHECK (true);
CREATE POLICY system ON first_looks TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON past_stockouts, first_looks TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE first_looks;
DROP TABLE past_stockouts;
