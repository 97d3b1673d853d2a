-- What an answer of Cafe24 held and the app could not read: set aside by itself, named on the page of the connection, and, if it is
-- a product, asked for alone, ever more rarely.
-- +goose Up
CREATE TABLE quarantine (
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  list       text NOT NULL,                         -- of the answer: products, orders, categories, suppliers, logs
  subject    text NOT NULL,                         -- the product's number, else what the element says of itself
  product_no bigint,                                -- NULL: not known, or no product
  code       text NOT NULL DEFAULT '',
  name       text NOT NULL DEFAULT '',
  reason     text NOT NULL,
  detail     text NOT NULL DEFAULT '',              -- for an operator
  times      integer NOT NULL,                      -- attempts
  first_at   timestamptz NOT NULL,
  last_at    timestamptz NOT NULL,
  retry_at   timestamptz,                           -- when a product is asked for alone; NULL: with the next sweep
  PRIMARY KEY (mall_id, list, subject)
);
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON quarantine TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON quarantine TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON quarantine TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE quarantine;
