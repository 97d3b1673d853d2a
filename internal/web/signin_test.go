package web_test

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// copied is a browser with a copy of another one's cookie.
func (w *browser) copied() *browser {
	thief := w.bench.browser(w.t)
	thief.setSession(w.cookie("__Host-session"))
	return thief
}

// TestLogOut expects that a copied cookie is dead at once, and that the page
// says how to come back. A second press gets the same page.
func TestLogOut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	for _, page := range []string{"/stock", "/stock/1", "/alerts", "/reorder", "/report", "/rules", "/promotions", "/settings", "/settings/team", "/connection"} {
		w.get(page).want(http.StatusOK).has(`<form method="post" action="/logout"`)
	}
	thief := w.copied()
	thief.get(whoAmI).want(http.StatusOK)

	page := w.form("/logout", nil).want(http.StatusOK).has("로그아웃했어요", "앱 메뉴에서 열어 주세요", b.sim.AdminURL()[:10])
	if w.cookie("__Host-session") != "" {
		t.Error("the cookie is still there")
	}
	if csp := page.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "https://hanbit.cafe24.com") {
		t.Errorf("the admin's frame cannot show the page: %s", csp)
	}
	if got := page.Header.Get("Clear-Site-Data"); !strings.Contains(got, `"cache"`) {
		t.Errorf("the browser may keep pages: %q", got)
	}
	thief.get(whoAmI).want(http.StatusUnauthorized)
	thief.get("/stock").want(http.StatusUnauthorized).has("카페24 쇼핑몰 관리자에서 앱을 다시 열어 주세요")
	thief.form("/logout", nil).want(http.StatusOK).has("로그아웃했어요")
	w.form("/logout", nil).want(http.StatusOK).has("로그아웃했어요")
	w.form("/logout", nil, "Sec-Fetch-Site", "cross-site").want(http.StatusForbidden)
	w.launch(mall).to("/stock")
	w.get("/stock").want(http.StatusOK)
}

// TestALaunchEndsTheSessionBeforeIt holds that a cookie copied before a new
// launch in the same browser is dead after it, whoever launches.
func TestALaunchEndsTheSessionBeforeIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, otherMall)
	w := b.shop(t, 1)
	thief := w.copied()
	w.launch(mall).to("/stock")
	thief.get(whoAmI).want(http.StatusUnauthorized)
	again := w.copied()
	w.launch(otherMall).to("/stock")
	again.get(whoAmI).want(http.StatusUnauthorized)
	w.get(whoAmI).want(http.StatusOK)
}

// TestADemotedOperatorLosesTheOldRights holds that a launch with another type
// ends the sessions of the old type, in every browser.
func TestADemotedOperatorLosesTheOldRights(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 1)
	open := func(kind string) *browser {
		w := b.browser(t)
		w.open(mall, cafe24sim.Launch{UserType: kind, UserID: "kim"}).to("/stock")
		return w
	}
	owner, second := open("P"), open("P")
	owner.form("/settings/schedule", schedule()).to("/settings?done=saved")
	second.get(whoAmI).want(http.StatusOK) // another browser of the same type stays

	// A code that would continue the old session is dead, too.
	framed := b.cookieless(t)
	carried := framed.open(mall, cafe24sim.Launch{UserType: "P", UserID: "kim"}).want(http.StatusSeeOther).Header.Get("Location")
	_, code, _ := strings.Cut(carried, "window=")

	sub := open("A")
	for _, old := range []*browser{owner, second} {
		old.form("/settings/schedule", schedule()).want(http.StatusUnauthorized)
		old.get("/stock").want(http.StatusUnauthorized)
	}
	b.browser(t).get("/auth/window?code=" + code).want(http.StatusForbidden)
	sub.get("/stock").want(http.StatusOK)
	sub.form("/settings/schedule", schedule()).want(http.StatusForbidden)
	open("P").get("/stock").want(http.StatusOK) // promoted again
	for _, old := range []*browser{owner, second, sub} {
		old.get("/stock").want(http.StatusUnauthorized)
	}
	if lee := b.operator(t, "A"); lee.get("/stock").StatusCode != http.StatusOK {
		t.Error("another operator's session ended")
	}
}

