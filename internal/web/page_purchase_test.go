package web_test

import (
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/purchase"
)

// A draft becomes a sent order, the goods arrive, and the page says each step.
func TestPurchaseOrderFromDraftToGoods(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.get("/purchase-orders").want(http.StatusOK).has("아직 발주서가 없어요", `href="/reorder"`)
	o := b.draft(t, variantCode(1, 0), variantCode(1, 1))
	at := orderPath(o.ID)
	w.get("/purchase-orders").has("작성 중", "한결직물", "니트 가디건 1호", "108,000원").lacks("아직 발주서가")
	w.get(at).want(http.StatusOK).has(`name="units-1"`, "4박스 (40개)", "order@hangyeol.example", `value="`+b.inDays(5)+`"`, "공급사에 메일로 보내기")

	// An item is searched, added and removed; what was typed stays.
	form := func(act string) map[string]string {
		return map[string]string{
			"act": act, "version": strconv.Itoa(b.order(t, o.ID).Version), "variant-1": variantCode(1, 0), "units-1": "48", "pack-1": "12", "cost-1": "1,500.50",
			"variant-2": variantCode(1, 1), "units-2": "7", "pack-2": "1", "cost-2": "", "addresses": "order@hangyeol.example; order@hangyeol.example\nsales@hangyeol.example",
			"reply": "buy@shop.example", "expected_on": b.inDays(9), "shown_on": b.inDays(5), "note": "먼저 되는 것부터\n보내 주세요", "find": "니트 가디건 3",
		}
	}
	w.follow(w.form(at+"/draft", form("find")), at+"?find=").has("찾은 품목", "add-"+variantCode(3, 0), `value="48"`, `value="1500.50"`, "보내 주세요")
	w.form(at+"/draft", form("add-"+variantCode(3, 1))).want(http.StatusSeeOther)
	if o = b.order(t, o.ID); len(o.Lines) != 3 || o.Lines[2].VariantCode != variantCode(3, 1) || o.Lines[2].ProductName == "" || o.Lines[0].UnitCost != 150_050 || o.LeadDays != 9 || len(o.To) != 2 {
		t.Errorf("draft %+v", o)
	}
	w.form(at+"/draft", form("remove-2")).want(http.StatusSeeOther)
	if o = b.order(t, o.ID); len(o.Lines) != 1 || o.Lines[0].VariantCode != variantCode(1, 0) {
		t.Errorf("draft without the second line: %+v", o.Lines)
	}
	one := form("remove-1")
	delete(one, "variant-2")
	w.form(at+"/draft", one).want(http.StatusUnprocessableEntity).has("품목이 1개 이상")

	w.form(at+"/send", form("send")).to(at + "?done=purchase_sent")
	o = b.order(t, o.ID)
	if o.Number == "" || o.SentBy == "" || !slices.Equal(o.To, []string{"order@hangyeol.example", "sales@hangyeol.example"}) || o.ReplyTo != "buy@shop.example" || o.Note != "먼저 되는 것부터\n보내 주세요" || o.Lines[0].Ordered != 48 || isoOf(o.Lines[0].ExpectedOn) != b.inDays(9) {
		t.Errorf("sent %+v", o)
	}
	w.get(at).has(o.Number, "order@hangyeol.example, sales@hangyeol.example", `name="key"`, "발주서를 보냄").lacks(`name="addresses"`)
	w.form(at+"/send", form("send")).to(at + "?done=purchase_sent") // pressed twice
	twice := form("send")
	twice["units-1"] = "9"
	w.form(at+"/send", twice).want(http.StatusConflict).has("그사이 발주서가 바뀌었어요").lacks(`name="addresses"`)
	if again := b.order(t, o.ID); again.Revision != 1 || again.Number != o.Number || len(again.Events) != len(o.Events) {
		t.Errorf("sent twice: %+v", again)
	}

	came := map[string]string{"version": strconv.Itoa(o.Version), "key": "a", "units-1": "50", "units-2": "", "came_on": b.inDays(0)}
	w.form(at+"/receive", came).to(at + "?done=purchase_received")
	w.form(at+"/receive", came).to(at + "?done=purchase_received") // pressed twice
	if o = b.order(t, o.ID); o.Lines[0].Received != 50 || o.Rest() != 7 || o.State() != purchase.StatePartly {
		t.Errorf("after the receipt: %+v", o.Lines)
	}
	w.get(at).has("일부 입고", "+2", "쇼핑몰 재고에는 아직 보이지 않아요", "/undo")
}

