-- The season of the whole mall is a reason for a suggestion that would have kept less over the last year.
-- +goose Up
ALTER TABLE forecasts
  ADD COLUMN season double precision NOT NULL DEFAULT 0;  -- over the lead time, 1: an ordinary time; 0: not known

-- +goose Down
ALTER TABLE forecasts DROP COLUMN season;
