-- Two years of what was sold on which day, and of each day the measure from which the season of a mall is computed.
-- +goose Up
-- The sum over all variants of the root of their units. NULL: not added up; the next nightly forecast does it.
ALTER TABLE demand_days ADD COLUMN roots double precision;

-- The functions of 00042 and 00012: from 26 months ago on, dropped when they are older than that. At most 792 days lie between
-- the end of the oldest month that is made and a day, so that nothing is dropped that is made again.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partitions(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  week date := date_trunc('week', p_now AT TIME ZONE 'UTC')::date;
  month date := date_trunc('month', p_now AT TIME ZONE 'UTC')::date;
BEGIN
  FOR n IN 0..3 LOOP
    PERFORM public.make_partition('hints', week + 7 * n, week + 7 * (n + 1));
    PERFORM public.make_partition('stock_history', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
  FOR n IN -26..3 LOOP
    PERFORM public.make_partition('demand', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
END $$;
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
                        WHEN 'demand' THEN (d.begins + interval '1 month')::date <= (p_now AT TIME ZONE 'UTC')::date - 800
                        ELSE false END
   ORDER BY 1 $$;
-- +goose StatementEnd
SELECT make_partitions(now());

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION make_partitions(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  week date := date_trunc('week', p_now AT TIME ZONE 'UTC')::date;
  month date := date_trunc('month', p_now AT TIME ZONE 'UTC')::date;
BEGIN
  FOR n IN 0..3 LOOP
    PERFORM public.make_partition('hints', week + 7 * n, week + 7 * (n + 1));
    PERFORM public.make_partition('stock_history', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
  FOR n IN -14..3 LOOP
    PERFORM public.make_partition('demand', (month + n * interval '1 month')::date, (month + (n + 1) * interval '1 month')::date);
  END LOOP;
END $$;
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
-- +goose StatementEnd
ALTER TABLE demand_days DROP COLUMN roots;
