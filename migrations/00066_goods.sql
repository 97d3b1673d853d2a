-- Receipts that are seen in the quantity at Cafe24, and the announcement of goods that are late.
-- +goose Up
ALTER TABLE purchase_receipts ADD COLUMN seen_units integer NOT NULL DEFAULT 0; -- of an unseen receipt: what Cafe24's quantity has shown of it

CREATE TABLE purchase_looks (                       -- until when the quantity of a variant is decided
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code text NOT NULL,
  decided_at   timestamptz NOT NULL,                -- the next look begins with the level of this time
  days_until   date,                                -- the last calendar day that was compared with its orders; NULL: none
  PRIMARY KEY (mall_id, variant_code)
);

CREATE TABLE purchase_proposals (                   -- a rise of the quantity about which a person is asked
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  proposal_id  bigint GENERATED ALWAYS AS IDENTITY,
  variant_code text NOT NULL,
  verdict      text NOT NULL CHECK (verdict IN ('propose', 'fill', 'which')),
  units        integer NOT NULL CHECK (units > 0),  -- of the rise
  extra        integer NOT NULL DEFAULT 0,          -- units of the rise that belong to no order
  fills        jsonb NOT NULL,                      -- [{"order", "line", "units", "receipt"}]; receipt: what is booked already
  evidence     jsonb NOT NULL,
  began_at     timestamptz NOT NULL,                -- of the rise
  asked_at     timestamptz NOT NULL,
  answered_at  timestamptz,
  answered_by  text NOT NULL DEFAULT '',
  answer       text CHECK (answer IN ('yes', 'no', 'other', 'gone')), -- gone: it needs no answer any more
  PRIMARY KEY (mall_id, proposal_id),
  UNIQUE (mall_id, variant_code, began_at),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX purchase_proposals_open ON purchase_proposals (mall_id, variant_code) WHERE answer IS NULL;

ALTER TABLE malls ADD COLUMN overwritten boolean NOT NULL DEFAULT false, -- another program writes the quantities; see purchase.Overwritten
  ADD COLUMN overwritten_on date,                   -- the calendar day on which that was learnt
  ADD COLUMN goods_late_on date;                    -- the calendar day of the newest message about late goods

ALTER TABLE messages ADD COLUMN late_goods jsonb,   -- the lines that are late
  DROP CONSTRAINT messages_purpose_check,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN
    ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test', 'contact', 'purchase', 'purchase_news', 'goods_late')) NOT VALID,
  ADD CONSTRAINT messages_late_goods CHECK ((purpose = 'goods_late') = (late_goods IS NOT NULL)) NOT VALID;

UPDATE malls SET next_goods_at = now() WHERE next_goods_at IS NULL AND mall_id IN (SELECT mall_id FROM purchase_lines WHERE coming);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['purchase_looks', 'purchase_proposals'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY mall ON %I TO inventory_alert_app USING (mall_id = nullif(current_setting(''app.mall_id'', true), ''''))
      WITH CHECK (mall_id = nullif(current_setting(''app.mall_id'', true), ''''))', t);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', t);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DELETE FROM messages WHERE purpose = 'goods_late';
ALTER TABLE messages DROP CONSTRAINT messages_late_goods, DROP CONSTRAINT messages_purpose_check, DROP COLUMN late_goods,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN
    ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test', 'contact', 'purchase', 'purchase_news')) NOT VALID;
ALTER TABLE malls DROP COLUMN goods_late_on, DROP COLUMN overwritten_on, DROP COLUMN overwritten;
DROP TABLE purchase_proposals, purchase_looks;
ALTER TABLE purchase_receipts DROP COLUMN seen_units;
