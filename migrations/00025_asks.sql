-- Who is to be asked whether they want alerts is asked when there is room, by itself.
-- +goose Up
-- A recipient waits to be asked while confirm_sent_at, confirmed_at and unsubscribed_at are NULL. One that an older
-- program saved over a limit, and never asked, is due at once; one that it saves from now on, too.
ALTER TABLE recipients
  ADD COLUMN ask_at  timestamptz NOT NULL DEFAULT now(), -- not asked before then
  ADD COLUMN ask_why text NOT NULL DEFAULT '' CHECK (ask_why IN ('', 'mall', 'address')); -- the limit it waits for
CREATE INDEX recipients_ask ON recipients (ask_at) WHERE confirm_sent_at IS NULL AND confirmed_at IS NULL AND unsubscribed_at IS NULL;
CREATE INDEX recipients_ask_email ON recipients (email) WHERE confirm_sent_at IS NULL AND confirmed_at IS NULL AND unsubscribed_at IS NULL; -- of all malls

-- +goose Down
DROP INDEX recipients_ask_email;
ALTER TABLE recipients DROP COLUMN ask_at, DROP COLUMN ask_why;