// TestSessionsOfAnOperatorWhoLeftEnd holds that Cafe24's word about a
// sub-operator, changed or deleted, ends their sessions at once. Where it does
// not say whose, it ends those of everybody but owners.
func TestSessionsOfAnOperatorWhoLeftEnd(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.runIntake(t)
	owner := b.shop(t, 1)
	tell := func(no int, resource string) {
		t.Helper()
		b.browser(t).post("/webhooks/cafe24", fmt.Sprintf(`{"event_no":%d,"resource":%s}`, no, resource), "X-API-Key", cafe24sim.DefaultWebhookKey).want(http.StatusOK)
	}
	for _, no := range []int{90114, 90115} {
		gone, stays := b.operator(t, "A"), b.viewer(t)
		tell(no, `{"mall_id":"hanbit","sub_admin_id":"staff_A","sub_admin_type":"A","user_name":"Kim"}`)
		gone.get(whoAmI).want(http.StatusUnauthorized)
		stays.get(whoAmI).want(http.StatusOK)
		tell(no, `{"mall_id":"dalbit"}`)
		stays.get(whoAmI).want(http.StatusOK)
		tell(no, `{"mall_id":"hanbit"}`)
		stays.get(whoAmI).want(http.StatusUnauthorized)
		owner.get(whoAmI).want(http.StatusOK)
	}
}

func schedule() map[string]string {
	return map[string]string{"collect_seconds": "90", "daily_cap": "3", "second_after_hours": "0", "digest_at": "09:00"}
}

var endLink = regexp.MustCompile(`/settings/team\?end=(\d+)#end" aria-label="([^"]+)"`)

// ends returns the numbers of the sessions that a browser may end.
func (w *browser) ends() (numbers []string) {
	w.t.Helper()
	for _, m := range endLink.FindAllStringSubmatch(w.get("/settings/team").want(http.StatusOK).body, -1) {
		numbers = append(numbers, m[1])
	}
	return numbers
}

// TestOwnerEndsSessions walks the page: who is signed in, the question, one
// session, all others.
func TestOwnerEndsSessions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, otherMall)
	b.shop(t, 1)
	w := b.browser(t)
	w.header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36")
	w.launch(mall).to("/stock")
	sub, elsewhere := b.operator(t, "A"), b.owner(t, otherMall)
	subs := sub.copied()

	page := w.get("/settings/team").want(http.StatusOK).has("Chrome, Windows", "127.0.0.0/24", "staff_A", "부운영자", "지금 쓰는 브라우저", "다른 로그인 모두 끝내기")
	page.lacks("> 127.0.0.1<", `action="/settings/team/end"`)
	mine := sub.get("/settings/team").want(http.StatusOK).has("staff_A", "지금 쓰는 브라우저")
	mine.lacks("Chrome, Windows", ">hanbit<")

	number := b.sessionOf(t, "staff_A")
	page.has("/settings/team?end=" + number + "#end")
	w.get("/settings/team?end="+number).want(http.StatusOK).has(`action="/settings/team/end"`, `value="`+number+`"`, "로그인을 끝낼까요?")
	subs.get(whoAmI).want(http.StatusOK) // the question changes nothing
	sub.form("/settings/team/end", map[string]string{"session": b.sessionOf(t, "hanbit")}).to("/settings/team?done=sessions_ended")
	w.get(whoAmI).want(http.StatusOK) // a sub-operator ends nobody else's
	elsewhere.form("/settings/team/end", map[string]string{"session": number}).to("/settings/team?done=sessions_ended")
	subs.get(whoAmI).want(http.StatusOK) // neither does another mall

	w.form("/settings/team/end", map[string]string{"session": number}).to("/settings/team?done=sessions_ended")
	subs.get(whoAmI).want(http.StatusUnauthorized)
	w.get("/settings").has("로그인 끝냄")

	third, old := b.operator(t, "A"), b.viewer(t)
	w.form("/settings/team/end", map[string]string{"session": "others"}).to("/settings/team?done=sessions_ended")
	third.get(whoAmI).want(http.StatusUnauthorized)
	old.get(whoAmI).want(http.StatusUnauthorized)
	w.get(whoAmI).want(http.StatusOK)
	elsewhere.get(whoAmI).want(http.StatusOK)
	if left := w.ends(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	for _, bad := range []string{"", "0", "-1", "x", "1 or 1=1"} {
		w.form("/settings/team/end", map[string]string{"session": bad}).want(http.StatusNotFound)
	}
	if log := b.log.String(); !strings.Contains(log, `"event":"session_ended"`) || strings.Contains(log, w.cookie("__Host-session")) {
		t.Error("the log does not name it, or names a cookie")
	}
}

