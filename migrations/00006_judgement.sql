-- The judgement: rules of three kinds with their history, incidents that a person can put off, who is told what,
-- what became of every attempt, and the app's own health.
-- +goose Up
ALTER TABLE rules
  ADD COLUMN days integer CHECK (days BETWEEN 1 AND 365), -- days of cover instead of a number
  ADD CONSTRAINT rules_one_measure CHECK (threshold IS NULL OR days IS NULL);

CREATE TABLE rule_changes (                         -- what was changed at once, and is undone at once
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  change_id  bigint GENERATED ALWAYS AS IDENTITY,
  cause      text NOT NULL CHECK (cause IN ('set', 'delete', 'import', 'undo')),
  changed_by text NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL,
  undone_at  timestamptz,
  undone_by  text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, change_id)
);

CREATE TABLE rule_versions (                        -- one rule of a change, from what to what
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  change_id     bigint NOT NULL,
  version_id    bigint GENERATED ALWAYS AS IDENTITY,
  scope         text NOT NULL CHECK (scope IN ('variant', 'product', 'category', 'supplier', 'mall')),
  product_no    bigint,
  variant_code  text,
  category_no   integer,
  supplier_code text,
  before        jsonb,                              -- {"threshold","days","muted"}; NULL: there was no rule
  after         jsonb,                              -- NULL: the rule was deleted
  PRIMARY KEY (mall_id, change_id, version_id),
  FOREIGN KEY (mall_id, change_id) REFERENCES rule_changes ON DELETE CASCADE
);

ALTER TABLE variants
  ADD COLUMN daily_sales    double precision,       -- units a day, from our own history of falls; NULL: not enough of it
  ADD COLUMN threshold_days integer,                -- where the threshold comes from days of cover
  ADD COLUMN silence        text NOT NULL DEFAULT ''; -- why it never alerts, whatever its level; empty: it may
CREATE INDEX variants_silence ON variants (mall_id, status_rank, quantity, variant_code) WHERE silence <> '' AND removed_at IS NULL;

ALTER TABLE malls
  ADD COLUMN next_sales_at        timestamptz DEFAULT now(), -- when daily_sales is reckoned again
  ADD COLUMN next_health_at       timestamptz DEFAULT now(),
  ADD COLUMN reception_on         boolean,          -- Cafe24's own switch for this app's webhooks; NULL: not asked yet
  ADD COLUMN reception_checked_at timestamptz,      -- when Cafe24 last said so
  ADD COLUMN watched_at           timestamptz;      -- when what is near its threshold was last read to the end, even if there was nothing
CREATE INDEX malls_sales_due ON malls (next_sales_at) WHERE state = 'active';
CREATE INDEX malls_health_due ON malls (next_health_at) WHERE state IN ('active', 'reconnect');

ALTER TABLE tokens ADD COLUMN failing_since timestamptz; -- refreshes have failed since; NULL: the last one worked

ALTER TABLE settings
  ADD COLUMN daily_cap             integer NOT NULL DEFAULT 3 CHECK (daily_cap BETWEEN 0 AND 100), -- messages a day and recipient; 0: no cap
  ADD COLUMN second_after_hours    integer NOT NULL DEFAULT 0 CHECK (second_after_hours BETWEEN 0 AND 168), -- 0: off
  ADD COLUMN webhook_secret_sealed bytea;

ALTER TABLE recipients
  ADD COLUMN locale          text NOT NULL DEFAULT '' CHECK (locale IN ('', 'ko', 'en')), -- empty: the mall's
  ADD COLUMN category_nos    integer[] NOT NULL DEFAULT '{}', -- with supplier_codes: what they hear of; both empty: everything
  ADD COLUMN supplier_codes  text[] NOT NULL DEFAULT '{}',
  ADD COLUMN second          boolean NOT NULL DEFAULT false, -- told when a sold-out alert stays unanswered
  ADD COLUMN confirmed_at    timestamptz,           -- NULL: has not agreed to be written to
  ADD COLUMN confirm_sent_at timestamptz,
  ADD COLUMN bounces         smallint NOT NULL DEFAULT 0, -- refusals of the address since the last letter that arrived
  ADD COLUMN bounced_at      timestamptz,
  ADD COLUMN suspended_at    timestamptz;
UPDATE recipients SET confirmed_at = created_at;

ALTER TABLE incidents
  ADD COLUMN until_restock    boolean NOT NULL DEFAULT false, -- snoozed until the quantity next rises
  ADD COLUMN ordered_quantity integer,              -- on its way; snoozed until it should be there
  ADD COLUMN expected_on      date,
  ADD COLUMN round            integer NOT NULL DEFAULT 0, -- how often it was put off: each round may be announced anew
  ADD COLUMN woken_at         timestamptz,          -- when it last came back from being put off
  ADD COLUMN answer_by        timestamptz,          -- when the second recipient is told; NULL: not at all, or told already
  ADD COLUMN unanswered_at    timestamptz;          -- when the second recipient was told
CREATE INDEX incidents_answer_due ON incidents (answer_by) WHERE answer_by IS NOT NULL;

CREATE TABLE incident_events (                      -- the story of an incident, a row a step
  mall_id     text NOT NULL REFERENCES malls ON DELETE CASCADE,
  incident_id bigint NOT NULL,
  event_id    bigint GENERATED ALWAYS AS IDENTITY,
  at          timestamptz NOT NULL,
  kind        text NOT NULL,
  by          text NOT NULL DEFAULT '',             -- the person; empty: the app
  quantity    integer,
  threshold   integer,
  detail      jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (mall_id, incident_id, event_id),
  FOREIGN KEY (mall_id, incident_id) REFERENCES incidents ON DELETE CASCADE
);

