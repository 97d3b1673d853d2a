package web_test

import (
	"net/http"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
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
