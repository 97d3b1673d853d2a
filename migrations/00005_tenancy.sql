-- The second wall: row-level security on every mall's table. (The first: a MallID in every method of the store.)
-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'mall_id'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- LIKE is not leakproof, so under row-level security the trigram index would never be used.
-- This function names the mall itself and runs as the system role. It stops at a limit: a word that is
-- almost everywhere is quicker found by reading the list in its own order. It is planned anew each time,
-- for the planner tells a rare word from a common one.
-- +goose StatementBegin
CREATE FUNCTION search_variants(p_mall text, p_pattern text, p_limit integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan ROWS 100 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT variant_code FROM variant_texts WHERE mall_id = p_mall AND search LIKE p_pattern LIMIT p_limit;
END $$;
-- +goose StatementEnd
GRANT CREATE ON SCHEMA public TO inventory_alert_system;
ALTER FUNCTION search_variants(text, text, integer) OWNER TO inventory_alert_system;
REVOKE CREATE ON SCHEMA public FROM inventory_alert_system;
REVOKE ALL ON FUNCTION search_variants(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_variants(text, text, integer) TO inventory_alert_app;

-- +goose Down
DROP FUNCTION search_variants(text, text, integer);
-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'mall' LOOP
    EXECUTE format('DROP POLICY mall ON %I', name);
    EXECUTE format('DROP POLICY system ON %I', name);
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
-- +goose StatementEnd
