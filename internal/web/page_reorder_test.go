package web_test

import (
	"encoding/csv"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/worklist"
)

// Every item at or below its reorder point is on the sheet, with the quantity,
// the date and the reason. The sheet can be a file or a mail.
func TestReorderSheet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.get("/reorder").has("아직 발주할 품목을 계산할 수 없어요", "400일 중 0일까지").lacks("엑셀로 받기")
	w.get("/reorder/export").want(http.StatusNotFound)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 7)
	page := w.get("/reorder").has("P0000002A", "하루 2.4개 · 조달 기간 14일 · 발주점 7", "품절 예상", ">오늘<", "/reorder/export?format=xlsx&amp;supplier=S0000001", "설정에서 받는 사람을 등록하고").lacks("P0000003A", "모자라요")
	if !strings.Contains(page.body, "개 품목, 모두 ") {
		t.Errorf("no total: %.2000s", page.body)
	}

	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.get("/reorder/export?format=csv&supplier=S0000001").want(http.StatusOK).body, "\xef\xbb\xbf"))).ReadAll()
	if err != nil || len(rows) < 3 || rows[0][0] != "품목코드" || rows[0][4] != "발주 수량" {
		t.Fatalf("file %q, %v", rows, err)
	}
	var order string
	for _, row := range rows {
		if row[0] == "P0000002A" {
			order = row[4]
		}
	}
	if order == "" || order == "0" {
		t.Errorf("order %q of what sells: %q", order, rows)
	}
	if got := w.get("/reorder/export?format=xlsx&supplier=S0000001").want(http.StatusOK); !strings.HasPrefix(got.body, "PK") || !strings.Contains(got.Header.Get("Content-Disposition"), `filename="reorder-`) {
		t.Errorf("no workbook: %s", got.Header)
	}
	w.get("/reorder/export?supplier=nobody").want(http.StatusNotFound)
	b.viewer(t).get("/reorder").has("P0000002A").lacks(`action="/reorder/mail"`, `<button class="btn">저장`)
}

// Where the last year contradicts the computed reorder point, the sheet orders
// at the threshold and says why, on the page and in the file.
func TestReorderSaysWhyItOrdersAtTheThreshold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.ruled(t, map[string]int{"P0000002A": 50})
	b.selling(t, 2.4, 7)
	why := "알림 기준 50에서 발주해요. 계산한 값 7은 지난 1년이라면 품절을 덜 막았을 값이에요."
	page := w.get("/reorder").has("P0000002A", "발주점 50", why)
	file := w.get("/reorder/export?format=csv&supplier=S0000001").want(http.StatusOK)
	for what, body := range map[string]string{"page": page.body, "file": file.body} {
		if n := strings.Count(body, "계산한 값"); n != 1 || !strings.Contains(body, why) {
			t.Errorf("the %s says it %d times", what, n)
		}
	}
}

// The reorder sheet and the product's page use the models that the nightly forecast has
// stored. They show exactly what they show when they fit the models
// themselves, as they do for the forecasts of an older version. The sheet reads
// no record of sales.
func TestPagesSayTheSameFromStoredModels(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.stop()
	w := b.shop(t, 24)
	rnd := rand.New(rand.NewPCG(18, 3))
	sold := map[string][]int32{}
	for no := int64(1); no <= 24; no++ {
		for j := range 2 {
			sold[variantCode(no, j)] = soldBy(rnd, int(no)*2+j)
		}
	}
	b.sellsEach(t, sold)
	now := b.clock.Now()
	sale := outlook.Promotion{Name: "sale", From: now.AddDate(0, 0, -40), To: now.AddDate(0, 0, 10), Percent: 150, ProductNo: 3}
	if _, err := b.store.Mall(mall).AddPromotion(t.Context(), sale, now); err != nil {
		t.Fatal(err)
	}
	b.nightlyForReal(t)
	sheet := func() string { return w.get("/reorder/export?format=csv&supplier=S0000001").want(http.StatusOK).body }
	read := func() (pages []string) {
		for _, address := range []string{"/reorder", "/stock/3?variant=P0000003A", "/stock/3?variant=P0000003A&lead=28", "/stock/4?variant=P0000004B&lead=7", "/stock/6?variant=P0000006A"} {
			_, body, _ := strings.Cut(w.get(address).want(http.StatusOK).body, "<main")
			pages = append(pages, keyOfPage.ReplaceAllString(body, ""))
		}
		return append(pages, sheet())
	}
	stored := read()
	if n := strings.Count(sheet(), "\n"); n < 10 {
		t.Fatalf("%d lines: %s", n, sheet())
	}
	b.exec(t, `CREATE TABLE kept AS SELECT variant_code, model FROM forecasts WHERE model IS NOT NULL`)
	b.exec(t, `UPDATE forecasts SET model = NULL`)
	for i, fitted := range read() {
		if diff := cmp.Diff(strings.Split(fitted, "\n"), strings.Split(stored[i], "\n")); diff != "" {
			t.Errorf("page %d of fitted (-) and stored (+) models: %s", i, diff)
		}
	}
	b.exec(t, `UPDATE forecasts f SET model = k.model FROM kept k WHERE k.variant_code = f.variant_code`)
	b.exec(t, `DELETE FROM demand`)
	if diff := cmp.Diff(strings.Split(stored[len(stored)-1], "\n"), strings.Split(sheet(), "\n")); diff != "" {
		t.Errorf("the sheet without (+) a record of sales: %s", diff)
	}
}

