-- Thresholds that came from a file are a change of their own kind.
-- +goose Up
ALTER TABLE rule_changes DROP CONSTRAINT rule_changes_cause_check,
  ADD CONSTRAINT rule_changes_cause_check CHECK (cause IN ('set', 'delete', 'import', 'file', 'undo'));

-- +goose Down
UPDATE rule_changes SET cause = 'import' WHERE cause = 'file';
ALTER TABLE rule_changes DROP CONSTRAINT rule_changes_cause_check,
  ADD CONSTRAINT rule_changes_cause_check CHECK (cause IN ('set', 'delete', 'import', 'undo'));
