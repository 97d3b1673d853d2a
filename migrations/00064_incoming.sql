-- What a person notes as ordered on an alert or on the page /morning is a purchase order of one line without a document, so that
-- everything on its way is in purchase_lines. What stands today is taken over, also what an older program notes from now on.
-- +goose Up
ALTER TABLE incidents ADD COLUMN purchase_id bigint;       -- the order whose goods the alert waits for; an older program does not write it
ALTER TABLE morning_answers ADD COLUMN purchase_id bigint; -- the order that the answer made
ALTER TABLE purchase_orders ADD COLUMN replaced_by bigint; -- of a noted order: the one that was noted in its place
ALTER TABLE purchase_lines ADD COLUMN level integer;       -- of a noted order: the quantity in stock when it was noted
CREATE INDEX purchase_orders_replaced ON purchase_orders (mall_id, replaced_by) WHERE replaced_by IS NOT NULL;
CREATE INDEX incidents_unnoted ON incidents (mall_id, incident_id)
  WHERE state <> 'resolved' AND ordered_quantity IS NOT NULL AND expected_on IS NOT NULL AND purchase_id IS NULL;
CREATE INDEX morning_answers_unnoted ON morning_answers (mall_id, answer_id)
  WHERE answer = 'ordered' AND incident_id IS NULL AND ended_at IS NULL AND undone_at IS NULL AND purchase_id IS NULL;

-- Ends the noted order of_order at a time, because a person took it back or noted another in its place. What arrived stays.
-- +goose StatementBegin
CREATE FUNCTION end_noted(of_mall text, of_order bigint, who text, at timestamptz) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  arrived boolean;
BEGIN
  UPDATE public.purchase_lines SET coming = false WHERE mall_id = of_mall AND order_id = of_order AND coming;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT bool_or(received <> 0) INTO arrived FROM public.purchase_lines WHERE mall_id = of_mall AND order_id = of_order;
  UPDATE public.purchase_orders SET version = version + 1,
         cancelled_at = CASE WHEN arrived THEN cancelled_at ELSE at END, cancelled_by = CASE WHEN arrived THEN cancelled_by ELSE who END,
         closed_at = CASE WHEN arrived THEN at ELSE closed_at END, closed_by = CASE WHEN arrived THEN who ELSE closed_by END
   WHERE mall_id = of_mall AND order_id = of_order;
  INSERT INTO public.purchase_events (mall_id, order_id, at, kind, by) VALUES (of_mall, of_order, at, CASE WHEN arrived THEN 'closed' ELSE 'cancelled' END, who);
END $$;
-- +goose StatementEnd

-- Opens a noted order again that was cancelled or closed.
-- +goose StatementBegin
CREATE FUNCTION reopen_noted(of_mall text, of_order bigint, who text, at timestamptz) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.purchase_orders SET version = version + 1, cancelled_at = NULL, cancelled_by = '', closed_at = NULL, closed_by = '', replaced_by = NULL
   WHERE mall_id = of_mall AND order_id = of_order AND origin = 'noted' AND (cancelled_at IS NOT NULL OR closed_at IS NOT NULL);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE public.purchase_lines SET coming = true WHERE mall_id = of_mall AND order_id = of_order;
  INSERT INTO public.purchase_events (mall_id, order_id, at, kind, by) VALUES (of_mall, of_order, at, 'restored', who);
  UPDATE public.malls SET next_goods_at = least(coalesce(next_goods_at, at), at) WHERE mall_id = of_mall;
END $$;
-- +goose StatementEnd

-- Takes a noted order back: what it replaced is on its way again.
-- +goose StatementBegin
CREATE FUNCTION undo_noted(of_mall text, of_order bigint, who text, at timestamptz) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  former bigint;
BEGIN
  PERFORM FROM public.purchase_orders WHERE mall_id = of_mall AND order_id = of_order AND origin = 'noted';
  IF NOT FOUND THEN
    RETURN;
  END IF;
  PERFORM public.end_noted(of_mall, of_order, who, at);
  FOR former IN SELECT order_id FROM public.purchase_orders WHERE mall_id = of_mall AND replaced_by = of_order LOOP
    PERFORM public.reopen_noted(of_mall, former, who, at);
  END LOOP;
END $$;
-- +goose StatementEnd

-- Notes that units of a variant are ordered and expected on a day, in place of what was noted before. It returns the order. A noted
-- order has no days of grace: the day is the one that a person entered.
-- +goose StatementBegin
CREATE FUNCTION note_purchase(of_mall text, of_product bigint, of_variant text, units integer, day date, of_incident bigint, stock integer, who text, at timestamptz)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  made   bigint;
  former bigint;
