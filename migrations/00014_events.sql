-- Days on which demand differs: planned promotions, and what a mall expects of public holidays.
-- +goose Up
CREATE TABLE promotions (
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  promotion_id  bigint GENERATED ALWAYS AS IDENTITY,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  from_day      date NOT NULL,                      -- in the mall's own time, both ends included
  to_day        date NOT NULL,
  percent       integer NOT NULL CHECK (percent BETWEEN 0 AND 1000), -- of ordinary demand
  product_no    bigint,                             -- at most one of the three; none: the whole mall
  category_no   integer,
  supplier_code text,
  created_by    text NOT NULL DEFAULT '',
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (mall_id, promotion_id),
  CHECK (to_day >= from_day),
  CHECK (num_nonnulls(product_no, category_no, supplier_code) <= 1)
);

CREATE TABLE holiday_percents (                     -- kinds without a row sell as on any day
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('seollal', 'chuseok', 'other')),
  percent    integer NOT NULL CHECK (percent BETWEEN 0 AND 1000),
  updated_by text NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, kind)
);

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['promotions', 'holiday_percents'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- What the whole mall sold on a day: a year of it says how holidays sell, without reading every variant.
ALTER TABLE demand_days ADD COLUMN units bigint;    -- NULL: not added up
UPDATE demand_days d SET units = coalesce(s.units, 0)
  FROM demand_days k
  LEFT JOIN (
    SELECT mall_id, month + n - 1 AS day, sum(('x' || encode(substring(units FROM 4 * n - 3 FOR 4), 'hex'))::bit(32)::integer::bigint) AS units
      FROM demand, generate_series(1, 31) n GROUP BY 1, 2
  ) s USING (mall_id, day)
 WHERE k.mall_id = d.mall_id AND k.day = d.day AND d.source <> 'none';

-- +goose Down
ALTER TABLE demand_days DROP COLUMN units;
DROP TABLE promotions, holiday_percents;
