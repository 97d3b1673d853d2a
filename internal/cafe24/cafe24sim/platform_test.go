package cafe24sim_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// A wrong secret, by a fault or because it was reissued, is refused before a code or a token is used up.
func TestWrongSecretSpendsNothing(t *testing.T) {
	t.Parallel()
	w := empty(t)
	first, err := w.Grant(mall)
	must(t, err)
	for _, word := range []string{"invalid_grant", "invalid_client"} {
		must(t, w.SetFaults(mall, cafe24sim.Faults{WrongSecret: true, SecretWord: word}))
		a := w.exchange(refreshForm(first.RefreshToken))
		refused(t, a, http.StatusUnauthorized, word)
		if got := jsonField(t, a.body, "error_description"); got != "Invalid client_secret" {
			t.Errorf("%s: %q", word, got)
		}
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{SecretWord: "invalid_grant"}))
	before := w.LaunchURL(mall, cafe24sim.Launch{})
	w.SetClientSecret("another")
	refused(t, w.exchange(refreshForm(first.RefreshToken)), http.StatusUnauthorized, "invalid_grant")
	if now := w.LaunchURL(mall, cafe24sim.Launch{}); w.ClientSecret() != "another" || now == before {
		t.Error("launches are signed as before")
	}
	w.SetClientSecret("")
	into[map[string]any](t, w.exchange(refreshForm(first.RefreshToken)))
	if s := w.Stats(mall); s.Refreshes != 1 || s.InvalidGrants != 0 {
		t.Errorf("%+v", s)
	}
}

func TestDeadRefreshTokenUnderAnotherWord(t *testing.T) {
	t.Parallel()
	w := empty(t)
	first, err := w.Grant(mall)
	must(t, err)
	must(t, w.SetFaults(mall, cafe24sim.Faults{DeadRefresh: "invalid_request"}))
	a := w.exchange(refreshForm(first.RefreshToken))
	refused(t, a, http.StatusUnauthorized, "invalid_request")
	if got := jsonField(t, a.body, "error_description"); got != "Invalid refresh_token" {
		t.Errorf("%q", got)
	}
}

func TestRefusedVersions(t *testing.T) {
	t.Parallel()
	w := empty(t)
	must(t, w.SetFaults(mall, cafe24sim.Faults{OfferedVersions: "2026-06-01,2026-09-01", CallUsage: 120.04}))
	for version, status := range map[string]int{"": 200, "2026-06-01": 200, "2026-09-01": 200, "2024-06-01": 400} {
		r := w.apiRequest("products")
		r.Header.Set("X-Cafe24-Api-Version", version)
		a := w.do(r)
		if a.status != status || a.header.Get("X-Cafe24-Call-Usage") != "120.04" || a.header.Get("X-Cafe24-Call-Remain") != "2.50" {
			t.Errorf("%q: %d %v", version, a.status, a.header)
		}
		const words = `"message":"2024-06-01 version you requested is not available. The default value for the app version is 2026-09-01."`
		if status == 400 && !strings.Contains(string(a.body), words) {
			t.Errorf("%s", a.body)
		}
	}
}

func TestControlsOfThePlatform(t *testing.T) {
	t.Parallel()
	w := empty(t)
	w.press(url.Values{"do": {"faults"}, "secret_word": {"invalid_grant"}, "dead_refresh": {"invalid_request"}, "versions": {" 2026-09-01"}, "call_usage": {"120.04"}})
	want := cafe24sim.Faults{WrongSecret: true, SecretWord: "invalid_grant", DeadRefresh: "invalid_request", OfferedVersions: "2026-09-01", CallUsage: 120.04}
	if diff := cmp.Diff(want, w.Faults(mall)); diff != "" {
		t.Error(diff)
	}
	w.press(url.Values{"do": {"secret"}})
	page := string(w.do(w.request(http.MethodGet, "/mall/"+mall+"/control", "")).body)
	for _, part := range []string{
		`<option value="invalid_grant" selected>`, `<option value="invalid_request" selected>`, `value="120.04"`, `value="2026-09-01"`, "<code>" + w.ClientSecret() + "</code>",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	w.press(url.Values{"do": {"secret_back"}})
	if w.ClientSecret() != cafe24sim.DefaultClientSecret {
		t.Error("the secret is not back")
	}
}
