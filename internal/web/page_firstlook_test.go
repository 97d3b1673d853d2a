package web_test

import (
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/overview"
)

func TestFirstLookOfANewMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	const title, sentence = "지난 1년 돌아보기", "지난 1년 동안 품절이 3번쯤 있었어요."
	w.get("/stock").lacks(title)
	w.get("/first-look").want(http.StatusOK).has("아직 돌아볼 기록이 없어요")

	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE products SET price = CASE product_no WHEN 2 THEN '15900.00' ELSE '' END`); err != nil {
		t.Fatal(err)
	}
	look := overview.FirstLook{On: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Days: 365, Chance: 0.2}
	last := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	err := b.store.Mall(mall).SaveFirstLook(t.Context(), look, []overview.PastStockouts{
		{VariantCode: "P0000001A", Stockouts: 1, Days: 4, LostUnits: 400, LastFrom: last, LastDays: 4},
		{VariantCode: "P0000002A", Stockouts: 2, Days: 31, LostUnits: 37.8, Announced: 2, LastFrom: last, LastDays: 9},
	})
	if err != nil {
		t.Fatal(err)
	}
	// 37.8 units at 15,900 won, 60 % of it really lost: 360,612 won
	w.get("/stock").has(sentence, "놓친 판매는 약 36만 원이에요.", `href="/first-look"`)
	w.get("/first-look").has(sentence, "그중 2번은", `name="back" value="/stock?outlook=raise"`, "품목 2개에서 3번", "많아야 1번",
		"모두 31일 동안 약 38개, 36만 원을 팔지 못했어요. 마지막은 8월 1일 (토)부터 9일이에요.", "모두 4일 동안 약 400개를 팔지 못했어요.")
	b.english(t).get("/first-look").has("In the last year items sold out about 3 times. About ₩360,000 of sales were lost.")

	reader := b.browser(t)
	reader.open(mall, cafe24sim.Launch{UserID: "lee", UserType: "A"})
	reader.get("/first-look").has(sentence).lacks("제안하는 기준 살펴보기")
	reader.form("/first-look/dismiss", nil).want(http.StatusForbidden)

	w.form("/first-look/dismiss", nil).to("/stock")
	w.get("/stock").lacks(sentence)
	reader.get("/stock").lacks(sentence)
	w.get("/first-look").has(sentence)
}

func TestAMallWithoutStockOutsIsNotBothered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	err := b.store.Mall(mall).SaveFirstLook(t.Context(), overview.FirstLook{On: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Days: 180}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.get("/stock").lacks("지난 1년 돌아보기")
	w.get("/first-look").want(http.StatusOK).has("품절로 보이는 기간이 없었어요", "주문 180일 치")
}