BEGIN
  INSERT INTO public.purchase_orders (mall_id, origin, supplier_code, supplier_name, currency, lead_days, incident_id, created_at, created_by, sent_at, sent_by)
  SELECT of_mall, 'noted', c.code, coalesce(nullif(t.own_name, ''), s.name, ''), coalesce(t.currency, 'KRW'),
         coalesce((SELECT f.lead_days FROM public.forecasts f WHERE f.mall_id = of_mall AND f.variant_code = of_variant), 0), of_incident, at, who, at, who
    FROM (SELECT coalesce((SELECT g.supplier_code FROM public.purchase_terms g WHERE g.mall_id = of_mall AND g.product_no = of_product AND g.supplier_code IS NOT NULL
                              AND g.variant_code IN (of_variant, '') ORDER BY g.variant_code DESC LIMIT 1),
                          (SELECT p.supplier_code FROM public.products p WHERE p.mall_id = of_mall AND p.product_no = of_product), '') AS code) c
    LEFT JOIN public.supplier_terms t ON t.mall_id = of_mall AND t.supplier_code = c.code
    LEFT JOIN public.suppliers s ON s.mall_id = of_mall AND s.supplier_code = c.code
  RETURNING order_id INTO made;
  INSERT INTO public.purchase_lines (mall_id, order_id, line_no, product_no, variant_code, custom_code, product_name, image_url, options, ordered, pack, unit_cost,
         promised_on, expected_on, cover_until, coming, level)
  SELECT of_mall, made, 1, of_product, of_variant, coalesce(v.custom_variant_code, ''), coalesce(p.product_name, ''), coalesce(p.image_url, ''), coalesce(v.options, '[]'),
         least(units, 1000000), coalesce(g.pack, 1), coalesce(nullif(g.unit_cost, 0), round(100 * greatest(public.amount(p.supply_price), 0))::bigint, 0),
         day, day, day, true, coalesce(stock, v.quantity, 0)
    FROM (SELECT 1) one
    LEFT JOIN public.variants v ON v.mall_id = of_mall AND v.variant_code = of_variant
    LEFT JOIN public.products p ON p.mall_id = of_mall AND p.product_no = of_product
    LEFT JOIN LATERAL (SELECT pack, unit_cost FROM public.purchase_terms WHERE mall_id = of_mall AND product_no = of_product AND variant_code IN (of_variant, '')
                        ORDER BY variant_code DESC LIMIT 1) g ON true;
  INSERT INTO public.purchase_events (mall_id, order_id, at, kind, by, line_no, units, "on") VALUES (of_mall, made, at, 'sent', who, 1, units, day);
  FOR former IN SELECT o.order_id FROM public.purchase_lines l JOIN public.purchase_orders o USING (mall_id, order_id)
                 WHERE l.mall_id = of_mall AND l.variant_code = of_variant AND l.coming AND l.rest > 0 AND o.origin = 'noted' AND o.order_id <> made LOOP
    PERFORM public.end_noted(of_mall, former, who, at);
    UPDATE public.purchase_orders SET replaced_by = made WHERE mall_id = of_mall AND order_id = former;
  END LOOP;
  UPDATE public.malls SET next_goods_at = least(coalesce(next_goods_at, at), at) WHERE mall_id = of_mall;
  RETURN made;
END $$;
-- +goose StatementEnd

-- Notes what is entered as ordered on these alerts and not noted yet.
-- +goose StatementBegin
CREATE FUNCTION note_alerts(of_mall text, ids bigint[], who text, at timestamptz) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  i record;
BEGIN
  FOR i IN SELECT incident_id, product_no, variant_code, quantity, ordered_quantity, expected_on FROM public.incidents
            WHERE mall_id = of_mall AND incident_id = ANY(ids) AND state <> 'resolved' AND ordered_quantity > 0 AND expected_on IS NOT NULL AND purchase_id IS NULL
            ORDER BY incident_id LOOP
    UPDATE public.incidents SET purchase_id = public.note_purchase(of_mall, i.product_no, i.variant_code, i.ordered_quantity, i.expected_on, i.incident_id, i.quantity, who, at)
     WHERE mall_id = of_mall AND incident_id = i.incident_id;
  END LOOP;
END $$;
-- +goose StatementEnd

-- Takes over what a program of before this migration noted. An alert stands before an order of the item itself, as there. Two calls at
-- the same time do not take over the same row twice. It returns how many rows it took over.
-- +goose StatementBegin
CREATE FUNCTION adopt_noted(at timestamptz) RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  own record;
  held record;
  taken integer := 0;
