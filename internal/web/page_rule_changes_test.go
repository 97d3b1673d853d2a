package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestRuleHistoryIsShownAndUndone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.get("/rules").has("아직 바꾼 기록이 없어요")
	w.form("/rules", map[string]string{"form": "default", "threshold": "5"}).to("/rules?done=saved")
	w.form("/stock/2/rule", map[string]string{"threshold": "14", "kind": "days"}).to("/stock/2?done=saved")
	page := w.get("/rules").has("니트 가디건 2호", "14일 치", "쇼핑몰 기본값", "5개", "되돌리기")
	undo := regexp.MustCompile(`action="(/rules/changes/\d+/undo)"`).FindAllStringSubmatch(page.body, -1)
	if len(undo) != 2 {
		t.Fatalf("%d changes can be undone", len(undo))
	}
	w.form(undo[1][1], nil).to("/rules?done=undone")
	w.get("/rules?done=undone").has("되돌렸어요", "되돌림", " 님이 되돌렸어요")
	w.form(undo[1][1], nil).want(http.StatusConflict).has("이미 되돌린 변경이에요", `href="#history"`, "<!doctype")
	w.form("/rules", map[string]string{"form": "default", "threshold": "7"}).to("/rules?done=saved")
	w.form("/stock/2/rule", map[string]string{"threshold": "9"}).to("/stock/2?done=saved")
	w.form(undo[0][1], nil).want(http.StatusConflict).has("그 뒤에 다시 바뀐 기준이 있어서")
	w.form("/rules/changes/9999/undo", nil).want(http.StatusNotFound)
	w.get("/rules?changes=nowhere").want(http.StatusOK).has("바꾼 기록")
	b.viewer(t).get("/rules").want(http.StatusOK).has("바꾼 기록").lacks("되돌리기", "안전재고 가져오기")
}

func TestSafetyInventoryIsTakenOverAfterALook(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall) // 2 of every item
	page := w.form("/rules/import", map[string]string{"do": "preview"}).want(http.StatusOK).has("<!doctype", "품목 기준 5개를 정해요", "가져오기</button>")
	if rules, err := b.store.Mall(mall).AllRules(t.Context()); err != nil || len(rules) != 0 {
		t.Fatalf("a look set %+v, %v: %.100s", rules, err, page.body)
	}
	w.form("/rules/import", map[string]string{"do": "preview"}, htmx("section#import")...).has(`<section id="import"`).lacks("<!doctype")
	w.form("/rules/import", nil).to("/rules?done=imported")
	w.get("/rules").has("안전재고 가져옴", "외 2개")
	w.form("/rules/import", map[string]string{"do": "preview", "replace": "1"}).want(http.StatusOK).has("가져올 안전재고가 없어요", "checked").lacks("가져오기</button>")
}

func TestStockListsWhatNeverAlerts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.form("/stock/2/rule", map[string]string{"kind": "off"}).to("/stock/2?done=saved")
	w.get("/stock").has(`<option value="silent">알리지 않는 품목`)
	w.get("/stock?status=silent").has(`<option value="silent" selected>`, "P0000002A", "알림 꺼 둠", "/stock?status=silent").lacks("P0000001A")
}

func TestDaysOfCoverAreNamedWhereTheThresholdStands(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.selling(t, 1.62, 0)
	if _, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{ProductNo: 2, Days: new(14)}, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/stock/2").has("상품 기준 · 14일 치", `value="23"`, "하루에 1.6개씩 팔려서 23개", `<option value="days" selected>`)
}
