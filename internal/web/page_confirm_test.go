package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A page that waits for a confirmation shows it by itself, and keeps what is
// typed in its forms.
func TestAConfirmationIsShownWithoutAReload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 3)
	w := b.framed(t)
	w.launch(mall).to("/stock")
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example"}).want(http.StatusSeeOther)
	asks := regexp.MustCompile(`hx-get="(/settings/recipients\?[^"]+)" hx-trigger="every`)
	polled := func(path string) string {
		t.Helper()
		found := asks.FindStringSubmatch(w.get(path).want(http.StatusOK).body)
		if found == nil {
			t.Fatalf("%s does not ask", path)
		}
		return html.UnescapeString(found[1])
	}
	list, strip := polled("/settings"), polled("/stock")
	if edited := w.get("/settings?edit=r-1").want(http.StatusOK); asks.MatchString(edited.body) {
		t.Error("an open form would be replaced")
	}
	news := func(of string) reply { return w.get(of, htmx("div#recipient-list")...) }
	news(list).want(http.StatusNoContent)
	news(strip).want(http.StatusNoContent)
	w.get(list).to("/settings")
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "kim@shop.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	shown := news(list).want(http.StatusOK)
	shown.has("확인됨", `<div id="recipient-list"`)
	if asks.MatchString(shown.body) || strings.Contains(shown.body, `name="email" type="email"`) {
		t.Errorf("goes on asking, or replaces the form: %s", shown.body)
	}
	if got := news(strip).want(http.StatusOK).Header.Get("HX-Refresh"); got != "true" {
		t.Errorf("HX-Refresh %q", got)
	}
	if page := w.get("/settings").want(http.StatusOK); asks.MatchString(page.body) {
		t.Error("asks although nobody is waited for")
	}
}
