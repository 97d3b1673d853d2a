package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
)

func get(t *testing.T, h http.Handler, path, referer string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	r.Header.Set("Referer", referer)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestBookHasEveryPage(t *testing.T) {
	t.Parallel()
	h, err := handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var list []entry
	if err := json.Unmarshal(get(t, h, "/index.json", "").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	index := get(t, h, "/", "").Body.String()
	for _, e := range list {
		page := get(t, h, e.URL, "")
		if page.Code != http.StatusOK || page.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: status %d, policy %q", e.URL, page.Code, page.Header().Get("Content-Security-Policy"))
		}
		if body := page.Body.String(); strings.Contains(body, `"app.css"`) || strings.Contains(body, `"app.js"`) {
			t.Errorf("%s names a file that is not served", e.URL)
		}
		if !strings.Contains(index, `href="`+e.URL+`"`) {
			t.Errorf("%s is not in the index", e.URL)
		}
	}
	if len(list) < 80 {
		t.Errorf("only %d pages", len(list))
	}
}

func TestLinksLeadToPages(t *testing.T) {
	t.Parallel()
	h, err := handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{"/stock/3": "/en/product", "/alerts/7": "/en/alert", "/rules?x=1": "/en/rules", "/auth/install": "/"} {
		if got := get(t, h, address, "http://x/en/stock").Header().Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", address, got, want)
		}
	}
}

// The product must not contain package story.
func TestProductIsWithoutStories(t *testing.T) {
	t.Parallel()
	deps, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../inventory-alert").Output()
	if err != nil {
		t.Fatal(err)
	}
	if all := string(deps); !strings.Contains(all, "cafe24-inventory-alert/views\n") || strings.Contains(all, "views/story") {
		t.Error("cmd/inventory-alert depends on views/story, or on no views at all")
	}
}
