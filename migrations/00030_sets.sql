-- Set products and what they are made of; and the reading of the lists that rules refer to, which a webhook brings forward.
-- +goose Up
ALTER TABLE malls ADD COLUMN next_lists_at timestamptz;   -- NULL: not due; the sweep reads them anyway
ALTER TABLE malls ADD COLUMN lists_read_at timestamptz;   -- when they were last read because of a webhook
CREATE INDEX malls_lists_due ON malls (next_lists_at) WHERE next_lists_at IS NOT NULL;

CREATE TABLE product_sets (                         -- products whose set_product_type says that they are sets
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  product_no bigint NOT NULL,
  kind       text NOT NULL,                         -- set_product_type, as Cafe24 has it
  due_at     timestamptz,                           -- when its parts are read; NULL: with the next sweep
  read_at    timestamptz,                           -- when they were last asked for; NULL: never
  known      boolean NOT NULL DEFAULT false,        -- Cafe24 has named its parts; false: nobody knows them
  whole      boolean NOT NULL DEFAULT true,         -- all of them could be read
  PRIMARY KEY (mall_id, product_no)
);
CREATE INDEX product_sets_due ON product_sets (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE set_parts (
  mall_id text NOT NULL REFERENCES malls ON DELETE CASCADE,
  set_no  bigint NOT NULL,
  part_no bigint NOT NULL,
  needed  integer NOT NULL CHECK (needed > 0),      -- units of the part in one set
  PRIMARY KEY (mall_id, set_no, part_no),
  FOREIGN KEY (mall_id, set_no) REFERENCES product_sets ON DELETE CASCADE
);
CREATE INDEX set_parts_part ON set_parts (mall_id, part_no);

-- +goose StatementBegin
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['product_sets', 'set_parts'] LOOP
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
DROP TABLE set_parts, product_sets;
DROP INDEX malls_lists_due;
ALTER TABLE malls DROP COLUMN next_lists_at, DROP COLUMN lists_read_at;