func isoOf(day time.Time) string { return day.Format(time.DateOnly) }

// erpnext #13990, hmis #21359, Fabric-Inventory #190: eight equal presses at once are one receipt.
// Eight different ones are all accepted, and the page says how many were too many.
func TestReceiptsAtTheSameTime(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0))
	at := orderPath(o.ID)
	press := func(key string) {
		w.form(at+"/receive", map[string]string{"key": key, "units-1": "10", "came_on": b.inDays(0)}).want(http.StatusSeeOther)
	}
	for _, same := range []bool{true, false} {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() { press(map[bool]string{true: "one", false: fmt.Sprint("each", i)}[same]) })
		}
		all.Wait()
		if got, want := b.order(t, o.ID).Lines[0].Received, map[bool]int{true: 10, false: 90}[same]; got != want {
			t.Errorf("received %d, want %d (same key: %v)", got, want, same)
		}
	}
	w.get(at).has("+50", "입고 완료")
}

var undoAddress = regexp.MustCompile(`/purchase-orders/\d+/receipts/\d+/undo`)

// inventree #9432: after a receipt is taken back, everything is as before.
func TestReceiptTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0))
	at := orderPath(o.ID)
	b.clock.advance(8 * 24 * time.Hour)
	w.launch(mall)
	list, page := b.mainOf(w, "/purchase-orders"), b.mainOf(w, at)
	w.form(at+"/receive", map[string]string{"key": "k", "units-1": "40", "came_on": b.inDays(0)}).want(http.StatusSeeOther)
	received := w.get(at).has("입고 완료").lacks("3일 늦음")
	undo := undoAddress.FindString(received.body)
	w.form(undo, nil).to(at + "?done=purchase_undone")
	w.form(undo, nil).want(http.StatusSeeOther) // pressed twice
	if again := b.mainOf(w, "/purchase-orders"); again != list {
		t.Errorf("the list is\n%s\nand was\n%s", again, list)
	}
	w.get(at).has("3일 늦음", "되돌렸어요", "입고를 되돌림").lacks(undo)
	if o = b.order(t, o.ID); !strings.Contains(page, "3일 늦음") || o.Rest() != 40 {
		t.Errorf("rest %d", o.Rest())
	}
	b.clock.advance(31 * 24 * time.Hour)
	w.launch(mall)
	w.form(undo, nil).want(http.StatusSeeOther) // it was taken back in time
}

// mainOf is the part of a page that is not the bar around it.
func (b *bench) mainOf(w *browser, path string) string {
	_, body, _ := strings.Cut(w.get(path).want(http.StatusOK).body, "<main")
	return sentAgo.ReplaceAllString(body, "")
}

// sentAgo is a time that passes between two looks.
var sentAgo = regexp.MustCompile(`(?s)<time.*?</time>`)

// erpnext #47739 and Cin7: one line ends with a reason, and the order still shows what was ordered,
// confirmed, received and given up.
func TestOneLineIsGivenUp(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0), variantCode(1, 1))
	at := orderPath(o.ID)
	w.form(at+"/answer", map[string]string{"can-1": "40", "can-2": "45", "on-2": b.inDays(7), "message": "두 번째는 조금 늦어요"}).to(at + "?done=purchase_answered")
	w.get(at).has("공급사 답변 옴", "45개 가능", "님이 대신 입력", "두 번째는 조금 늦어요", "처음 약속")
	w.form(at+"/receive", map[string]string{"units-2": "20", "came_on": b.inDays(0)}).want(http.StatusSeeOther)
	w.form(at+"/give-up", map[string]string{"line": "2", "why": "단종"}).to(at + "?done=purchase_gave_up")
	page := w.get(at)
	_, row, _ := strings.Cut(page.body, `<tr id="line-2"`)
	row, _, _ = strings.Cut(row, "</tr>")
	row = strings.Join(strings.Fields(tags.ReplaceAllString(row, " ")), " ")
	for _, text := range []string{"발주 수량 50", "확인 수량 45", "입고 20", "남은 수량 0", "25개는 받지 않기로 했어요", "단종"} {
		if !strings.Contains(row, text) {
			t.Errorf("the line has no %q: %s", text, row)
		}
	}
	if o = b.order(t, o.ID); o.State() != purchase.StatePartly || o.Rest() != 40 {
		t.Errorf("state %s, rest %d", o.State(), o.Rest())
	}
	w.form(at+"/close", map[string]string{"why": "다음 시즌에"}).to(at + "?done=purchase_closed")
	w.get(at).has("나머지 마감", "다음 시즌에", "되살리기").lacks(`action="` + at + `/answer"`)
	w.form(at+"/restore", nil).to(at + "?done=purchase_restored")
	if o = b.order(t, o.ID); o.Rest() != 40 {
		t.Errorf("rest %d after it was restored", o.Rest())
	}
}

