package web_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/worklist"
)

const question = "메일이 오지 않아요.\n어제부터 <b>아무것도</b> 없어요."

// claimed returns the only message of a question that is due.
func (b *bench) claimed(t *testing.T) outgoing.Message {
	t.Helper()
	due, err := b.store.Due(t.Context(), b.clock.Now(), 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		if d.Kind != worklist.DueDeliver {
			continue
		}
		m, err := b.store.Mall(mall).ClaimMessage(t.Context(), d.ID, b.clock.Now(), time.Minute)
		if err == nil && m.Purpose == outgoing.PurposeContact {
			return m
		}
	}
	t.Fatal("no question is due")
	return outgoing.Message{}
}

var (
	shownFile  = regexp.MustCompile(`(?s)<pre [^>]*>(.*?)</pre>`)
	sealedFile = regexp.MustCompile(`name="diagnostics" value="([^"]+)"`)
)

// TestAQuestionIsShownAndThenMailed sends one through the real path of mails, to
// a real mail server.
func TestAQuestionIsShownAndThenMailed(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Support.Email = "help@app.example" })
	w := b.shop(t, 2)
	b.notified(t, "secret-recipient@shop.example")
	w.get("/contact").want(http.StatusOK).has(`value="secret-recipient@shop.example"`) // the owner may see it
	fields := map[string]string{"question": question, "reply": "owner@shop.example", "attach": "1"}
	check := w.form("/contact", fields).want(http.StatusOK).
		has("이대로 보낼까요?", "help@app.example", "owner@shop.example", "&lt;b&gt;아무것도&lt;/b&gt;", "hanbit", "made_at")
	sealed := sealedFile.FindStringSubmatch(check.body)[1]
	file, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || !json.Valid(file) {
		t.Fatalf("diagnostics %.100s, %v", file, err)
	}
	shown := strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(shownFile.FindStringSubmatch(check.body)[1])
	if shown != string(file) {
		t.Error("what is shown is not what is sent")
	}
	for _, secret := range []string{"secret-recipient", "머그", "카디건"} {
		if strings.Contains(string(file), secret) {
			t.Errorf("the diagnostics name %q", secret)
		}
	}
	fields["diagnostics"] = sealed
	w.form("/contact/send", fields).to("/contact?sent=1")
	w.get("/contact?sent=1").has("문의를 보내고 있어요")
	m := b.claimed(t)
	if m.Channel != outgoing.ChannelSupport || m.Recipient != "help@app.example" || m.Question.Text != question || m.Question.Diagnostics != string(file) {
		t.Fatalf("message %+v", m)
	}
	checkMail(t, mailed(t, m), string(file))
}

