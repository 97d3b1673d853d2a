-- The catalogue as last read, its history, and the rules.
-- +goose Up
CREATE TABLE products (
  mall_id        text NOT NULL REFERENCES malls ON DELETE CASCADE,
  product_no     bigint NOT NULL,
  product_code   text NOT NULL DEFAULT '',
  product_name   text NOT NULL DEFAULT '',
  supplier_code  text NOT NULL DEFAULT '',
  category_nos   integer[] NOT NULL DEFAULT '{}',
  display        boolean NOT NULL,
  selling        boolean NOT NULL,
  price          text NOT NULL DEFAULT '',
  image_url      text NOT NULL DEFAULT '',
  variant_count  integer NOT NULL DEFAULT 0,
  total_quantity bigint NOT NULL DEFAULT 0,         -- of tracked variants
  status         text NOT NULL DEFAULT 'untracked' CHECK (status IN ('out', 'low', 'ok', 'untracked')), -- the worst of its variants
  status_rank    smallint NOT NULL GENERATED ALWAYS AS (CASE status WHEN 'out' THEN 0 WHEN 'low' THEN 1 WHEN 'ok' THEN 2 ELSE 3 END) STORED,
  observed_at    timestamptz NOT NULL,              -- when the reading that is stored began
  removed_at     timestamptz,
  PRIMARY KEY (mall_id, product_no)
) WITH (fillfactor = 90);
CREATE INDEX products_code ON products (mall_id, product_code);
CREATE INDEX products_supplier ON products (mall_id, supplier_code);
CREATE INDEX products_empty ON products (mall_id, product_no) WHERE variant_count = 0 AND removed_at IS NULL;
CREATE INDEX products_name ON products (mall_id, product_name, product_no) WHERE removed_at IS NULL;
CREATE INDEX products_status ON products (mall_id, status_rank, product_no) WHERE removed_at IS NULL;
CREATE INDEX products_observed ON products (mall_id, observed_at) WHERE removed_at IS NULL;

CREATE TABLE variants (
  mall_id             text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code        text NOT NULL,
  product_no          bigint NOT NULL,
  custom_variant_code text NOT NULL DEFAULT '',
  options             jsonb NOT NULL DEFAULT '[]',  -- [{"name","value"}]
  display             boolean NOT NULL,
  selling             boolean NOT NULL,
  tracked             boolean NOT NULL,
  quantity            integer NOT NULL,
  safety_inventory    integer NOT NULL DEFAULT 0,
  threshold           integer NOT NULL,             -- the resolved one, kept here so that lists filter on it
  threshold_source    text NOT NULL CHECK (threshold_source IN ('variant', 'product', 'category', 'supplier', 'mall')),
  muted               boolean NOT NULL DEFAULT false,
  status              text NOT NULL CHECK (status IN ('out', 'low', 'ok', 'untracked')),
  status_rank         smallint NOT NULL GENERATED ALWAYS AS (CASE status WHEN 'out' THEN 0 WHEN 'low' THEN 1 WHEN 'ok' THEN 2 ELSE 3 END) STORED,
  silent              boolean NOT NULL DEFAULT false, -- out or low, but muted, hidden or not selling
  observed_at         timestamptz NOT NULL,         -- when the reading began; an older reading changes nothing
  source              text NOT NULL DEFAULT '',     -- install, hint, watch, sweep
  raise_seen_at       timestamptz,                  -- first reading at which an alert was due and not yet confirmed
  dismissed           text NOT NULL DEFAULT '' CHECK (dismissed IN ('', 'low', 'out')), -- resolved by hand while still low
  removed_at          timestamptz,
  PRIMARY KEY (mall_id, variant_code)
) WITH (fillfactor = 85);                           -- most updates move observed_at only and stay on their page
CREATE INDEX variants_product ON variants (mall_id, product_no, variant_code);
CREATE INDEX variants_quantity ON variants (mall_id, quantity, variant_code) WHERE removed_at IS NULL;
CREATE INDEX variants_status ON variants (mall_id, status_rank, quantity, variant_code) WHERE removed_at IS NULL;

