-- The channels of a mall besides mail. Each has a row instead of columns of settings, so that a further channel needs no new
-- column. A sealed value is bound to its place, "settings|slack", and not to its table, so it is copied as it is, without a key.
-- The columns stay for the version before: the triggers copy every change between both. A later release drops them:
--   DROP TRIGGER settings_channels ON settings; DROP TRIGGER channels_settings ON channels;
--   DROP FUNCTION settings_to_channels(), channels_to_settings();
--   ALTER TABLE settings DROP COLUMN slack_sealed, DROP COLUMN webhook_sealed, DROP COLUMN webhook_secret_sealed;
-- +goose Up
CREATE TABLE channels (
  mall_id        text NOT NULL REFERENCES malls ON DELETE CASCADE,
  channel        text NOT NULL CHECK (channel ~ '^[a-z][a-z0-9_]{0,30}$' AND channel <> 'email'),
  target_sealed  bytea,                             -- what the merchant entered; NULL: the channel is not set
  signing_sealed bytea,                             -- the secret that messages to programs are signed with; it stays when the target is removed
  PRIMARY KEY (mall_id, channel)
);
ALTER TABLE channels ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mall ON channels TO inventory_alert_app
  USING (mall_id = nullif(current_setting('app.mall_id', true), ''))
  WITH CHECK (mall_id = nullif(current_setting('app.mall_id', true), ''));
CREATE POLICY system ON channels TO inventory_alert_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON channels TO inventory_alert_app, inventory_alert_system;

-- +goose StatementBegin
CREATE FUNCTION settings_to_channels() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  INSERT INTO channels AS c (mall_id, channel, target_sealed, signing_sealed)
  SELECT NEW.mall_id, s.channel, s.target, s.signing
    FROM (VALUES ('slack', NEW.slack_sealed, NULL::bytea), ('webhook', NEW.webhook_sealed, NEW.webhook_secret_sealed)) s(channel, target, signing)
   WHERE s.target IS NOT NULL OR s.signing IS NOT NULL
      OR TG_OP = 'UPDATE' AND EXISTS (SELECT FROM channels o WHERE o.mall_id = NEW.mall_id AND o.channel = s.channel)
  ON CONFLICT (mall_id, channel) DO UPDATE SET target_sealed = excluded.target_sealed, signing_sealed = excluded.signing_sealed
   WHERE (c.target_sealed, c.signing_sealed) IS DISTINCT FROM (excluded.target_sealed, excluded.signing_sealed);
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION channels_to_settings() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
  of_mall text := coalesce(NEW.mall_id, OLD.mall_id);
  of_channel text := coalesce(NEW.channel, OLD.channel);
BEGIN
  IF of_channel = 'slack' THEN
    UPDATE settings SET slack_sealed = NEW.target_sealed WHERE mall_id = of_mall;
  ELSIF of_channel = 'webhook' THEN
    UPDATE settings SET webhook_sealed = NEW.target_sealed, webhook_secret_sealed = NEW.signing_sealed WHERE mall_id = of_mall;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER settings_channels AFTER INSERT OR UPDATE OF slack_sealed, webhook_sealed, webhook_secret_sealed ON settings
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION settings_to_channels();
CREATE TRIGGER channels_settings AFTER INSERT OR UPDATE OR DELETE ON channels
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION channels_to_settings();

-- The copy comes after the triggers were made: their locks keep all others from writing settings until this is committed.
UPDATE settings SET slack_sealed = slack_sealed WHERE num_nonnulls(slack_sealed, webhook_sealed, webhook_secret_sealed) > 0;

-- The program decides which channels exist. NOT VALID: the new check need not read the existing rows.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_channel_check,
  ADD CONSTRAINT deliveries_channel_check CHECK (channel ~ '^[a-z][a-z0-9_]{0,30}$') NOT VALID;
ALTER TABLE messages DROP CONSTRAINT messages_channel_check,
  ADD CONSTRAINT messages_channel_check CHECK (channel ~ '^[a-z][a-z0-9_]{0,30}$') NOT VALID;

-- +goose Down
-- Messages that other channels have sent stay, as history; waiting ones are suppressed.
UPDATE messages SET next_attempt_at = NULL, state = CASE WHEN state IN ('pending', 'retrying') THEN 'suppressed' ELSE state END
 WHERE channel NOT IN ('email', 'slack', 'webhook') AND next_attempt_at IS NOT NULL;
UPDATE deliveries SET collect_at = NULL, state = 'suppressed' WHERE channel NOT IN ('email', 'slack', 'webhook') AND state IN ('pending', 'retrying');
ALTER TABLE deliveries DROP CONSTRAINT deliveries_channel_check,
  ADD CONSTRAINT deliveries_channel_check CHECK (channel IN ('email', 'slack', 'webhook')) NOT VALID;
ALTER TABLE messages DROP CONSTRAINT messages_channel_check,
  ADD CONSTRAINT messages_channel_check CHECK (channel IN ('email', 'slack', 'webhook')) NOT VALID;
DROP TRIGGER settings_channels ON settings;
DROP TABLE channels;
DROP FUNCTION settings_to_channels(), channels_to_settings();