// mailed sends a message to a real mail server and returns what arrived.
func mailed(t *testing.T, m outgoing.Message) mailsim.Message {
	t.Helper()
	server, err := mailsim.New(mailsim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Listen(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(t.Context()) })
	smtp, err := notify.ParseSMTP(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	sender, err := notify.New(notify.Config{
		SMTP: smtp, From: "재고 알림 <alert@stock.example>", AppURL: "https://stock.example", LinkKey: bytes.Repeat([]byte("k"), 32), Timeout: 2 * time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := sender.Send(t.Context(), m, nil); got.State != lowstock.DeliverySent {
		t.Fatalf("outcome %+v", got)
	}
	if all := server.Messages(); len(all) == 1 {
		return all[0]
	}
	t.Fatal("not one mail arrived")
	return mailsim.Message{}
}

// checkMail: a reply goes to the person who asked, support desks do not take it
// for automatic, nobody can unsubscribe, and the diagnostics are attached.
func checkMail(t *testing.T, got mailsim.Message, file string) {
	t.Helper()
	raw, err := mail.ReadMessage(strings.NewReader(got.Raw))
	if err != nil {
		t.Fatal(err)
	}
	if reply := raw.Header.Get("Reply-To"); reply != "<owner@shop.example>" {
		t.Errorf("Reply-To %q", reply)
	}
	for _, header := range []string{"Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe"} {
		if raw.Header.Get(header) != "" {
			t.Errorf("%s: %q", header, raw.Header.Get(header))
		}
	}
	body, err := io.ReadAll(raw.Body)
	if err != nil {
		t.Fatal(err)
	}
	packed := strings.NewReplacer("\r", "", "\n", "").Replace(string(body))
	if !strings.Contains(packed, base64.StdEncoding.EncodeToString([]byte(file))) || !strings.Contains(string(body), "diagnostics-hanbit-") {
		t.Error("the diagnostics are not attached as they are")
	}
	if !strings.Contains(strings.ReplaceAll(got.Text, "\r", ""), question) || !strings.Contains(got.Text, "owner@shop.example") {
		t.Errorf("text %q", got.Text)
	}
}

// TestAQuestionIsChecked: what is missing or wrong, how many, and no address.
func TestAQuestionIsChecked(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Support.Email = "help@app.example" })
	w := b.shop(t, 1)
	w.form("/contact", map[string]string{"question": " ", "reply": "nobody"}).want(http.StatusUnprocessableEntity).
		has("궁금한 것을 적어 주세요", "메일 주소를 확인해 주세요", `value="nobody"`, `aria-invalid="true"`)
	w.form("/contact/send", map[string]string{"question": strings.Repeat("가", outgoing.MaxQuestion+1), "reply": "a@shop.example"}).
		want(http.StatusUnprocessableEntity).has("4,000자까지")
	ask := map[string]string{"question": "왜 안 와요?", "reply": "a@shop.example"}
	w.form("/contact", ask).want(http.StatusOK).has("진단 파일 없이 보내요").lacks("<pre")
	w.form("/contact", map[string]string{"question": "왜 안 와요?", "reply": "a@shop.example", "again": "1"}).want(http.StatusOK).has("왜 안 와요?</textarea>")
	for range 5 {
		w.form("/contact/send", ask).to("/contact?sent=1")
	}
	w.form("/contact/send", ask).want(http.StatusUnprocessableEntity).has("한 시간에 5번까지", "왜 안 와요?</textarea>")
	b.clock.advance(time.Hour + time.Minute)
	w.form("/contact/send", map[string]string{"question": "?", "reply": "a@shop.example", "diagnostics": "bm8gSlNPTg=="}).to("/contact?sent=1")

	none := newBench(t)
	quiet := none.shop(t, 1)
	quiet.get("/contact").want(http.StatusOK).has("문의를 받는 메일 주소가 정해져 있지 않아요").lacks("<textarea")
	quiet.form("/contact/send", ask).want(http.StatusNotFound)
	quiet.get("/stock").lacks(`href="/contact"`)
}

// TestOnlyOwnQuestionsAreListed: each operator sees what he has asked and what became of it, and nothing of others.
func TestOnlyOwnQuestionsAreListed(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Support.Email = "help@app.example" })
	w := b.shop(t, 1)
	w.get("/contact").lacks("보낸 문의")
	w.form("/contact/send", map[string]string{"question": "첫 질문 <i>입니다</i>", "reply": "owner@shop.example", "diagnostics": "e30="}).to("/contact?sent=1")
	m := b.claimed(t)
	b.clock.advance(time.Second)
	if err := b.store.Mall(mall).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.clock.Now(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	w.get("/contact").has("보낸 문의", "첫 질문 &lt;i&gt;입니다", "보냄", "owner@shop.example", "진단 파일 함께 보냄")

	other := b.viewer(t)
	other.get("/contact").lacks("첫 질문", "보낸 문의")
	other.form("/contact/send", map[string]string{"question": strings.Repeat("다른 운영자의 질문 ", 20), "reply": "staff@shop.example"}).to("/contact?sent=1")
	other.get("/contact").has("보낼 예정", "다른 운영자의 질문", "<details", "…").lacks("첫 질문", "owner@shop.example")
	w.get("/contact").lacks("다른 운영자의 질문", "staff@shop.example")
}
