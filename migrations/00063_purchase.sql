-- Purchase orders to suppliers: what is ordered, answered, received, and still on its way. Facts are stored; states are computed.
-- +goose Up
CREATE TABLE purchase_counters (                    -- the last number of a mall; its row is locked by the transaction that sends
  mall_id text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  month   text NOT NULL,                            -- 2612
  last    integer NOT NULL
);

CREATE TABLE purchase_orders (
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  order_id      bigint GENERATED ALWAYS AS IDENTITY,
  version       integer NOT NULL DEFAULT 1,         -- raised by each change
  origin        text NOT NULL CHECK (origin IN ('sheet', 'noted')),
  request_key   text,                               -- of the request that made it: the same request again makes no second order
  number        text,
  revision      integer NOT NULL DEFAULT 0,
  supplier_code text NOT NULL DEFAULT '',
  supplier_name text NOT NULL DEFAULT '',
  currency      text NOT NULL DEFAULT 'KRW',
  note          text NOT NULL DEFAULT '',
  send_to       text[] NOT NULL DEFAULT '{}',
  reply_to      text NOT NULL DEFAULT '',
  lead_days     integer NOT NULL DEFAULT 0,
  incident_id   bigint,                             -- of a noted order: the alert on which it was noted
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL DEFAULT '',
  sent_at       timestamptz,
  sent_by       text NOT NULL DEFAULT '',
  confirmed_at  timestamptz,
  closed_at     timestamptz,
  closed_by     text NOT NULL DEFAULT '',
  close_reason  text NOT NULL DEFAULT '',
  cancelled_at  timestamptz,
  cancelled_by  text NOT NULL DEFAULT '',
  seen_at       timestamptz,                        -- the supplier's page was last opened
  message_id    bigint,                             -- the newest mail to the supplier
  bounced       text NOT NULL DEFAULT '',           -- the address that refused that mail for good
  asked_at      timestamptz,                        -- when the merchant was last asked whether the goods still come
  PRIMARY KEY (mall_id, order_id),
  UNIQUE (mall_id, number),
  UNIQUE (mall_id, request_key),
  CHECK (origin = 'noted' OR (sent_at IS NULL) = (number IS NULL)),
  CHECK (sent_at IS NOT NULL OR confirmed_at IS NULL AND closed_at IS NULL)
);
CREATE INDEX purchase_orders_supplier ON purchase_orders (mall_id, supplier_code, order_id);
CREATE INDEX purchase_orders_incident ON purchase_orders (mall_id, incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE purchase_lines (
  mall_id      text NOT NULL,
  order_id     bigint NOT NULL,
  line_no      integer NOT NULL CHECK (line_no > 0),
  product_no   bigint NOT NULL,
  variant_code text NOT NULL,
  custom_code  text NOT NULL DEFAULT '',
  product_name text NOT NULL DEFAULT '',
  image_url    text NOT NULL DEFAULT '',
  options      jsonb NOT NULL DEFAULT '[]',
  ordered      integer NOT NULL CHECK (ordered BETWEEN 1 AND 1000000),
  pack         integer NOT NULL DEFAULT 1 CHECK (pack BETWEEN 1 AND 1000000),
  unit_cost    bigint NOT NULL DEFAULT 0 CHECK (unit_cost >= 0), -- hundredths of the currency's unit; 0: not known
  promised_on  date,                                -- the first promise, at sending; NULL in a draft
  expected_on  date,                                -- when the rest is expected; NULL in a draft
  cover_until  date,                                -- last day on which the rest counts as cover
  confirmed    integer CHECK (confirmed >= 0),      -- what the supplier can deliver; NULL: not answered
  received     integer NOT NULL DEFAULT 0,          -- the sum of the receipts
  given_up     integer NOT NULL DEFAULT 0 CHECK (given_up >= 0),
  give_up_why  text NOT NULL DEFAULT '',
  late_on      date,                                -- the calendar day on which its lateness was last announced
  coming       boolean NOT NULL DEFAULT false,      -- the order is sent, not closed and not cancelled
  rest         integer NOT NULL GENERATED ALWAYS AS (greatest(0, least(ordered, coalesce(confirmed, ordered)) - received - given_up)) STORED,
  PRIMARY KEY (mall_id, order_id, line_no),
  FOREIGN KEY (mall_id, order_id) REFERENCES purchase_orders ON DELETE CASCADE,
  CHECK (NOT coming OR expected_on IS NOT NULL AND promised_on IS NOT NULL AND cover_until IS NOT NULL)
);
-- What is on its way of a variant: looked up for each row of a list.
CREATE INDEX purchase_lines_coming ON purchase_lines (mall_id, variant_code, expected_on) WHERE coming AND rest > 0;
CREATE INDEX purchase_lines_variant ON purchase_lines (mall_id, variant_code, order_id);

CREATE TABLE purchase_receipts (                    -- only added: a receipt is taken back by one that corrects it
  mall_id     text NOT NULL,
  receipt_id  bigint GENERATED ALWAYS AS IDENTITY,
  order_id    bigint NOT NULL,
  line_no     integer NOT NULL,
  units       integer NOT NULL CHECK (units <> 0),
  came_on     date NOT NULL,
  source      text NOT NULL CHECK (source IN ('operator', 'supplier', 'detected', 'api')),
  evidence    jsonb,
  corrects    bigint,
  unseen      boolean NOT NULL DEFAULT false,       -- entered by a person; Cafe24's quantity has not risen yet
  request_key text,
  at          timestamptz NOT NULL,
  by          text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, receipt_id),
  UNIQUE (mall_id, request_key),
  UNIQUE (mall_id, corrects),
  FOREIGN KEY (mall_id, order_id, line_no) REFERENCES purchase_lines ON DELETE CASCADE
);
CREATE INDEX purchase_receipts_order ON purchase_receipts (mall_id, order_id);

