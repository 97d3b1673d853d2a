package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// ordered mails an order of two lines, of 50 and of 20 pieces, which arrive in
// seven days. It returns the order and the address of its supplier's page.
func (b *bench) ordered(t *testing.T, of lowstock.MallID) (*purchase.Order, string) {
	t.Helper()
	store := b.store.Mall(of)
	orders, err := store.SaveDrafts(t.Context(), []purchase.Draft{{
		SupplierCode: "S1", SupplierName: "한결직물", LeadDays: 7, By: "kim", Now: b.clock.Now(), Currency: "KRW", Note: "뒷문으로 부탁드려요.",
		Lines: []purchase.Line{
			{ProductNo: 1, VariantCode: "P0000001A", ProductName: "워싱 린넨 <b>셔츠", Ordered: 50, Pack: 10, UnitCost: 1_590_000},
			{ProductNo: 2, VariantCode: "P0000002A", ProductName: "코튼 팬츠", Ordered: 20, Pack: 1, UnitCost: 900_000},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	o, err := store.SendPurchase(t.Context(), purchase.Sending{
		ID: orders[0].ID, To: []string{"sales@supplier.example"}, ReplyTo: "buy@shop.example", By: "kim", Now: b.clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return &o, b.supplierPage(t, of, o.ID)
}

func (b *bench) supplierPage(t *testing.T, of lowstock.MallID, order int64) string {
	t.Helper()
	l, err := b.store.Mall(of).PurchaseLink(t.Context(), order, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return paths.Of(paths.SupplierPage, l.Token.Reveal())
}

func (b *bench) orderOf(t *testing.T, of lowstock.MallID, id int64) *purchase.Order {
	t.Helper()
	o, err := b.store.Mall(of).Purchase(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return &o
}

// dayIn is a calendar day of the mall, as a form sends it.
func (b *bench) dayIn(days int) string {
	return localtime.DayOf(b.clock.Now(), time.FixedZone("KST", 9*60*60)).AddDate(0, 0, days).Format(time.DateOnly)
}

// says answers as the form of the page does.
func (w *browser) says(page string, fields map[string]string) reply {
	w.t.Helper()
	form := url.Values{}
	for name, value := range fields {
		form.Set(name, value)
	}
	return w.post(page, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", "null", "Sec-Fetch-Site", "")
}

// news returns what waits to be sent to the mall's people.
func (b *bench) news(t *testing.T) (kinds []string) {
	t.Helper()
	rows, err := b.store.Pool().Query(t.Context(), `SELECT k.kind FROM messages CROSS JOIN LATERAL jsonb_array_elements_text(purchase_news->'kinds') k(kind)
		WHERE purpose = 'purchase_news' AND next_attempt_at IS NOT NULL ORDER BY message_id, k.kind`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// TestASupplierReadsAndAnswers: the page has the order and nothing else of the
// mall. The last answer counts, and each is kept.
func TestASupplierReadsAndAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 3)
	b.notified(t, "kim@shop.example")
	o, page := b.ordered(t, mall)
	w := b.browser(t)
	w.get(page).want(http.StatusOK).has(o.Number).lacks("15,900원", "975,000원") // nobody has allowed that it shows costs
	b.exec(t, `INSERT INTO supplier_terms (mall_id, supplier_code, updated_at) SELECT mall_id, supplier_code, now() FROM purchase_orders WHERE order_id = `+idText(o.ID))
	got := w.get(page).want(http.StatusOK).
		has(o.Number, "워싱 린넨 &lt;b&gt;셔츠", "5박스 (50개)", "20개", "개당 15,900원", "975,000원", "뒷문으로 부탁드려요.", `name="answer"`).
		lacks("kim@shop.example", "buy@shop.example", "sales@supplier.example", " checked", "htmx.min", `/static/app.js`)
	if n := strings.Count(got.body, "<script"); n != 1 {
		t.Errorf("%d scripts, want only the one that runs while the page loads", n)
	}
	for name, want := range map[string]string{"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "no-store", "Set-Cookie": ""} {
		if got := got.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if !strings.Contains(got.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Error("the page may be shown in a frame")
	}
	w.get(page+"?lang=en").want(http.StatusOK).has("5 boxes (50 pieces)", `<html lang="en"`)

	to := w.says(page, map[string]string{"answer": "all"}).want(http.StatusSeeOther).Header.Get("Location")
	shown := w.get(to).want(http.StatusOK).has("답을 받았어요", "지금까지 알려 주신 답", "알려 주신 답: 50개")
	if at := regexp.MustCompile(`\d+월 \d+일 \(.\) 오[전후] \d+:\d+에 답하셨어요`); !at.MatchString(shown.body) {
		t.Errorf("the page does not say once when it was answered, %s: %s", at, shown.body)
	}
	o = b.orderOf(t, mall, o.ID)
	if o.State() != purchase.StateConfirmed || *o.Lines[0].Confirmed != 50 || len(b.news(t)) != 0 {
		t.Errorf("state %s, news %v", o.State(), b.news(t))
	}

	w.says(page, map[string]string{"answer": "lines", "units-1": "３０", "day-2": b.dayIn(9), "message": "원단이 부족합니다.\n다음 주에 더 보낼게요."}).want(http.StatusSeeOther)
	o = b.orderOf(t, mall, o.ID)
	if *o.Lines[0].Confirmed != 30 || *o.Lines[1].Confirmed != 20 || o.Lines[1].ExpectedOn.Format(time.DateOnly) != b.dayIn(9) || len(o.Answers) != 2 {
		t.Errorf("lines %+v, %d answers", o.Lines, len(o.Answers))
	}
	if got := strings.Join(b.news(t), " "); got != "later message short" {
		t.Errorf("news %q", got)
	}
	w.says(page, map[string]string{"answer": "none"}).want(http.StatusSeeOther)
	if got := strings.Join(b.news(t), " "); got != "short" { // the older one was not sent yet
		t.Errorf("news %q", got)
	}
	w.get(page).want(http.StatusOK).has("보낼 수 없음")
	w.says(page, map[string]string{"answer": "day", "day": b.dayIn(3)}).want(http.StatusSeeOther)
	o = b.orderOf(t, mall, o.ID)
	if o.Rest() != 70 || o.Received() != 0 || o.NextOn().Format(time.DateOnly) != b.dayIn(3) || o.Lines[0].PromisedOn.Format(time.DateOnly) != b.dayIn(7) {
		t.Errorf("after the last answer: %+v", o.Lines)
	}

	if _, err := b.store.Mall(mall).ReceivePurchase(t.Context(), purchase.Arrival{
		Order: o.ID, Lines: []purchase.ArrivalLine{{Line: 1, Units: 5}}, Source: purchase.ByOperator, By: "kim", Now: b.clock.Now(),
	}); err != nil {
		t.Fatal(err)
	}
	w.get(page).want(http.StatusOK).has("이미 도착한 상품").lacks("<form")
	w.says(page, map[string]string{"answer": "none"}).want(http.StatusUnprocessableEntity)
	if got := b.orderOf(t, mall, o.ID); got.Rest() != 65 || len(got.Answers) != 4 {
		t.Errorf("rest %d, %d answers", got.Rest(), len(got.Answers))
	}
}

// TestOpeningAnOrderAnswersNothing (activepieces #14255, rask #1013): scanners
// press every GET and HEAD, and the later POST works.
func TestOpeningAnOrderAnswersNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	o, page := b.ordered(t, mall)
	before := b.orderOf(t, mall, o.ID)
	w := b.browser(t)
	for range 25 { // within the limit of a minute
		w.get(page).want(http.StatusOK)
		w.do(http.MethodHead, page, "").want(http.StatusOK)
	}
	b.clock.advance(2 * time.Minute)
	for _, query := range []string{"?answer=all", "?answer=none&message=x", "?done=1", "?lang=en&answer=day&day=" + b.dayIn(3)} {
		w.get(page + query).want(http.StatusOK).lacks("답을 받았어요")
		w.do(http.MethodHead, page+query, "").want(http.StatusOK)
	}
	after := b.orderOf(t, mall, o.ID)
	if after.SeenAt.IsZero() || len(after.Events) != len(before.Events)+1 {
		t.Errorf("seen %s, %d events, %d before", after.SeenAt, len(after.Events), len(before.Events))
	}
	if after.Version != before.Version || after.State() != purchase.StateSent || len(after.Answers) != 0 || after.Rest() != 70 {
		t.Errorf("a GET has changed the order: %+v", after)
	}
	w.says(page, nil).want(http.StatusUnprocessableEntity).has("하나를 골라 주세요.")
	w.says(page, map[string]string{"answer": "all"}).want(http.StatusSeeOther)
	if got := b.orderOf(t, mall, o.ID).State(); got != purchase.StateConfirmed {
		t.Errorf("state %s", got)
	}
}

// TestALinkOpensOneOrderAndEnds: unknown tokens, those of another mall's order
// in any form, retired, revoked and expired ones.
func TestALinkOpensOneOrderAndEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	b.connect(t, otherMall)
	o, page := b.ordered(t, mall)
	theirs, other := b.ordered(t, otherMall)
	w := b.browser(t)
	token := strings.TrimPrefix(page, "/s/")
	for _, wrong := range []string{"x", token + "x", token[:len(token)-1], strings.ToUpper(token), strings.Repeat("a", 500), strconv.FormatInt(o.ID, 10)} {
		w.get("/s/" + wrong).want(http.StatusNotFound).lacks(o.Number)
		w.says("/s/"+wrong, map[string]string{"answer": "none"}).want(http.StatusNotFound)
	}
	w.says(other, map[string]string{"answer": "none"}).want(http.StatusSeeOther)
	if got := b.orderOf(t, mall, o.ID); len(got.Answers) != 0 || got.Rest() != 70 {
		t.Error("the link of another mall has answered")
	}
	if got := b.orderOf(t, otherMall, theirs.ID); got.Rest() != 0 {
		t.Error("the link did not answer its own order")
	}

	// A revision ends the link, whose page shows nothing of the order.
	_, err := b.store.Mall(mall).ReviseAndSend(t.Context(), purchase.Sending{
		ID: o.ID, To: o.To, ReplyTo: o.ReplyTo, Lines: []purchase.Line{{No: 1, Ordered: 40, Pack: 10}}, By: "kim", Now: b.clock.Now(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []reply{w.get(page), w.says(page, map[string]string{"answer": "none"})} {
		r.want(http.StatusGone).has("새로 보낸 발주서가 있어요").lacks(o.Number, "셔츠", "<form")
	}
	page = b.supplierPage(t, mall, o.ID)
	w.get(page).want(http.StatusOK).has("4박스 (40개)", "2번째로 고쳐 보낸")

	b.clock.advance(31 * 24 * time.Hour)
	w.get(page).want(http.StatusGone).has("기간이 지난 링크예요").lacks(o.Number)
	w.says(page, map[string]string{"answer": "none"}).want(http.StatusGone)
	b.clock.advance(-31 * 24 * time.Hour)

	if err := b.store.Mall(mall).EndPurchaseLink(t.Context(), o.ID, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get(page).want(http.StatusGone)
	if got := b.orderOf(t, mall, o.ID); len(got.Answers) != 0 {
		t.Error("a link that has ended has answered")
	}
}

// TestAnAnswerIsChecked: what is wrong is said at its field, and what was typed
// stays.
func TestAnAnswerIsChecked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	o, page := b.ordered(t, mall)
	w := b.browser(t)
	for name, tt := range map[string]struct {
		fields map[string]string
		has    []string
	}{
		"yesterday":   {map[string]string{"answer": "day", "day": b.dayIn(-1)}, []string{`id="day-error"`, `value="` + b.dayIn(-1) + `"`, "오늘부터 1년 안"}},
		"no day":      {map[string]string{"answer": "day"}, []string{`id="day-error"`}},
		"far":         {map[string]string{"answer": "day", "day": b.dayIn(400)}, []string{`id="day-error"`}},
		"too many":    {map[string]string{"answer": "lines", "units-1": "51"}, []string{`id="units-1-error"`, `value="51"`, "<details class=\"pl-7\" open"}},
		"below 0":     {map[string]string{"answer": "lines", "units-2": "-1"}, []string{`id="units-2-error"`}},
		"no number":   {map[string]string{"answer": "lines", "units-2": "다"}, []string{`id="units-2-error"`, `value="다"`}},
		"line's day":  {map[string]string{"answer": "lines", "day-2": b.dayIn(-3)}, []string{`id="day-2-error"`}},
		"nothing":     {map[string]string{"answer": "lines"}, []string{`id="answer-error"`}},
		"no words":    {map[string]string{"answer": "write"}, []string{`id="message-error"`}},
		"long":        {map[string]string{"answer": "write", "message": strings.Repeat("가", 1001)}, []string{`id="message-error"`}},
		"other":       {map[string]string{"answer": "received"}, []string{`id="answer-error"`}},
		"all and day": {map[string]string{"answer": "all", "day": b.dayIn(9)}, []string{`id="answer-error"`, "도착일을 비워 주세요"}},
	} {
		t.Log(name)
		w.says(page, tt.fields).want(http.StatusUnprocessableEntity).has(append(tt.has, `role="alert"`)...)
	}
	if got := b.orderOf(t, mall, o.ID); len(got.Answers) != 0 || got.Rest() != 70 {
		t.Errorf("%d answers", len(got.Answers))
	}
	w.says(page, map[string]string{"answer": "write", "message": "곧 연락드릴게요."}).want(http.StatusSeeOther)
	if got := b.orderOf(t, mall, o.ID); got.State() != purchase.StateSent || got.Answers[0].Message != "곧 연락드릴게요." {
		t.Errorf("a message alone is no answer: %s, %+v", got.State(), got.Answers)
	}
}

// TestStrangersTryNoTokens: wrong tokens of an address reach the database at most
// sixty times a minute, and do not shut out a supplier behind the same address.
func TestStrangersTryNoTokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	_, page := b.ordered(t, mall)
	w := b.browser(t)
	w.get(page).want(http.StatusOK)
	for i := range 60 {
		w.get("/s/" + strconv.Itoa(i)).want(http.StatusNotFound)
	}
	w.get("/s/more").want(http.StatusTooManyRequests)
	w.get(page).want(http.StatusOK)
	for range 58 {
		w.get(page).want(http.StatusOK)
	}
	w.get(page).want(http.StatusTooManyRequests)
	b.clock.advance(time.Minute)
	w.get(page).want(http.StatusOK)
}

// TestTheLogHoldsNoTokenOfAnOrder: neither of a good one nor of a wrong one,
// whatever happens to the request.
func TestTheLogHoldsNoTokenOfAnOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	o, page := b.ordered(t, mall)
	w := b.browser(t)
	w.get(page).want(http.StatusOK)
	w.says(page, map[string]string{"answer": "all"}).want(http.StatusSeeOther)
	w.says(page, map[string]string{"answer": "x"}).want(http.StatusUnprocessableEntity)
	w.get(page + "canary").want(http.StatusNotFound)
	w.do(http.MethodPut, page, "").want(http.StatusMethodNotAllowed)
	if err := b.store.Mall(mall).EndPurchaseLink(t.Context(), o.ID, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get(page).want(http.StatusGone)
	token := strings.TrimPrefix(page, "/s/")
	if text := b.log.String(); strings.Contains(text, token) || strings.Contains(text, "canary") || !strings.Contains(text, "/s/:token") {
		t.Errorf("the log holds a token, or no line of its page")
	}
	for _, line := range b.lines(t, "request") {
		if route, _ := line[kit.KeyRoute].(string); route == paths.SupplierPage && line[kit.KeyMall] != "" && line[kit.KeyMall] != string(mall) {
			t.Errorf("line %v", line)
		}
	}
}

// TestAnOwnerOfAnAddressCanRefuse: the link in the mail stops orders to one
// address, after a press, and takes it back.
func TestAnOwnerOfAnAddressCanRefuse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	stop := b.path(refusal("sales@supplier.example"))
	w := b.browser(t)
	stopped := func() bool {
		t.Helper()
		is, err := b.store.Mall(mall).SupplierStopped(t.Context(), "sales@supplier.example")
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	for range 3 {
		w.get(stop).want(http.StatusOK).has("발주서를 그만 받을까요", "sales@supplier.example")
	}
	if stopped() {
		t.Fatal("looking has stopped it")
	}
	page := w.post(stop, "").want(http.StatusOK).has("그만 보낼게요")
	if !stopped() {
		t.Fatal("not stopped")
	}
	w.get(stop).want(http.StatusOK).has("그만 보낼게요").lacks("<form")
	back := backPath(page.body)
	w.get(back).want(http.StatusOK).has("다시 받을까요")
	w.post(back, "").want(http.StatusOK).has("다시 받아요")
	if stopped() {
		t.Fatal("still stopped")
	}
}

func refusal(email string) notify.Link {
	return notify.Link{Action: notify.LinkRefuse, Mall: mall, Email: email}
}

func backPath(page string) string {
	return regexp.MustCompile(`/unsubscribe/[A-Za-z0-9_-]+`).FindString(page)
}

// TestAShorterAnswerWakesTheAlert: a supplier who delivers less opens the gap
// again, and the mall's people get one mail of it.
func TestAShorterAnswerWakesTheAlert(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.notified(t, "kim@shop.example")
	_ = w
	o, page := b.ordered(t, mall)
	b.browser(t).says(page, map[string]string{"answer": "lines", "units-1": "0", "units-2": "0"}).want(http.StatusSeeOther)
	if got := b.orderOf(t, mall, o.ID); got.Rest() != 0 || len(b.news(t)) != 1 || b.news(t)[0] != string(outgoing.NewsShort) {
		t.Errorf("rest %d, news %v", got.Rest(), b.news(t))
	}
}
