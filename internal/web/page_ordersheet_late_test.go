package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/purchase"
)

// late sends an order of 50 pieces of a variant, whose goods are ten days late.
func (b *bench) late(t *testing.T, code string, units int) purchase.Order {
	t.Helper()
	o := b.purchased(t, variantCode(3, 1), code)
	id := strconv.FormatInt(o.ID, 10)
	b.exec(t, `UPDATE purchase_lines SET ordered = `+strconv.Itoa(units)+`, expected_on = '`+b.inDays(-10)+`', cover_until = '`+b.inDays(-8)+`' WHERE line_no = 2 AND order_id = `+id)
	return b.order(t, o.ID)
}

// lateRest makes an order late, and says whether its late goods are still expected.
func (b *bench) lateRest(t *testing.T, code string) func() bool {
	t.Helper()
	o := b.late(t, code, 50)
	return func() bool { o := b.order(t, o.ID); return o.Lines[1].Rest() > 0 }
}

func unitsTyped(t *testing.T, body string) int {
	t.Helper()
	n, err := strconv.Atoi(orderForm(t, body).Get("units-" + ordered))
	if err != nil {
		t.Fatalf("units of %s: %v", ordered, err)
	}
	return n
}

// Inventree #4904: need 18, 15 on order, proposes 3. Late goods count, the row says
// so, and a person leaves them out or gives them up. Nothing of that is stored before
// the second press.
func TestASuggestionSaysThatLateGoodsCount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, ordered, 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 60)
	need := unitsTyped(t, w.get("/reorder").lacks("늦은 15개").body)
	o := b.late(t, ordered, 15)
	page := w.get("/reorder").has("늦은 15개 포함", `value="leave `+ordered+`"`, `formaction="/reorder/late"`)
	if got := unitsTyped(t, page.body); got != need-15 {
		t.Errorf("proposes %d of %d with 15 on order", got, need)
	}
	form := with(orderForm(t, page.body), "units-"+variantCode(3, 0), "21")
	without := w.send("/reorder/preview", with(form, "act", "leave "+ordered)).want(http.StatusOK).has("늦은 15개를 빼고 계산했어요", `name="late" value="`+ordered+`"`, `value="21"`)
	if got := unitsTyped(t, without.body); got != need {
		t.Errorf("proposes %d without the late goods, of %d", got, need)
	}
	back := w.send("/reorder/preview", with(orderForm(t, without.body), "act", "count "+ordered)).want(http.StatusOK).has("늦은 15개 포함", `value="21"`)
	if got := unitsTyped(t, back.body); got != need-15 {
		t.Errorf("proposes %d with the late goods again", got)
	}

	ask := with(form, "act", "giveup "+ordered)
	w.post("/reorder/late", ask.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin").want(http.StatusOK).has("늦은 15개의 나머지를 취소할까요?", `name="sure"`)
	if rest := b.order(t, o.ID).Lines[1]; rest.Rest() != 15 {
		t.Fatalf("%d pieces are left after the question", rest.Rest())
	}
	done := w.send("/reorder/late", with(ask, "sure", "1")).want(http.StatusOK).has("늦은 15개의 나머지를 취소했어요", `value="21"`, `value="restore `)
	if got := unitsTyped(t, done.body); got != need {
		t.Errorf("proposes %d when the rest is given up, of %d", got, need)
	}
	l := b.order(t, o.ID).Lines[1]
	if l.Rest() != 0 || l.Ordered != 15 || l.GivenUp != 15 || l.GiveUpWhy == "" {
		t.Errorf("line %+v", l)
	}
	w.get("/reorder").lacks("늦은 15개") // erpnext, odoo #268488: nothing is late any more
	act, _, _ := strings.Cut(done.body[strings.Index(done.body, `value="restore `)+len(`value="`):], `"`)
	w.send("/reorder/late", with(orderForm(t, done.body), "act", act)).want(http.StatusOK).has("늦은 15개 포함")
	if rest := b.order(t, o.ID).Lines[1].Rest(); rest != 15 {
		t.Errorf("%d pieces are expected after the undo", rest)
	}
	b.viewer(t).form("/reorder/late", map[string]string{"act": "giveup " + ordered, "sure": "1"}).want(http.StatusForbidden)
	w.form("/reorder/late", map[string]string{"act": "giveup"}).want(http.StatusNotFound)
}

// While orders are being read, an item without a forecast says so in place of a dash.
func TestAnItemWithoutAForecastSaysWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	b.exec(t, `DELETE FROM forecasts WHERE variant_code = '`+variantCode(3, 0)+`'`)
	form := orderForm(t, w.get("/reorder").body)
	form.Add("code", variantCode(3, 0))
	page := w.send("/reorder/preview", with(form, "units-"+variantCode(3, 0), "4")).want(http.StatusOK).has(`name="units-`+variantCode(3, 0), "기록 부족")
	page.lacks(">–<")
}

// So does an item of the morning list whose pace is not known.
func TestAnItemOfTheMorningWithoutAPaceSaysWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	b.soldOut(t, 1)
	w.get("/morning").want(http.StatusOK).has("판매 속도: 주문을 읽는 중")
}

// Odoo #69635 and #76466: an order whose goods are late makes no second suggestion,
// and the page says that they are late. A person can have it computed without them.
func TestLateGoodsKeepAnItemOffTheSheetAndSaySo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.orderSheet(t)
	form := orderForm(t, w.get("/reorder").body)
	need := form.Get("units-" + ordered)
	b.late(t, ordered, 200)
	page := w.get("/reorder").lacks(`name="units-`+ordered+`"`).has("늦은 물량을 세어서 제안하지 않은 품목 1개", "늦은 200개 포함", `value="leave `+ordered+`"`)
	w.get("/stock?outlook=order").lacks(ordered)
	left := w.send("/reorder/preview", with(orderForm(t, page.body), "act", "leave "+ordered)).want(http.StatusOK).lacks("제안하지 않은 품목").has("늦은 200개를 빼고 계산했어요")
	if got := orderForm(t, left.body).Get("units-" + ordered); got != need {
		t.Errorf("proposes %s without the late goods, %s before", got, need)
	}
	b.viewer(t).get("/reorder").has("늦은 물량을 세어서")

	b.exec(t, `UPDATE variants SET quantity = 900 WHERE variant_code <> '`+ordered+`'`) // nothing else is to be ordered
	w.get("/reorder").has("늦은 물량을 세어서 제안하지 않은 품목 1개", `value="leave `+ordered+`"`)
	left = w.send("/reorder/preview", url.Values{"shown": {"S0000001"}, "act": {"leave " + ordered}}).want(http.StatusOK).has("늦은 200개를 빼고 계산했어요")
	to := w.send("/purchase-orders", with(orderForm(t, left.body), "act", "one")).want(http.StatusSeeOther).Header.Get("Location")
	if list := b.drafts(t); len(list) != 1 || !strings.HasSuffix(to, strconv.FormatInt(list[0].ID, 10)) || strconv.Itoa(list[0].Lines[0].Ordered) != need {
		t.Errorf("drafts %+v", list)
	}
}
