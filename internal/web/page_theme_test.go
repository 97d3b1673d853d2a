package web_test

import (
	"net/http"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/web"
)

// Pages are light until an operator chooses another theme, which every operator
// may do. Error pages have it too.
func TestAThemeIsChosenByEachOperator(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	w := b.framed(t)
	w.open(mall, cafe24sim.Launch{UserType: "A", UserID: "viewer"}).to("/stock")
	shows := func(want string) {
		t.Helper()
		for path, status := range map[string]int{"/stock": http.StatusOK, "/settings": http.StatusOK, "/nothing/here": http.StatusNotFound} {
			page := w.get(path).want(status)
			html, _, _ := strings.Cut(page.body[strings.Index(page.body, "<html"):], ">")
			scheme := map[string]string{"": "light", ` data-theme="dark"`: "dark", ` data-theme="auto"`: "light dark"}[want]
			if html != `<html lang="ko"`+want || !strings.Contains(page.body, `<meta name="color-scheme" content="`+scheme+`">`) {
				t.Errorf("%s: %s>, want%s", path, html, want)
			}
		}
	}
	choose := func(theme string) reply {
		return w.form("/settings/theme", map[string]string{"theme": theme}).to("/settings?done=saved")
	}
	shows("")
	kept := choose("dark").Header.Get("Set-Cookie")
	for _, want := range []string{"__Host-theme=dark;", "Path=/;", "HttpOnly", "Secure", "SameSite=None", "Partitioned", "Max-Age="} {
		if !strings.Contains(kept, want) {
			t.Errorf("Set-Cookie %q has no %s", kept, want)
		}
	}
	shows(` data-theme="dark"`)
	if page := w.get("/settings").body; !strings.Contains(page, `name="theme" value="dark" checked`) {
		t.Error("the form does not show the theme that was chosen")
	}
	choose("auto")
	shows(` data-theme="auto"`)
	choose(`"><b>`)
	shows(` data-theme="auto"`)
	choose("light")
	shows("")
	b.framed(t).form("/settings/theme", map[string]string{"theme": "dark"}).want(http.StatusUnauthorized)
}

// TestPublicPagesHaveOneHead: the colours of the computer, the script that
// waits for the stylesheet, a language, a title and the viewport. A page that
// only shows a message stays light where it may be in the admin's frame.
func TestPublicPagesHaveOneHead(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Debug = true })
	b.connect(t, mall)
	_, supplier := b.ordered(t, mall)
	w := b.browser(t)
	head := func(path, theme string, status int, header ...string) {
		t.Helper()
		page := w.get(path, header...).want(status)
		html, _, _ := strings.Cut(page.body[strings.Index(page.body, "<html"):], "<body")
		for _, part := range []string{
			`<html lang="`, theme, `<meta name="viewport" content="width=device-width, initial-scale=1">`, `<title>`, `<link rel="stylesheet" href="/static/app.`, `<script src="/static/loading.`,
		} {
			if !strings.Contains(html, part) {
				t.Errorf("%s has no %s: %s", path, part, html)
			}
		}
		if strings.Contains(html, "<title></title>") || theme == `content="light"` && strings.Contains(html, "data-theme") {
			t.Errorf("%s: %s", path, html)
		}
	}
	const auto, light = `data-theme="auto"`, `content="light"`
	for _, path := range []string{"/help", "/help/stock", "/status", "/docs", supplier} {
		head(path, auto, http.StatusOK)
	}
	for path, status := range map[string]int{"/privacy": http.StatusOK, "/nothing/here": http.StatusNotFound, "/unsubscribe/hello": http.StatusNotFound, "/s/hello": http.StatusNotFound} {
		head(path, auto, status, "Sec-Fetch-Dest", "document")
		head(path, light, status, "Sec-Fetch-Dest", "iframe")
		head(path, light, status)
		head(path, `data-theme="dark"`, status, "Sec-Fetch-Dest", "document", "Cookie", "__Host-theme=dark")
	}
}
