package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sheetPage is the value of the button that leads to the next page of a sheet.
var sheetPage = regexp.MustCompile(`value="(page [^"]+)">(다음|앞) 품목`)

func pagesOf(t *testing.T, body string) map[string]string {
	t.Helper()
	to := map[string]string{}
	for _, m := range sheetPage.FindAllStringSubmatch(body, -1) {
		to[m[2]] = m[1]
	}
	return to
}

// A sheet with more items than a page shows has pages. What was typed and left out on
// one of them is kept on the others, and an order has all of them: none is silently
// left out.
func TestASheetHasPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 320)
	b.sells(t, ordered, 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 2000)
	b.exec(t, `INSERT INTO purchase_terms (mall_id, product_no, min_units, pack, updated_at) SELECT mall_id, product_no, 2, 1, now() FROM products`)
	first := w.get("/reorder?supplier=S0000001").want(http.StatusOK)
	form := orderForm(t, first.body)
	all := 0
	if _, err := numberIn(first.body, `1–200번째 · 모두 ([\d,]+)개 품목`, &all); err != nil || all < 601 {
		t.Fatalf("%d items, %v", all, err)
	}
	if len(form["code"]) != 200 || form.Get("whole") != "1" {
		t.Errorf("%d items on the first page, whole %q", len(form["code"]), form.Get("whole"))
	}
	seen := map[string]bool{}
	page, pages := first, 1
	typed, skipped := form["code"][3], form["code"][4]
	form = with(form, "units-"+typed, "777", "price-"+typed, "100", "skip-"+skipped, "1")
	for {
		shown := shownItems(page.body)
		for _, code := range shown {
			if seen[code] {
				t.Fatalf("%s is on two pages", code)
			}
			seen[code] = true
		}
		next, more := pagesOf(t, page.body)["다음"]
		if !more {
			break
		}
		page = w.send("/reorder/preview", with(form, "act", next)).want(http.StatusOK)
		if form, pages = orderForm(t, page.body), pages+1; form.Get("units-"+typed) != "777" || form.Get("skip-"+skipped) != "1" {
			t.Fatalf("page %d keeps %q, %q", pages, form.Get("units-"+typed), form.Get("skip-"+skipped))
		}
	}
	if len(seen) != all {
		t.Errorf("%d items on %d pages, of %d", len(seen), pages, all)
	}
	page.has("다른 쪽에서 바꾼 2개 품목은")
	if back := w.send("/reorder/preview", with(form, "act", pagesOf(t, page.body)["앞"])).want(http.StatusOK); len(shownItems(back.body)) != 200 {
		t.Errorf("%d items on the page before", len(shownItems(back.body)))
	}

	w.send("/purchase-orders", with(form, "act", "one")).want(http.StatusSeeOther)
	w.send("/purchase-orders", with(form, "act", "one")) // the same page again asks what to do with the draft
	lines := map[string]int{}
	for _, o := range b.drafts(t) {
		for i := range o.Lines {
			lines[o.Lines[i].VariantCode] += o.Lines[i].Ordered
		}
	}
	if len(lines) != all-1 || lines[typed] != 777 || lines[skipped] != 0 {
		t.Errorf("%d items are ordered of %d; %d of the typed one, %d of the one left out", len(lines), all, lines[typed], lines[skipped])
	}

	// The totals that a person sees while typing are those of all pages, or of this one.
	part := w.send("/reorder/preview", form, htmx("div#order-totals")...).want(http.StatusOK)
	part.has(thousands(all-1) + "개 품목")
	form.Del("whole")
	w.send("/reorder/preview", form, htmx("div#order-totals")...).want(http.StatusOK).has(thousands(len(shownItems(page.body))+1) + "개 품목")
	w.send("/reorder/preview", form).want(http.StatusOK).has(thousands(len(shownItems(page.body))+1) + "개 품목")

	// A place that is gone, or is none, shows the sheet all the same.
	for _, at := range []string{"0_0_0_P9999999Z", "x", "1_0_0_P9999999Z", "0_NaN_0_P0000001A"} {
		w.get("/reorder?supplier=S0000001&at=" + url.QueryEscape(at)).want(http.StatusOK).has("번째 · 모두")
	}
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "," + strconv.Itoa(1000 + n%1000)[1:]
}

