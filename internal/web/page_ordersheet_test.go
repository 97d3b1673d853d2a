package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

const ordered = "P0000002A"

// orderSheet makes a shop with one item to order, and returns the browser of its
// owner.
func (b *bench) orderSheet(t *testing.T) *browser {
	t.Helper()
	w := b.shop(t, 3)
	b.sells(t, ordered, 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 7)
	return w
}

// orderForm is the form of the sheet on the page, as a browser would send it.
func orderForm(t *testing.T, body string) url.Values {
	t.Helper()
	_, form, is := strings.Cut(body, `<form id="order"`)
	form, _, ends := strings.Cut(form, "</form>")
	if !is || !ends {
		t.Fatalf("no sheet: %.3000s", body)
	}
	sent := url.Values{}
	for _, tag := range regexp.MustCompile(`<input [^>]*>`).FindAllString(form, -1) {
		name, value := tagAttribute(tag, "name"), tagAttribute(tag, "value")
		if box := strings.Contains(tag, `type="checkbox"`) || strings.Contains(tag, `type="radio"`); !box || strings.Contains(tag, " checked") {
			sent.Add(name, value)
		}
	}
	return sent
}

func tagAttribute(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}

// drafts returns the drafts of the mall, the newest first.
func (b *bench) drafts(t *testing.T) []purchase.Order {
	t.Helper()
	page, err := b.store.Mall(mall).Purchases(t.Context(), purchase.Query{States: []purchase.State{purchase.StateDraft}, Today: b.clock.Now().Truncate(24 * time.Hour), Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Orders
}

func with(form url.Values, pairs ...string) url.Values {
	sent := url.Values{}
	for name, values := range form {
		sent[name] = slices.Clone(values)
	}
	for i := 0; i < len(pairs); i += 2 {
		sent.Set(pairs[i], pairs[i+1])
	}
	return sent
}

// The sheet proposes quantities that fit the terms of the items. What a person
// types beats it, and the same page sent twice makes one order.
func TestASheetBecomesADraft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	b.exec(t, `UPDATE products SET supply_price = '3000.00' WHERE product_no = 2`)
	page := w.get("/reorder").has(`name="units-`+ordered+`"`, "카페24 공급가", `value="3000"`)
	form := orderForm(t, page.body)
	proposed, err := strconv.Atoi(form.Get("units-" + ordered))
	if err != nil || proposed < 1 {
		t.Fatalf("proposed %q", form.Get("units-"+ordered))
	}

	save := with(form, "act", "save "+ordered, "min-"+ordered, "100", "pack-"+ordered, "24", "cost-"+ordered, "2,500원")
	page = w.send("/reorder/item", save).want(http.StatusOK).has("최소 100 → 24개입 5박스 (120개)", `value="120"`, "입력한 단가", `value="2500"`, "300,000원")
	form = orderForm(t, page.body)
	w.get("/reorder").has(strconv.Itoa(proposed)+" → 최소 100 → 24개입 5박스 (120개)", "일 더 팔 수 있어요")
	w.get("/reorder/export?format=csv&supplier=S0000001").has("최소 100 → 24개입 5박스 (120개)")

	one := with(form, "act", "one", "units-"+ordered, "144", "price-"+ordered, "2450.5")
	to := w.send("/purchase-orders", one).want(http.StatusSeeOther).Header.Get("Location")
	if again := w.send("/purchase-orders", one).Header.Get("Location"); again != to && again != "" {
		t.Errorf("twice the same page: %s and %s", to, again)
	}
	list := b.drafts(t)
	if len(list) != 1 || to != "/purchase-orders/"+strconv.FormatInt(list[0].ID, 10) {
		t.Fatalf("%d drafts, and %s", len(list), to)
	}
	o := list[0]
	at := slices.IndexFunc(o.Lines, func(l purchase.Line) bool { return l.VariantCode == ordered })
	if o.SupplierCode != "S0000001" || o.Currency != "KRW" || o.LeadDays != 14 || at < 0 || o.Lines[at].Ordered != 144 || o.Lines[at].Pack != 24 || o.Lines[at].UnitCost != 245_050 {
		t.Errorf("draft %+v", o)
	}
	if rest := o.Rest(); rest != 0 {
		t.Errorf("%d pieces of a draft are on their way", rest)
	}
}

// The supplier of a sheet that has a draft: nobody makes a second one by
// accident.
func TestASheetAsksBeforeASecondDraft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	first := orderForm(t, w.get("/reorder").body)
	w.send("/purchase-orders", with(first, "act", "one", "units-"+ordered, "24")).want(http.StatusSeeOther)
	page := w.get("/reorder").has("작성 중인 발주서에 24개", "이미 작성 중인 발주서가 있어요")
	id := strconv.FormatInt(b.drafts(t)[0].ID, 10)

	old := with(first, "act", "one", "units-"+ordered, "30", "key", "another page")
	w.send("/purchase-orders", old).want(http.StatusUnprocessableEntity).has("작성 중인 발주서에 넣을지", `id="into-error"`, `value="30"`)
	if n := len(b.drafts(t)); n != 1 {
		t.Fatalf("%d drafts", n)
	}
	into := with(orderForm(t, page.body), "act", "one", "units-"+ordered, "36")
	if into.Get("into") != id {
		t.Errorf("the page would put it into %q", into.Get("into"))
	}
	w.send("/purchase-orders", into).to("/purchase-orders/" + id)
	w.send("/purchase-orders", into).to("/purchase-orders/" + id)
	if list := b.drafts(t); len(list) != 1 || list[0].Lines[0].Ordered != 36 {
		t.Errorf("drafts %+v", list)
	}
	w.send("/purchase-orders", with(into, "into", "new")).want(http.StatusSeeOther)
	if n := len(b.drafts(t)); n != 2 {
		t.Errorf("%d drafts", n)
	}
}

