-- What Cafe24 refused a mall once, to be looked at again before it counts and while the mall has to reconnect; and when
-- its pairs of tokens came, since Cafe24 hands out only so many.
-- +goose Up
CREATE TABLE refusals (                             -- a row while Cafe24 refuses the mall, as far as is known
  mall_id      text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  reason       text NOT NULL,                       -- a key of the message catalogue
  since        timestamptz NOT NULL,                -- the first refusal after the last good answer
  last_at      timestamptz NOT NULL,                -- and the newest
  looks        integer NOT NULL DEFAULT 0,          -- how often the app has looked by itself since the mall has to reconnect
  next_look_at timestamptz NOT NULL
);
CREATE INDEX refusals_look_due ON refusals (next_look_at);
ALTER TABLE refusals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON refusals TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON refusals TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON refusals TO inventory_alert_app, inventory_alert_system;

ALTER TABLE tokens ADD COLUMN pairs_at timestamptz[] NOT NULL DEFAULT '{}'; -- when the pairs of the last two hours came

-- Malls that one refusal has cut off before are looked at, too.
INSERT INTO refusals (mall_id, reason, since, last_at, next_look_at)
SELECT m.mall_id, m.reconnect_reason, now(), now(), now()
  FROM malls m JOIN tokens t USING (mall_id) WHERE m.state = 'reconnect' AND t.rejected_at IS NULL;

-- +goose Down
ALTER TABLE tokens DROP COLUMN pairs_at;
DROP TABLE refusals;
