-- Two roles that own nothing. Every transaction of the program takes one of them:
-- inventory_alert_app sees the rows of the mall named in app.mall_id and no other;
-- inventory_alert_system sees all malls, for the few statements that must (intake, the dispatcher, look-ups by secret).
-- Roles belong to the cluster, so a second database finds them there.
-- +goose Up
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['inventory_alert_app', 'inventory_alert_system'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database was quicker
      END;
    END IF;
    IF NOT pg_has_role(current_user, name, 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', name);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
REVOKE USAGE ON SCHEMA public FROM inventory_alert_app, inventory_alert_system;
