-- How much of every variant was sold on which day. Who bought it is not known here.
-- +goose Up
CREATE TABLE demand (                               -- a row a variant and month in which there is something to tell
  mall_id      text NOT NULL,                       -- no reference: a partition must not lock malls when it is made
  variant_code text NOT NULL,
  month        date NOT NULL,                       -- its first day, in the mall's own time
  -- Sold on the 1st, the 2nd, …, less cancellations and returns: 31 integers of four bytes, the highest first. As an
  -- integer[] a hundred thousand variants take two and a half times as long to be read. By hand, on the nth:
  -- ('x' || encode(substring(units FROM 4 * n - 3 FOR 4), 'hex'))::bit(32)::integer
  units        bytea NOT NULL CHECK (length(units) = 124),
  out_days     integer NOT NULL DEFAULT 0,          -- bit n-1: on the nth it could not be bought all day
  partial_days integer NOT NULL DEFAULT 0,          -- for a part of the day
  PRIMARY KEY (mall_id, variant_code, month)
) PARTITION BY RANGE (month);

CREATE TABLE demand_days (                          -- the days that are counted; others say nothing, whatever demand holds
  mall_id text NOT NULL REFERENCES malls ON DELETE CASCADE,
  day     date NOT NULL,
  source  text NOT NULL CHECK (source IN ('orders', 'levels', 'none')),
  read_on date NOT NULL,                            -- the day, in the mall's own time, on which it was counted last
  PRIMARY KEY (mall_id, day)
);

CREATE TABLE demand_reads (                         -- who counts, and when next
  mall_id    text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  next_at    timestamptz,                           -- NULL: not due
  fence      bigint NOT NULL DEFAULT 0,             -- raised by every claim and by the mall's leaving; an older one writes nothing
  step       integer NOT NULL DEFAULT 31,           -- days that one range may have
  timezone   text NOT NULL DEFAULT '',              -- that the days are counted in
  refused_at timestamptz                            -- Cafe24 has refused the orders for want of a permission
);
CREATE INDEX demand_reads_due ON demand_reads (next_at);
INSERT INTO demand_reads (mall_id, next_at) SELECT mall_id, now() FROM malls WHERE state IN ('active', 'reconnect');

CREATE TABLE demand_orders (                        -- orders whose items had to be asked for one by one, while their range is counted
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  order_id      text NOT NULL,
  day           date NOT NULL,
  variant_codes text[] NOT NULL,
  units         integer[] NOT NULL,
  read_at       timestamptz NOT NULL,
  PRIMARY KEY (mall_id, order_id)
);

CREATE TABLE demand_rest PARTITION OF demand DEFAULT;
ALTER TABLE demand_rest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['demand', 'demand_days', 'demand_reads', 'demand_orders'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- The functions of 00008, which now know the months of demand: from 14 months ago on, dropped when they are older than that.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partition(p_table text, p_from date, p_to date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text := p_table || to_char(p_from, '_YYYYMMDD');
BEGIN
  IF to_regclass('public.' || quote_ident(name)) IS NULL THEN
    EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', name, p_table,
      CASE p_table WHEN 'stock_history' THEN p_from || ' 00:00:00+00' ELSE p_from::text END,
      CASE p_table WHEN 'stock_history' THEN p_to || ' 00:00:00+00' ELSE p_to::text END);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
  END IF;
EXCEPTION WHEN check_violation THEN NULL; -- rows of that time are in the default partition already, and age there
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partitions(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  week date := date_trunc('week', p_now AT TIME ZONE 'UTC')::date;
  month date := date_trunc('month', p_now AT TIME ZONE 'UTC')::date;
BEGIN
  FOR n IN 0..3 LOOP
    PERFORM make_partition('hints', week + 7 * n, week + 7 * (n + 1));
    PERFORM make_partition('stock_history', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
  FOR n IN -14..3 LOOP
    PERFORM make_partition('demand', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE OR REPLACE FUNCTION old_partitions(p_now timestamptz) RETURNS TABLE (partition text, of_table text, begins date, ends date)
LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, p.relname::text, d.begins,
         CASE p.relname WHEN 'hints' THEN d.begins + 7 ELSE (d.begins + interval '1 month')::date END
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
   CROSS JOIN LATERAL (SELECT to_date(right(c.relname::text, 8), 'YYYYMMDD') AS begins) d
   WHERE p.relnamespace = 'public'::regnamespace AND c.relname ~ '^(hints|stock_history|demand)_[0-9]{8}$'
     AND CASE p.relname WHEN 'hints' THEN d.begins + 7 <= (p_now AT TIME ZONE 'UTC')::date - 21
                        WHEN 'stock_history' THEN (d.begins + interval '1 month')::date <= (p_now AT TIME ZONE 'UTC')::date - 100
                        WHEN 'demand' THEN (d.begins + interval '1 month')::date <= (p_now AT TIME ZONE 'UTC')::date - 430
                        ELSE false END
   ORDER BY 1 $$;

SELECT make_partitions(now());

-- +goose Down
DROP TABLE demand, demand_days, demand_reads, demand_orders;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partition(p_table text, p_from date, p_to date) RETURNS void LANGUAGE plpgsql AS $$
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
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partitions(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE OR REPLACE FUNCTION old_partitions(p_now timestamptz) RETURNS TABLE (partition text, of_table text, begins date, ends date)
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
