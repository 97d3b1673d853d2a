-- The number of webhooks of a day is stored and not counted from the hints. The planner's statistics of a mall's stock are updated
-- after a large change, since autovacuum runs up to a minute later.
-- +goose Up
CREATE TABLE hint_counts (                          -- numbers of hints, by when they came
  mall_id text NOT NULL REFERENCES malls ON DELETE CASCADE,
  bucket  timestamptz NOT NULL,                     -- the beginning of the ten minutes
  hints   bigint NOT NULL,
  PRIMARY KEY (mall_id, bucket)
);
ALTER TABLE hint_counts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON hint_counts TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON hint_counts TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON hint_counts TO inventory_alert_app, inventory_alert_system;
INSERT INTO hint_counts (mall_id, bucket, hints)
SELECT mall_id, date_bin('10 minutes', received_at, '2000-01-01 00:00+00'), count(*)
  FROM hints WHERE received_at > now() - interval '25 hours' AND mall_id IN (SELECT mall_id FROM malls) GROUP BY 1, 2;

-- analyze_stock skips a table that is being analyzed.
-- +goose StatementBegin
CREATE FUNCTION analyze_stock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE (SKIP_LOCKED) products, variants, variant_texts, incidents, forecasts;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION analyze_stock() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analyze_stock() TO inventory_alert_system;

-- +goose Down
DROP FUNCTION analyze_stock();
DROP TABLE hint_counts;
