-- What several processes share, and what keeps the database small: the turns of Cafe24's calls.
-- +goose Up
CREATE TABLE call_gates (                           -- one mall's calls, whatever they ask for
  mall_id       text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  last_at       timestamptz NOT NULL,               -- start of the last call that was granted
  stopped_until timestamptz NOT NULL                -- Cafe24 wants to be left alone until then
) WITH (fillfactor = 50);

CREATE TABLE call_buckets (                         -- Cafe24's leaky bucket of one endpoint, as far as all processes together know it
  mall_id  text NOT NULL REFERENCES malls ON DELETE CASCADE,
  endpoint text NOT NULL,
  level    double precision NOT NULL DEFAULT 0,
  level_at timestamptz NOT NULL,                    -- when the level was true
  paced_to timestamptz NOT NULL,                    -- up to when the long-run rate is spent
  PRIMARY KEY (mall_id, endpoint)
) WITH (fillfactor = 50);

-- take_turn grants a call, or says how many seconds to wait before asking again. A turn that comes within p_patience
-- is granted ahead: the caller waits p_wait and calls. Time is this server's, after the locks are had. A grant that a
-- crash forgets is nothing worse than a call that was not counted, so nobody waits for the disk.
-- +goose StatementBegin
CREATE FUNCTION take_turn(p_mall text, p_endpoint text, p_heard float8, p_size float8, p_drain float8, p_gap float8,
  p_rate float8, p_burst float8, p_patience float8, OUT taken bool, OUT wait float8, OUT stop float8)
LANGUAGE plpgsql AS $$
DECLARE
  g call_gates;
  b call_buckets;
  t timestamptz;
  filled float8;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT * INTO g FROM call_gates WHERE mall_id = p_mall FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO call_gates VALUES (p_mall, '-infinity', '-infinity') ON CONFLICT DO NOTHING;
    SELECT * INTO g FROM call_gates WHERE mall_id = p_mall FOR UPDATE;
  END IF;
  SELECT * INTO b FROM call_buckets WHERE mall_id = p_mall AND endpoint = p_endpoint;
  IF NOT FOUND THEN -- the gate's lock keeps others out
    INSERT INTO call_buckets VALUES (p_mall, p_endpoint, 0, clock_timestamp(), clock_timestamp()) RETURNING * INTO b;
  END IF;
  t := clock_timestamp();
  filled := greatest(b.level - p_drain * extract(epoch FROM t - b.level_at), p_heard, 0);
  stop := CASE WHEN g.stopped_until > t THEN extract(epoch FROM g.stopped_until - t) ELSE 0 END;
  wait := greatest(stop, 0,
    CASE WHEN g.last_at > t - interval '1 hour' THEN extract(epoch FROM g.last_at - t) + p_gap END,
    (filled + 1 - p_size) / p_drain,
    CASE WHEN p_burst > 0 THEN extract(epoch FROM b.paced_to - t) - (p_burst - 1) / p_rate END);
  taken := stop = 0 AND wait <= p_patience;
  IF taken THEN
    UPDATE call_gates SET last_at = t + wait * interval '1 second' WHERE mall_id = p_mall;
    UPDATE call_buckets SET level = filled + 1, level_at = t, paced_to = greatest(paced_to, t) + interval '1 second' / p_rate
     WHERE mall_id = p_mall AND endpoint = p_endpoint;
  ELSIF filled > b.level THEN
    UPDATE call_buckets SET level = filled, level_at = t WHERE mall_id = p_mall AND endpoint = p_endpoint;
  END IF;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8) TO inventory_alert_app;

CREATE TABLE set_aside (                            -- work whose job failed for good: not due until its time
  mall_id   text NOT NULL REFERENCES malls ON DELETE CASCADE,
  kind      text NOT NULL,                          -- of the job
  subject   bigint NOT NULL,                        -- the message or category it is about; 0: the mall
  job_id    bigint NOT NULL,                        -- the discarded job, in River's own table
  cause     text NOT NULL,
  times     integer NOT NULL,
  failed_at timestamptz NOT NULL,
  until     timestamptz NOT NULL,
  PRIMARY KEY (mall_id, kind, subject)
);
CREATE INDEX set_aside_until ON set_aside (until);

CREATE TABLE purge_receipts (                       -- that a mall's data was deleted; nothing of whose it was
  receipt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mall_hash  bytea NOT NULL,                        -- SHA-256 of the mall's id, to answer who asks for theirs
  left_at    timestamptz NOT NULL,
  purged_at  timestamptz NOT NULL,
  rows       jsonb NOT NULL                         -- how many of each table
);
GRANT SELECT, INSERT ON purge_receipts TO inventory_alert_system;
CREATE INDEX malls_left ON malls (uninstalled_at) WHERE uninstalled_at IS NOT NULL;
ALTER TABLE malls ADD COLUMN token_generation bigint NOT NULL DEFAULT 0; -- of the last pair of an installation that has ended
ALTER TABLE categories ADD COLUMN members_at timestamptz; -- when the list of its products that is stored began to be read
ALTER TABLE tokens ADD COLUMN rejected_at timestamptz; -- Cafe24 has refused to renew it: only a new consent helps

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['call_gates', 'call_buckets', 'set_aside'] LOOP
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
ALTER TABLE categories DROP COLUMN members_at;
ALTER TABLE tokens DROP COLUMN rejected_at;
ALTER TABLE malls DROP COLUMN token_generation;
DROP FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8);
DROP INDEX malls_left;
DROP TABLE purge_receipts, set_aside, call_buckets, call_gates;
