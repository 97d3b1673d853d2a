package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/purchase"
)

// hangyeol gives the mall a supplier with the person that Cafe24 has.
func (b *bench) hangyeol(t *testing.T) {
	t.Helper()
	agent := inbound.Agent{Name: "김담당", Phone: "02-0000-0001", Email: "kim@supplier.example"}
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물", Agent: agent}}); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) ownSupplier(t *testing.T, name string) (code string) {
	t.Helper()
	terms := purchase.DefaultTerms()
	terms.OwnName, terms.By = name, "hanbit"
	code, err := b.store.Mall(mall).AddOwnSupplier(t.Context(), terms, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (b *bench) supplierTerms(t *testing.T, code string) purchase.SupplierTerms {
	t.Helper()
	s, err := b.store.Mall(mall).Supplier(t.Context(), code, b.clock.Now(), b.clock.Now(), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return s.Terms
}

// terms is the form of a supplier as a person sends it.
func supplierForm() url.Values {
	return url.Values{
		"contact": {"이담당"}, "emails": {"order@supplier.example, lee@supplier.example"}, "phone": {"02-0000-0002"}, "address": {"서울"}, "payment": {"월말 정산"},
		"min_amount": {"300,000원"}, "currency": {"KRW"}, "locale": {"ko"}, "show_costs": {"1"},
	}
}

// TestSupplierPage: the form begins with what Cafe24 has, and only saving makes
// it the supplier's own.
func TestSupplierPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.hangyeol(t)
	w.get("/suppliers").want(http.StatusOK).has("한결직물", `href="/suppliers/S0000001"`, "주소 확인 필요", "14일 (쇼핑몰 값)", "5줄 더 필요해요", `aria-current="page"`)
	w.get("/suppliers?q=없음").has("찾는 공급사가 없어요")
	w.get("/suppliers/S0000001").want(http.StatusOK).has("카페24에 적힌 값이에요", `value="kim@supplier.example"`, `value="김담당"`, `href="/purchase-orders?supplier=S0000001"`,
		"입고까지 끝난 공급사 발주가 3건 더", "95% 이상").lacks("이 공급사 삭제", `name="own_name"`)
	w.get("/suppliers/S9999999").want(http.StatusNotFound)

	w.press("/suppliers/S0000001", supplierForm()).to("/suppliers/S0000001?done=saved")
	got := b.supplierTerms(t, "S0000001")
	if len(got.Emails) != 2 || got.Emails[0] != "order@supplier.example" || got.MinAmount != 30_000_000 || got.By == "" || !got.ShowCosts {
		t.Errorf("%+v", got)
	}
	w.get("/suppliers/S0000001").has(`value="order@supplier.example, lee@supplier.example"`, `value="300000"`).lacks("카페24에 적힌 값이에요")
	w.get("/suppliers").has("보낼 수 있음")

	viewer := b.viewer(t)
	viewer.get("/suppliers").want(http.StatusOK).has("한결직물").lacks(`name="own_name"`)
	viewer.get("/suppliers/S0000001").want(http.StatusOK).has("order@supplier.example", "300,000원").lacks(`method="post" action="/suppliers`, `action="/reorder/lead"`)
	viewer.press("/suppliers/S0000001", supplierForm()).want(http.StatusForbidden)
}

// TestOwnSupplierPage: it is made, products are assigned to it, and it is deleted
// when nothing uses it.
func TestOwnSupplierPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.hangyeol(t)
	w.form("/suppliers", map[string]string{"own_name": "한결직물"}).want(http.StatusUnprocessableEntity).has("같은 이름의 공급사가 이미 있어요", `value="한결직물"`)
	at := w.form("/suppliers", map[string]string{"own_name": "나리 공방"}).want(http.StatusSeeOther).Header.Get("Location")
	page, _, _ := strings.Cut(at, "?")
	if !strings.HasPrefix(page, "/suppliers/own-") {
		t.Fatalf("leads to %s", at)
	}
	w.get(page).want(http.StatusOK).has("나리 공방", "이 앱에서만 쓰는 공급사", `name="own_name"`, "이 공급사 삭제")
	w.form(page+"/products", map[string]string{"codes": "P0000001A, X9"}).want(http.StatusUnprocessableEntity).has("찾을 수 없는 코드가 있어요: X9", `value="P0000001A, X9"`, "니트 가디건 1호")
	w.form(page+"/products", map[string]string{"of": "sS0000001"}).to(page + "?assigned=2&done=assigned#goods")
	w.get(page+"?assigned=2").has("2개 상품을 이 공급사로 바꿨어요", "니트 가디건 3호")
	w.form(page+"/delete", map[string]string{"sure": "1"}).want(http.StatusConflict).has("발주서나 상품이 있는 공급사는 삭제할 수 없어요")
	w.form(page+"/products/release", map[string]string{"product_no": "1"}).want(http.StatusSeeOther)
	w.get(page).lacks("니트 가디건 1호").has("니트 가디건 3호", "모두 빼기")
	w.form(page+"/products/release", nil).want(http.StatusNotFound)
	w.form(page+"/products/release", map[string]string{"all": "1"}).want(http.StatusSeeOther)
	w.get(page).lacks("니트 가디건 3호")
	w.form(page+"/delete", map[string]string{"sure": "1"}).to("/suppliers?done=deleted")
	w.get(page).want(http.StatusNotFound)
}

// took sends an order of one item to the supplier, so many days ago, and receives
// it after a number of days; a negative number: it has not come.
func (b *bench) took(t *testing.T, ago, after int) {
	t.Helper()
	zone := time.FixedZone("KST", 9*60*60)
	now := b.clock.Now()
	sent := now.AddDate(0, 0, -ago)
	store := b.store.Mall(mall)
	orders, err := store.SaveDrafts(t.Context(), []purchase.Draft{{
		SupplierCode: "S0000001", SupplierName: "한결직물", LeadDays: 7, By: "hanbit", Now: sent,
		Lines: []purchase.Line{{ProductNo: 1, VariantCode: "P0000001A", Ordered: 10}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	order, err := store.SendPurchase(t.Context(), purchase.Sending{ID: orders[0].ID, By: "hanbit", Now: sent, Today: localtime.DayOf(sent, zone), Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	if after < 0 {
		return
	}
	_, err = store.ReceivePurchase(t.Context(), purchase.Arrival{
		Order: order.ID, Lines: []purchase.ArrivalLine{{Line: 1, Units: 10}}, CameOn: localtime.DayOf(sent, zone).AddDate(0, 0, after), Source: purchase.ByOperator, By: "hanbit", Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLeadTimeIsProposed: 6, 7, 7 and 9 days, and one order open since 15. One
// press takes 7 days over, and one restores what was there.
func TestLeadTimeIsProposed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.hangyeol(t)
	for i, days := range []int{6, 7} {
		b.took(t, 60-i, days)
	}
	w.get("/suppliers/S0000001").has("입고까지 끝난 공급사 발주가 1건 더 있어야 제안해요. 지금은 2건이에요").lacks("7일로 바꾸기")
	b.took(t, 50, 7)
	b.took(t, 40, 9)
	b.took(t, 15, -1)
	w.get("/suppliers").has("최근 4번은 6~9일</span>", "늦음 1건")
	w.get("/suppliers/S0000001").has("최근 4번은 6~9일 걸렸어요", "절반은 7일 안에, 열에 여덟은 9일 안에", "아직 오지 않은 공급사 발주 1건도", "7일로 바꾸기", "제때 모두 입고", "60%")
	w.form("/reorder/lead", map[string]string{"supplier": "S0000001", "lead": "7", "back": "/suppliers/S0000001?was=0"}).to("/suppliers/S0000001?done=terms&was=0")
	w.get("/suppliers/S0000001?was=0").has("쇼핑몰 값으로 되돌리기", `name="lead" value="7"`).lacks("7일로 바꾸기")
	w.form("/reorder/lead", map[string]string{"supplier": "S0000001", "lead": "", "back": "/suppliers/S0000001"}).to("/suppliers/S0000001?done=terms")
	w.get("/suppliers/S0000001").has("7일로 바꾸기")
	w.form("/reorder/lead", map[string]string{"supplier": "S0000001", "lead": "곧", "back": "/suppliers/S0000001"}).want(http.StatusUnprocessableEntity).
		has(`value="곧"`, "1일에서 180일 사이로", "발주서를 보낼 곳과 조건")
	b.viewer(t).get("/suppliers/S0000001?was=3").has("최근 4번은").lacks("로 바꾸기", "되돌리기")
}

// TestTheSheetProposesALeadTime: beside the field, for the chosen supplier, and
// not to who may not save it.
func TestTheSheetProposesALeadTime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.hangyeol(t)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 7)
	w.get("/reorder").has("P0000002A").lacks("걸렸어요")
	for i := range 3 {
		b.took(t, 60-i, 9)
	}
	w.get("/reorder").has("최근 3번은 9일 걸렸어요", "9일로 바꾸기", `value="/suppliers/S0000001?was=0"`)
	b.viewer(t).get("/reorder").has("P0000002A").lacks("9일로 바꾸기")
}

// supplierForms are the forms of suppliers.
func (b *bench) supplierForms(t *testing.T) []refusedForm {
	t.Helper()
	own := supplierForm()
	maps.Copy(own, url.Values{"own_name": {"나리 공방"}})
	return []refusedForm{
		{name: "an own supplier", to: "/suppliers", sent: url.Values{"own_name": {"솔 상사"}}, bad: map[string][]string{"own_name": {"", strings.Repeat("가", 101), "나리 공방"}}},
		{
			name: "a supplier's terms", to: "/suppliers/" + b.ownSupplier(t, "나리 공방"), sent: own, chosen: []string{"currency", "locale"},
			bad: map[string][]string{
				"own_name": {""}, "contact": {strings.Repeat("가", 101)}, "emails": {"nobody", "a@b.example, x"}, "phone": {strings.Repeat("1", 101)}, "address": {strings.Repeat("가", 501)},
				"payment": {strings.Repeat("가", 501)}, "min_amount": {"많이", "-1", "1.234"}, "currency": {"", "XXX"}, "locale": {"fr"},
			},
		},
		{
			name: "the supplier of items", to: "/stock/supplier", sent: url.Values{"code": {"P0000001A", "P0000002B"}, "back": {"/stock?status=out"}, "act": {"set"}}, chosen: []string{"supplier"},
			bad: map[string][]string{"supplier": {"", "own-none"}},
		},
		{
			name: "products of a supplier", to: "/suppliers/S0000001/products", sent: url.Values{"codes": {"P0000001A"}, "of": {""}}, chosen: []string{"of"},
			bad: map[string][]string{"codes": {"X9"}},
		},
		{name: "no products", to: "/suppliers/S0000001/products", sent: url.Values{"codes": {""}, "of": {""}}, bad: map[string][]string{"codes": {"", ","}}},
		{name: "products of what is none", to: "/suppliers/S0000001/products", sent: url.Values{"codes": {"P0000001A"}, "of": {""}}, chosen: []string{"of"}, bad: map[string][]string{"of": {"x"}}},
	}
}
