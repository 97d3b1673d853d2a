-- Who is connected, and how: malls, their tokens, the codes of launch and consent, API tokens, settings.
-- +goose Up
CREATE TABLE malls (
  mall_id          text PRIMARY KEY,
  state            text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'active', 'reconnect', 'uninstalled')),
  reconnect_reason text NOT NULL DEFAULT '',
  session_epoch    bigint NOT NULL DEFAULT 1,       -- raised to end every session of the mall at once
  shop_name        text NOT NULL DEFAULT '',
  store_email      text NOT NULL DEFAULT '',        -- proposed as the first recipient, never used by itself
  created_at       timestamptz NOT NULL DEFAULT now(),
  connected_at     timestamptz,
  uninstalled_at   timestamptz,
  last_hint_at     timestamptz,
  next_sweep_at    timestamptz,                     -- NULL: not due, e.g. not connected
  next_watch_at    timestamptz,
  first_sync_due   boolean NOT NULL DEFAULT true    -- the next sync is the one after install: it tells in one summary
);
CREATE INDEX malls_sweep_due ON malls (next_sweep_at) WHERE state = 'active';
CREATE INDEX malls_watch_due ON malls (next_watch_at) WHERE state = 'active';

CREATE TABLE tokens (
  mall_id            text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  generation         bigint NOT NULL,               -- grows by one with every new pair
  access_sealed      bytea NOT NULL,
  refresh_sealed     bytea NOT NULL,
  scopes             text[] NOT NULL DEFAULT '{}',
  issued_at          timestamptz NOT NULL,
  access_expires_at  timestamptz NOT NULL,
  refresh_expires_at timestamptz NOT NULL,
  next_refresh_at    timestamptz NOT NULL
);
CREATE INDEX tokens_refresh_due ON tokens (next_refresh_at);

CREATE TABLE launches (                             -- launches already used: single use, but for the first moments
  mall_id    text NOT NULL,
  nonce      bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, nonce)
);
CREATE INDEX launches_expiry ON launches (expires_at);

CREATE TABLE oauth_codes (                          -- single-use secrets of the consent: 'state' and 'handoff', by their SHA-256
  mall_id    text NOT NULL,
  code_hash  bytea NOT NULL,
  purpose    text NOT NULL CHECK (purpose IN ('state', 'handoff')),
  browser    bytea NOT NULL DEFAULT '',             -- SHA-256 of the browser's own cookie; a state is bound to it
  framed     boolean NOT NULL DEFAULT false,
  operator   jsonb NOT NULL DEFAULT '{}',           -- who asked: id, name, type, lang
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, code_hash)
);
CREATE UNIQUE INDEX oauth_codes_hash ON oauth_codes (code_hash);
CREATE INDEX oauth_codes_expiry ON oauth_codes (expires_at);

CREATE TABLE api_tokens (
  mall_id      text NOT NULL REFERENCES malls ON DELETE CASCADE,
  token_id     bigint GENERATED ALWAYS AS IDENTITY,
  name         text NOT NULL,
  token_hash   bytea NOT NULL UNIQUE,
  created_by   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  PRIMARY KEY (mall_id, token_id)
);

CREATE TABLE settings (
  mall_id         text PRIMARY KEY REFERENCES malls ON DELETE CASCADE,
  locale          text NOT NULL DEFAULT 'ko' CHECK (locale IN ('ko', 'en')),
  timezone        text NOT NULL DEFAULT 'Asia/Seoul',
  collect_seconds integer NOT NULL DEFAULT 60 CHECK (collect_seconds BETWEEN 0 AND 3600),
  quiet_from      text NOT NULL DEFAULT '',         -- 'HH:MM' local, empty: no quiet hours
  quiet_to        text NOT NULL DEFAULT '',
  digest_at       text NOT NULL DEFAULT '09:00',
  slack_sealed    bytea,
  webhook_sealed  bytea,
  next_digest_at  timestamptz,                      -- NULL: nobody wants one
  updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX settings_digest_due ON settings (next_digest_at);

CREATE TABLE recipients (
  mall_id         text NOT NULL REFERENCES malls ON DELETE CASCADE,
  email           text NOT NULL,                    -- lower case, no display name
  immediate       boolean NOT NULL DEFAULT true,
  digest          text NOT NULL DEFAULT 'off' CHECK (digest IN ('off', 'daily', 'weekly')),
  unsubscribed_at timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, email)
);

-- +goose Down
DROP TABLE recipients, settings, api_tokens, oauth_codes, launches, tokens, malls;
