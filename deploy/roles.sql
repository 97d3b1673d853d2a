-- Makes the users of the database. The program connects as inventory_alert, which owns nothing and is no superuser; migrations run as
-- inventory_alert_owner. docker-compose.yml runs this once, in a new database. In one that exists it may be run again, by psql as a
-- superuser; what a superuser owned there is given to inventory_alert_owner.
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv app_password DATABASE_APP_PASSWORD
BEGIN;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['inventory_alert_app', 'inventory_alert_system'] LOOP -- of every transaction, see docs/operations.md
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
    END IF;
  END LOOP;
  FOREACH name IN ARRAY ARRAY['inventory_alert_owner', 'inventory_alert'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS IN ROLE inventory_alert_app, inventory_alert_system', name);
    END IF;
  END LOOP;
END $$;
ALTER ROLE inventory_alert_owner PASSWORD :'owner_password';
ALTER ROLE inventory_alert PASSWORD :'app_password';
DO $$
DECLARE of text; what record;
BEGIN
  of := current_database();
  EXECUTE format('ALTER DATABASE %I OWNER TO inventory_alert_owner', of);
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', of);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO inventory_alert', of);
  FOR what IN -- of this database, whoever has made it so far; members of extensions stay
    SELECT 'TABLE' AS kind, c.oid::regclass::text AS name FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND o.rolsuper
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner
     WHERE p.pronamespace = 'public'::regnamespace AND o.rolsuper
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'TYPE', t.oid::regtype::text FROM pg_type t JOIN pg_roles o ON o.oid = t.typowner
     WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'e' AND o.rolsuper
  LOOP
    EXECUTE format('ALTER %s %s OWNER TO inventory_alert_owner', what.kind, what.name);
  END LOOP;
END $$;
ALTER SCHEMA public OWNER TO pg_database_owner;
COMMIT;