// sessionOf is the number of an operator's newest session.
func (b *bench) sessionOf(t *testing.T, operator string) string {
	t.Helper()
	list, err := b.store.Mall(mall).Sessions(t.Context(), operator, b.clock.Now())
	if err != nil || len(list) == 0 {
		t.Fatalf("sessions of %s: %v, %v", operator, list, err)
	}
	return strconv.FormatInt(list[0].Number, 10)
}

// TestEndingOthersNeedsAFreshLaunch holds that a session whose launch is long
// ago, which may be a stolen one, cannot end others. It can end itself.
func TestEndingOthersNeedsAFreshLaunch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	thief := w.copied()
	b.clock.advance(20 * time.Minute)
	owner := b.browser(t)
	owner.launch(mall).to("/stock")
	victims := thief.ends()
	if len(victims) != 1 {
		t.Fatalf("sessions: %v", victims)
	}
	thief.get("/settings/team?end=" + victims[0]).has("앱을 다시 연 뒤 15분 안에").lacks(`action="/settings/team/end"`)
	thief.form("/settings/team/end", map[string]string{"session": victims[0]}).to("/settings/team?end=" + victims[0])
	thief.form("/settings/team/end", map[string]string{"session": "others"}).to("/settings/team?end=others")
	owner.get(whoAmI).want(http.StatusOK)
	owner.form("/settings/team/end", map[string]string{"session": "others"}).to("/settings/team?done=sessions_ended")
	thief.get(whoAmI).want(http.StatusUnauthorized)
	w.get(whoAmI).want(http.StatusUnauthorized)
}

// TestSessionsOfAnOperatorAreLimited holds the documented number, and that the
// oldest gives way.
func TestSessionsOfAnOperatorAreLimited(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.shop(t, 1)
	second := first
	for i := range 20 {
		b.clock.advance(2 * time.Second)
		w := b.browser(t)
		w.launch(mall).to("/stock")
		if i == 0 {
			second = w
		}
		if want := map[bool]int{true: http.StatusUnauthorized, false: http.StatusOK}[i == 19]; i >= 18 {
			first.get(whoAmI).want(want)
		}
	}
	second.get(whoAmI).want(http.StatusOK)
}

// oldCookie is the cookie that a version of the program without stored sessions
// would make of a session.
func (w *browser) oldCookie(t *testing.T, change func(map[string]any)) string {
	t.Helper()
	jar := oldJar(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "__Host-session", Value: w.cookie("__Host-session")})
	kept, err := jar.New(r, "__Host-session")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := kept.Values["ticket"].(string)
	var ticket map[string]any
	if err := json.Unmarshal([]byte(text), &ticket); err != nil {
		t.Fatal(err)
	}
	delete(ticket, "stored")
	change(ticket)
	old, err := json.Marshal(ticket)
	if err != nil {
		t.Fatal(err)
	}
	value, err := securecookie.EncodeMulti("__Host-session", map[any]any{"ticket": string(old)}, jar.Codecs...)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestCookiesOfTheVersionBefore holds a rolling restart: an old cookie works
