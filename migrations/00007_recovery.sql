-- What Cafe24 lost: its own log of failed deliveries, its switch and our one repair of it, the ledger of what nothing had
-- announced, how long finding took, and what is read how often.
-- +goose Up
ALTER TABLE malls
  ADD COLUMN next_log_at           timestamptz DEFAULT now(), -- when Cafe24's log of webhooks is read next
  ADD COLUMN log_cursor            text NOT NULL DEFAULT '',  -- the log is read after this id; empty: by time
  ADD COLUMN log_read_at           timestamptz,     -- up to when it has been read
  ADD COLUMN log_trouble           text NOT NULL DEFAULT '' CHECK (log_trouble IN ('', 'scope', 'unreadable')), -- why it cannot be
  ADD COLUMN watch_products        integer NOT NULL DEFAULT 0, -- that the last watch meant to read
  ADD COLUMN watch_level           integer,         -- up to which level it reads Cafe24's list
  ADD COLUMN watched_level         integer,         -- and the one that came to its end at watched_at did
  ADD COLUMN reception_repaired_at timestamptz;     -- when the app itself turned Cafe24's switch on again
CREATE INDEX malls_log_due ON malls (next_log_at) WHERE state = 'active';

ALTER TABLE dirty_products
  ADD COLUMN via      text NOT NULL DEFAULT 'hint' CHECK (via IN ('hint', 'log', 'own')), -- a webhook, Cafe24's log of lost ones, the app itself
  ADD COLUMN first_at timestamptz NOT NULL DEFAULT now(); -- oldest hint that waits

ALTER TABLE syncs ADD COLUMN asked boolean NOT NULL DEFAULT false; -- a person waits for it

ALTER TABLE variants -- how many days until it is at its threshold, as fast as it has sold; NULL: it does not sell, or nobody knows
  ADD COLUMN days_left double precision GENERATED ALWAYS AS (CASE WHEN daily_sales > 0 THEN (quantity::float8 - threshold) / daily_sales END) STORED;
CREATE INDEX variants_days_left ON variants (mall_id, days_left) WHERE days_left IS NOT NULL AND silence = '' AND removed_at IS NULL;

CREATE TABLE drifts (                               -- changes that a reading found and nothing had announced
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  found_at      timestamptz NOT NULL,
  variant_code  text NOT NULL,
  product_no    bigint NOT NULL,
  quantity_from integer NOT NULL,
  quantity_to   integer NOT NULL,
  found_by      text NOT NULL CHECK (found_by IN ('watch', 'sweep', 'log')),
  read_before   timestamptz NOT NULL,               -- the reading before: it has been wrong for no longer
  PRIMARY KEY (mall_id, found_at, variant_code)
);

CREATE TABLE detections (                           -- how long changes took to be found, counted by the hour
  mall_id text NOT NULL REFERENCES malls ON DELETE CASCADE,
  hour    timestamptz NOT NULL,
  way     text NOT NULL CHECK (way IN ('hint', 'log', 'watch', 'sweep')),
  seconds integer NOT NULL,                         -- at most; one of a few steps
  changes integer NOT NULL,
  PRIMARY KEY (mall_id, hour, way, seconds)
);

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['drifts', 'detections'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE detections, drifts;
DROP INDEX variants_days_left, malls_log_due;
ALTER TABLE variants DROP COLUMN days_left;
ALTER TABLE syncs DROP COLUMN asked;
ALTER TABLE dirty_products DROP COLUMN via, DROP COLUMN first_at;
ALTER TABLE malls DROP COLUMN next_log_at, DROP COLUMN log_cursor, DROP COLUMN log_read_at, DROP COLUMN log_trouble,
  DROP COLUMN watch_products, DROP COLUMN watch_level, DROP COLUMN watched_level, DROP COLUMN reception_repaired_at;
