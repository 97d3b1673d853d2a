package web_test

import (
	"net/http"
	"testing"
)

// The next digest can be viewed before it is sent, without the links that act
// for its recipient.
func TestDigestCanBeLookedAt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/settings/digest?recipient=r-1").want(http.StatusNotFound)
	w.get("/settings/digest?recipient=r-0").want(http.StatusNotFound)
	w.form("/settings/recipients/add", map[string]string{"email": "minji@x.kr"})
	w.get("/settings").lacks("다음 요약 보기")
	w.form("/settings/recipients", map[string]string{"email": "minji@x.kr", "immediate": "1", "digest": "daily", "scope": "all"}).to("/settings?done=saved")
	w.get("/settings").has("다음 요약 보기", "/settings/digest?recipient=r-1")
	w.get("/settings/digest?recipient=r-1").has("확인한 주소가 아니어서")
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "minji@x.kr", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/settings/digest?recipient=r-1").has("[요약] 니트 가디건 1호", "지금 품절 1개", "오전 9:00").lacks("/unsubscribe/", "/act/", "/open/", "이 메일 그만 받기")
}
