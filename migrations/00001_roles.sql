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
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        BEGIN
          EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database was quicker
        END;
      END IF;
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', name); -- also of a member: making a role is no right to take it
      END IF;
    EXCEPTION WHEN insufficient_privilege THEN -- somebody else may have prepared it
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) OR NOT pg_has_role(current_user, name, 'MEMBER') THEN
        RAISE EXCEPTION 'the database user % may not make roles: give it CREATEROLE, or run as a superuser: CREATE ROLE inventory_alert_app NOLOGIN; CREATE ROLE inventory_alert_system NOLOGIN; GRANT inventory_alert_app, inventory_alert_system TO %', current_user, quote_ident(current_user)
          USING ERRCODE = 'insufficient_privilege';
      END IF;
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
REVOKE USAGE ON SCHEMA public FROM inventory_alert_app, inventory_alert_system;
