-- Goods that a person entered as received and that Cafe24's quantity has not shown: they are still on their way. Noted orders are
-- decided by the application.
-- +goose Up
ALTER TABLE purchase_lines ADD COLUMN unseen integer NOT NULL DEFAULT 0, -- of the receipts: what Cafe24's quantity has not shown yet
  ADD COLUMN unseen_at timestamptz;                                      -- when the newest of these receipts was entered; NULL: none
CREATE INDEX purchase_lines_unseen ON purchase_lines (mall_id, variant_code) WHERE unseen > 0;

UPDATE purchase_lines l SET unseen = u.units, unseen_at = u.at
  FROM (SELECT r.mall_id, r.order_id, r.line_no, sum(r.units - r.seen_units)::int AS units, max(r.at) AS at FROM purchase_receipts r
         WHERE r.unseen AND r.units > r.seen_units AND NOT EXISTS (SELECT FROM purchase_receipts c WHERE c.mall_id = r.mall_id AND c.corrects = r.receipt_id)
         GROUP BY 1, 2, 3) u
 WHERE l.mall_id = u.mall_id AND l.order_id = u.order_id AND l.line_no = u.line_no;

-- A trigger, so that receipts of the previous version count too.
-- +goose StatementBegin
CREATE FUNCTION count_unseen() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.purchase_lines l SET unseen = u.units, unseen_at = u.at
    FROM (SELECT coalesce(sum(r.units - r.seen_units), 0)::int AS units, max(r.at) AS at FROM public.purchase_receipts r
           WHERE r.mall_id = NEW.mall_id AND r.order_id = NEW.order_id AND r.line_no = NEW.line_no AND r.unseen AND r.units > r.seen_units
             AND NOT EXISTS (SELECT FROM public.purchase_receipts c WHERE c.mall_id = r.mall_id AND c.corrects = r.receipt_id)) u
   WHERE l.mall_id = NEW.mall_id AND l.order_id = NEW.order_id AND l.line_no = NEW.line_no AND (l.unseen, l.unseen_at) IS DISTINCT FROM (u.units, u.at);
  RETURN NULL;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION count_unseen() FROM PUBLIC;
CREATE TRIGGER purchase_receipts_added AFTER INSERT ON purchase_receipts FOR EACH ROW WHEN (NEW.unseen OR NEW.corrects IS NOT NULL) EXECUTE FUNCTION count_unseen();
CREATE TRIGGER purchase_receipts_shown AFTER UPDATE OF unseen, seen_units ON purchase_receipts FOR EACH ROW EXECUTE FUNCTION count_unseen();

-- What half of the ordered units end without a decision is what a program of before this migration reads: a later one says that it
-- decides what has come.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION morning_order_arrived() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.morning_answers a SET ended_at = NEW.observed_at
   WHERE a.mall_id = NEW.mall_id AND a.variant_code = NEW.variant_code AND a.answer = 'ordered' AND a.incident_id IS NULL
     AND a.ended_at IS NULL AND a.undone_at IS NULL AND NEW.quantity >= a.quantity + (a.ordered_quantity + 1) / 2;
  IF current_setting('app.goods', true) = 'decided' THEN
    RETURN NULL;
  END IF;
  WITH came AS (
    SELECT l.order_id, l.line_no, l.rest FROM public.purchase_lines l JOIN public.purchase_orders o USING (mall_id, order_id)
     WHERE l.mall_id = NEW.mall_id AND l.variant_code = NEW.variant_code AND l.coming AND l.rest > 0 AND o.origin = 'noted'
       AND NEW.quantity >= l.level + (l.ordered + 1) / 2
       FOR UPDATE OF l
  ), receipt AS (
    INSERT INTO public.purchase_receipts (mall_id, order_id, line_no, units, came_on, source, evidence, at)
    SELECT NEW.mall_id, order_id, line_no, rest,
           (NEW.observed_at AT TIME ZONE coalesce((SELECT s.timezone FROM public.settings s WHERE s.mall_id = NEW.mall_id), 'Asia/Seoul'))::date, 'detected',
           jsonb_build_object('to', NEW.observed_at, 'before', OLD.quantity, 'after', NEW.quantity), NEW.observed_at FROM came
  ), event AS (
    INSERT INTO public.purchase_events (mall_id, order_id, at, kind, source, line_no, units) SELECT NEW.mall_id, order_id, NEW.observed_at, 'received', 'detected', line_no, rest FROM came
  ), version AS (
    UPDATE public.purchase_orders o SET version = o.version + 1 FROM came WHERE o.mall_id = NEW.mall_id AND o.order_id = came.order_id
  )
  UPDATE public.purchase_lines l SET received = l.received + came.rest FROM came WHERE l.mall_id = NEW.mall_id AND l.order_id = came.order_id AND l.line_no = came.line_no;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION morning_order_arrived() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.morning_answers a SET ended_at = NEW.observed_at
   WHERE a.mall_id = NEW.mall_id AND a.variant_code = NEW.variant_code AND a.answer = 'ordered' AND a.incident_id IS NULL
     AND a.ended_at IS NULL AND a.undone_at IS NULL AND NEW.quantity >= a.quantity + (a.ordered_quantity + 1) / 2;
  WITH came AS (
    SELECT l.order_id, l.line_no, l.rest FROM public.purchase_lines l JOIN public.purchase_orders o USING (mall_id, order_id)
     WHERE l.mall_id = NEW.mall_id AND l.variant_code = NEW.variant_code AND l.coming AND l.rest > 0 AND o.origin = 'noted'
       AND NEW.quantity >= l.level + (l.ordered + 1) / 2
       FOR UPDATE OF l
  ), receipt AS (
    INSERT INTO public.purchase_receipts (mall_id, order_id, line_no, units, came_on, source, evidence, at)
    SELECT NEW.mall_id, order_id, line_no, rest,
           (NEW.observed_at AT TIME ZONE coalesce((SELECT s.timezone FROM public.settings s WHERE s.mall_id = NEW.mall_id), 'Asia/Seoul'))::date, 'detected',
           jsonb_build_object('to', NEW.observed_at, 'before', OLD.quantity, 'after', NEW.quantity), NEW.observed_at FROM came
  ), event AS (
    INSERT INTO public.purchase_events (mall_id, order_id, at, kind, source, line_no, units) SELECT NEW.mall_id, order_id, NEW.observed_at, 'received', 'detected', line_no, rest FROM came
  ), version AS (
    UPDATE public.purchase_orders o SET version = o.version + 1 FROM came WHERE o.mall_id = NEW.mall_id AND o.order_id = came.order_id
  )
  UPDATE public.purchase_lines l SET received = l.received + came.rest FROM came WHERE l.mall_id = NEW.mall_id AND l.order_id = came.order_id AND l.line_no = came.line_no;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DROP TRIGGER purchase_receipts_shown ON purchase_receipts;
DROP TRIGGER purchase_receipts_added ON purchase_receipts;
DROP FUNCTION count_unseen();
DROP INDEX purchase_lines_unseen;
ALTER TABLE purchase_lines DROP COLUMN unseen_at, DROP COLUMN unseen;
