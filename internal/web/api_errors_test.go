package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/team"
)

func TestAPIRefusedInput(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	type call struct{ method, path, body string }
	for c, fields := range map[call][]string{
		{"POST", "/alerts", ``}:                                                      nil,
		{"POST", "/alerts", `[]`}:                                                    nil,
		{"POST", "/alerts", `null`}:                                                  nil,
		{"POST", "/alerts", `{"threshold":1`}:                                        nil,
		{"POST", "/alerts", `{"threshold":1} {}`}:                                    nil,
		{"POST", "/alerts", `{}`}:                                                    {"threshold"},
		{"POST", "/alerts", `{"threshold":null}`}:                                    {"threshold"},
		{"POST", "/alerts", `{"threshold":-1}`}:                                      {"threshold"},
		{"POST", "/alerts", `{"threshold":1000001}`}:                                 {"threshold"},
		{"POST", "/alerts", `{"threshold":4294967301}`}:                              {"threshold"},
		{"POST", "/alerts", `{"threshold":99999999999999999999}`}:                    {"threshold"},
		{"POST", "/alerts", `{"threshold":"5"}`}:                                     {"threshold"},
		{"POST", "/alerts", `{"threshold":1.5}`}:                                     {"threshold"},
		{"POST", "/alerts", `{"threshold":true}`}:                                    {"threshold"},
		{"POST", "/alerts", `{"threshold":1,"muted":"yes"}`}:                         {"muted"},
		{"POST", "/alerts", `{"threshold":1,"product_no":"1"}`}:                      {"product_no"},
		{"POST", "/alerts", `{"threshold":1,"product_no":0}`}:                        {"product_no"},
		{"POST", "/alerts", `{"threshold":1,"product_no":-3}`}:                       {"product_no"},
		{"POST", "/alerts", `{"threshold":1,"category_no":0}`}:                       {"category_no"},
		{"POST", "/alerts", `{"threshold":1,"variant_code":""}`}:                     {"variant_code"},
		{"POST", "/alerts", `{"threshold":1,"variant_code":5}`}:                      {"variant_code"},
		{"POST", "/alerts", `{"threshold":1,"supplier_code":"a b"}`}:                 {"supplier_code"},
		{"POST", "/alerts", `{"threshold":1,"product_no":1,"category_no":24}`}:       {"scope"},
		{"POST", "/alerts", `{"threshold":"x","product_no":"y","muted":1}`}:          {"muted", "product_no", "threshold"},
		{"POST", "/alerts/preview", `{"threshold":-1}`}:                              {"threshold"},
		{"PUT", "/settings", `{"locale":"fr"}`}:                                      {"locale"},
		{"PUT", "/settings", `{"locale":5}`}:                                         {"locale"},
		{"PUT", "/settings", `{"timezone":"Mars"}`}:                                  {"timezone"},
		{"PUT", "/settings", `{"timezone":null}`}:                                    {"timezone"},
		{"PUT", "/settings", `{"collect_seconds":-1}`}:                               {"collect_seconds"},
		{"PUT", "/settings", `{"collect_seconds":3601}`}:                             {"collect_seconds"},
		{"PUT", "/settings", `{"quiet_from":"25:00","quiet_to":"07:00"}`}:            {"quiet_from"},
		{"PUT", "/settings", `{"quiet_from":"22:00"}`}:                               {"quiet_to"},
		{"PUT", "/settings", `{"digest_at":null}`}:                                   {"digest_at"},
		{"PUT", "/settings", `{"recipients":{}}`}:                                    {"recipients"},
		{"PUT", "/settings", `{"recipients":[5]}`}:                                   {"recipients"},
		{"PUT", "/settings", `{"recipients":[{}]}`}:                                  {"recipients"},
		{"PUT", "/settings", `{"recipients":[{"email":"nobody"}]}`}:                  {"recipients"},
		{"PUT", "/settings", `{"recipients":[{"email":"a@b.kr","digest":"x"}]}`}:     {"recipients"},
		{"PUT", "/settings", `{"recipients":[{"email":"a@b.kr","immediate":1}]}`}:    {"recipients"},
		{"PUT", "/settings", `{"slack_webhook_url":"https://evil.example/x"}`}:       {"slack_webhook_url"},
		{"PUT", "/settings", `{"slack_webhook_url":"https://hooks.slack.com/••••"}`}: {"slack_webhook_url"},
		{"PUT", "/settings", `{"slack_webhook_url":[]}`}:                             {"slack_webhook_url"},
		{"PUT", "/settings", `{"webhook_url":"https://127.0.0.1/x"}`}:                {"webhook_url"},
		{"PUT", "/settings", `{"webhook_url":"http://shop.example/x"}`}:              {"webhook_url"},
		{"GET", "/products?limit=0", ""}:                                             {"limit"},
		{"GET", "/products?limit=101", ""}:                                           {"limit"},
		{"GET", "/products?limit=ten", ""}:                                           {"limit"},
		{"GET", "/products?status=bad", ""}:                                          {"status"},
		{"GET", "/products?cursor=%21", ""}:                                          {"cursor"},
		{"GET", "/inventory?sort=bad", ""}:                                           {"sort"},
		{"GET", "/inventory?cursor=eyJ4IjoxfQ", ""}:                                  {"cursor"},
		{"GET", "/inventory?limit=-1&status=x", ""}:                                  {"limit", "status"},
		{"GET", "/alerts?cursor=bad", ""}:                                            {"cursor"},
		{"GET", "/incidents?cursor=bad", ""}:                                         {"cursor"},
		{"GET", "/incidents?state=bad", ""}:                                          {"state"},
	} {
		answer := w.do(c.method, "/api/v1"+c.path, c.body)
		if answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v: status %d: %s", c, answer.StatusCode, answer.body)
			continue
		}
		noted := problem(t, answer.valid(router).object(), "INVALID")
		var names []string
		for _, name := range fields {
			if noted[name] == nil {
				t.Errorf("%v: nothing about %s in %v", c, name, noted)
			}
			names = append(names, name)
		}
		if len(noted) != len(names) {
			t.Errorf("%v: fields %v, want %v", c, noted, names)
		}
	}
	if rows := list(t, w.get("/api/v1/alerts").object(), "alerts"); len(rows) != 0 {
		t.Errorf("refused input left %v", rows)
	}
	problem(t, w.post("/api/v1/alerts", strings.Repeat(" ", 300<<10)).want(http.StatusRequestEntityTooLarge).valid(router).object(), "INVALID")
}