// What was typed stays when the page is computed again, and so does what was left
// out; a field that is refused says so beside it.
func TestASheetKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	form := orderForm(t, w.get("/reorder").body)
	typed := with(form, "units-"+ordered, "17", "price-"+ordered, "1,234")
	w.send("/reorder/preview", typed).want(http.StatusOK).has(`value="17"`, `value="1,234"`, "20,978원")
	skipped := with(form, "units-"+ordered, "17", "skip-"+ordered, "1")
	page := w.send("/reorder/preview", skipped).want(http.StatusOK).has(`value="17"`, "checked")
	if form := orderForm(t, page.body); form.Get("skip-"+ordered) != "1" {
		t.Error("what was left out is back")
	}
	others := 0
	for _, code := range form["code"] {
		if code != ordered {
			skipped.Set("skip-"+code, "1")
			others++
		}
	}
	w.send("/purchase-orders", with(skipped, "act", "one")).want(http.StatusUnprocessableEntity).has("발주할 품목이 없어요", `id="make-error"`)
	w.send("/purchase-orders", with(form, "act", "one", "units-"+ordered, "많이")).want(http.StatusUnprocessableEntity).has(`value="많이"`, `id="units-`+ordered+`-error"`)
	w.send("/purchase-orders", with(form, "act", "chosen")).want(http.StatusUnprocessableEntity).has("공급사를 하나 이상")
	if n := len(b.drafts(t)); n != 0 {
		t.Errorf("%d drafts", n)
	}

	part := w.send("/reorder/preview", with(typed, "price-"+ordered, "비싸"), htmx("div#order-totals")...).want(http.StatusOK).lacks("<html", "<table").has("읽을 수 없는")
	part.has("개 품목")
	b.exec(t, `INSERT INTO purchase_terms (mall_id, product_no, min_units, pack, max_units, updated_at) VALUES ('hanbit', 2, 15, 3, 90, now())`)
	for units, says := range map[string]string{"13": "최소 발주 수량 15개보다", "16": "박스 단위가 아니에요. 6박스 (18개)면", "93": "최대 발주 수량 90개보다"} {
		w.send("/reorder/preview", with(form, "units-"+ordered, units), htmx("div#order-totals")...).has(says)
	}
	w.send("/reorder/preview", with(form, "units-"+ordered, "18"), htmx("div#order-totals")...).lacks("최소 발주 수량", "박스 단위가")
	w.send("/reorder/preview", with(form, "act", "open "+ordered), htmx("div#terms-"+ordered)...).has(`name="min-`+ordered+`" value="15"`, `formaction="/reorder/item"`).lacks("<html")
	w.send("/reorder/item", with(typed, "act", "save "+ordered, "pack-"+ordered, "0.5", "source-"+ordered, "없는 곳")).want(http.StatusUnprocessableEntity).
		has(`id="pack-`+ordered+`-error"`, `id="source-`+ordered+`-error"`, `value="0.5"`, `value="없는 곳"`, `value="17"`)
}

