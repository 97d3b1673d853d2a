package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/typed"
)

// coded returns a mall whose items have names and codes as merchants write
// them, with characters that people do not see.
func coded(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	for i, c := range []struct{ name, custom string }{
		{"니트 가디건", "GAON-BLK"},
		{"니트\u200b가\u00a0디건 123", "ＢＯＲＩ－1"},
		{"123 스티커", "A-123-B"},
		{"양말", "00123"},
		{"장갑", "123"},
		{"머플러 123", "x1234"},
		{"난방 텐트", "99-1237"},
		{"Ｗｉｄｅ 데님 [50%_OFF]", "d_1"},
	} {
		r := read(int64(i+1), i+1, 50)
		r.Product.Name, r.Variants[0].CustomCode, r.Variants[0].Options = c.name, c.custom, nil
		r.Variants = r.Variants[:1]
		b.apply(r)
	}
	return b
}

func (b *bundle) searched(q string) (nos []int64) {
	b.t.Helper()
	for _, r := range b.inventory(listing.Params{Q: q}) {
		nos = append(nos, r.ProductNo)
	}
	return nos
}

func TestSearchAsPeopleType(t *testing.T) {
	t.Parallel()
	b := coded(t)
	for q, is := range map[string][]int64{
		"ＧＡＯＮ－ＢＬＫ": {1}, "gaon-blk": {1}, "\u200bGAON\u200b-BLK": {1}, "bori-1": {2},
		"니트가디건": {1, 2}, "니트 가디건": {1, 2}, "니 트가 디건": {1, 2}, "가디건 니트": {1, 2},
		"ㄴㅌ": {1, 2}, "ㄴㅌㄱ": {1, 2}, "ㄴㅌ가": {1, 2}, "ㄴ트ㄱㄷㄱ": {1, 2}, "ㄴㅂ": {7}, "ㅌㅌ": {7}, "ㄴㅌ 123": {2}, "ㅁㅍㄹ123": {6}, "ㄵ": nil, "ㅋㅋㅋ": nil,
		"123": {5, 2, 3, 4, 6, 7}, "00123": {4}, "a-123-b": {3}, "１２３": {5, 2, 3, 4, 6, 7},
		"wide": {8}, "%": {8}, "_": {8}, "50%_off": {8}, "d_1": {8}, "5_%": nil, `\`: nil, ".*": nil, "ㄷㄴ.": nil, "[": {8}, "ㄷㄴ[50": {8}, "": {1, 2, 3, 4, 5, 6, 7, 8}, "\u200b": {1, 2, 3, 4, 5, 6, 7, 8},
	} {
		want(t, fmt.Sprintf("%q", q), b.searched(q), is)
	}
}

// The item whose own code was typed comes first in every order and in the list
// of products, and pages neither lose nor repeat a row around it.
func TestAnExactCodeComesFirst(t *testing.T) {
	t.Parallel()
	b := coded(t)
	for _, sort := range []listing.Sort{
		listing.SortUrgent, listing.SortCode, listing.SortQuantity, listing.SortQuantityDesc, listing.SortName, listing.SortCover, listing.SortObserved,
	} {
		for limit := 1; limit <= 7; limit++ {
			var nos []int64
			q := listing.Params{Q: "123", Sort: sort, Limit: limit}
			for {
				rows, next, err := b.Mall(hansan).Inventory(t.Context(), q)
				b.ok(err)
				for _, r := range rows {
					nos = append(nos, r.ProductNo)
				}
				if q.Cursor = next; next == "" {
					break
				}
			}
			first := nos[0]
			slices.Sort(nos)
			if first != 5 || !slices.Equal(nos, []int64{2, 3, 4, 5, 6, 7}) {
				t.Errorf("%s, %d a page: first %d of %d", sort, limit, first, nos)
			}
		}
	}
	for limit := 1; limit <= 7; limit++ {
		for _, sort := range []listing.Sort{"", listing.SortUrgent} {
			var nos []int64
			q := listing.Params{Q: "123", Limit: limit, Sort: sort}
			for {
				rows, next, err := b.Mall(hansan).Products(t.Context(), q)
				b.ok(err)
				for _, r := range rows {
					nos = append(nos, r.No)
				}
				if q.Cursor = next; next == "" {
					break
				}
			}
			first := nos[0]
			slices.Sort(nos)
			if first != 5 || !slices.Equal(nos, []int64{2, 3, 4, 5, 6, 7}) {
				t.Errorf("products, %d a page: first %d of %d", limit, first, nos)
			}
		}
	}
	total, err := b.Mall(hansan).InventoryTotal(t.Context(), listing.Params{Q: "123"})
	b.ok(err)
	want(t, "total", total, 6)
}

// A word with too many matches is checked while the list is read in its own
// order; the exact code still comes first.
func TestAnExactCodeComesFirstOfMany(t *testing.T) {
	t.Parallel()
	b := coded(t)
	b.admin(`
		INSERT INTO variants (mall_id, variant_code, product_no, custom_variant_code, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at)
		SELECT $1, 'Q' || lpad(g::text, 6, '0'), 1, '', true, true, true, 9, 0, 'mall', 'ok', now() FROM generate_series(1, 3000) g`, hansan)
	b.admin(`INSERT INTO variant_texts (mall_id, variant_code, search) SELECT $1, 'Q' || lpad(g::text, 6, '0'), '니트 123 q' || lpad(g::text, 6, '0') FROM generate_series(1, 3000) g`, hansan)
	var codes []string
	for q := (listing.Params{Q: "123", Limit: 1000, Sort: listing.SortQuantity}); ; {
		rows, next, err := b.Mall(hansan).Inventory(t.Context(), q)
		b.ok(err)
		for _, r := range rows {
			codes = append(codes, r.Code)
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	want(t, "first", codes[0], code(5, 0))
	slices.Sort(codes)
	want(t, "each once", len(slices.Compact(codes)), 3006)
	total, err := b.Mall(hansan).InventoryTotal(t.Context(), listing.Params{Q: "ㄴㅌ"})
	b.ok(err)
	want(t, "by initials", total, 3002)
	total, err = b.Mall(hansan).InventoryTotal(t.Context(), listing.Params{Q: "ㄴ트1"})
	b.ok(err)
	want(t, "mixed", total, 3000)
}

// A text that a program from before the keys has written is found too.
func TestTextsOfAnOlderProgramAreFound(t *testing.T) {
	t.Parallel()
	b := coded(t)
	b.admin(`DELETE FROM variant_texts WHERE variant_code = $1`, code(1, 0))
	want(t, "gone", b.searched("ㄴㅌㄱㄷㄱ"), []int64{2})
	b.admin(`INSERT INTO variant_texts (mall_id, variant_code, search) VALUES ($1, $2, normalize('니트 가디건', NFD))
		ON CONFLICT (mall_id, variant_code) DO UPDATE SET search = excluded.search WHERE variant_texts.search <> excluded.search`, hansan, code(1, 0))
	want(t, "written", b.searched("ㄴㅌㄱㄷㄱ"), []int64{1, 2})
	b.admin(`INSERT INTO variant_texts (mall_id, variant_code, search) VALUES ($1, $2, normalize('린넨 셔츠', NFD))
		ON CONFLICT (mall_id, variant_code) DO UPDATE SET search = excluded.search WHERE variant_texts.search <> excluded.search`, hansan, code(1, 0))
	want(t, "renamed", b.searched("린넨셔츠"), []int64{1})
	want(t, "the old name", b.searched("ㄴㅌㄱㄷㄱ"), []int64{2})
	// A wrong key, whatever its cause, is replaced with the next reading.
	b.admin(`UPDATE variant_texts SET key = 'x' WHERE variant_code = $1`, code(2, 0))
	r := read(2, 3)
	r.Product.Name = "니트 가디건"
	b.apply(r)
	want(t, "mended", b.searched("ㄴㅌㄱㄷㄱ"), []int64{2})
}

// The database computes the same key as package typed.
func TestTheDatabaseKeysAsTypedDoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rapid.Check(t, func(rt *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOf(rapid.OneOf(
			rapid.RuneFrom([]rune("가나닭 \u200b\u00a0\u3000Ａａ１ㄱㄳㅏÅ\u200d❤\ufe0f0059-_%.™㎏\u3164\uffa0\u115f\u2028\t①ｶ\u202e\ufeff\u00ad漢")), rapid.RuneFrom([]rune("0123")),
		)), 1, 40).Draw(rt, "texts")
		for i, text := range texts {
			var key, short string
			if err := b.Pool().QueryRow(t.Context(), `SELECT search_key($1 || chr(31) || $2), shortened_code($1)`, text, texts[0]).Scan(&key, &short); err != nil {
				rt.Fatal(err)
			}
			if key != typed.Key(text, texts[0]) || short != typed.Shortened(text) {
				rt.Fatalf("%d: %+q has the key %+q, should be %+q; the code %+q, should be %+q", i, text, key, typed.Key(text, texts[0]), short, typed.Shortened(text))
			}
		}
	})
}
