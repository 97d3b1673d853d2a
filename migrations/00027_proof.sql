-- What the last year says of a suggestion, so that many are taken over only where it would have kept no less than the threshold.
-- +goose Up
ALTER TABLE forecasts
  ADD COLUMN proof_point   integer,                              -- the point that the proof is of; another one, or NULL, is not proven
  ADD COLUMN proof_windows integer NOT NULL DEFAULT 0,           -- lead times that were judged
  ADD COLUMN proof_kept    double precision NOT NULL DEFAULT 0,  -- share of them in which no more than the point was wanted
  ADD COLUMN proof_above   integer NOT NULL DEFAULT 0,           -- the least that one of them wanted beyond it; 0: none did
  ADD COLUMN slowed_from   double precision NOT NULL DEFAULT 0,  -- units a day before and lately, where it really sells more slowly
  ADD COLUMN slowed_to     double precision NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE forecasts DROP COLUMN proof_point, DROP COLUMN proof_windows, DROP COLUMN proof_kept, DROP COLUMN proof_above,
  DROP COLUMN slowed_from, DROP COLUMN slowed_to;
