package web_test

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/team"
)

// keepToken stores a token of the mall's owner.
func (b *bench) keepToken(t *testing.T, value string, token team.APIToken) team.APIToken {
	t.Helper()
	b.operatorIs(t, "hanbit", "P")
	token.CreatedAt = b.clock.Now()
	hash := sha256.Sum256([]byte(value))
	made, err := b.store.Mall(mall).CreateAPIToken(t.Context(), token, hash[:], "hanbit")
	if err != nil {
		t.Error(err)
	}
	return made
}

// keepOldToken stores a token as the version before scopes did.
func (b *bench) keepOldToken(t *testing.T, value, name, by string) {
	t.Helper()
	hash := sha256.Sum256([]byte(value))
	_, err := b.store.Pool().Exec(t.Context(), `INSERT INTO api_tokens (mall_id, name, token_hash, created_by) VALUES ($1, $2, $3, $4)`, mall, name, hash[:], by)
	if err != nil {
		t.Fatal(err)
	}
}

// operatorIs stores an operator as a launch does.
func (b *bench) operatorIs(t *testing.T, id, kind string) {
	t.Helper()
	_, err := b.store.Pool().Exec(t.Context(), `
		INSERT INTO operators (mall_id, operator_id, kind, opened_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (mall_id, operator_id) DO UPDATE SET kind = excluded.kind`, mall, id, kind, b.clock.Now())
	if err != nil {
		t.Error(err)
	}
}

var shownToken = regexp.MustCompile(`value="(ia_[A-Za-z0-9_-]{43})"`)

// makeToken makes a token by the page. It returns its value.
func (w *browser) makeToken(name, days string, scopes ...string) string {
	w.t.Helper()
	made := w.send("/settings/tokens", url.Values{"token_name": {name}, "token_days": {days}, "token_scope": scopes}).want(http.StatusOK)
	value := shownToken.FindStringSubmatch(made.body)
	if value == nil {
		w.t.Fatalf("the token is not shown: %.300s", made.body)
	}
	return value[1]
}

func bearer(value string) []string { return []string{"Authorization", "Bearer " + value} }

// calls are one call of each scope that answers with success, and calls that
// answer with an error of their own once the scope is there.
func calls() map[string][][3]string {
	return map[string][][3]string{
		"read": {
			{"GET", "/products", ""}, {"GET", "/inventory", ""}, {"GET", "/alerts", ""}, {"GET", "/incidents", ""}, {"GET", "/settings", ""}, {"GET", "/connection", ""}, {"GET", "/sync", ""},
		},
		"alerts": {
			{"POST", "/incidents/999/acknowledge", ""},
			{"POST", "/incidents/999/resolve", ""},
			{"POST", "/incidents/999/snooze", `{"until":"2030-01-01T00:00:00Z"}`},
			{"POST", "/incidents/999/resend", `{"delivery_id":1}`},
			{"POST", "/sync", ""},
		},
		"rules": {
			{"POST", "/alerts", `{"threshold":3}`}, {"POST", "/alerts/preview", `{"threshold":3}`}, {"POST", "/alerts/changes/999/undo", ""}, {"DELETE", "/alerts/999", ""},
		},
		"settings": {{"PUT", "/settings", `{"collect_seconds":90}`}, {"POST", "/settings/webhook-secret", ""}},
	}
}

// TestATokenDoesWhatItsScopesName calls the API with a token of each scope
// alone. A call of another scope is refused, and the answer names the scope.
func TestATokenDoesWhatItsScopesName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	_, router := b.document(t)
	for _, scope := range team.Scopes() {
		value := w.makeToken("of "+string(scope), "90", string(scope))
		for of, list := range calls() {
			for _, call := range list {
				got := b.browser(t).do(call[0], "/api/v1"+call[1], call[2], bearer(value)...).valid(router)
				if of == string(scope) {
					if got.StatusCode == http.StatusForbidden || got.StatusCode == http.StatusUnauthorized {
						t.Errorf("%s with %s: status %d: %s", call, scope, got.StatusCode, got.body)
					}
					continue
				}
				if got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, `"FORBIDDEN"`) || !strings.Contains(got.body, "‘"+of+"’") {
					t.Errorf("%s with %s: status %d: %s", call, scope, got.StatusCode, got.body)
				}
			}
		}
	}
	if rules := list(t, w.get("/api/v1/alerts").object(), "alerts"); len(rules) != 1 {
		t.Errorf("%d rules, of which one was allowed", len(rules))
	}
	// A session has the operator's rights and needs no scope.
	w.do(http.MethodPut, "/api/v1/settings", `{"collect_seconds":91}`).want(http.StatusOK)
	english := b.browser(t)
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Locale = "en"
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "hanbit", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	value := w.makeToken("english", "0", "read")
	english.post("/api/v1/alerts", `{"threshold":3}`, bearer(value)...).want(http.StatusForbidden).has("It needs the scope “rules”")
}

