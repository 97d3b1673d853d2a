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

-- Partitions are made and dropped by their owner, through two functions that do nothing else. Nobody is granted
-- anything on a partition: who reads or writes goes through the table, and so through its policies. What no partition
-- was made for in time goes into the default one, so that nothing is ever refused.
CREATE TABLE hints_rest PARTITION OF hints DEFAULT;
CREATE TABLE stock_history_rest PARTITION OF stock_history DEFAULT;
ALTER TABLE hints_rest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE stock_history_rest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE TABLE upkeep (                               -- when what is done once for all malls is due
  task   text PRIMARY KEY,
  due_at timestamptz NOT NULL
);
INSERT INTO upkeep VALUES ('partitions', '-infinity'), ('ageing', '-infinity');
GRANT SELECT, UPDATE ON upkeep TO inventory_alert_system;

-- +goose StatementBegin
CREATE FUNCTION make_partition(p_table text, p_from date, p_to date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text := p_table || to_char(p_from, '_YYYYMMDD');
BEGIN
  IF to_regclass('public.' || quote_ident(name)) IS NULL THEN
    EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name, p_table,
      CASE p_table WHEN 'hints' THEN p_from::text ELSE p_from || ' 00:00:00+00' END, CASE p_table WHEN 'hints' THEN p_to::text ELSE p_to || ' 00:00:00+00' END);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
  END IF;
EXCEPTION WHEN check_violation THEN NULL; -- rows of that time are in the default partition already, and age there
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION make_partition(text, date, date) FROM PUBLIC;

-- make_partitions sees to it that this week and month, and those ahead, have theirs.
-- +goose StatementBegin
CREATE FUNCTION make_partitions(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  week date := date_trunc('week', p_now AT TIME ZONE 'UTC')::date;
  month date := date_trunc('month', p_now AT TIME ZONE 'UTC')::date;
BEGIN
  FOR n IN 0..3 LOOP
    PERFORM make_partition('hints', week + 7 * n, week + 7 * (n + 1));
    PERFORM make_partition('stock_history', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION make_partitions(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_partitions(timestamptz) TO inventory_alert_system;

-- old_partitions lists what is due to be dropped: hints of three weeks and more ago, levels of 100 days and more.
CREATE FUNCTION old_partitions(p_now timestamptz) RETURNS TABLE (partition text, of_table text, begins date, ends date)
LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, p.relname::text, d.begins,
         CASE p.relname WHEN 'hints' THEN d.begins + 7 ELSE (d.begins + interval '1 month')::date END
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
   CROSS JOIN LATERAL (SELECT to_date(right(c.relname::text, 8), 'YYYYMMDD') AS begins) d
   WHERE p.relnamespace = 'public'::regnamespace AND c.relname ~ '^(hints|stock_history)_[0-9]{8}$'
     AND CASE p.relname WHEN 'hints' THEN d.begins + 7 <= (p_now AT TIME ZONE 'UTC')::date - 21
                        WHEN 'stock_history' THEN (d.begins + interval '1 month')::date <= (p_now AT TIME ZONE 'UTC')::date - 100
                        ELSE false END
   ORDER BY 1 $$;

-- +goose StatementBegin
CREATE FUNCTION drop_partition(p_name text, p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_now > clock_timestamp() + interval '10 years' OR NOT EXISTS (SELECT FROM old_partitions(p_now) WHERE partition = p_name) THEN
    RAISE EXCEPTION 'partition % is not old', p_name;
  END IF;
  EXECUTE format('DROP TABLE public.%I', p_name);
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION drop_partition(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_partition(text, timestamptz) TO inventory_alert_system;

SELECT make_partitions(now());

-- +goose Down
DROP FUNCTION drop_partition(text, timestamptz), old_partitions(timestamptz), make_partitions(timestamptz), make_partition(text, date, date);
DROP TABLE upkeep;
-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN -- the rows go with them: levels and hints of before are not needed to go on
  FOR name IN SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent IN ('hints'::regclass, 'stock_history'::regclass) LOOP
    EXECUTE 'DROP TABLE ' || name;
  END LOOP;
END $$;
-- +goose StatementEnd
ALTER TABLE categories DROP COLUMN members_at;
ALTER TABLE tokens DROP COLUMN rejected_at;
ALTER TABLE malls DROP COLUMN token_generation;
DROP FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8);
DROP INDEX malls_left;
DROP TABLE purge_receipts, set_aside, call_buckets, call_gates;
