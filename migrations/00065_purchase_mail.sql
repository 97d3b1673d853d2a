-- Mails of purchase orders to suppliers, and what the mall's people are notified of about them.
-- A mail to a supplier is a message of the channel 'supplier'. The version before does not know that channel, and leaves such
-- messages to this one. What it contains is stored as it was at the time of sending.
-- +goose Up
ALTER TABLE messages ADD COLUMN purchase jsonb,     -- the order as it is sent
  ADD COLUMN purchase_id bigint,                    -- and its id
  ADD COLUMN purchase_news jsonb,                   -- what happened to an order, for the mall's people
  DROP CONSTRAINT messages_purpose_check,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test', 'contact', 'purchase', 'purchase_news')) NOT VALID,
  ADD CONSTRAINT messages_purchase CHECK ((purpose = 'purchase') = (purchase IS NOT NULL) AND (purpose = 'purchase') = (purchase_id IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT messages_purchase_news CHECK ((purpose = 'purchase_news') = (purchase_news IS NOT NULL)) NOT VALID;
CREATE INDEX messages_of_purchase ON messages (mall_id, purchase_id, message_id) WHERE purchase_id IS NOT NULL;

-- The token while its link works: for mails that are sent again, and for a person who copies the link.
ALTER TABLE purchase_links ADD COLUMN token_sealed bytea;

CREATE TABLE supplier_stops (                       -- addresses whose owners want no purchase orders of a mall
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  email      text NOT NULL,
  stopped_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, email)
);
ALTER TABLE supplier_stops ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON supplier_stops TO inventory_alert_app USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON supplier_stops TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON supplier_stops TO inventory_alert_app, inventory_alert_system;

-- +goose Down
DROP TABLE supplier_stops;
ALTER TABLE purchase_links DROP COLUMN token_sealed;
DELETE FROM messages WHERE purpose IN ('purchase', 'purchase_news');
ALTER TABLE messages DROP CONSTRAINT messages_purchase, DROP CONSTRAINT messages_purchase_news, DROP CONSTRAINT messages_purpose_check,
  DROP COLUMN purchase, DROP COLUMN purchase_id, DROP COLUMN purchase_news,
  ADD CONSTRAINT messages_purpose_check CHECK (purpose IN ('alert', 'summary', 'digest', 'overflow', 'confirm', 'health', 'all_clear', 'reorder', 'test', 'contact')) NOT VALID;
