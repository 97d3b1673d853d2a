-- What a fall costs, and what stands too long: numbers that a list filters and sorts by.
-- +goose Up
ALTER TABLE products ADD COLUMN supply_price text NOT NULL DEFAULT '';         -- what one unit costs the merchant, as Cafe24 writes it
ALTER TABLE variants ADD COLUMN additional_price text NOT NULL DEFAULT '';     -- added to the price of the product, as Cafe24 writes it

ALTER TABLE forecasts
  ADD COLUMN lost       integer[],                  -- see lowstock.LossCurve; NULL: not known
  ADD COLUMN covers     integer[],                  -- see outlook.CoverDays: the most stock that is gone after so many days, P90; NULL: not known
  ADD COLUMN idle_since date;                       -- in stock, without a sale and without a rise, since that day; NULL: not in stock, or not known

-- Of one section of a curve, which begins at an index: tenths of a unit that a stock is expected to lack.
-- +goose StatementBegin
CREATE FUNCTION lost_of_section(curve integer[], at integer, stock integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  n integer := curve[at + 2];
  k integer;
  s integer;
  l integer;
BEGIN
  IF n = 0 OR stock >= curve[at + 1] THEN
    RETURN 0;
  END IF;
  k := greatest(1, width_bucket(stock, curve[at + 3 : at + 2 + n]));
  l := curve[at + 2 + n + k];
  IF k = n THEN
    RETURN l;
  END IF;
  s := curve[at + 2 + k];
  RETURN l - ((l - curve[at + 3 + n + k])::bigint * (greatest(stock, 0) - s) / (curve[at + 3 + k] - s))::integer;
END $$;
-- +goose StatementEnd

-- lowstock.LossCurve.Ahead in SQL.
-- +goose StatementBegin
CREATE FUNCTION lost_ahead(curve integer[], stock integer, coming integer, day integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  with_goods integer;
  at integer;
  d integer := 0;
  l integer := 0;
  days integer := day - 1;
  to_d integer;
  to_l integer;
BEGIN
  IF coalesce(cardinality(curve), 0) < 3 THEN
    RETURN 0;
  END IF;
  IF coming <= 0 OR day < 1 OR day > curve[1] THEN
    RETURN lost_of_section(curve, 1, greatest(stock, 0));
  END IF;
  with_goods := lost_of_section(curve, 1, least(greatest(stock::bigint + coming, 0), 2147483647)::integer);
  IF days = 0 THEN
    RETURN with_goods;
  END IF;
  at := 4 + 2 * curve[3];
  WHILE at <= cardinality(curve) AND curve[at] < days LOOP
    d := curve[at];
    l := lost_of_section(curve, at, greatest(stock, 0));
    at := at + 3 + 2 * curve[at + 2];
  END LOOP;
  IF at > cardinality(curve) THEN
    at := 1;
  END IF;
  to_d := curve[at];
  to_l := lost_of_section(curve, at, greatest(stock, 0));
  RETURN greatest(with_goods, l + (to_l - l) * (days - d) / (to_d - d));
END $$;
-- +goose StatementEnd

-- lowstock.Amount in SQL: NULL for a text that is no amount of money.
CREATE FUNCTION amount(text text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
  $$ SELECT CASE WHEN text ~ '^-?[0-9]{1,10}(\.[0-9]{1,2})?$' THEN text::numeric END $$;

-- +goose Down
DROP FUNCTION lost_ahead(integer[], integer, integer, integer);
DROP FUNCTION lost_of_section(integer[], integer, integer);
DROP FUNCTION amount(text);
ALTER TABLE forecasts DROP COLUMN lost, DROP COLUMN covers, DROP COLUMN idle_since;
ALTER TABLE variants DROP COLUMN additional_price;
ALTER TABLE products DROP COLUMN supply_price;
