-- What a changed rule covers is decided again in slices: the change is one short transaction, whatever its size.
-- +goose Up
CREATE TABLE evaluations (                          -- of each mall the newest one
  mall_id        text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  state          text NOT NULL CHECK (state IN ('running', 'done')),
  change_id      bigint,                            -- the newest rule change among its causes; NULL: members of a category, or the nightly forecast
  everything     boolean NOT NULL DEFAULT false,    -- covers the whole catalogue; otherwise what the four columns below name
  variant_codes  text[] NOT NULL DEFAULT '{}',
  product_nos    bigint[] NOT NULL DEFAULT '{}',
  category_nos   integer[] NOT NULL DEFAULT '{}',
  supplier_codes text[] NOT NULL DEFAULT '{}',
  cursor_code    text NOT NULL DEFAULT '',          -- the last variant decided
  lap_code       text NOT NULL DEFAULT '',          -- where the newest cause joined: it ends there, after the catalogue's end
  wrapped        boolean NOT NULL DEFAULT false,    -- past the catalogue's end, on the way to lap_code
  variants_done  integer NOT NULL DEFAULT 0,        -- since the newest cause joined
  variants_total integer NOT NULL DEFAULT 0,
  opened         integer NOT NULL DEFAULT 0,
  escalated      integer NOT NULL DEFAULT 0,
  resolved       integer NOT NULL DEFAULT 0,
  steady_until   date,                              -- of what it raises; see forecasts
  collect_at     timestamptz,                       -- of the deliveries it makes, until it ends
  started_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  resume_at      timestamptz,                       -- when the next slice is due; NULL: done
  fence          bigint NOT NULL DEFAULT 0          -- raised by every claim: a late run decides nothing
);
CREATE INDEX evaluations_due ON evaluations (resume_at) WHERE resume_at IS NOT NULL;
ALTER TABLE evaluations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON evaluations TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON evaluations TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON evaluations TO inventory_alert_app, inventory_alert_system;

-- A mass raise, or an import of rules, checks its foreign keys at the end, with plans that are kept (see settle.go). Elsewhere they
-- are checked as ever.
ALTER TABLE rules ALTER CONSTRAINT rules_mall_id_fkey DEFERRABLE;
ALTER TABLE rule_versions
  ALTER CONSTRAINT rule_versions_mall_id_fkey DEFERRABLE,
  ALTER CONSTRAINT rule_versions_mall_id_change_id_fkey DEFERRABLE;
ALTER TABLE incidents ALTER CONSTRAINT incidents_mall_id_fkey DEFERRABLE;
ALTER TABLE incident_events
  ALTER CONSTRAINT incident_events_mall_id_fkey DEFERRABLE,
  ALTER CONSTRAINT incident_events_mall_id_incident_id_fkey DEFERRABLE;
ALTER TABLE deliveries
  ALTER CONSTRAINT deliveries_mall_id_fkey DEFERRABLE,
  ALTER CONSTRAINT deliveries_mall_id_incident_id_fkey DEFERRABLE,
  ALTER CONSTRAINT deliveries_mall_id_message_id_fkey DEFERRABLE;

-- +goose Down
ALTER TABLE deliveries
  ALTER CONSTRAINT deliveries_mall_id_message_id_fkey NOT DEFERRABLE,
  ALTER CONSTRAINT deliveries_mall_id_incident_id_fkey NOT DEFERRABLE,
  ALTER CONSTRAINT deliveries_mall_id_fkey NOT DEFERRABLE;
ALTER TABLE incident_events
  ALTER CONSTRAINT incident_events_mall_id_incident_id_fkey NOT DEFERRABLE,
  ALTER CONSTRAINT incident_events_mall_id_fkey NOT DEFERRABLE;
ALTER TABLE incidents ALTER CONSTRAINT incidents_mall_id_fkey NOT DEFERRABLE;
ALTER TABLE rule_versions
  ALTER CONSTRAINT rule_versions_mall_id_change_id_fkey NOT DEFERRABLE,
  ALTER CONSTRAINT rule_versions_mall_id_fkey NOT DEFERRABLE;
ALTER TABLE rules ALTER CONSTRAINT rules_mall_id_fkey NOT DEFERRABLE;
DROP TABLE evaluations;
