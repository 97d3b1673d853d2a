-- A search in which neither spacing nor width decides, and in which the consonants that syllables begin with find them.
-- The key stands beside the text. The program writes both; what an older one writes, or has written, gets its key here.
-- Nothing is locked for longer than an empty index takes: a search of the older program goes on by its own index.
-- +goose NO TRANSACTION
-- +goose Up
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION search_key(p_search text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ -- typed.Key of texts with chr(31) between them
  SELECT translate(squashed, chr(31), ' ') || ' ' || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    regexp_replace(regexp_replace(squashed, '[\u1161-\u11FF]+', '', 'g'), '[^\u1100-\u1112]+', ' ', 'g'),
    E'\u1100', 'ㄱㄱ'), E'\u1101', 'ㄲㄲ'), E'\u1102', 'ㄴㄴ'), E'\u1103', 'ㄷㄷ'), E'\u1104', 'ㄸㄸ'),
    E'\u1105', 'ㄹㄹ'), E'\u1106', 'ㅁㅁ'), E'\u1107', 'ㅂㅂ'), E'\u1108', 'ㅃㅃ'), E'\u1109', 'ㅅㅅ'),
    E'\u110A', 'ㅆㅆ'), E'\u110B', 'ㅇㅇ'), E'\u110C', 'ㅈㅈ'), E'\u110D', 'ㅉㅉ'), E'\u110E', 'ㅊㅊ'),
    E'\u110F', 'ㅋㅋ'), E'\u1110', 'ㅌㅌ'), E'\u1111', 'ㅍㅍ'), E'\u1112', 'ㅎㅎ')
    FROM (SELECT CASE WHEN folded ~ '[\u0001-\u001E\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFE00-\uFE0F\uFEFF\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
                 THEN regexp_replace(folded, '[\u0001-\u001E\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFE00-\uFE0F\uFEFF\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]+', '', 'g')
                 ELSE replace(folded, ' ', '') END AS squashed
            FROM (SELECT lower(normalize(p_search, NFKD)) AS folded) f) s
$$;
-- +goose StatementEnd

ALTER TABLE variant_texts ADD COLUMN IF NOT EXISTS key text; -- see search_key; NULL until it is filled below

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_search_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  NEW.key := search_key(NEW.search);
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE OR REPLACE TRIGGER variant_texts_keyless BEFORE INSERT ON variant_texts
  FOR EACH ROW WHEN (NEW.key IS NULL) EXECUTE FUNCTION keep_search_key();
CREATE OR REPLACE TRIGGER variant_texts_changed BEFORE UPDATE OF search ON variant_texts
  FOR EACH ROW WHEN (NEW.search <> OLD.search AND NEW.key IS NOT DISTINCT FROM OLD.key) EXECUTE FUNCTION keep_search_key();

CREATE INDEX IF NOT EXISTS variant_texts_key ON variant_texts USING gin (mall_id, key gin_trgm_ops) WHERE key IS NOT NULL;

-- +goose StatementBegin
DO $$ -- a few thousand at a time, so that nobody waits for all of them
DECLARE m text; after text; upto text;
BEGIN
  FOR m IN SELECT mall_id FROM malls ORDER BY mall_id LOOP
    after := '';
    LOOP
      SELECT max(variant_code) INTO upto
        FROM (SELECT variant_code FROM variant_texts WHERE mall_id = m AND variant_code > after ORDER BY variant_code LIMIT 5000) b;
      EXIT WHEN upto IS NULL;
      UPDATE variant_texts t SET key = search_key(coalesce(
               p.product_name || chr(31) || p.product_code || chr(31) || v.variant_code || chr(31) || v.custom_variant_code ||
               coalesce((SELECT string_agg(chr(31) || (o->>'name') || chr(31) || (o->>'value'), '' ORDER BY n) FROM jsonb_array_elements(v.options) WITH ORDINALITY x(o, n)), ''),
               t.search))
        FROM variant_texts s LEFT JOIN variants v USING (mall_id, variant_code) LEFT JOIN products p USING (mall_id, product_no)
       WHERE s.mall_id = m AND s.variant_code > after AND s.variant_code <= upto
         AND t.mall_id = m AND t.variant_code = s.variant_code AND t.key IS NULL;
      COMMIT;
      after := upto;
    END LOOP;
  END LOOP;
END $$;
-- +goose StatementEnd
ANALYZE variant_texts;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION shortened_code(p_code text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ -- typed.Shortened
  SELECT CASE WHEN code ~ '^[0-9]+$' THEN coalesce(nullif(ltrim(code, '0'), ''), '0') ELSE code END
    FROM (SELECT CASE WHEN p_code ~ '^[!-~]*$' THEN upper(p_code)
                 ELSE btrim(regexp_replace(upper(normalize(regexp_replace(p_code, '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]+', '', 'g'), NFKC)),
                                           '[\s\u0001-\u0020\u007F-\u00A0\u1680\u2028\u2029]+', ' ', 'g')) END AS code) s
$$;
-- +goose StatementEnd
CREATE INDEX IF NOT EXISTS variants_custom ON variants (mall_id, shortened_code(custom_variant_code)) WHERE custom_variant_code <> '';

-- As search_variants in 00005.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION find_variants(p_mall text, p_like text, p_pattern text, p_limit integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan ROWS 100 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  ELSIF p_pattern = '' THEN
    RETURN QUERY SELECT variant_code FROM variant_texts WHERE mall_id = p_mall AND key LIKE p_like LIMIT p_limit;
  ELSE
    RETURN QUERY SELECT variant_code FROM variant_texts WHERE mall_id = p_mall AND key LIKE p_like AND key ~ p_pattern LIMIT p_limit;
  END IF;
END $$;
CREATE OR REPLACE FUNCTION coded_variants(p_mall text, p_shortened text[], p_limit integer) RETURNS TABLE (variant_code text, custom_variant_code text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ROWS 10 AS $$
BEGIN
  IF p_mall IS DISTINCT FROM nullif(current_setting('app.mall_id', true), '') THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT v.variant_code, v.custom_variant_code FROM variants v
    WHERE v.mall_id = p_mall AND v.custom_variant_code <> '' AND shortened_code(v.custom_variant_code) = ANY(p_shortened) AND v.removed_at IS NULL LIMIT p_limit;
END $$;
DO $$ -- is run again where it was interrupted
BEGIN
  GRANT CREATE ON SCHEMA public TO inventory_alert_system;
  ALTER FUNCTION find_variants(text, text, text, integer) OWNER TO inventory_alert_system;
  ALTER FUNCTION coded_variants(text, text[], integer) OWNER TO inventory_alert_system;
  REVOKE CREATE ON SCHEMA public FROM inventory_alert_system;
  REVOKE ALL ON FUNCTION find_variants(text, text, text, integer), coded_variants(text, text[], integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION find_variants(text, text, text, integer), coded_variants(text, text[], integer) TO inventory_alert_app;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION IF EXISTS find_variants(text, text, text, integer), coded_variants(text, text[], integer);
DROP INDEX IF EXISTS variants_custom;
DROP FUNCTION IF EXISTS shortened_code(text);
DROP TRIGGER IF EXISTS variant_texts_keyless ON variant_texts;
DROP TRIGGER IF EXISTS variant_texts_changed ON variant_texts;
DROP FUNCTION IF EXISTS keep_search_key();
ALTER TABLE variant_texts DROP COLUMN IF EXISTS key;
DROP FUNCTION IF EXISTS search_key(text);
