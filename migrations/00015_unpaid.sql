-- What orders hold that nobody has paid yet, of variants whose stock Cafe24 takes off at the payment.
-- +goose Up
ALTER TABLE variants ADD COLUMN at_payment boolean NOT NULL DEFAULT false; -- inventory_control_type B
CREATE INDEX variants_at_payment ON variants (mall_id) WHERE at_payment AND tracked AND removed_at IS NULL;

CREATE TABLE unpaid_reads (                         -- who reads them, and when next
  mall_id    text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  next_at    timestamptz,                           -- NULL: not due
  fence      bigint NOT NULL DEFAULT 0,             -- raised by every claim and by the mall's leaving; an older one writes nothing
  read_at    timestamptz,                           -- when the reading that is stored began; NULL: there is none
  counted    boolean NOT NULL DEFAULT false,        -- false: there were too many to be listed, unpaid says nothing
  refused_at timestamptz                            -- Cafe24 has refused the orders for want of a permission
);
CREATE INDEX unpaid_reads_due ON unpaid_reads (next_at);
INSERT INTO unpaid_reads (mall_id, next_at) SELECT mall_id, now() FROM malls WHERE state IN ('active', 'reconnect');

CREATE TABLE unpaid (                               -- replaced as a whole by every reading
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code text NOT NULL,
  units        integer NOT NULL,
  orders       integer NOT NULL,
  oldest       date NOT NULL,                       -- of the oldest of them, in the mall's own time
  PRIMARY KEY (mall_id, variant_code)
);

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['unpaid_reads', 'unpaid'] LOOP
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
DROP TABLE unpaid, unpaid_reads;
DROP INDEX variants_at_payment;
ALTER TABLE variants DROP COLUMN at_payment;
