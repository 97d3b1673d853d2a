package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

var morningField = regexp.MustCompile(`name="(product_no|variant_code|version|quantity|expected_on)"(?: type="date")? value="([^"]*)"`)

// morningForm is the form of an item as the page shows it.
func (r reply) morningForm(code string) url.Values {
	r.t.Helper()
	_, row, is := strings.Cut(r.body, `<li id="m-`+code+`"`)
	if !is {
		r.t.Fatalf("%s is not on the page", code)
	}
	row, _, _ = strings.Cut(row, "</form>")
	v := url.Values{}
	for _, m := range morningField.FindAllStringSubmatch(row, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

// answers presses a button of an item.
func (w *browser) answers(code, answer string, header ...string) reply {
	w.t.Helper()
	v := w.get("/morning").want(http.StatusOK).morningForm(code)
	v.Set("act", answer)
	return w.press("/morning", v, header...)
}

func (b *bench) morningShop(t *testing.T) *browser {
	t.Helper()
	w := b.shop(t, 3)
	b.farFromMidnight(t, time.Hour)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 14) // 7 are expected to be sold in the lead time
	return w
}

// The page has the items in the order of their classes, each with the order
// that the sheet proposes; each answer leads on to the next item.
func TestMorningPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.morningShop(t)
	page := w.get("/morning").want(http.StatusOK).has("아침 3분", "할 일 3개", "니트 가디건 1호", "품절", "들어오기 전에 떨어질 수 있어요", "14일 동안 7개쯤 팔려요",
		`aria-current="page">아침 3분`, "/static/morning.").lacks("오늘 할 일 끝", "오늘 한 일", "공급사 발주가 늦고")
	var order []int
	for _, code := range []string{"P0000001A", "P0000001B", "P0000002A"} {
		order = append(order, strings.Index(page.body, `<li id="m-`+code))
	}
	if order[0] < 0 || order[1] < order[0] || order[2] < order[1] {
		t.Errorf("in the places %v", order)
	}
	sheet := w.get("/reorder").body
	_, row, _ := strings.Cut(sheet, "P0000002A")
	v := page.morningForm("P0000002A")
	if n := v.Get("quantity"); n == "" || n == "0" || !strings.Contains(sheet, n) || row == "" {
		t.Errorf("proposed %v", v)
	}
	if want := b.inDays(14); v.Get("expected_on") != want {
		t.Errorf("proposed day %s, want %s", v.Get("expected_on"), want)
	}

	b.notified(t, "minji@x.kr")
	if m, err := b.store.Mall(mall).PreviewDigest(t.Context(), "minji@x.kr", b.clock.Now()); err != nil || m.Morning != 3 {
		t.Errorf("the digest counts %d, %v", m.Morning, err)
	}
	w.answers("P0000001A", "fine").to("/morning?done=morning_fine#m-P0000001B")
	w.answers("P0000001B", "tomorrow").to("/morning?done=morning_later#m-P0000002A")
	v.Set("act", "ordered")
	w.press("/morning", v).to("/morning?done=morning_ordered#morning-end")
	w.press("/morning", v).to("/morning?done=morning_ordered") // a second press
	end := w.get("/morning").has("오늘 할 일 끝", "발주함 1개 · 미룸 1개 · 괜찮음 1개", "다음에 볼 때:", "앞으로", "도착 예정 상품 1개", "다시 볼 상품 1개", "되돌리기",
		"들어온 뒤 다시 부족해지면 나와요", "까지 안 들어오면 다시 나와요").lacks("할 일 1개", "data-item")
	w.get("/stock?outlook=order").lacks("P0000002A")

	undo := regexp.MustCompile(`action="(/morning/\d+/undo)"`).FindAllStringSubmatch(end.body, -1)
	if len(undo) != 3 {
		t.Fatalf("%d can be undone", len(undo))
	}
	for _, to := range undo {
		w.form(to[1], nil)
		w.form(to[1], nil)
	}
	w.get("/morning").has("할 일 3개").lacks("되돌리기")
	if i := b.standing(t); i.State != lowstock.IncidentOpen {
		t.Errorf("after undo %+v", i)
	}
	w.form("/morning/999/undo", nil).want(http.StatusNotFound)
}

// htmx gets what stands in the place of the item, and the parts that changed.
func TestMorningFragments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.morningShop(t)
	row := htmx("li#m-P0000001A")
	bad := w.get("/morning").morningForm("P0000001A")
	bad.Set("act", "ordered")
	bad.Set("quantity", "많이")
	bad.Set("expected_on", "2020-01-01")
	w.press("/morning", bad, row...).want(http.StatusUnprocessableEntity).has(`<li id="m-P0000001A"`, `value="많이"`, "발주 수량은 1부터", "도착 예정일은 오늘부터").lacks("<html")
	w.press("/morning", bad).want(http.StatusUnprocessableEntity).has("<html", "<title>오류:", `href="#m-P0000001A-quantity"`)
	bad.Set("act", "day")
	bad.Set("day", b.inDays(0))
	w.press("/morning", bad, row...).want(http.StatusUnprocessableEntity).has("오늘 뒤로 1년", `<details class="menu relative" open`)
	bad.Set("act", "often")
	w.press("/morning", bad, row...).want(http.StatusNotFound)

	done := w.answers("P0000001A", "monday", row...).want(http.StatusOK).has(`<li id="m-P0000001A"`, "미룸", "되돌리기", "다시 나와요", `hx-target="#morning-left"`, "할 일 2개", `hx-target="#morning-done"`, "오늘 한 일").
		lacks("<html", "data-item", "오늘 할 일 끝")
	undo := regexp.MustCompile(`hx-post="(/morning/\d+/undo)"`).FindStringSubmatch(done.body)
	if undo == nil {
		t.Fatal("no undo")
	}
	w.form(undo[1], nil, row...).want(http.StatusOK).has(`<li id="m-P0000001A"`, "data-item", "할 일 3개")

	b.level(t, 0, 8)
	gone := w.get("/morning").morningForm("P0000002A")
	taken := w.get("/morning").morningForm("P0000001B")
	b.clock.advance(time.Second)
	w.answers("P0000001B", "fine").want(http.StatusSeeOther)
	b.level(t, 50, 3)
	row = htmx("li#m-P0000002A")
	gone.Set("act", "fine")
	w.press("/morning", gone, row...).want(http.StatusOK).has("이미 들어왔어요").lacks("data-item", "/undo\" hx")
	w.press("/morning", gone).to("/morning?done=morning_gone")
	taken.Set("act", "tomorrow")
	w.press("/morning", taken).to("/morning?done=morning_changed")
}

// A colleague who may only look sees the list without a button.
func TestMorningOfAColleague(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.morningShop(t)
	b.english(t).get("/morning").has("Morning check", "3 to do", "Sold out", "May run out before goods arrive", "about 7 sell in 14 days")
	v := w.get("/morning").morningForm("P0000001A")
	v.Set("act", "fine")
	colleague := b.viewer(t)
	colleague.get("/morning").want(http.StatusOK).has("니트 가디건 1호")
	colleague.press("/morning", v).to("/morning?done=morning_fine#m-P0000001B")
	w.press("/morning", url.Values{"product_no": {"1"}, "variant_code": {"NONE"}, "version": {"0.0.0"}, "act": {"fine"}}).want(http.StatusNotFound)
}