// An item with a supplier of its own is on that supplier's sheet alone.
func TestAnItemIsOrderedFromItsOwnSupplier(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	b.exec(t, `INSERT INTO supplier_terms (mall_id, supplier_code, own_name, min_amount, emails, updated_at) VALUES ('hanbit', 'own-1', '한결직물', 100000000, '{po@hangyeol.example}', now())`)
	form := orderForm(t, w.get("/reorder").body)
	w.send("/reorder/item", with(form, "act", "save "+ordered, "source-"+ordered, "한결직물 (own-1)", "cost-"+ordered, "1000")).want(http.StatusOK).lacks(`name="units-` + ordered)
	w.get("/reorder?supplier=S0000001").lacks(`name="units-` + ordered)
	page := w.get("/reorder?supplier=own-1").has("한결직물", `name="units-`+ordered, "최소 발주금액 1,000,000원에", "부족해요")
	w.get("/stock?supplier=S0000001").has("P0000002") // rules and lists keep Cafe24's supplier

	w.send("/purchase-orders", with(orderForm(t, page.body), "act", "one")).want(http.StatusSeeOther)
	o := b.drafts(t)[0]
	if o.SupplierCode != "own-1" || o.SupplierName != "한결직물" || !slices.Equal(o.To, []string{"po@hangyeol.example"}) {
		t.Errorf("draft %+v", o)
	}

	chosen := url.Values{"key": {"k"}, "shown": {"own-1"}, "act": {"chosen"}, "supplier": {"S0000001", "own-1"}, "into": {"new"}, "code": {ordered}, "units-" + ordered: {"5"}}
	w.send("/purchase-orders", chosen).to("/purchase-orders?state=draft")
	suppliers := map[string]int{}
	for _, o := range b.drafts(t) {
		suppliers[o.SupplierCode]++
	}
	if suppliers["own-1"] != 2 || suppliers["S0000001"] != 1 {
		t.Errorf("drafts by supplier: %v", suppliers)
	}
}

// An alert and an item of the morning list become a draft of one line; pressed
// again, the draft opens.
func TestAnItemBecomesADraft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	item := map[string]string{"variant": ordered}
	to := w.form("/purchase-orders", item).want(http.StatusSeeOther).Header.Get("Location")
	w.form("/purchase-orders", item).to(to)
	w.form("/purchase-orders", item).to(to)
	list := b.drafts(t)
	if len(list) != 1 || len(list[0].Lines) != 1 || list[0].Lines[0].Ordered < 2 || list[0].SupplierCode != "S0000001" {
		t.Errorf("drafts %+v", list)
	}
	w.form("/purchase-orders", map[string]string{"variant": "P0000003A"}).want(http.StatusSeeOther) // without a forecast: one piece, to be changed
	w.form("/purchase-orders", map[string]string{"variant": "P9999999A"}).want(http.StatusNotFound)
	w.form("/purchase-orders", nil).want(http.StatusNotFound)

	sub := b.viewer(t)
	sub.get("/reorder").has(`name="units-`+ordered, `action="/purchase-orders"`).lacks(`formaction="/reorder/item"`, "품목 발주 조건")
	sub.form("/reorder/item", map[string]string{"product_no": "2", "min": "3"}).want(http.StatusForbidden)
}

// How a product is ordered is on its page.
func TestTermsOfAProduct(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	b.exec(t, `UPDATE products SET supply_price = '3000.00' WHERE product_no = 2`)
	w.get("/stock/2").has(`action="/reorder/item"`, "카페24 공급가 3,000원")
	b.exec(t, `INSERT INTO suppliers (mall_id, supplier_code, name) VALUES ('hanbit', 'S0000001', '한결직물')`)
	w.form("/reorder/item", map[string]string{"product_no": "2", "back": "/stock/2?variant=P0000002A", "min": "12", "pack": "6", "cap": "60", "cost": "2,750", "source": "S0000001"}).to("/stock/2?done=saved&variant=P0000002A")
	w.get("/stock/2").has(`name="min" value="12"`, `name="pack" value="6"`, `name="cap" value="60"`, `name="cost" value="2750"`)
	w.form("/reorder/item", map[string]string{"product_no": "2", "min": "12", "pack": "30", "cap": "20"}).want(http.StatusUnprocessableEntity).has(`id="cap-error"`, "최대 수량에는")
	w.form("/reorder/item", map[string]string{"product_no": "2"}).to("/stock/2?done=saved")
	terms, err := b.store.Mall(mall).ProductTerms(t.Context(), 2)
	if err != nil || len(terms) != 0 {
		t.Errorf("terms %+v, %v", terms, err)
	}
	w.form("/reorder/item", map[string]string{"product_no": "99", "min": "3"}).want(http.StatusNotFound)
}
