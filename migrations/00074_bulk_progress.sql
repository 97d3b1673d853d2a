-- A bulk action on more incidents than one request does: how far it is. It runs
-- in steps of one transaction each, is stopped between two of them, and goes on
-- after a crash. A row of an action that a request did itself has the defaults.
-- +goose Up
ALTER TABLE bulk_acts
  ADD state        text NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'running', 'undoing')),
  ADD incident_ids bigint[],                        -- NULL: done by a request
  ADD reached      int NOT NULL DEFAULT 0,          -- of incident_ids
  ADD hold_until   timestamptz,                     -- to when it snoozes; NULL: it does not, or until restock
  ADD keep_orders  boolean NOT NULL DEFAULT false,  -- bulk.KeepOrders
  ADD total        int NOT NULL DEFAULT 0,          -- 0: done by a request
  ADD done         int NOT NULL DEFAULT 0,          -- as in bulk.Result
  ADD same         int NOT NULL DEFAULT 0,
  ADD kept         int NOT NULL DEFAULT 0,
  ADD resolved     int NOT NULL DEFAULT 0,
  ADD undone       int NOT NULL DEFAULT 0,          -- as in bulk.Undone
  ADD changed      int NOT NULL DEFAULT 0,
  ADD undone_by    text NOT NULL DEFAULT '',
  ADD resume_at    timestamptz,                     -- when the next step is due; NULL: none
  ADD finished_at  timestamptz,
  ADD fence        bigint NOT NULL DEFAULT 0;       -- counts claims
CREATE INDEX bulk_acts_due ON bulk_acts (resume_at) WHERE resume_at IS NOT NULL;
CREATE UNIQUE INDEX bulk_acts_one ON bulk_acts (mall_id) WHERE state <> 'done'; -- a second press starts no second one
CREATE INDEX bulk_acts_newest ON bulk_acts (mall_id, act_id) WHERE total > 0;

-- +goose Down
DROP INDEX bulk_acts_newest, bulk_acts_one, bulk_acts_due;
ALTER TABLE bulk_acts
  DROP state, DROP incident_ids, DROP reached, DROP hold_until, DROP keep_orders, DROP total, DROP done, DROP same, DROP kept, DROP resolved,
  DROP undone, DROP changed, DROP undone_by, DROP resume_at, DROP finished_at, DROP fence;
