-- Functions that run with the rights of their owner, and those of triggers, name the schema of each table and look in pg_temp last:
-- a temporary view with the name of a table made search_variants run its maker's code as the role that sees all malls. Nobody may
-- call them but whom an earlier migration names. What PUBLIC may make in the database is taken away after each migration, see
-- confine in internal/postgres/migrate.go: the rights of a database are in no dump of it.
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION search_variants(p_mall text, p_pattern text, p_limit integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan ROWS 100 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT variant_code FROM public.variant_texts WHERE mall_id = p_mall AND search LIKE p_pattern LIMIT p_limit;
END $$;
CREATE OR REPLACE FUNCTION find_variants(p_mall text, p_like text, p_pattern text, p_limit integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan ROWS 100 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  ELSIF p_pattern = '' THEN
    RETURN QUERY SELECT variant_code FROM public.variant_texts WHERE mall_id = p_mall AND key LIKE p_like LIMIT p_limit;
  ELSE
    RETURN QUERY SELECT variant_code FROM public.variant_texts WHERE mall_id = p_mall AND key LIKE p_like AND key ~ p_pattern LIMIT p_limit;
  END IF;
END $$;
CREATE OR REPLACE FUNCTION coded_variants(p_mall text, p_shortened text[], p_limit integer) RETURNS TABLE (variant_code text, custom_variant_code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp ROWS 10 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT v.variant_code, v.custom_variant_code FROM public.variants v
    WHERE v.mall_id = p_mall AND v.custom_variant_code <> '' AND public.shortened_code(v.custom_variant_code) = ANY(p_shortened) AND v.removed_at IS NULL LIMIT p_limit;
END $$;
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
CREATE OR REPLACE FUNCTION drop_partition(p_name text, p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF p_now > clock_timestamp() + interval '10 years' OR NOT EXISTS (SELECT FROM public.old_partitions(p_now) WHERE partition = p_name) THEN
    RAISE EXCEPTION 'partition % is not old', p_name;
  END IF;
  EXECUTE format('DROP TABLE public.%I', p_name);
END $$;
CREATE OR REPLACE FUNCTION analyze_stock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  ANALYZE (SKIP_LOCKED) public.products, public.variants, public.variant_texts, public.incidents, public.forecasts;
END $$;
CREATE OR REPLACE FUNCTION keep_search_key() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.key := public.search_key(NEW.search);
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION settings_to_channels() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.channels AS c (mall_id, channel, target_sealed, signing_sealed)
  SELECT NEW.mall_id, s.channel, s.target, s.signing
    FROM (VALUES ('slack', NEW.slack_sealed, NULL::bytea), ('webhook', NEW.webhook_sealed, NEW.webhook_secret_sealed)) s(channel, target, signing)
   WHERE s.target IS NOT NULL OR s.signing IS NOT NULL
      OR TG_OP = 'UPDATE' AND EXISTS (SELECT FROM public.channels o WHERE o.mall_id = NEW.mall_id AND o.channel = s.channel)
  ON CONFLICT (mall_id, channel) DO UPDATE SET target_sealed = excluded.target_sealed, signing_sealed = excluded.signing_sealed
   WHERE (c.target_sealed, c.signing_sealed) IS DISTINCT FROM (excluded.target_sealed, excluded.signing_sealed);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION channels_to_settings() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  of_mall text := coalesce(NEW.mall_id, OLD.mall_id);
  of_channel text := coalesce(NEW.channel, OLD.channel);
BEGIN
  IF of_channel = 'slack' THEN
    UPDATE public.settings SET slack_sealed = NEW.target_sealed WHERE mall_id = of_mall;
  ELSIF of_channel = 'webhook' THEN
    UPDATE public.settings SET webhook_sealed = NEW.target_sealed, webhook_secret_sealed = NEW.signing_sealed WHERE mall_id = of_mall;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- A trigger asks nobody for this right.
REVOKE ALL ON FUNCTION keep_search_key(), settings_to_channels(), channels_to_settings() FROM PUBLIC;

CREATE TABLE processes (                            -- what runs, with which keys; of no mall
  process_id text PRIMARY KEY,
  name       text NOT NULL,                         -- host and number, as an operator knows it
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  rings      jsonb NOT NULL                         -- fingerprints of the keys by variable, in the order in which they are given
);
CREATE TABLE key_uses (                             -- how long a key was the first of its variable, and so signed or sealed
  ring     text NOT NULL,                           -- the variable
  key      text NOT NULL,                           -- the fingerprint
  first_at timestamptz NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (ring, key)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON processes, key_uses TO inventory_alert_system;

-- +goose Down
DROP TABLE processes, key_uses;
-- The bodies stay: they do the same under any search_path.
ALTER FUNCTION search_variants(text, text, integer) SET search_path = public;
ALTER FUNCTION find_variants(text, text, text, integer) SET search_path = public;
ALTER FUNCTION coded_variants(text, text[], integer) SET search_path = public;
ALTER FUNCTION keep_search_key() SET search_path = public;
ALTER FUNCTION settings_to_channels() SET search_path = public;
ALTER FUNCTION channels_to_settings() SET search_path = public;
ALTER FUNCTION make_partitions(timestamptz) SET search_path = public, pg_temp;
ALTER FUNCTION drop_partition(text, timestamptz) SET search_path = public, pg_temp;
ALTER FUNCTION analyze_stock() SET search_path = public, pg_temp;
GRANT EXECUTE ON FUNCTION keep_search_key(), settings_to_channels(), channels_to_settings() TO PUBLIC;
