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

-- take_turn, told besides how much of the quota is spent by the last answer to this process, and how long ago that was.
-- The one of 00008 stays, for processes of before.
-- +goose StatementBegin
CREATE FUNCTION take_turn(p_mall text, p_endpoint text, p_heard float8, p_size float8, p_drain float8, p_gap float8,
  p_rate float8, p_burst float8, p_patience float8, p_usage float8, p_usage_age float8, OUT taken bool, OUT wait float8, OUT stop float8)
LANGUAGE plpgsql AS $$
BEGIN
  SELECT t.taken, t.wait, t.stop INTO taken, wait, stop
    FROM take_turn(p_mall, p_endpoint, p_heard, p_size, p_drain, p_gap, p_rate, p_burst, p_patience) t;
  IF taken AND p_usage >= 0 THEN
    UPDATE call_gates SET usage = p_usage, usage_at = clock_timestamp() - p_usage_age * interval '1 second'
     WHERE mall_id = p_mall AND coalesce(usage_at < clock_timestamp() - (p_usage_age + 5) * interval '1 second' OR
           usage <> p_usage AND usage_at < clock_timestamp() - p_usage_age * interval '1 second', true);
  END IF;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8, float8, float8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8, float8, float8) TO inventory_alert_app;

-- +goose Down
DROP FUNCTION take_turn(text, text, float8, float8, float8, float8, float8, float8, float8, float8, float8);
ALTER TABLE call_gates DROP COLUMN usage, DROP COLUMN usage_at;
DROP TABLE setting_changes;
ALTER TABLE settings DROP COLUMN subs_change_rules;
