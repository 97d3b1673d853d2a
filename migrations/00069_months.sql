-- What the monthly report keeps beyond the levels that it is counted from; and the index of an operator's own questions.
-- +goose Up
CREATE TABLE reported_months (
  mall_id     text NOT NULL REFERENCES malls ON DELETE CASCADE,
  month       date NOT NULL CHECK (extract(day FROM month) = 1), -- its first day
  computed_on date NOT NULL,                      -- calendar day of the night that computed the loss; after the month it stays
  -- Of the variants that sold regularly and were out of stock:
  lost_items  int NOT NULL,
  lost_days   int NOT NULL,                       -- whole days, of all variants
  lost_units  double precision NOT NULL,          -- that would have sold
  lost_spread double precision NOT NULL,          -- standard deviation of lost_units
  lost_value  double precision NOT NULL,          -- at the prices of that night
  value_spread double precision NOT NULL,         -- standard deviation of lost_value
  -- Counted when the month is over; NULL before:
  lead_days   int,                                -- by which it was counted
  in_time     int,
  late        int,
  at_out      int,
  missed      int,
  PRIMARY KEY (mall_id, month),
  CHECK ((lead_days IS NULL) = (in_time IS NULL) AND (in_time IS NULL) = (late IS NULL) AND (late IS NULL) = (at_out IS NULL) AND (at_out IS NULL) = (missed IS NULL))
);
ALTER TABLE reported_months ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON reported_months TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON reported_months TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON reported_months TO inventory_alert_app, inventory_alert_system;

CREATE INDEX messages_questions ON messages (mall_id, message_id) WHERE purpose = 'contact';

-- +goose Down
DROP INDEX messages_questions;
DROP TABLE reported_months;