// An object that a mall does not have and an object of another mall have the
// same 404.
func TestAPIOfAnotherMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, theirs := b.owner(t, mall), b.owner(t, otherMall)
	b.stock(t, otherMall)
	_, router := b.document(t)
	rule := theirs.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated).object()["id"]
	incident := list(t, theirs.get("/api/v1/incidents").object(), "incidents")[0]["id"]
	until := `{"until":"2099-01-01T00:00:00Z"}`

	for _, name := range []string{"products", "inventory", "alerts", "incidents"} {
		body := w.get("/api/v1/" + name).want(http.StatusOK).valid(router).object()
		if rows := list(t, body, name); len(rows) != 0 {
			t.Errorf("%s of another mall: %v", name, rows)
		}
	}
	for _, ids := range [][3]string{
		{"1", fmt.Sprintf("%.0f", rule), fmt.Sprintf("%.0f", incident)},
		{"999", "999999", "999999"},
		{"0", "0", "0"},
		{"-1", "-1", "-1"},
		{"x", "x", "x"},
		{"99999999999999999999", "99999999999999999999", "99999999999999999999"},
	} {
		product, rule, incident := ids[0], ids[1], ids[2]
		for _, call := range [][3]string{
			{"GET", "/products/" + product, ""},
			{"GET", "/inventory/" + product, ""},
			{"GET", "/inventory/" + product + "?limit=1", ""},
			{"GET", "/inventory/" + product + "/" + mugWhite + "/explain", ""},
			{"GET", "/inventory/" + product + "/%27/explain", ""},
			{"DELETE", "/alerts/" + rule, ""},
			{"GET", "/incidents/" + incident, ""},
			{"POST", "/incidents/" + incident + "/acknowledge", ""},
			{"POST", "/incidents/" + incident + "/resolve", ""},
			{"POST", "/incidents/" + incident + "/snooze", until},
		} {
			answer := w.do(call[0], "/api/v1"+call[1], call[2])
			if answer.StatusCode != http.StatusNotFound {
				t.Errorf("%v: status %d: %s", call, answer.StatusCode, answer.body)
				continue
			}
			problem(t, answer.object(), "NOT_FOUND")
		}
	}
	for _, body := range []string{
		`{"product_no":1,"threshold":5}`, `{"variant_code":"` + mugWhite + `","threshold":5}`,
		`{"category_no":24,"threshold":5}`, `{"supplier_code":"S000000A","threshold":5}`,
	} {
		problem(t, w.post("/api/v1/alerts", body).want(http.StatusNotFound).valid(router).object(), "NOT_FOUND")
		problem(t, w.post("/api/v1/alerts/preview", body).want(http.StatusNotFound).valid(router).object(), "NOT_FOUND")
	}
	after := list(t, theirs.get("/api/v1/incidents").object(), "incidents")
	if diff := cmp.Diff([]any{"open", "open"}, column(after, "state")); diff != "" {
		t.Errorf("another mall changed them (-want +got):\n%s", diff)
	}
}

func TestAPITokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	const value = "ia_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
	token := b.keepToken(t, value, team.APIToken{Name: "창고", Scopes: []team.Scope{team.ScopeRead, team.ScopeRules}})
	w := b.browser(t)
	bearer := []string{"Authorization", "Bearer " + value}
	w.get("/api/v1/products", bearer...).want(http.StatusOK).valid(router)
	// No browser sends this header by itself, so the request needs no origin of
	// the app.
	w.post("/api/v1/alerts", `{"threshold":2}`, append(bearer, "Sec-Fetch-Site", "cross-site")...).want(http.StatusCreated).valid(router)

	owner := b.owner(t, otherMall)
	for _, header := range []string{"Bearer", "Bearer ", "Bearer ia_wrong", "bearer" + value, value, "Basic aWE6eA==", "Bearer x" + value} {
		body := owner.get("/api/v1/products", "Authorization", header).want(http.StatusUnauthorized).valid(router).object()
		problem(t, body, "UNAUTHORIZED") // the valid cookie does not replace the token
	}
	owner.get("/api/v1/products").want(http.StatusOK)

	if err := b.store.Mall(mall).DeleteAPIToken(t.Context(), token.ID, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/api/v1/products", bearer...).want(http.StatusUnauthorized)
}

func TestAPIErrorsInTheCallersLanguage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for lang, text := range map[string]string{"": "다시 열어 주세요", "ko": "다시 열어 주세요", "en-US,ko": "Open the app again"} {
		if got := w.get("/api/v1/sync", "Accept-Language", lang).want(http.StatusUnauthorized); !strings.Contains(got.body, text) {
			t.Errorf("%q: %s", lang, got.body)
		}
	}
}
