-- What the days to come ask for: how long orders take, and what a night reckoned of every variant from its past.
-- +goose Up
CREATE TABLE supply (                               -- a mall without a row has the defaults
  mall_id    text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  lead_days  integer NOT NULL DEFAULT 14 CHECK (lead_days BETWEEN 1 AND 180), -- from ordering to having it on the shelf
  level      integer NOT NULL DEFAULT 95 CHECK (level IN (90, 95, 98)),       -- percent: the chance that stock lasts that long
  order_days integer NOT NULL DEFAULT 28 CHECK (order_days BETWEEN 1 AND 180) -- what one order is to suffice for after it has come
);

CREATE TABLE lead_times (                           -- where it takes another time than the mall's
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  supplier_code text NOT NULL DEFAULT '',           -- one of the two
  product_no    bigint NOT NULL DEFAULT 0,
  lead_days     integer NOT NULL CHECK (lead_days BETWEEN 1 AND 180),
  updated_by    text NOT NULL DEFAULT '',
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, supplier_code, product_no),
  CHECK ((supplier_code <> '') <> (product_no <> 0))
);

CREATE TABLE forecasts (                            -- of the variants of which it is known how fast they sell
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code text NOT NULL,
  reckoned_on  date NOT NULL,                       -- in the mall's own time
  pace         double precision NOT NULL,           -- units a day, as this night reckons; variants.daily_sales is what holds
  steady_until date,                                -- thresholds of days of cover do not fall before that day
  class        text NOT NULL DEFAULT '',            -- of demand; '': too little on record, and what follows says nothing
  lead_days    integer NOT NULL DEFAULT 0,
  level        integer NOT NULL DEFAULT 0,
  base         integer NOT NULL DEFAULT 0,          -- reorder point without what is planned; it follows what nights reckon slowly
  point        integer,                             -- the one that is suggested, with what is planned; NULL: none
  expected     integer NOT NULL DEFAULT 0,          -- units of the point that the lead time is expected to sell
  PRIMARY KEY (mall_id, variant_code)
);

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['supply', 'lead_times', 'forecasts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- A reorder sheet that is mailed says what it said when it was asked for.
ALTER TABLE messages ADD COLUMN reorder jsonb,
  DROP CONSTRAINT messages_purpose_check,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test')),
  ADD CONSTRAINT messages_reorder CHECK ((purpose = 'reorder') = (reorder IS NOT NULL));
CREATE INDEX messages_reorders ON messages (mall_id, created_at) WHERE purpose = 'reorder';

-- +goose Down
DELETE FROM messages WHERE purpose = 'reorder';
ALTER TABLE messages DROP CONSTRAINT messages_reorder, DROP CONSTRAINT messages_purpose_check, DROP COLUMN reorder,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'test'));
DROP TABLE forecasts, lead_times, supply;
