-- Who may do what, who changed which setting, and how much of Cafe24's quota is spent.
-- +goose Up
ALTER TABLE settings ADD COLUMN subs_change_rules boolean NOT NULL DEFAULT false; -- sub-operators may change what alerts go by

CREATE TABLE setting_changes (                      -- newest ones only; never a secret, only that there is one
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  change_id  bigint GENERATED ALWAYS AS IDENTITY,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,                         -- an operator, "api:" and a token's name, or a recipient's address; empty: the app itself
  what       text NOT NULL,
  subject    text NOT NULL DEFAULT '',              -- an address, the name of a token, a supplier…
  value_from text NOT NULL DEFAULT '',
  value_to   text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, change_id)
);
ALTER TABLE setting_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON setting_changes TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON setting_changes TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON setting_changes TO inventory_alert_app, inventory_alert_system;

ALTER TABLE call_gates
  ADD COLUMN usage    double precision,             -- percent of the mall's quota, as Cafe24 last said to whoever called last
  ADD COLUMN usage_at timestamptz;

-- +goose Down
ALTER TABLE call_gates DROP COLUMN usage, DROP COLUMN usage_at;
DROP TABLE setting_changes;
ALTER TABLE settings DROP COLUMN subs_change_rules;
