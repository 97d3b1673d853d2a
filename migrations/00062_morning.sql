-- What people answered on the page /morning: the record of a day with its undo, how long an item without an open alert stays
-- off the page, and what is ordered of an item that has no alert.
-- +goose Up
CREATE TABLE morning_answers (
  mall_id          text NOT NULL REFERENCES malls ON DELETE CASCADE,
  answer_id        bigint GENERATED ALWAYS AS IDENTITY,
  product_no       bigint NOT NULL,
  variant_code     text NOT NULL,
  class            text NOT NULL CHECK (class IN ('out', 'short', 'late')),
  answer           text NOT NULL CHECK (answer IN ('ordered', 'later', 'fine')),
  version          text NOT NULL,                   -- of the item, as the page showed it: a second press of the button has the same
  quantity         integer NOT NULL,                -- in stock at that time
  threshold        integer NOT NULL,
  until            timestamptz,                     -- when the item is back on the page; NULL: not by time
  ordered_quantity integer CHECK (ordered_quantity > 0),
  expected_on      date,
  incident_id      bigint,                          -- of the alert that the answer changed; NULL: the item had none
  former           jsonb,                           -- what the answer replaced in that alert
  answered_at      timestamptz NOT NULL,
  answered_by      text NOT NULL DEFAULT '',
  ended_at         timestamptz,                     -- the ordered goods arrived, or another answer replaced this one
  undone_at        timestamptz,
  undone_by        text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, answer_id),
  CHECK ((answer = 'ordered') = (ordered_quantity IS NOT NULL AND expected_on IS NOT NULL)),
  CHECK ((incident_id IS NULL) = (former IS NULL))
);
CREATE INDEX morning_answers_variant ON morning_answers (mall_id, variant_code, answer_id);
CREATE INDEX morning_answers_time ON morning_answers (mall_id, answered_at);
CREATE INDEX morning_answers_age ON morning_answers (answered_at);
-- Goods on their way of an item without an alert. An item has at most one such order.
CREATE UNIQUE INDEX morning_answers_order ON morning_answers (mall_id, variant_code)
  WHERE answer = 'ordered' AND incident_id IS NULL AND ended_at IS NULL AND undone_at IS NULL;

ALTER TABLE morning_answers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON morning_answers TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON morning_answers TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON morning_answers TO inventory_alert_app, inventory_alert_system;

-- The order of an item without an alert ends when the stock is half of the ordered units above the level at the order. A trigger,
-- so that readings of the previous version end it too.
-- +goose StatementBegin
CREATE FUNCTION morning_order_arrived() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.morning_answers a SET ended_at = NEW.observed_at
   WHERE a.mall_id = NEW.mall_id AND a.variant_code = NEW.variant_code AND a.answer = 'ordered' AND a.incident_id IS NULL
     AND a.ended_at IS NULL AND a.undone_at IS NULL AND NEW.quantity >= a.quantity + (a.ordered_quantity + 1) / 2;
  RETURN NULL;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION morning_order_arrived() FROM PUBLIC;
CREATE TRIGGER variants_arrived AFTER UPDATE OF quantity ON variants
  FOR EACH ROW WHEN (NEW.quantity > OLD.quantity) EXECUTE FUNCTION morning_order_arrived();

-- +goose Down
DROP TRIGGER variants_arrived ON variants;
DROP FUNCTION morning_order_arrived();
DROP TABLE morning_answers;