CREATE TABLE variant_texts (                        -- what a search looks in; apart, so that a changed quantity leaves the trigrams alone
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  variant_code text NOT NULL,
  search       text NOT NULL,                       -- lower case NFD of name, options and codes: Hangul trigrams need jamo
  PRIMARY KEY (mall_id, variant_code)
);
CREATE INDEX variant_texts_search ON variant_texts USING gin (mall_id, search gin_trgm_ops);

CREATE TABLE stock_counts (                         -- variants of the catalogue by status, kept by the transactions that change them
  mall_id   text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  out       integer NOT NULL DEFAULT 0,
  low       integer NOT NULL DEFAULT 0,
  ok        integer NOT NULL DEFAULT 0,
  untracked integer NOT NULL DEFAULT 0,
  silent    integer NOT NULL DEFAULT 0
);

CREATE TABLE stock_history (                        -- a row per change of quantity; see 00008 for its partitions
  mall_id      text NOT NULL,                       -- no reference: a partition must not lock malls when it is made
  variant_code text NOT NULL,
  observed_at  timestamptz NOT NULL,
  quantity     integer NOT NULL,
  source       text NOT NULL,
  PRIMARY KEY (mall_id, variant_code, observed_at)
) PARTITION BY RANGE (observed_at);

CREATE TABLE categories (
  mall_id     text NOT NULL REFERENCES malls ON DELETE CASCADE,
  category_no integer NOT NULL,
  parent_no   integer NOT NULL DEFAULT 0,
  depth       integer NOT NULL DEFAULT 1,
  name        text NOT NULL,
  full_name   text NOT NULL DEFAULT '',             -- "의류 > 상의 > 니트"
  PRIMARY KEY (mall_id, category_no)
);

CREATE TABLE suppliers (
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  supplier_code text NOT NULL,
  name          text NOT NULL,
  PRIMARY KEY (mall_id, supplier_code)
);

CREATE TABLE rules (
  mall_id       text NOT NULL REFERENCES malls ON DELETE CASCADE,
  rule_id       bigint GENERATED ALWAYS AS IDENTITY,
  scope         text NOT NULL CHECK (scope IN ('variant', 'product', 'category', 'supplier', 'mall')),
  product_no    bigint,
  variant_code  text,
  category_no   integer,
  supplier_code text,
  threshold     integer CHECK (threshold BETWEEN 0 AND 1000000), -- NULL: only mutes
  muted         boolean NOT NULL DEFAULT false,
  updated_by    text NOT NULL DEFAULT '',
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, rule_id),
  UNIQUE NULLS NOT DISTINCT (mall_id, scope, product_no, variant_code, category_no, supplier_code)
);
CREATE INDEX rules_product ON rules (mall_id, product_no) WHERE product_no IS NOT NULL;

CREATE TABLE syncs (                                -- full sweeps; the newest one is what GET /sync shows
  mall_id        text NOT NULL REFERENCES malls ON DELETE CASCADE,
  sync_id        bigint GENERATED ALWAYS AS IDENTITY,
  first          boolean NOT NULL DEFAULT false,    -- the sync after install: opens incidents, sends one summary
  state          text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  cursor_no      bigint NOT NULL DEFAULT 0,         -- since_product_no of the next page
  products_done  integer NOT NULL DEFAULT 0,
  products_total integer NOT NULL DEFAULT 0,
  started_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  error          text NOT NULL DEFAULT '',          -- a key of the message catalogue
  resume_at      timestamptz,                       -- when the next slice is due; NULL: finished
  fence          bigint NOT NULL DEFAULT 0,         -- raised by the run that works on it; an older run writes nothing
  PRIMARY KEY (mall_id, sync_id)
);
CREATE INDEX syncs_due ON syncs (resume_at) WHERE state = 'running';
CREATE UNIQUE INDEX syncs_one_running ON syncs (mall_id) WHERE state = 'running';

-- +goose Down
DROP TABLE syncs, rules, suppliers, categories, stock_history, stock_counts, variant_texts, variants, products;
