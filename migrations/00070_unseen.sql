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
CREATE TRIGGER purchase_receipts_added AFTER INSERT ON purchase_receipts FOR EACH ROW WHEN (NEW.unseen OR NEW.corrects IS NOT NULL) EXECUTE FUNCTION count_unseen();
CREATE TRIGGER purchase_receipts_shown AFTER UPDATE OF unseen, seen_units ON purchase_receipts FOR EACH ROW EXECUTE FUNCTION count_unseen();

-- +goose Down
DROP TRIGGER purchase_receipts_shown ON purchase_receipts;
DROP TRIGGER purchase_receipts_added ON purchase_receipts;
DROP FUNCTION count_unseen();
DROP INDEX purchase_lines_unseen;
ALTER TABLE purchase_lines DROP COLUMN unseen_at, DROP COLUMN unseen;
