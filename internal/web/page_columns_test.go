package web_test

import (
	"net/http"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// Columns that an operator has hidden stay hidden for that operator, also after
// another launch. Other operators see them.
func TestColumnsAreEachOnesOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/stock").has("보이는 칸 고르기", `value="cover" checked`).lacks("hide-")
	w.form("/stock/columns", map[string]string{"show": "status", "back": "/stock?status=low"}).to("/stock?done=saved&status=low")
	hidden := `class="grid-table stock-table hide-cover hide-suggest hide-observed"`
	w.get("/stock").has(hidden, `value="status" checked`).lacks(`value="cover" checked`)
	again := b.browser(t)
	again.open(mall, cafe24sim.Launch{UserType: "P"}).to("/stock")
	again.get("/stock").has(hidden)
	other := b.browser(t)
	other.open(mall, cafe24sim.Launch{UserType: "A", UserID: "staff01"}).to("/stock")
	other.get("/stock").lacks("hide-")
	w.form("/stock/columns", map[string]string{"back": "//evil.example"}).to("/stock?done=saved")

	viewer := b.browser(t)
	viewer.open(mall, cafe24sim.Launch{UserType: "Z", UserID: "supplier01"}).to("/stock")
	viewer.get("/stock").want(http.StatusForbidden).lacks("보이는 칸 고르기")
	viewer.form("/stock/columns", nil).want(http.StatusForbidden)
	w.get("/settings").has("함께 쓰는 사람", "대표운영자", "staff01", "부운영자", "그 밖의 계정", "볼 수 없음")
}
