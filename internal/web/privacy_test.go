package web_test

import (
	"net/http"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/web/entry"
)

// Anybody may read the privacy page, in both languages, and nobody may frame
// it. It states the ages of package retention and the operator's contact.
func TestPrivacyPage(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) {
		c.Support = entry.Support{Email: "help@app.example", URL: "https://help.app.example/"}
	})
	w := b.browser(t)
	korean := w.get("/privacy").want(http.StatusOK).
		has("개인정보 처리 안내", "알림이 해결된 뒤 180일", "최대 400일", "최대 60시간", "IP 주소의 앞부분", "72시간 안에", "구매자의 이름, 연락처, 주소, 결제 정보는 저장하지 않아요", "mailto:help@app.example", "https://help.app.example/", `href="/privacy?lang=en"`)
	if policy := korean.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("policy %q", policy)
	}
	w.get("/privacy?lang=en").want(http.StatusOK).has(`<html lang="en"`, "180 days after the alert is resolved", "within 72 hours", `href="/privacy?lang=ko"`)
	other := newBench(t)
	other.browser(t).get("/privacy").want(http.StatusOK).has("카페24 스토어의 이 앱 페이지").lacks("mailto:")
	shop := b.owner(t, mall)
	shop.get("/settings").want(http.StatusOK).has(`href="/privacy"`)
}
