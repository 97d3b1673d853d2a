package web_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

func TestOrderFromTheList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	id := strconv.FormatInt(b.standing(t).ID, 10)
	one, row := "/alerts/"+id, htmx("li#alert-"+id)
	day := b.clock.Now().AddDate(0, 0, 10).Format(time.DateOnly)
	w.get("/alerts").has("더 보기", "다음 입고까지 미루기", one+"/order", `id="order-`+id+`-quantity"`, "발주 기록")

	bad := map[string]string{"quantity": "많이", "expected_on": "2020-01-01", "back": "/alerts?state=snoozed"}
	w.form(one+"/order", bad, row...).want(http.StatusUnprocessableEntity).has(
		`<li id="alert-`+id, `<details class="menu" open`, `value="많이"`, `value="2020-01-01"`, "발주 수량은 1부터", "도착 예정일은 오늘부터",
		`aria-describedby="order-`+id+`-quantity-error"`, `value="/alerts?state=snoozed"`).lacks("<!doctype")
	w.form(one+"/order", bad).want(http.StatusUnprocessableEntity).has("<!doctype", "<title>오류:", `href="#order-`+id+`-quantity"`, `value="많이"`)

	w.form(one+"/order", map[string]string{"quantity": "1,200", "expected_on": day, "back": "/alerts"}, row...).want(http.StatusOK).
		has("발주함 · 1,200개", "도착 예정", "발주를 기록했어요", `value="1200"`, `<hx-partial hx-target="#standing" hx-swap="innerHTML"></hx-partial>`).lacks("<!doctype")
	if got := b.standing(t); got.Order.Quantity != 1200 || got.Order.ExpectedOn != day || got.Order.Purchase == 0 || got.State != lowstock.IncidentSnoozed {
		t.Errorf("incident %+v", got)
	}
	w.get(one).has("1,200개를 발주했다고 남겼어요", "hanbit가")
	w.form(one+"/restock", map[string]string{"back": one}).to(one + "?done=restock")
	w.get(one+"?done=restock").has("다음 입고까지 미룸", "입고까지 미뤘어요").lacks(one + "/restock")
	w.form(one+"/resolve", nil).to("/alerts?done=resolved")
	w.form(one+"/order", bad).to("/alerts?done=already&state=snoozed")
	w.form(one+"/order", map[string]string{"quantity": "5", "expected_on": day}).to("/alerts?done=already")
}

func TestResendFromThePage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, id, message := b.raised(t)
	one := alertPath(id)
	w.get(one).has("owner@shop.test", "보낼 예정", "새 알림").lacks("다시 보내기")
	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address", Answer: "550 5.1.1 no such <user>"})
	delivery := strconv.FormatInt(b.standing(t).Deliveries[0].ID, 10)
	w.get(one).has("실패", "없는 주소예요", "550 5.1.1 no such &lt;user&gt;", "다시 보내기", `name="delivery_id" value="`+delivery+`"`)
	b.viewer(t).get(one).want(http.StatusOK).has("550 5.1.1", "o***@…").lacks("owner@shop.test")

	w.form(one+"/resend", map[string]string{"delivery_id": "x"}).want(http.StatusNotFound)
	w.form(one+"/resend", map[string]string{"delivery_id": delivery, "back": one}).to(one + "?done=resent")
	w.form(one+"/resend", map[string]string{"delivery_id": delivery, "back": one}).to(one + "?done=pending")
	w.get(one + "?done=resent").has("다시 보낼게요").lacks("다시 보내기")
	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliverySent, Answer: "250 2.0.0 queued"})
	w.get(one).has("보냄", "owner@shop.test 쪽 서버가 메시지를 받았어요", "2번째 시도", "250 2.0.0 queued").lacks("다시 보내기")
}

func alertPath(id int64) string { return "/alerts/" + strconv.FormatInt(id, 10) }