// TestNoTokenReachesMoreThanTheAPI calls every route with a token that has all
// scopes. Only the API accepts it: so no token makes or revokes tokens.
func TestNoTokenReachesMoreThanTheAPI(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	value := b.shop(t, 1).makeToken("all", "30", "read", "alerts", "rules", "settings")
	program, pages := b.browser(t), 0
	for _, r := range b.routes(t) {
		if r.Method == echo.RouteNotFound || strings.HasPrefix(r.Path, "/api/") || !strings.HasPrefix(r.Path, "/settings") && r.Method == http.MethodGet {
			continue
		}
		if strings.Contains(r.Path, ":token") || r.Path == "/webhooks/cafe24" || r.Path == "/logout" || strings.HasPrefix(r.Path, "/static") {
			continue // these have no session
		}
		pages++
		got := program.do(r.Method, strings.NewReplacer(":id", "1", ":act", "resolve", ":product_no", "1").Replace(r.Path), "", append(bearer(value), "Sec-Fetch-Site", "same-origin")...)
		if got.StatusCode != http.StatusUnauthorized && got.StatusCode != http.StatusOK || got.StatusCode == http.StatusOK && r.Method != http.MethodHead {
			t.Errorf("%s %s: status %d", r.Method, r.Path, got.StatusCode)
		}
	}
	if pages < 30 {
		t.Errorf("%d routes", pages)
	}
	if tokens, err := b.store.Mall(mall).APITokens(t.Context()); err != nil || len(tokens) != 1 {
		t.Errorf("%d tokens, %v", len(tokens), err)
	}
}

// TestATokenNarrowsWithItsMaker demotes the operator who made tokens. A token
// may do no more than its maker from then on, and all of it again afterwards.
func TestATokenNarrowsWithItsMaker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.shop(t, 1)
	maker := b.operator(t, "P") // another owner
	value := maker.makeToken("창고", "365", "read", "alerts", "rules", "settings")
	const old = "ia_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
	b.keepOldToken(t, old, "예전", "staff_P")
	w := b.browser(t)
	try := func(what string, settings, rules, alerts, read bool) {
		t.Helper()
		for _, token := range []string{value, old} {
			for call, may := range map[[3]string]bool{
				{"PUT", "/settings", `{"collect_seconds":90}`}: settings, {"POST", "/alerts/preview", `{"threshold":3}`}: rules,
				{"POST", "/incidents/999/resolve", ""}: alerts, {"GET", "/products", ""}: read,
			} {
				got := w.do(call[0], "/api/v1"+call[1], call[2], bearer(token)...)
				if (got.StatusCode != http.StatusForbidden) != may {
					t.Errorf("%s: %s: status %d: %s", what, call, got.StatusCode, got.body)
				}
				if !may && !strings.Contains(got.body, "만든 사람의 권한이 줄어서") {
					t.Errorf("%s: %s: %s", what, call, got.body)
				}
			}
		}
	}
	try("made by an owner", true, true, true, true)
	owner.get("/settings").lacks("권한 줄어듦")
	b.operatorIs(t, "staff_P", "A") // as the next launch says
	try("made by a sub-operator", false, false, true, true)
	owner.get("/settings").has("권한 줄어듦", "이 토큰도 그만큼만 할 수 있어요")
	b.letSubs(t, true)
	try("made by a sub-operator who may change rules", false, true, true, true)
	b.operatorIs(t, "staff_P", "")
	least := team.Operator{}.Right(true) >= team.RightSee
	try("made by a person of no known type", false, false, false, least)
	b.operatorIs(t, "staff_P", "P")
	try("made by an owner again", true, true, true, true)
}

