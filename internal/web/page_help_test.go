package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/web/entry"
)

// TestHelpIsPublic: no session, both languages, a search, caches, and no frame.
func TestHelpIsPublic(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) {
		c.Support = entry.Support{Email: "help@app.example", URL: "https://help.app.example/"}
	})
	w := b.browser(t)
	index := w.get("/help").want(http.StatusOK).has(`<html lang="ko"`, "도움말", `href="/help/stock?lang=ko"`, "mailto:help@app.example", "https://help.app.example/", `href="/help?lang=en"`, `href="/privacy?lang=ko"`)
	if got := index.Header.Get("Cache-Control"); got != "private, max-age=300" {
		t.Errorf("Cache-Control %q of a page whose language depends on headers", got)
	}
	w.get("/help", "Accept-Language", "en-GB").has(`<html lang="en"`)
	page := w.get("/help/mails?lang=ko").want(http.StatusOK).has(`<h2 id="none">메일이 오지 않아요</h2>`, `aria-current="page"`)
	if got := page.Header.Get("Cache-Control"); got != "public, max-age=300" {
		t.Errorf("Cache-Control %q", got)
	}
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	again := w.get("/help/mails?lang=ko", "If-None-Match", page.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || again.body != "" {
		t.Errorf("the same page again: status %d, %d bytes", again.StatusCode, len(again.body))
	}
	w.get("/help/mails?lang=en").want(http.StatusOK).has(`<h2 id="none">I get no mail</h2>`)
	w.get("/help/nothing").want(http.StatusNotFound)
	w.get("/help?lang=ko&q=%EC%97%91%EC%85%80").want(http.StatusOK).has("찾기 결과", `href="/help/stock?lang=ko#export"`, `href="/help?lang=en&amp;q=%EC%97%91%EC%85%80"`)
	w.get("/help?lang=en&q=%3Cscript%3E").want(http.StatusOK).has("Nothing was found for “&lt;script&gt;”").lacks("<script>")
	owner := b.owner(t, mall)
	if policy := owner.get("/help/stock").Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("a cached page may be framed by %q", policy)
	}
}

// TestHelpHasALimit: an address cannot keep the processor busy.
func TestHelpHasALimit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.stop()
	w := b.browser(t)
	for range 200 {
		w.get("/help?q=x").want(http.StatusOK)
	}
	if got := w.get("/help?q=x").want(http.StatusTooManyRequests); got.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.get("/status").want(http.StatusTooManyRequests)
	b.clock.advance(1e9)
	w.get("/help").want(http.StatusOK)
}

var helpMenu = regexp.MustCompile(`<details class="menu print:hidden">(?s:.*?)</details>`)

// TestEveryPageAnswersItsQuestions: the question mark opens five questions, in a
// window of its own, and they exist.
func TestEveryPageAnswersItsQuestions(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Support.Email = "help@app.example" })
	w := b.shop(t, 3)
	stranger := b.browser(t)
	for path, slug := range map[string]string{
		"/stock": "stock", "/stock/1": "stock", "/alerts": "alerts", "/report": "report", "/rules": "thresholds", "/promotions": "forecast",
		"/reorder": "reorder", "/settings": "settings", "/settings/team": "team", "/connection": "connection", "/contact": "contact", "/news": "first",
		"/purchase-orders": "purchase", "/suppliers": "suppliers", "/suppliers/S0000001": "suppliers",
	} {
		menu := helpMenu.FindString(w.get(path).want(http.StatusOK).body)
		links := regexp.MustCompile(`href="(/help/`+slug+`\?lang=ko)#([a-z-]+)" target="_blank"`).FindAllStringSubmatch(menu, -1)
		if len(links) < 4 || len(links) > 5 || !strings.Contains(menu, `href="/contact"`) || !strings.Contains(menu, `href="/news"`) {
			t.Errorf("%s: %d questions of %s: %s", path, len(links), slug, menu)
			continue
		}
		stranger.get(links[0][1]).want(http.StatusOK).has(`<h2 id="` + links[0][2] + `">`)
	}
	b.english(t).get("/stock").has(`href="/help/stock?lang=en#urgent"`)
}

// TestWhatIsNewIsMarkedUntilSeen: for each operator.
func TestWhatIsNewIsMarkedUntilSeen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner, other := b.shop(t, 1), b.viewer(t)
	const mark = "읽지 않은 새 소식이 있어요"
	owner.get("/stock").has(mark)
	owner.get("/news").want(http.StatusOK).has(`id="2026-11-30"`, `href="/help/contact?lang=ko#send"`).lacks(mark)
	owner.get("/stock").lacks(mark)
	other.get("/stock").has(mark)
	b.browser(t).get("/help/new").want(http.StatusOK).has(`id="2026-11-30"`)
}
