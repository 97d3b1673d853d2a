-- What a token of the API may do, and until when. A token of an earlier version has neither: it may do everything and does not end.
-- The program stores a token with scopes under another hash than earlier versions look for. Where one of them still runs, such a
-- token is not known, instead of having all rights.
-- +goose Up
ALTER TABLE api_tokens
  ADD COLUMN scopes text[] CHECK (cardinality(scopes) > 0),
  ADD COLUMN expires_at timestamptz;

-- +goose Down
DELETE FROM api_tokens WHERE scopes IS NOT NULL;
ALTER TABLE api_tokens DROP COLUMN scopes, DROP COLUMN expires_at;