var tags = regexp.MustCompile(`<[^>]*>?`)

// inventree #5560: received on Friday, entered on Monday with Friday's date.
func TestReceiptOfAnEarlierDay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0))
	at := orderPath(o.ID)
	b.clock.advance(6 * 24 * time.Hour)
	w.launch(mall)
	friday := b.inDays(-3)
	w.form(at+"/receive", map[string]string{"units-1": "40", "came_on": friday}).want(http.StatusSeeOther)
	if r := b.order(t, o.ID).Receipts; len(r) != 1 || isoOf(r[0].CameOn) != friday {
		t.Errorf("receipts %+v", r)
	}
	w.form(at+"/receive", map[string]string{"units-1": "1", "came_on": b.inDays(1)}).want(http.StatusUnprocessableEntity).has("came_on-error")
}

// odoo #80725, #147013: at 08:00 in Seoul it is 23:00 of the day before in UTC, and a promise for
// today is one for today on the page, on paper and in the files.
func TestAPromiseForTodayIsTodayInTheMorning(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	now := b.clock.Now().In(inSeoul())
	b.clock.advance(time.Date(now.Year(), now.Month(), now.Day()+1, 8, 0, 0, 0, inSeoul()).Sub(now))
	b.clock.stop()
	w.launch(mall)
	today := b.inDays(0)
	if b.clock.Now().UTC().Format(time.DateOnly) == today {
		t.Fatal("it is the same day in UTC")
	}
	o := b.draft(t, variantCode(1, 0))
	at := orderPath(o.ID)
	w.form(at+"/send", map[string]string{
		"act": "send", "variant-1": variantCode(1, 0), "units-1": "40", "pack-1": "10", "addresses": "order@hangyeol.example", "reply": "buy@shop.example", "expected_on": today, "shown_on": today,
	}).want(http.StatusSeeOther)
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		t.Fatal(err)
	}
	short := fmt.Sprintf("%d/%d", day.Month(), day.Day())
	w.get(at).has(fmt.Sprintf("%d월 %d일", day.Month(), day.Day())).lacks("늦음<")
	w.get("/purchase-orders").has("40개 · ", " "+short)
	w.get(at+"/print").has("<dd class=\"tabular-nums\">"+today, ">"+today+"</td>").lacks(day.AddDate(0, 0, -1).Format(time.DateOnly))
	number := b.order(t, o.ID).Number
	if want := "PO-" + day.Format("0601") + "-"; !strings.HasPrefix(number, want) {
		t.Errorf("number %s, want %s", number, want)
	}
	for _, path := range []string{at + "/export?format=csv", "/purchase-orders/export?format=csv"} {
		answer := w.get(path).want(http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer.body, "\xef\xbb\xbf"))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("file %q, %v", rows, err)
		}
		of := func(title string) string { return rows[1][slices.Index(rows[0], title)] }
		if of("발주번호") != number || of("발주일") != today || of("도착 예정일") != today || of("박스") != "4박스 (40개)" || of("발주 수량") != "40" {
			t.Errorf("%s: %q", path, rows)
		}
	}
	if got := w.get(at + "/export").want(http.StatusOK); !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.Header.Get("Content-Disposition"), `filename="`+number) {
		t.Errorf("no workbook: %s", got.Header)
	}
}