ALTER TABLE deliveries
  ADD COLUMN reason text NOT NULL DEFAULT 'raised' CHECK (reason IN ('raised', 'worse', 'woken', 'overdue', 'unanswered')),
  ADD COLUMN round  integer NOT NULL DEFAULT 0,
  ADD COLUMN held   boolean NOT NULL DEFAULT false; -- put off by the day's cap
UPDATE deliveries d SET reason = 'worse'
  FROM incidents i WHERE i.mall_id = d.mall_id AND i.incident_id = d.incident_id AND d.kind = 'out' AND i.escalated_at IS NOT NULL;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_mall_id_incident_id_kind_channel_recipient_key;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_once UNIQUE (mall_id, incident_id, reason, round, channel, recipient);

ALTER TABLE messages DROP CONSTRAINT messages_purpose_check;
ALTER TABLE messages
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'test')),
  ADD COLUMN health_id bigint,                      -- of what a health or all_clear message speaks
  ADD COLUMN resent_by text NOT NULL DEFAULT '';    -- who asked for one more attempt
CREATE INDEX messages_recipient ON messages (recipient, created_at) WHERE purpose IN ('confirm', 'test'); -- of all malls: an address is not flooded

CREATE UNIQUE INDEX messages_one_health ON messages (mall_id, health_id, purpose, channel, recipient) WHERE health_id IS NOT NULL; -- told once

CREATE TABLE message_attempts (                     -- what the other side answered, attempt by attempt
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  message_id bigint NOT NULL,
  attempt    integer NOT NULL,
  at         timestamptz NOT NULL,
  state      text NOT NULL CHECK (state IN ('sent', 'retrying', 'unknown', 'failed')),
  error      text NOT NULL DEFAULT '',              -- a key of the message catalogue
  answer     text NOT NULL DEFAULT '',              -- the server's own words, without addresses
  PRIMARY KEY (mall_id, message_id, attempt),
  FOREIGN KEY (mall_id, message_id) REFERENCES messages ON DELETE CASCADE
);

CREATE TABLE link_uses (                            -- single-use links of letters that were used
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  link_hash  bytea NOT NULL,
  used_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, link_hash)
);
CREATE INDEX link_uses_expiry ON link_uses (expires_at);

CREATE TABLE health (                               -- what is wrong with the app's own way to a mall, and was
  mall_id   text NOT NULL REFERENCES malls ON DELETE CASCADE,
  health_id bigint GENERATED ALWAYS AS IDENTITY,
  kind      text NOT NULL,
  subject   text NOT NULL DEFAULT '',               -- which address, for a suspended recipient
  reason    text NOT NULL DEFAULT '',               -- a key of the message catalogue
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  quietly   boolean NOT NULL DEFAULT false,         -- it did not get better, it is only not spoken of any more: no all-clear
  PRIMARY KEY (mall_id, health_id)
);
CREATE UNIQUE INDEX health_one_open ON health (mall_id, kind, subject) WHERE closed_at IS NULL;

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['rule_changes', 'rule_versions', 'incident_events', 'message_attempts', 'link_uses', 'health'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($p$CREATE POLICY mall ON %I TO inventory_alert_app
      USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
      WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''))$p$, name);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', name);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE health, link_uses, message_attempts, incident_events, rule_versions, rule_changes;
DELETE FROM messages WHERE purpose IN ('overflow', 'confirm', 'health', 'all_clear');
DROP INDEX messages_recipient, messages_one_health;
ALTER TABLE messages DROP CONSTRAINT messages_purpose_check, DROP COLUMN health_id, DROP COLUMN resent_by;
ALTER TABLE messages ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'test'));
DELETE FROM deliveries d WHERE reason NOT IN ('raised', 'worse') OR round > 0;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_once, DROP COLUMN reason, DROP COLUMN round, DROP COLUMN held;
ALTER TABLE deliveries ADD UNIQUE (mall_id, incident_id, kind, channel, recipient);
UPDATE incidents SET snoozed_until = now() WHERE state = 'snoozed' AND snoozed_until IS NULL;
DROP INDEX incidents_answer_due;
ALTER TABLE incidents DROP COLUMN until_restock, DROP COLUMN ordered_quantity, DROP COLUMN expected_on, DROP COLUMN round,
  DROP COLUMN woken_at, DROP COLUMN answer_by, DROP COLUMN unanswered_at;
ALTER TABLE recipients DROP COLUMN locale, DROP COLUMN category_nos, DROP COLUMN supplier_codes, DROP COLUMN second, DROP COLUMN confirmed_at,
  DROP COLUMN confirm_sent_at, DROP COLUMN bounces, DROP COLUMN bounced_at, DROP COLUMN suspended_at;
ALTER TABLE settings DROP COLUMN daily_cap, DROP COLUMN second_after_hours, DROP COLUMN webhook_secret_sealed;
ALTER TABLE tokens DROP COLUMN failing_since;
DROP INDEX malls_sales_due, malls_health_due;
ALTER TABLE malls DROP COLUMN next_sales_at, DROP COLUMN next_health_at, DROP COLUMN reception_on, DROP COLUMN reception_checked_at,
  DROP COLUMN watched_at;
DROP INDEX variants_silence;
ALTER TABLE variants DROP COLUMN daily_sales, DROP COLUMN threshold_days, DROP COLUMN silence;
ALTER TABLE rules DROP CONSTRAINT rules_one_measure, DROP COLUMN days;