// until it expires, is listed and can be ended; and an old process's copy of a
// new cookie stays ended.
func TestCookiesOfTheVersionBefore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	old := b.browser(t)
	old.setSession(w.oldCookie(t, func(ticket map[string]any) { ticket["id"] = "00112233445566778899aabbccddeeff" }))
	thief := old.copied()
	old.get("/stock").want(http.StatusOK)
	if n := w.ends(); len(n) != 1 {
		t.Fatalf("sessions beside the own one: %v", n)
	}
	thief.get(whoAmI).want(http.StatusOK)
	old.form("/logout", nil).want(http.StatusOK)
	thief.get(whoAmI).want(http.StatusUnauthorized)

	again := b.browser(t)
	again.setSession(w.oldCookie(t, func(ticket map[string]any) { ticket["id"] = "ffeeddccbbaa99887766554433221100" }))
	w.form("/settings/team/end", map[string]string{"session": "others"}).to("/settings/team?done=sessions_ended")
	again.get(whoAmI).want(http.StatusUnauthorized) // not seen before, and ended by the epoch

	unknown := b.browser(t)
	unknown.setSession(w.oldCookie(t, func(ticket map[string]any) { ticket["id"], ticket["stored"] = "aa112233445566778899aabbccddeeff", true }))
	unknown.get(whoAmI).want(http.StatusUnauthorized) // its row is gone

	resealed := b.browser(t)
	resealed.setSession(w.oldCookie(t, func(map[string]any) {}))
	resealed.get(whoAmI).want(http.StatusOK)
	w.form("/logout", nil).want(http.StatusOK)
	resealed.get(whoAmI).want(http.StatusUnauthorized)
}

// TestTheSessionIsStoredAsAHash holds that no row of the database can be turned
// back into a cookie.
func TestTheSessionIsStoredAsAHash(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	var id string
	w.oldCookie(t, func(ticket map[string]any) { id, _ = ticket["id"].(string) })
	if len(id) != 64 {
		t.Errorf("the id has %d hex digits, want 64: 256 bits", len(id))
	}
	list, err := b.store.Mall(mall).Sessions(t.Context(), "", b.clock.Now())
	if err != nil || len(list) != 1 {
		t.Fatalf("%v: %v", list, err)
	}
	if sum := sha256.Sum256([]byte(id)); string(list[0].Hash) != string(sum[:]) {
		t.Errorf("stored as %s", base64.StdEncoding.EncodeToString(list[0].Hash))
	}
}

// TestLastSeenIsWrittenSeldom holds that a page writes nothing while its
// session was seen a moment ago, and that the list stays right.
func TestLastSeenIsWrittenSeldom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	seen := func() time.Time {
		list, err := b.store.Mall(mall).Sessions(t.Context(), "", b.clock.Now())
		if err != nil || len(list) != 1 {
			t.Fatalf("%v: %v", list, err)
		}
		return list[0].SeenAt
	}
	began := seen()
	b.clock.advance(9 * time.Minute)
	w.get("/stock").want(http.StatusOK)
	if at := seen(); !at.Equal(began) {
		t.Errorf("written after nine minutes: %s", at.Sub(began))
	}
	b.clock.advance(time.Minute + time.Second)
	w.get("/stock").want(http.StatusOK)
	if at := seen(); at.Sub(began) < 10*time.Minute {
		t.Errorf("not written after ten minutes: %s", at.Sub(began))
	}
	b.clock.advance(2*time.Hour + time.Second)
	if list, err := b.store.Mall(mall).Sessions(t.Context(), "", b.clock.Now()); err != nil || len(list) != 0 {
		t.Errorf("an idle session is listed: %v, %v", list, err)
	}
}

// oldJar seals and opens cookies as the version before did, with the bench's
// key.
func oldJar(t *testing.T) *sessions.CookieStore {
	t.Helper()
	var pairs [][]byte
	for _, info := range []string{"session cookie hash", "session cookie block"} {
		derived, err := hkdf.Key(sha256.New, key('a'), nil, info, 32)
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, derived)
	}
	return sessions.NewCookieStore(pairs...)
}