BEGIN
  FOR own IN SELECT mall_id, answer_id, product_no, variant_code, quantity, ordered_quantity, expected_on, answered_at, answered_by FROM public.morning_answers
            WHERE answer = 'ordered' AND incident_id IS NULL AND ended_at IS NULL AND undone_at IS NULL AND purchase_id IS NULL
            ORDER BY mall_id, answer_id FOR UPDATE SKIP LOCKED LOOP
    UPDATE public.morning_answers
       SET purchase_id = public.note_purchase(own.mall_id, own.product_no, own.variant_code, own.ordered_quantity, own.expected_on, NULL, own.quantity, own.answered_by, own.answered_at)
     WHERE mall_id = own.mall_id AND answer_id = own.answer_id;
    taken := taken + 1;
  END LOOP;
  -- What an older program changed of an order that was taken over is an order of its own.
  UPDATE public.incidents i SET purchase_id = NULL FROM public.purchase_orders o, public.purchase_lines l
   WHERE i.state <> 'resolved' AND i.ordered_quantity IS NOT NULL AND i.expected_on IS NOT NULL AND i.purchase_id IS NOT NULL
     AND o.mall_id = i.mall_id AND o.order_id = i.purchase_id AND o.origin = 'noted' AND o.created_at < i.acknowledged_at
     AND l.mall_id = o.mall_id AND l.order_id = o.order_id AND l.confirmed IS NULL AND l.received = 0 AND l.given_up = 0
     AND (l.ordered, l.expected_on) <> (i.ordered_quantity, i.expected_on);
  FOR held IN SELECT n.mall_id, n.incident_id, n.product_no, n.variant_code, n.quantity, n.ordered_quantity, n.expected_on, n.acknowledged_at, n.acknowledged_by
             FROM public.incidents n
            WHERE n.state <> 'resolved' AND n.ordered_quantity > 0 AND n.expected_on IS NOT NULL AND n.purchase_id IS NULL
            ORDER BY n.mall_id, n.incident_id FOR UPDATE SKIP LOCKED LOOP
    UPDATE public.incidents c
       SET purchase_id = (SELECT public.note_purchase(held.mall_id, held.product_no, held.variant_code, held.ordered_quantity, held.expected_on, held.incident_id, coalesce(e.quantity, held.quantity),
                                 coalesce(nullif(held.acknowledged_by, ''), e.by, ''), coalesce(held.acknowledged_at, e.at, adopt_noted.at))
                            FROM (SELECT 1) one
                            LEFT JOIN LATERAL (SELECT v.quantity, v.by, v.at FROM public.incident_events v
                                                WHERE v.mall_id = held.mall_id AND v.incident_id = held.incident_id AND v.kind = 'ordered' ORDER BY v.event_id DESC LIMIT 1) e ON true)
     WHERE c.mall_id = held.mall_id AND c.incident_id = held.incident_id;
    taken := taken + 1;
  END LOOP;
  RETURN taken;
END $$;
-- +goose StatementEnd

SELECT adopt_noted(now());
INSERT INTO upkeep VALUES ('noted', '-infinity');

-- What is noted ends when the stock is half of the ordered units above the level at that time; see 00062. A trigger, so that readings
-- of the previous version end it too.
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

-- lowstock.LossCurve.Ahead in SQL, of several arrivals by day.
-- +goose StatementBegin
CREATE FUNCTION lost_ahead_of_all(curve integer[], stock integer, units integer[], days integer[]) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  last  integer := 0;
  most  integer := 0;
  level integer := stock;
BEGIN
  WHILE last < cardinality(days) AND days[last + 1] <= curve[1] LOOP
    last := last + 1;
  END LOOP;
  FOR k IN 1..last - 1 LOOP -- as if all came on that day: only what is lost before it
    most := greatest(most, lost_ahead(curve, level, 2000000000, days[k]));
    level := level + units[k];
  END LOOP;
  RETURN greatest(most, lost_ahead(curve, level, coalesce(units[last], 0), coalesce(days[last], 0)));
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION lost_ahead_of_all(integer[], integer, integer[], integer[]);
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION morning_order_arrived() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.morning_answers a SET ended_at = NEW.observed_at
   WHERE a.mall_id = NEW.mall_id AND a.variant_code = NEW.variant_code AND a.answer = 'ordered' AND a.incident_id IS NULL
     AND a.ended_at IS NULL AND a.undone_at IS NULL AND NEW.quantity >= a.quantity + (a.ordered_quantity + 1) / 2;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DELETE FROM upkeep WHERE task = 'noted';
DROP FUNCTION adopt_noted(timestamptz);
DROP FUNCTION note_alerts(text, bigint[], text, timestamptz);
DROP FUNCTION note_purchase(text, bigint, text, integer, date, bigint, integer, text, timestamptz);
DROP FUNCTION undo_noted(text, bigint, text, timestamptz);
DROP FUNCTION reopen_noted(text, bigint, text, timestamptz);
DROP FUNCTION end_noted(text, bigint, text, timestamptz);
DELETE FROM purchase_orders WHERE origin = 'noted';
DROP INDEX incidents_unnoted, morning_answers_unnoted, purchase_orders_replaced;
ALTER TABLE purchase_lines DROP COLUMN level;
ALTER TABLE purchase_orders DROP COLUMN replaced_by;
ALTER TABLE morning_answers DROP COLUMN purchase_id;
ALTER TABLE incidents DROP COLUMN purchase_id;