// shownItems returns the codes of the rows of a sheet.
func shownItems(body string) (codes []string) {
	for _, m := range regexp.MustCompile(`<input id="units-([A-Z0-9]+)"`).FindAllStringSubmatch(body, -1) {
		codes = append(codes, m[1])
	}
	return codes
}

// numberIn reads the number that a pattern encloses.
func numberIn(body, pattern string, to *int) (string, error) {
	m := regexp.MustCompile(pattern).FindStringSubmatch(body)
	if m == nil {
		return "", strconv.ErrSyntax
	}
	n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
	*to = n
	return m[1], err
}

// The suppliers stand side by side with what an order to each would be; those that
// are chosen are added up, on the page and while a person types.
func TestSuppliersSideBySide(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, ordered, 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 900)
	b.exec(t, `UPDATE products SET supply_price = CASE product_no WHEN 3 THEN '' ELSE '1000.00' END`)
	b.exec(t, `INSERT INTO supplier_terms (mall_id, supplier_code, own_name, min_amount, updated_at) VALUES ('hanbit', 'own-1', '한결직물', 9900000000, now()), ('hanbit', 'own-2', '나리 공방', 0, now())`)
	b.exec(t, `INSERT INTO purchase_terms (mall_id, product_no, supplier_code, min_units, pack, updated_at) VALUES ('hanbit', 2, 'own-1', 0, 1, now()), ('hanbit', 3, 'own-2', 0, 1, now())`)
	w.get("/reorder").has(`id="needs"`)
	sums := func(body, code string) (n [4]int) {
		m := regexp.MustCompile(`name="sum" value="` + code + `:(\d+) (\d+) (\d+) (\d+)"`).FindStringSubmatch(body)
		for i := range n {
			n[i], _ = strconv.Atoi(m[1+i])
		}
		return n
	}
	page := w.get("/reorder?supplier=own-1").has("한결직물", "나리 공방", "고른 공급사 1곳", "부족")
	own, other := sums(page.body, "own-1"), sums(page.body, "own-2")
	if own[0] != 2 || own[1] == 0 || own[2] != 0 || own[3] != own[1]*100_000 || other[0] != 2 || other[2] != 2 || other[3] != 0 {
		t.Errorf("sums %v, %v", own, other)
	}
	page.has("품목 "+thousands(own[0])+"개 · 수량 "+thousands(own[1])+"개 · "+thousands(own[1])+",000원", thousands(99_000_000/1000-own[1])+",000원 부족</span>")

	form := with(orderForm(t, page.body), "units-"+ordered, "10", "price-"+ordered, "500")
	form["supplier"] = []string{"own-1", "own-2"}
	part := w.send("/reorder/preview", form, htmx("div#order-totals")...).want(http.StatusOK).has(`id="needs-total"`, `hx-swap-oob="true"`, "고른 공급사 2곳", `id="need-money"`, "단가 없는 품목 2개는")
	rest := own[1] - mustUnits(t, page.body, ordered)
	part.has("품목 4개 · 수량 " + thousands(rest+10+other[1]) + "개 · " + thousands(rest*1000/1000+5) + ",000원")
	w.send("/reorder/preview", form).want(http.StatusOK).has("고른 공급사 2곳", "품목 4개 · 수량 "+thousands(rest+10+other[1])+"개")

	w.send("/purchase-orders", with(form, "act", "chosen")).to("/purchase-orders?state=draft")
	got := map[string]int{}
	for _, o := range b.drafts(t) {
		for i := range o.Lines {
			got[o.SupplierCode] += o.Lines[i].Ordered
		}
	}
	if got["own-1"] != rest+10 || got["own-2"] != other[1] || len(got) != 2 {
		t.Errorf("ordered %v", got)
	}
}

func mustUnits(t *testing.T, body, code string) int {
	t.Helper()
	n, err := strconv.Atoi(orderForm(t, body).Get("units-" + code))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
