package web_test

import (
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
)

// inDays is a day in the bench's mall, n days from today, as a date field has
// it.
func (b *bench) inDays(n int) string {
	return localtime.DayOf(b.clock.Now(), time.FixedZone("KST", 9*60*60)).AddDate(0, 0, n).Format(time.DateOnly)
}

func TestPromotionsPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
	w.get("/rules").has(`href="/promotions"`)
	w.get("/promotions").want(http.StatusOK).has("행사 추가", "예정된 행사가 없어요", "쇼핑몰 전체", `value="sS0000001"`, "상품 하나만이면").lacks("지난 행사</h2>", `value="p1"`)
	w.get("/promotions?product=1").has(`<option value="p1" selected>니트 가디건 1호`)
	w.get("/promotions?product=999").want(http.StatusOK).lacks("p999")

	w.form("/promotions", map[string]string{"name": "겨울 세일", "from": b.inDays(0), "to": b.inDays(6), "percent": "250 %", "of": ""}).to("/promotions?done=added")
	w.form("/promotions", map[string]string{"name": "하루 특가", "from": b.inDays(3), "to": b.inDays(3), "percent": "30", "of": "p1"}).to("/promotions?done=added")
	w.form("/promotions", map[string]string{"name": "지난 공급사전", "from": b.inDays(-9), "to": b.inDays(-2), "percent": "100", "of": "sS0000001"}).to("/promotions?done=added")
	page := w.get("/promotions").has("겨울 세일", "진행 중</span>", "평소의 2.5배", "하루 특가", "평소의 30%", "니트 가디건 1호", "지난 행사</h2>", "한결직물", "평소와 같음").body
	if plan, err := b.store.Mall(mall).Events(t.Context()); err != nil || len(plan.Promotions) != 3 || plan.Promotions[1].By == "" {
		t.Fatalf("%+v, %v", plan, err)
	}

	wrong := map[string]string{"name": " ", "from": b.inDays(3), "to": b.inDays(2), "percent": "많이", "of": "p1"}
	w.form("/promotions", wrong).want(http.StatusUnprocessableEntity).has(
		"행사 이름을 적어 주세요", "종료일이 시작일보다 앞이에요", "0부터 1000까지의", `href="#promotion-to"`, `value="`+b.inDays(2)+`"`, `value="많이"`, `<option value="p1" selected>`)
	for of, text := range map[string]string{"c99": "고른 대상이 이제 없어요", "p99": "고른 대상이 이제 없어요", "x": "하나만 골라 주세요", "c": "하나만 골라 주세요", "c99999999999": "하나만 골라 주세요"} {
		w.form("/promotions", map[string]string{"name": "이름", "from": b.inDays(3), "to": b.inDays(3), "percent": "50", "of": of}).
			want(http.StatusUnprocessableEntity).has(text, `id="promotion-scope-error"`, `value="이름"`)
	}

	viewer := b.viewer(t)
	viewer.get("/promotions").want(http.StatusOK).has("겨울 세일").lacks("<form method=\"post\" action=\"/promotions", "/delete")
	viewer.form("/promotions", map[string]string{"name": "이름", "from": b.inDays(3), "to": b.inDays(3), "percent": "50"}).want(http.StatusForbidden)

	gone := regexp.MustCompile(`/promotions/\d+/delete`).FindString(page)
	w.form(gone, nil).to("/promotions?done=deleted")
	w.form(gone, nil).to("/promotions?done=deleted") // deleting it again has the same result
	w.get("/promotions").lacks("겨울 세일").has("하루 특가")
	w.form("/promotions/0/delete", nil).want(http.StatusNotFound)
}

func TestHolidaysOfTheMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/promotions").has("다음 설날, ", "지난 기록이 모자라", `id="holiday-chuseok" name="chuseok" value="100"`)
	w.form("/promotions/holidays", map[string]string{"seollal": "60", "chuseok": "1001", "other": "둘"}).want(http.StatusUnprocessableEntity).
		has(`href="#holiday-chuseok"`, `value="1001"`, `value="둘"`, `value="60"`, `id="holiday-other-error"`).lacks(`id="holiday-seollal-error"`)
	w.form("/promotions/holidays", map[string]string{"seollal": "60", "chuseok": "150", "other": "100"}).to("/promotions?done=saved")
	w.get("/promotions").has(`name="seollal" value="60"`, `name="chuseok" value="150"`)

	b.sells(t, "P0000001A", 40) // the same every day
	w.get("/promotions").has("동안 평소의 100%였어요", `form="take-holiday-seollal"`, "100%로 정하기").lacks(`form="take-holiday-other"`)
	w.form("/promotions/holidays", map[string]string{"seollal": "100"}).to("/promotions?done=saved") // with the button of this holiday
	w.get("/promotions").has(`name="seollal" value="100"`, `name="chuseok" value="150"`).lacks(`form="take-holiday-seollal"`)
	b.viewer(t).get("/promotions").has("평소의 1.5배").lacks(`name="seollal"`, "take-")
}

// A planned event changes the outlook of the items that it is for, and the page
// says so.
func TestOutlookTakesPlansIntoAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	b.sells(t, "P0000001A", 2, 3, 1, 2, 4, 2, 3)
	suggested := func() int {
		t.Helper()
		found := regexp.MustCompile(`14일 동안 품절을 95%의 확률로 막으려면 (\d+)개`).FindStringSubmatch(w.get("/stock/1?variant=P0000001A").body)
		if found == nil {
			t.Fatal("nothing is suggested")
		}
		n, err := strconv.Atoi(found[1])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	usual := suggested()
	w.get("/stock/1?variant=P0000001A").has(`href="/promotions?product=1"`).lacks("팔릴 것으로 봤어요")
	for _, of := range []string{"p2", "p1"} {
		if n := suggested(); n != usual {
			t.Errorf("another product's promotion makes %d of %d", n, usual)
		}
		w.form("/promotions", map[string]string{"name": "라이브 방송", "from": b.inDays(1), "to": b.inDays(7), "percent": "300", "of": of}).to("/promotions?done=added")
	}
	w.get("/stock/1?variant=P0000001A").has("라이브 방송에는 평소의 3배쯤 팔릴 것으로 봤어요")
	w.get("/stock/1?variant=P0000001A&lead=7").has("라이브 방송에는")
	if n := suggested(); n < usual*3/2 || n > usual*5/2 { // one week at 300% doubles the sales of a fortnight
		t.Errorf("%d a fortnight, %d with a week of three times as much", usual, n)
	}
	b.viewer(t).get("/stock/1?variant=P0000001A").has("라이브 방송에는").lacks("/promotions?product=1")
}
