-- What comes in (hints), what was raised (incidents), who is told (deliveries), and the letters themselves (messages).
-- +goose Up
CREATE TABLE hints (                                -- proven webhooks, without buyers' data; see 00008 for its partitions
  mall_id      text NOT NULL,                       -- no reference: a partition must not lock malls when it is made
  week         date NOT NULL,                       -- the Monday (UTC) before received_at
  hint_id      bigint GENERATED ALWAYS AS IDENTITY,
  event_key    text,                                -- trace id or event id; NULL: the sender named none
  event_type   text NOT NULL,
  product_nos  bigint[] NOT NULL DEFAULT '{}',
  variant_code text NOT NULL DEFAULT '',
  order_ids    text[] NOT NULL DEFAULT '{}',
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, week, hint_id),
  UNIQUE (mall_id, event_key, week)                 -- what came in a week before is looked for by itself
) PARTITION BY RANGE (week);
CREATE INDEX hints_received ON hints (mall_id, received_at);

CREATE TABLE dirty_products (                       -- to be read again
  mall_id    text NOT NULL REFERENCES malls ON DELETE CASCADE,
  product_no bigint NOT NULL,
  hinted_at  timestamptz NOT NULL,                  -- newest hint
  due_at     timestamptz NOT NULL,
  PRIMARY KEY (mall_id, product_no)
);
CREATE INDEX dirty_products_due ON dirty_products (due_at);

CREATE TABLE incidents (
  mall_id          text NOT NULL REFERENCES malls ON DELETE CASCADE,
  incident_id      bigint GENERATED ALWAYS AS IDENTITY,
  product_no       bigint NOT NULL,
  variant_code     text NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('low', 'out')),
  state            text NOT NULL CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  told             text NOT NULL DEFAULT '' CHECK (told IN ('', 'low', 'out')), -- the kind deliveries were made for
  quantity         integer NOT NULL,
  threshold        integer NOT NULL,
  threshold_source text NOT NULL,
  opened_at        timestamptz NOT NULL,
  escalated_at     timestamptz,
  acknowledged_at  timestamptz,
  acknowledged_by  text NOT NULL DEFAULT '',
  snoozed_until    timestamptz,
  resolved_at      timestamptz,
  resolved_by      text NOT NULL DEFAULT '',        -- empty: by recovery
  PRIMARY KEY (mall_id, incident_id)
);
CREATE UNIQUE INDEX incidents_one_open ON incidents (mall_id, variant_code) WHERE state <> 'resolved';
CREATE INDEX incidents_state ON incidents (mall_id, state, incident_id);
CREATE INDEX incidents_standing ON incidents (mall_id, incident_id) WHERE state <> 'resolved';
CREATE INDEX incidents_product ON incidents (mall_id, product_no, incident_id);
CREATE INDEX incidents_snooze_due ON incidents (snoozed_until) WHERE state = 'snoozed';

CREATE TABLE messages (                             -- one letter to one recipient
  mall_id         text NOT NULL REFERENCES malls ON DELETE CASCADE,
  message_id      bigint GENERATED ALWAYS AS IDENTITY,
  channel         text NOT NULL CHECK (channel IN ('email', 'slack', 'webhook')),
  recipient       text NOT NULL,                    -- the address; for slack and webhook the channel's name
  purpose         text NOT NULL CHECK (purpose IN ('alert', 'summary', 'digest', 'test')),
  state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'retrying', 'unknown', 'sent', 'failed', 'suppressed')),
  attempts        integer NOT NULL DEFAULT 0,       -- also the fence: an attempt finishes only its own claim
  next_attempt_at timestamptz,                      -- NULL: nothing more to do
  error           text NOT NULL DEFAULT '',         -- a key of the message catalogue
  period          text NOT NULL DEFAULT '',         -- a digest's local date: one a day whatever happens
  created_at      timestamptz NOT NULL DEFAULT now(),
  sent_at         timestamptz,
  PRIMARY KEY (mall_id, message_id)
);
CREATE INDEX messages_due ON messages (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX messages_created ON messages (mall_id, created_at);
CREATE UNIQUE INDEX messages_one_digest ON messages (mall_id, channel, recipient, period) WHERE purpose = 'digest';

CREATE TABLE deliveries (                           -- an incident's announcement to one recipient; made with the incident
  mall_id     text NOT NULL REFERENCES malls ON DELETE CASCADE,
  delivery_id bigint GENERATED ALWAYS AS IDENTITY,
  incident_id bigint NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('low', 'out')),
  channel     text NOT NULL CHECK (channel IN ('email', 'slack', 'webhook')),
  recipient   text NOT NULL,
  state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'retrying', 'unknown', 'sent', 'failed', 'suppressed')),
  attempts    integer NOT NULL DEFAULT 0,
  summary     boolean NOT NULL DEFAULT false,       -- told by the summary of the first sync
  collect_at  timestamptz,                          -- when it joins a message; NULL: it has one, or needs none
  message_id  bigint,
  created_at  timestamptz NOT NULL DEFAULT now(),
  sent_at     timestamptz,
  PRIMARY KEY (mall_id, delivery_id),
  UNIQUE (mall_id, incident_id, kind, channel, recipient),
  FOREIGN KEY (mall_id, incident_id) REFERENCES incidents ON DELETE CASCADE,
  FOREIGN KEY (mall_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE INDEX deliveries_due ON deliveries (collect_at) WHERE collect_at IS NOT NULL;
CREATE INDEX deliveries_message ON deliveries (mall_id, message_id);

-- +goose Down
DROP TABLE deliveries, messages, incidents, dirty_products, hints;