// TestATokenEnds lets a token come to its end, which the page announces.
func TestATokenEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	_, router := b.document(t)
	b.clock.stop()
	value, forever := w.makeToken("재고 연동", "90", "read"), w.makeToken("끝없이", "0", "read")
	program := b.browser(t)
	day := 24 * time.Hour
	b.clock.advance(75 * day)
	program.get("/api/v1/products", bearer(value)...).want(http.StatusOK)
	again := func() *browser { return b.owner(t, mall) }
	again().get("/settings").has("재고 연동", "만료 없음").lacks("곧 만료")
	b.clock.advance(2 * day)
	again().get("/settings").has("곧 만료", "그 전에 새로 만들어")
	b.clock.advance(13*day - time.Second)
	program.get("/api/v1/products", bearer(value)...).want(http.StatusOK)
	b.clock.advance(time.Second)
	got := program.get("/api/v1/products", bearer(value)...).want(http.StatusUnauthorized).valid(router)
	problem(t, got.object(), "TOKEN_EXPIRED")
	got.has("만료된 API 토큰이에요")
	program.post("/api/v1/alerts", `{"threshold":3}`, bearer(value)...).want(http.StatusUnauthorized)
	again().get("/settings").has("만료됨", "이제 아무것도 할 수 없어요")
	b.clock.advance(2000 * day)
	program.get("/api/v1/products", bearer(forever)...).want(http.StatusOK)
}