// keyOfPage is what differs between two answers of the same sheet.
var keyOfPage = regexp.MustCompile(`name="key" value="[A-Z0-9]+"`)

// exec changes the database and bypasses the store.
func (b *bench) exec(t *testing.T, sql string) {
	t.Helper()
	if _, err := b.store.Pool().Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestReorderTerms(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.form("/reorder/terms", map[string]string{"lead_days": "0", "level": "97", "order_days": "30일"}).want(http.StatusUnprocessableEntity).
		has("1일에서 180일 사이로", `value="0"`, `value="30일"`, "90, 95, 98% 가운데")
	w.form("/reorder/terms", map[string]string{"lead_days": "21", "level": "98", "order_days": "30"}).to("/reorder?done=terms")
	w.get("/reorder").has(`value="21"`, `<option value="98" selected>`, `value="30"`)
	supply, err := b.store.Mall(mall).Supply(t.Context())
	if err != nil || supply.LeadDays != 21 || supply.Level != 98 {
		t.Errorf("kept %+v, %v", supply, err)
	}

	w.form("/reorder/lead", map[string]string{"product_no": "1", "lead": "soon", "back": "/stock/1"}).want(http.StatusUnprocessableEntity).has("1일에서 180일 사이로", `value="soon"`)
	w.form("/reorder/lead", map[string]string{"product_no": "1", "lead": "5", "back": "/stock/1"}).to("/stock/1?done=terms")
	b.sells(t, "P0000001A", 2, 3, 1, 2, 4, 2, 3)
	w.get("/stock/1").has("5일 동안 품절을 98%의 확률로", `name="lead" value="5"`, ">28일<")
	w.form("/reorder/lead", map[string]string{"product_no": "1", "lead": "", "back": "/stock/1"}).to("/stock/1?done=terms")
	w.get("/stock/1").has("21일 동안 품절을 98%의 확률로", "비우면 21일이에요")
	w.form("/reorder/lead", map[string]string{"supplier": "S0000001", "lead": "9"}).to("/reorder?done=terms&supplier=S0000001")
	w.form("/reorder/lead", map[string]string{"lead": "9"}).want(http.StatusNotFound)
	b.viewer(t).form("/reorder/terms", map[string]string{"lead_days": "1", "level": "95", "order_days": "1"}).want(http.StatusForbidden)
}

// A sheet is sent only to recipients who have agreed to mails, with the content
// of the time when it was requested.
func TestReorderMail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 7)
	w.form("/reorder/mail", map[string]string{"to": "stranger@x.kr", "supplier": "S0000001"}).want(http.StatusNotFound)
	w.form("/settings/recipients/add", map[string]string{"email": "minji@x.kr"})
	w.form("/reorder/mail", map[string]string{"to": "minji@x.kr", "supplier": "S0000001"}).want(http.StatusNotFound)
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "minji@x.kr", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/reorder").has(`<option value="minji@x.kr" selected>`)
	w.form("/reorder/mail", map[string]string{"to": "minji@x.kr", "supplier": "S0000001"}).to("/reorder?done=mailed&supplier=S0000001")
	var sheet *outlook.ReorderSheet
	due, err := b.store.Due(t.Context(), b.clock.Now(), 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		if d.Kind != worklist.DueDeliver {
			continue
		}
		m, err := b.store.Mall(mall).ClaimMessage(t.Context(), d.ID, b.clock.Now(), time.Minute)
		if err == nil && m.Purpose == outgoing.PurposeReorder {
			sheet = m.Reorder
		}
	}
	if sheet == nil || len(sheet.Lines) == 0 || sheet.Units() == 0 || sheet.OrderDays != 28 {
		t.Fatalf("mailed %+v", sheet)
	}
	for range 19 {
		w.form("/reorder/mail", map[string]string{"to": "minji@x.kr", "supplier": "S0000001"}).to("/reorder?done=mailed&supplier=S0000001")
	}
	w.form("/reorder/mail", map[string]string{"to": "minji@x.kr", "supplier": "S0000001"}).want(http.StatusTooManyRequests).has("한 시간에 20번")
}