// octobox #199, argo #997: the address holds the filter, so an action, a reload and Back lead to the
// same list.
func TestTheListStaysAsItWasFiltered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	for range 45 {
		b.purchased(t, variantCode(1, 0))
	}
	draft := b.draft(t, variantCode(2, 0))
	const filtered = "/purchase-orders?q=hangyeol&state=sent&supplier=S0000001"
	w.get("/purchase-orders?q=가디건+2&state=draft&supplier=S0000001").has(orderPath(draft.ID), `value="가디건 2"`, `<option value="S0000001" selected`)
	w.get(filtered).has("찾는 발주서가 없어요", `name="state" value="sent"`)
	page := w.get("/purchase-orders?state=sent&supplier=S0000001").has(">45<", ">1<").lacks(orderPath(draft.ID) + `"`)
	next := html.UnescapeString(nextPage.FindString(page.body))
	if !strings.Contains(next, "state=sent") || !strings.Contains(next, "supplier=S0000001") {
		t.Fatalf("next page %q", next)
	}
	if n := len(rowLink.FindAllString(w.get(next).body, -1)); n != 5 {
		t.Errorf("%d rows on the second page", n)
	}
	if n := len(rowLink.FindAllString(page.body, -1)); n != 40 {
		t.Errorf("%d rows on the first page", n)
	}
	// htmx swaps only the list, and it has the same address.
	part := w.get("/purchase-orders?state=sent", htmx("div#purchase-list")...)
	part.has(`<div id="purchase-list"`).lacks("<html", `id="filter"`)
	w.get("/purchase-orders?state=sent", htmx("div#purchases")...).has(`<div id="purchases"`, `id="filter"`).lacks("<html")
	w.get("/purchase-orders?state=sent&cursor=nonsense").to("/purchase-orders?state=sent")
	w.get("/purchase-orders?state=late").has("‘늦음’인 발주서가 없어요")
	b.clock.advance(8 * 24 * time.Hour)
	w.launch(mall)
	w.get("/purchase-orders?state=late").has("font-semibold text-out", ">45<")
}

var rowLink = regexp.MustCompile(`href="/purchase-orders/\d+"`)

var nextPage = regexp.MustCompile(`/purchase-orders\?[^"]*cursor=[^"]*`)

// Somebody else has changed the order: nothing is lost of what was typed, and nothing is overwritten
// before the person has seen it.
func TestPurchaseOrderChangedBySomebodyElse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	draft := b.draft(t, variantCode(1, 0))
	stale := map[string]string{"act": "save", "version": "1", "variant-1": variantCode(1, 0), "units-1": "77", "pack-1": "1", "note": "내 메모", "addresses": "me@hangyeol.example", "expected_on": b.inDays(5), "shown_on": b.inDays(5)}
	other := map[string]string{"act": "save", "version": "1", "variant-1": variantCode(1, 0), "units-1": "20", "pack-1": "1", "expected_on": b.inDays(5), "shown_on": b.inDays(5)}
	w.form(orderPath(draft.ID)+"/draft", other).want(http.StatusSeeOther)
	w.form(orderPath(draft.ID)+"/draft", stale).want(http.StatusConflict).has("그사이 다른 사람이", `value="77"`, "내 메모", "me@hangyeol.example", `name="version" value="2"`)
	if o := b.order(t, draft.ID); o.Lines[0].Ordered != 20 {
		t.Errorf("overwritten: %+v", o.Lines)
	}
	// A mistake does not hide that somebody else has changed the order.
	stale["units-1"] = "x"
	w.form(orderPath(draft.ID)+"/draft", stale).want(http.StatusUnprocessableEntity).has(`name="version" value="1"`)
	sent := b.purchased(t, variantCode(1, 0), variantCode(1, 1))
	at, version := orderPath(sent.ID), strconv.Itoa(sent.Version)
	b.arrived(t, sent.ID, 5)
	w.form(at+"/receive", map[string]string{"version": version, "key": "k", "units-1": "33", "came_on": b.inDays(-0)}).want(http.StatusConflict).has("그사이 다른 사람이", `value="33"`, "남은 수량 3박스와 5개 (35개)")
	w.form(at+"/answer", map[string]string{"version": version, "can-1": "21", "message": "반만 가능"}).want(http.StatusConflict).has("그사이 다른 사람이", `value="21"`, "반만 가능")
	w.form(at+"/cancel", map[string]string{"version": version}).want(http.StatusConflict).has("그사이 발주서가 바뀌었어요")
	if o := b.order(t, sent.ID); o.Lines[0].Received != 5 || o.Lines[0].Confirmed != nil || !o.Coming() {
		t.Errorf("changed by a stale form: %+v", o)
	}
}