CREATE TABLE purchase_answers (
  mall_id   text NOT NULL,
  answer_id bigint GENERATED ALWAYS AS IDENTITY,
  order_id  bigint NOT NULL,
  revision  integer NOT NULL,
  source    text NOT NULL CHECK (source IN ('operator', 'supplier', 'api')),
  body      jsonb NOT NULL,
  at        timestamptz NOT NULL,
  by        text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, answer_id),
  FOREIGN KEY (mall_id, order_id) REFERENCES purchase_orders ON DELETE CASCADE
);
CREATE INDEX purchase_answers_order ON purchase_answers (mall_id, order_id);

CREATE TABLE purchase_events (
  mall_id  text NOT NULL,
  event_id bigint GENERATED ALWAYS AS IDENTITY,
  order_id bigint NOT NULL,
  at       timestamptz NOT NULL,
  kind     text NOT NULL,
  by       text NOT NULL DEFAULT '',
  source   text NOT NULL DEFAULT '',
  line_no  integer NOT NULL DEFAULT 0,
  units    integer NOT NULL DEFAULT 0,
  "on"     date,
  text     text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, event_id),
  FOREIGN KEY (mall_id, order_id) REFERENCES purchase_orders ON DELETE CASCADE
);
CREATE INDEX purchase_events_order ON purchase_events (mall_id, order_id);

CREATE TABLE purchase_links (                       -- the login-free page of one revision of an order, for its supplier
  mall_id    text NOT NULL,
  hash       bytea NOT NULL UNIQUE,                 -- SHA-256 of the token; the token itself is nowhere
  order_id   bigint NOT NULL,
  revision   integer NOT NULL,
  expires_at timestamptz NOT NULL,
  retired_at timestamptz,                           -- a newer revision, or a person, ended it
  created_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, hash),
  FOREIGN KEY (mall_id, order_id) REFERENCES purchase_orders ON DELETE CASCADE
);
CREATE INDEX purchase_links_order ON purchase_links (mall_id, order_id);

CREATE TABLE supplier_terms (                       -- how a mall orders from a supplier; lead times are in lead_times
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  supplier_code text NOT NULL,                      -- Cafe24's, or "own-…" of a supplier that only this app knows
  own_name      text NOT NULL DEFAULT '',           -- the name of an own supplier
  contact       text NOT NULL DEFAULT '',
  emails        text[] NOT NULL DEFAULT '{}',
  phone         text NOT NULL DEFAULT '',
  address       text NOT NULL DEFAULT '',
  terms         text NOT NULL DEFAULT '',           -- of payment and delivery, free text
  currency      text NOT NULL DEFAULT 'KRW',
  min_amount    bigint NOT NULL DEFAULT 0,          -- hundredths of the currency's unit; 0: none
  show_costs    boolean NOT NULL DEFAULT true,      -- whether the supplier's page has unit costs
  locale        text NOT NULL DEFAULT 'ko',
  updated_by    text NOT NULL DEFAULT '',
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (mall_id, supplier_code)
);

CREATE TABLE purchase_terms (                       -- how an item is ordered; a row of a variant stands before that of its product
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  product_no    bigint NOT NULL,
  variant_code  text NOT NULL DEFAULT '',           -- '': all variants of the product
  supplier_code text,                               -- instead of Cafe24's; NULL: Cafe24's
  min_units     integer NOT NULL DEFAULT 0 CHECK (min_units BETWEEN 0 AND 1000000), -- 0: none
  pack          integer NOT NULL DEFAULT 1 CHECK (pack BETWEEN 1 AND 1000000),
  unit_cost     bigint NOT NULL DEFAULT 0 CHECK (unit_cost >= 0),
  updated_by    text NOT NULL DEFAULT '',
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (mall_id, product_no, variant_code)
);

ALTER TABLE malls ADD COLUMN purchase_reply_to text NOT NULL DEFAULT '', -- where suppliers' replies go
  ADD COLUMN next_goods_at timestamptz;             -- when open orders are next looked at for receipts and lateness; NULL: none is open
CREATE INDEX malls_goods ON malls (next_goods_at) WHERE next_goods_at IS NOT NULL;

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['purchase_counters', 'purchase_orders', 'purchase_lines', 'purchase_receipts', 'purchase_answers', 'purchase_events',
                           'purchase_links', 'supplier_terms', 'purchase_terms'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY mall ON %I TO inventory_alert_app USING (mall_id = nullif(current_setting(''app.mall_id'', true), ''''))
      WITH CHECK (mall_id = nullif(current_setting(''app.mall_id'', true), ''''))', t);
    EXECUTE format('CREATE POLICY system ON %I TO inventory_alert_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', t);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE purchase_terms, supplier_terms, purchase_links, purchase_events, purchase_answers, purchase_receipts, purchase_lines, purchase_orders, purchase_counters;
ALTER TABLE malls DROP COLUMN purchase_reply_to, DROP COLUMN next_goods_at;