// TestTokensOnThePage makes and revokes tokens as an owner does, without
// JavaScript.
func TestTokensOnThePage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.clock.stop()
	page := w.get("/settings").has(`value="read" checked`, `<option value="365" selected`).lacks(`value="settings" checked`, "모든 권한")
	if n := strings.Count(page.body, `name="token_scope"`); n != 4 {
		t.Errorf("%d scopes to choose", n)
	}
	refused := w.send("/settings/tokens", url.Values{"token_name": {" "}, "token_scope": {"alerts", "rules"}, "token_days": {"30"}}).want(http.StatusUnprocessableEntity)
	refused.has(`href="#token_name"`, `value="alerts" checked`, `value="rules" checked`, `<option value="30" selected`).lacks(`value="read" checked`)
	w.send("/settings/tokens", url.Values{"token_name": {"재고 연동"}, "token_days": {"30"}}).want(http.StatusUnprocessableEntity).
		has(`href="#token_scope"`, "할 수 있는 일을 하나 이상", `value="재고 연동"`)

	value := w.makeToken("재고 연동", "365", "read", "rules")
	w.send("/settings/tokens", url.Values{"token_name": {"재고 연동"}, "token_scope": {"read"}, "token_days": {"30"}}).want(http.StatusUnprocessableEntity).has("같은 이름의 토큰이 있어요")
	program := b.browser(t)
	program.get("/api/v1/sync", "Authorization", "bearer "+value).want(http.StatusOK)
	program.post("/api/v1/alerts", `{"threshold":4}`, bearer(value)...).want(http.StatusCreated)
	w.get("/rules").has("API 토큰 ‘재고 연동’").lacks("api:재고")
	program.post("/api/v1/alerts/changes/1/undo", "", bearer(value)...).want(http.StatusOK)
	w.get("/rules").has("API 토큰 ‘재고 연동’").lacks("api:재고")
	page = w.get("/settings").has("재고 연동", "읽기 · 알림 기준 · 2027년", "마지막 사용 방금", "API 토큰 ‘재고 연동’ 만듦: 읽기 · 알림 기준 · 2027년").lacks(value)

	b.keepOldToken(t, "ia_"+strings.Repeat("a", 43), "ERP", "hanbit")
	w.get("/settings").has("모든 권한 · 만료 없음", "예전에 만든 토큰이라")
	program.do(http.MethodPut, "/api/v1/settings", `{"collect_seconds":90}`, bearer("ia_"+strings.Repeat("a", 43))...).want(http.StatusOK)
	w.get("/settings").has("API 토큰 ‘ERP’</span>")

	// What is missing is said before anybody is asked. The new token is in sight
	// after the second press.
	ask := func(fields string) reply {
		return w.post("/settings/tokens", fields, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	}
	ask("token_name=POS&token_days=30").want(http.StatusUnprocessableEntity).lacks(`name="sure"`)
	ask("token_name=POS&token_days=30&token_scope=read&token_scope=rules").want(http.StatusOK).has("POS", "읽기 · 알림 기준", `action="/settings/tokens#tokens"`)

	remove := regexp.MustCompile(`/settings/tokens/\d+/delete`).FindString(page.body)
	w.post(remove, "", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin").want(http.StatusOK).has("이 API 토큰을 폐기할까요?", "재고 연동", `name="sure" value="1"`, `action="`+remove+`"`)
	program.get("/api/v1/sync", bearer(value)...).want(http.StatusOK)
	w.form(remove, map[string]string{"sure": "1"}).to("/settings?done=deleted")
	w.form(remove, nil).to("/settings?done=deleted") // somebody else was faster
	problem(t, program.get("/api/v1/sync", bearer(value)...).want(http.StatusUnauthorized).object(), "UNAUTHORIZED")
	w.get("/settings").has("API 토큰 ‘재고 연동’ 폐기: 읽기 · 알림 기준 · 2027년")
	w.form("/settings/tokens/999999/delete", nil).to("/settings?done=deleted")
}

// TestTheDocumentNamesTheScopeOfEveryCall compares the description with what
// the server does: a token with all other scopes is refused.
func TestTheDocumentNamesTheScopeOfEveryCall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	doc, _ := b.document(t)
	without := map[team.Scope]string{}
	for i, scope := range team.Scopes() {
		others := slices.DeleteFunc(team.Scopes(), func(s team.Scope) bool { return s == scope })
		without[scope] = "ia_" + strings.Repeat(string(rune('a'+i)), 43)
		b.keepToken(t, without[scope], team.APIToken{Name: "all but " + string(scope), Scopes: others})
	}
	w, described := b.browser(t), 0
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if path == "/openapi.json" {
				continue
			}
			described++
			var scopes []team.Scope
			raw, err := json.Marshal(operation.Extensions["x-scopes"])
			if err == nil {
				err = json.Unmarshal(raw, &scopes)
			}
			if err != nil || len(scopes) != 1 || without[scopes[0]] == "" {
				t.Errorf("%s %s: x-scopes %s, %v", method, path, raw, err)
				continue
			}
			address := "/api/v1" + regexp.MustCompile(`\{[a-z_]+\}`).ReplaceAllString(path, "1")
			w.do(method, address, "", bearer(without[scopes[0]])...).want(http.StatusForbidden).has("‘" + string(scopes[0]) + "’")
			if operation.Responses.Value("403") == nil {
				t.Errorf("%s %s has no 403", method, path)
			}
		}
	}
	if described < 25 {
		t.Errorf("%d calls", described)
	}
	if text := doc.Components.SecuritySchemes["token"].Value.Description; !strings.Contains(text, "`settings`") || !strings.Contains(text, "TOKEN_EXPIRED") {
		t.Errorf("the scheme of tokens: %q", text)
	}
}

// TestWhatATokenAsksOfTheDatabase bounds what a call with a token costs when its
// last use was stored a little ago, which is the common case.
func TestWhatATokenAsksOfTheDatabase(t *testing.T) {
	t.Parallel()
	store, address := postgrestest.Open(t)
	store.Close()
	m, address := newMeter(t, address)
	b := newBenchOn(t, postgrestest.Connect(t, address))
	b.shop(t, 3)
	value := "ia_" + strings.Repeat("b", 43)
	b.keepToken(t, value, team.APIToken{Name: "reader", Scopes: []team.Scope{team.ScopeRead}})
	w := b.browser(t)
	for route, most := range map[string]trips{"/api/v1/inventory": {2, 8}, "/api/v1/products": {2, 7}} {
		var cost trips
		for range 3 { // the first call stores the time and prepares the statements
			before := m.read()
			w.get(route, bearer(value)...).want(http.StatusOK)
			cost = m.read().minus(before)
		}
		if cost.transactions > most.transactions || cost.roundTrips > most.roundTrips {
			t.Errorf("%s: %d transactions, %d round trips; at most %d and %d", route, cost.transactions, cost.roundTrips, most.transactions, most.roundTrips)
		}
		t.Logf("%s: %+v", route, cost)
	}
}
