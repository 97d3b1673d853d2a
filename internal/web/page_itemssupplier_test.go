package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// fromOf is the supplier from which an item is ordered, by its own terms: "" for
// Cafe24's.
func (b *bench) fromOf(t *testing.T, code string) string {
	t.Helper()
	terms, err := b.store.Mall(mall).ItemTerms(t.Context(), []string{code})
	if err != nil {
		t.Fatal(err)
	}
	own := terms[code]
	return own.Source("")
}

// Items that are picked in the list, or all that a filter lists, get a supplier. The
// result is exact, and one press takes it back. Where all options of a product are
// chosen, the product has the supplier.
func TestItemsGetASupplier(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	own := b.ownSupplier(t, "나리 공방")
	b.ownSupplier(t, "솔 상사")
	b.exec(t, `INSERT INTO purchase_terms (mall_id, product_no, min_units, pack, updated_at) VALUES ('hanbit', 1, 12, 6, now())`)
	w.get("/stock").has(`formaction="/stock/supplier"`)
	w.send("/stock/supplier", url.Values{"back": {"/stock"}}).want(http.StatusUnprocessableEntity)
	picked := url.Values{"back": {"/stock?q=1"}, "code": {variantCode(1, 0), variantCode(2, 0), variantCode(2, 1), "P9999999Z"}}
	w.send("/stock/supplier", picked).want(http.StatusOK).has("4개 품목을 어느 공급사에서 살까요?", "나리 공방", `<option value="-">`)
	w.send("/stock/supplier", with(picked, "act", "set")).want(http.StatusUnprocessableEntity).has("공급사를 골라 주세요", `value="P9999999Z"`)
	w.send("/stock/supplier", with(picked, "act", "set", "supplier", "own-none")).want(http.StatusUnprocessableEntity).has("이런 공급사가 없어요")

	to := w.send("/stock/supplier", with(picked, "act", "set", "supplier", own)).want(http.StatusSeeOther).Header.Get("Location")
	w.get(to).want(http.StatusOK).has("고른 4개 품목 가운데 3개의 공급사를 나리 공방", "1개는 그사이 없어져서", "/stock?q=1", "되돌리기")
	for code, from := range map[string]string{variantCode(1, 0): own, variantCode(1, 1): "", variantCode(2, 0): own, variantCode(2, 1): own, variantCode(3, 0): ""} {
		if got := b.fromOf(t, code); got != from {
			t.Errorf("%s is ordered from %q, want %q", code, got, from)
		}
	}
	terms, err := b.store.Mall(mall).ProductTerms(t.Context(), 2)
	if err != nil || len(terms) != 1 || terms[""].SupplierCode == nil {
		t.Errorf("terms of the whole product %+v, %v", terms, err)
	}
	one, err := b.store.Mall(mall).ProductTerms(t.Context(), 1)
	if err != nil || one[variantCode(1, 0)].Min != 12 || one[variantCode(1, 0)].Pack != 6 || one[""].SupplierCode != nil {
		t.Errorf("terms of one option %+v, %v", one, err)
	}
	w.get("/stock?supplier="+own).has(variantCode(1, 0), variantCode(2, 1), `<option value="`+own+`" selected>나리 공방`).lacks(`id="row-`+variantCode(1, 1), `id="row-`+variantCode(3, 0))
	w.get("/suppliers/"+own).has("이 공급사의 상품 1개 재고 보기", "/stock?supplier="+own)
	w.get("/purchase-orders").has(`<option value="` + own + `">나리 공방`)

	// The same again changes nothing; all of a filter are resolved on the server.
	again := w.send("/stock/supplier", with(picked, "act", "set", "supplier", own)).want(http.StatusSeeOther).Header.Get("Location")
	w.get(again).has("가운데 0개의", "3개는 이미 그 공급사라").lacks(">되돌리기<")
	all := url.Values{"back": {"/stock?supplier=" + own}, "all": {"1"}, "act": {"set"}, "supplier": {"-"}}
	back := w.send("/stock/supplier", all).want(http.StatusSeeOther).Header.Get("Location")
	w.get(back).has("고른 3개 품목 가운데 3개의 공급사를 카페24에 적힌 공급사")
	if got := b.fromOf(t, variantCode(2, 0)); got != "" {
		t.Errorf("ordered from %q", got)
	}
	undo := func(act string) string {
		m := regexp.MustCompile(`action="(/stock/supplier/\d+/undo)"`).FindStringSubmatch(w.get(act).body)
		if m == nil {
			t.Fatalf("%s has no undo", act)
		}
		return m[1]
	}
	b.clock.advance(1)
	w.form(undo(back), nil).want(http.StatusSeeOther)
	if got := b.fromOf(t, variantCode(2, 0)); got != own {
		t.Errorf("after the undo ordered from %q", got)
	}
	b.exec(t, `INSERT INTO suppliers (mall_id, supplier_code, name) VALUES ('hanbit', 'S0000001', '한결직물')`)
	w.form("/reorder/item", map[string]string{"product_no": "2", "source": "S0000001"}).want(http.StatusSeeOther) // changed since
	first, _, _ := strings.Cut(to, "?")
	w.form(undo(first), nil).want(http.StatusSeeOther)
	w.get(first).has("되돌렸어요", "그 뒤에 바뀐 1곳은")
	if got := b.fromOf(t, variantCode(2, 0)); got != "S0000001" {
		t.Errorf("what changed since is ordered from %q", got)
	}
	one, err = b.store.Mall(mall).ProductTerms(t.Context(), 1)
	if got := b.fromOf(t, variantCode(1, 0)); got != "" || err != nil || one[""].Min != 12 {
		t.Errorf("after the undo ordered from %q, terms %+v, %v", got, one, err)
	}
	w.get("/stock/supplier/999").want(http.StatusNotFound)
	b.viewer(t).send("/stock/supplier", picked).want(http.StatusForbidden)
}

// A draft without an address leads to the supplier's page and back; the address that
// is saved there is in the draft then.
func TestADraftLeadsToTheSuppliersAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	own := b.ownSupplier(t, "나리 공방")
	w.form("/reorder/item", map[string]string{"product_no": "2", "source": own})
	at := w.form("/purchase-orders", map[string]string{"variant": ordered}).want(http.StatusSeeOther).Header.Get("Location")
	link := "/suppliers/" + own + "?back=" + url.QueryEscape(at)
	w.get(at).has(`href="`+link+`#terms"`, "공급사 메일 주소 등록하기")
	w.get(link).has(`name="back" value="` + at + `"`)
	saved := map[string]string{"own_name": "나리 공방", "emails": "po@nari.example", "currency": "KRW", "locale": "ko", "back": at}
	bad := map[string]string{"own_name": "나리 공방", "emails": "po", "currency": "KRW", "locale": "ko", "back": at}
	w.form("/suppliers/"+own, bad).want(http.StatusUnprocessableEntity).has(`name="back" value="` + at + `"`)
	w.form("/suppliers/"+own, saved).to(at + "?done=saved")
	w.get(at).has("po@nari.example").lacks("공급사 메일 주소 등록하기")
}
