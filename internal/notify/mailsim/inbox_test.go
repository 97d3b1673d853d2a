package mailsim_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/notify/mailsim"
)

// answer is a response whose body has been read.
type answer struct {
	StatusCode int
	Header     http.Header
}

// page sends a GET or another request to the inbox; the client does not follow
// redirects.
func page(t *testing.T, site *httptest.Server, method, path, body string, header ...string) (answer, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, site.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := site.Client().Transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header}, string(b)
}

func inbox(t *testing.T) (*mailsim.Server, *httptest.Server) {
	t.Helper()
	s := listen(t, mailsim.Config{})
	site := httptest.NewServer(s.Handler())
	t.Cleanup(site.Close)
	return s, site
}

func TestInboxPages(t *testing.T) {
	t.Parallel()
	s, site := inbox(t)
	if _, body := page(t, site, "GET", "/", ""); !strings.Contains(body, "아직 받은 메일이 없어요") {
		t.Errorf("the empty inbox: %s", body)
	}
	if _, body := page(t, site, "GET", "/", "", "Cookie", "mailsim_lang=en"); !strings.Contains(body, "No mail yet") {
		t.Errorf("the empty inbox in English: %s", body)
	}
	if res, _ := page(t, site, "GET", "/?lang=en", ""); !strings.HasPrefix(res.Header.Get("Set-Cookie"), "mailsim_lang=en;") {
		t.Errorf("English is not remembered: %q", res.Header.Get("Set-Cookie"))
	}
	m := message(t, "owner@shop.test")
	m.Subject(`<script>alert(1)</script> 재고`)
	if err := client(t, s).DialAndSendWithContext(t.Context(), m, message(t, "later@shop.test")); err != nil {
		t.Fatal(err)
	}
	_, body := page(t, site, "GET", "/", "")
	if later, owner := strings.Index(body, "later@shop.test"), strings.Index(body, "owner@shop.test"); later < 0 || owner < later {
		t.Errorf("not the newest first: %d, %d", later, owner)
	}
	if !strings.Contains(body, "&lt;script&gt;alert(1)") || strings.Contains(body, "<script") {
		t.Errorf("the subject is not escaped: %s", body)
	}
	id := s.Messages()[0].ID
	for path, want := range map[string]string{
		"/messages/" + id:                   `src="/messages/` + id + `/html" sandbox=`,
		"/messages/" + id + "?view=text":    "린넨 셔츠 2개 남음",
		"/messages/" + id + "?view=headers": "stable-1@app.test",
		"/messages/" + id + "/raw":          "Content-Transfer-Encoding",
		"/inbox.css":                        "--accent",
	} {
		if res, body := page(t, site, "GET", path, ""); res.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %q: %s", path, res.StatusCode, want, body)
		}
	}
	if res, _ := page(t, site, "GET", "/messages/none", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown message: %d", res.StatusCode)
	}
}

func TestMailsHTMLIsSandboxed(t *testing.T) {
	t.Parallel()
	s, site := inbox(t)
	if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, "owner@shop.test")); err != nil {
		t.Fatal(err)
	}
	res, body := page(t, site, "GET", "/messages/"+s.Messages()[0].ID+"/html", "")
	policy := res.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "sandbox ") || strings.Contains(policy, "allow-scripts") || strings.Contains(policy, "allow-same-origin") ||
		!strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	if !strings.Contains(body, `<head><base target="_blank"><title>`) {
		t.Errorf("links stay in the frame: %s", body)
	}
}

func TestInboxAPI(t *testing.T) {
	t.Parallel()
	s, site := inbox(t)
	if _, body := page(t, site, "GET", "/api/messages", ""); body != "{\"messages\":[]}\n" {
		t.Errorf("empty: %s", body)
	}
	if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, "a@shop.test"), message(t, "b@shop.test")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/api/messages": "b@shop.test a@shop.test", "/api/messages?to=a@shop.test": "a@shop.test"} {
		var got struct{ Messages []mailsim.Message }
		_, body := page(t, site, "GET", path, "")
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		var to []string
		for _, m := range got.Messages {
			to = append(to, m.To...)
		}
		if strings.Join(to, " ") != want {
			t.Errorf("%s: %v, want %s", path, to, want)
		}
	}
	if res, _ := page(t, site, "PUT", "/api/fault", `{"mode":"reject_rcpt"}`); res.StatusCode != http.StatusOK || s.Fault().Mode != mailsim.RejectRCPT {
		t.Errorf("fault: %d, %v", res.StatusCode, s.Fault())
	}
	for _, path := range []string{"/", "/fault"} {
		if _, body := page(t, site, "GET", path, ""); !strings.Contains(body, "없는 주소라고 거절 (550)</strong>") {
			t.Errorf("%s does not say what is broken", path)
		}
	}
	if res, _ := page(t, site, "PUT", "/api/fault", `{"mode":"sulk"}`); res.StatusCode != http.StatusBadRequest {
		t.Errorf("unknown fault: %d", res.StatusCode)
	}
	if res, _ := page(t, site, "DELETE", "/api/messages", ""); res.StatusCode != http.StatusNoContent || len(s.Messages()) != 0 {
		t.Errorf("delete: %d, %d left", res.StatusCode, len(s.Messages()))
	}
}

func TestInboxForms(t *testing.T) {
	t.Parallel()
	s, site := inbox(t)
	if err := client(t, s).DialAndSendWithContext(t.Context(), message(t, "a@shop.test")); err != nil {
		t.Fatal(err)
	}
	if res, _ := page(t, site, "POST", "/clear", "", "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden || len(s.Messages()) != 1 {
		t.Errorf("another site clears the inbox: %d, %d left", res.StatusCode, len(s.Messages()))
	}
	form := []string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}
	if res, _ := page(t, site, "POST", "/fault", "mode=greylist", form...); res.StatusCode != http.StatusSeeOther || s.Fault().Mode != mailsim.Greylist {
		t.Errorf("fault form: %d, %v", res.StatusCode, s.Fault())
	}
	if res, _ := page(t, site, "POST", "/clear", "", form...); res.StatusCode != http.StatusSeeOther || len(s.Messages()) != 0 {
		t.Errorf("clear form: %d, %d left", res.StatusCode, len(s.Messages()))
	}
}