// A sent order changes only by a revision with the same number.
func TestPurchaseOrderIsRevised(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0), variantCode(1, 1))
	at := orderPath(o.ID)
	w.get(at).has("수정해서 다시 보내기", "같은 내용 다시 보내기")
	w.get(at+"?revise=1").has("바뀐 발주서 보내기", `action="`+at+`/revise"`).lacks(at + "/delete")
	form := map[string]string{
		"act": "remove-2", "version": strconv.Itoa(o.Version), "variant-1": variantCode(1, 0), "units-1": "60", "pack-1": "10", "cost-1": "1300", "variant-2": variantCode(1, 1), "units-2": "50",
		"pack-2": "1", "addresses": "order@hangyeol.example", "reply": "buy@shop.example", "expected_on": b.inDays(5), "shown_on": b.inDays(5), "note": "",
	}
	w.form(at+"/revise", form).want(http.StatusOK).has(`value="60"`).lacks(`value="` + variantCode(1, 1) + `"`)
	if again := b.order(t, o.ID); again.Revision != 1 || again.Lines[0].Ordered != 40 {
		t.Errorf("changed before it was sent: %+v", again)
	}
	delete(form, "variant-2")
	form["act"] = "send"
	w.form(at+"/revise", form).to(at + "?done=purchase_resent")
	if again := b.order(t, o.ID); again.Revision != 2 || again.Number != o.Number || len(again.Lines) != 1 || again.Lines[0].Ordered != 60 || !again.Lines[0].PromisedOn.Equal(o.Lines[0].PromisedOn) {
		t.Errorf("revised %+v", again)
	}
	w.get(at).has("바뀐 내용을 보냄 (2번째)")
	w.form(at+"/send", map[string]string{"act": "resend", "version": strconv.Itoa(b.order(t, o.ID).Version)}).to(at + "?done=purchase_resent")
	if again := b.order(t, o.ID); again.Revision != 2 || again.Number != o.Number {
		t.Errorf("sent again: %+v", again)
	}
	w.get(at).has("같은 내용을 다시 보냄")
}

// Who may not change what is ordered sees the orders without the addresses of suppliers, and records
// what arrived.
func TestWhoSeesAndChangesPurchaseOrders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.shop(t, 2)
	draft, sent := b.draft(t, variantCode(1, 0)), b.purchased(t, variantCode(1, 0), variantCode(1, 1))
	b.letSubs(t, false)
	sub := b.operator(t, "A")
	sub.get("/purchase-orders").want(http.StatusOK).has(sent.Number)
	sub.get(orderPath(draft.ID)).want(http.StatusOK).has("니트 가디건 1호").lacks("<form method=\"post\" action=\"/purchase", "order@hangyeol.example", `name="units-1"`)
	sub.get(orderPath(sent.ID)).has(`/receive"`, `/answer"`, "o***@…").lacks("order@hangyeol.example", "buy@shop.example", `/cancel"`, `/give-up"`, "revise=1", `/send"`)
	sub.get(orderPath(sent.ID) + "/print").want(http.StatusOK).lacks("buy@shop.example")
	sub.form(orderPath(sent.ID)+"/receive", map[string]string{"units-1": "1", "came_on": b.inDays(0)}).want(http.StatusSeeOther)
	sub.form(orderPath(sent.ID)+"/cancel", nil).want(http.StatusForbidden)
	owner.get(orderPath(sent.ID)).has("staff_A", `/close"`)
	b.browser(t).get("/purchase-orders").want(http.StatusUnauthorized)

	// Another mall's order is not found.
	other := b.owner(t, otherMall)
	for _, path := range []string{orderPath(sent.ID), orderPath(sent.ID) + "/print", orderPath(sent.ID) + "/export"} {
		other.get(path).want(http.StatusNotFound)
	}
	for _, act := range []string{"draft", "send", "mark", "revise", "receive", "answer", "give-up", "cancel", "close", "restore", "receipts/1/undo"} {
		v := url.Values{"variant-1": {variantCode(1, 0)}, "units-1": {"1"}, "came_on": {b.inDays(0)}, "line": {"1"}, "why": {"x"}, "addresses": {"a@b.kr"}, "sure": {"1"}}
		if got := other.press(orderPath(sent.ID)+"/"+act, v); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s of another mall's order: status %d", act, got.StatusCode)
		}
	}
	if o := b.order(t, sent.ID); o.Lines[0].Received != 1 || !o.Coming() {
		t.Errorf("order %+v", o)
	}
}
