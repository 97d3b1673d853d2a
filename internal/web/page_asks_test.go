package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
	"cafe24-inventory-alert/views/words"
)

// TestThePageShowsWhoWasNotAsked checks that each limit has its own sentence
// with the time, on every page that mentions the confirmation, and in the API.
func TestThePageShowsWhoWasNotAsked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.clock.stop()
	for n := range 10 {
		w.form("/settings/recipients/add", map[string]string{"email": fmt.Sprintf("p%d@hanbit.example", n)}).to("/settings?done=added")
	}
	w.get("/settings?done=added").has("확인 메일을 보냈어요. 받은 분이")
	w.form("/settings/recipients/add", map[string]string{"email": "late@hanbit.example"}).to("/settings?done=added")
	until := hour(b.clock.Now().Add(time.Hour))
	sentence := until + "에 자동으로 보내요"
	page := w.get("/settings?done=added").has("확인 메일 보내기 전", "10통이 다 나가서, 아직 보내지 못했어요").lacks("확인 메일을 보냈어요. 받은 분이")
	if got := strings.Count(page.body, sentence); got != 2 { // beside the address, and as the result
		t.Errorf("%d times %q", got, sentence)
	}
	if got := strings.Count(page.body, "확인 메일 다시 보내기"); got != 10*2 { // button and label, for everyone who was asked
		t.Errorf("%d of the button", got)
	}
	w.form("/settings/recipients/confirm", map[string]string{"email": "p1@hanbit.example"}).
		want(http.StatusTooManyRequests).has("10통이 다 나갔어요", until+"부터 다시 보낼 수 있어요")

	row := b.confirmationOf(t, w, "late@hanbit.example")
	if at, err := time.Parse(time.RFC3339, fmt.Sprint(row["ask_after"])); err != nil || at.Unix() != b.clock.Now().Add(time.Hour).Unix() {
		t.Errorf("ask_after %v (%v)", row["ask_after"], err)
	}
	if row["state"] != "waiting" || row["waiting_for"] != "mall_limit" || row["asked_at"] != nil {
		t.Errorf("API: %v", row)
	}
	b.clock.advance(time.Hour)
	if asked, err := b.store.Mall(mall).AskRecipients(t.Context(), b.clock.Now()); asked != 1 || err != nil {
		t.Fatalf("%d asked, %v", asked, err)
	}
	w.get("/settings").lacks(sentence)
	if row := b.confirmationOf(t, w, "late@hanbit.example"); row["state"] != "asked" || row["ask_after"] != nil || row["asked_at"] == nil {
		t.Errorf("API, asked: %v", row)
	}
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "late@hanbit.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if row := b.confirmationOf(t, w, "late@hanbit.example"); row["state"] != "confirmed" {
		t.Errorf("API, confirmed: %v", row)
	}
}

// TestTheStepsShowWhoWasNotAsked checks a new mall with an address that three
// other malls have asked on the same day.
func TestTheStepsShowWhoWasNotAsked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.clock.stop()
	const email = "md@example.com"
	for n := range preference.AskersADay {
		other := lowstock.MallID(fmt.Sprintf("other%d", n))
		if _, err := b.store.Mall(other).LaunchMall(t.Context(), "ko"); err != nil {
			t.Fatal(err)
		}
		if err := b.store.Mall(other).Connect(t.Context(), connect.Token{
			Access: "a", Refresh: "r", IssuedAt: b.clock.Now(), AccessExpiresAt: b.clock.Now().Add(time.Hour), RefreshExpiresAt: b.clock.Now().Add(time.Hour),
		}, b.clock.Now()); err != nil {
			t.Fatal(err)
		}
		settings, err := b.store.Mall(other).Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.Recipients = []preference.Recipient{{Email: email, Immediate: true, Digest: preference.DigestOff}}
		if err := b.store.Mall(other).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.form("/setup/recipient", map[string]string{"email": email}).to("/stock?done=confirm_waits")
	sentence := "이 주소로 하루에 보낼 수 있는 확인 메일이 다 나가서, 아직 보내지 못했어요"
	until := hour(b.clock.Now().Add(24 * time.Hour))
	w.get("/stock?done=confirm_waits").has(email+": "+sentence, until+"에 자동으로 보내요", "확인 메일은 나중에").lacks(email + "에 확인 메일을 보냈어요")
	w.get("/settings").has(sentence, "아직 확인 메일이 나가지 않아서")
	if row := b.confirmationOf(t, w, email); row["state"] != "waiting" || row["waiting_for"] != "address_limit" {
		t.Errorf("API: %v", row)
	}
}

// TestThePageShowsThatTheConfirmationDidNotArrive checks that a failed mail is
// not shown as sent.
func TestThePageShowsThatTheConfirmationDidNotArrive(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.form("/settings/recipients/add", map[string]string{"email": "owner@hanbit.example"}).to("/settings?done=added")
	due, err := b.store.Due(t.Context(), b.clock.Now(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		if d.Kind != worklist.DueDeliver {
			continue
		}
		m, err := b.store.Mall(d.Mall).ClaimMessage(t.Context(), d.ID, b.clock.Now(), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		refused := outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address"}
		if err := b.store.Mall(d.Mall).FinishMessage(t.Context(), m.ID, m.Attempts, refused, b.clock.Now(), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, page := range []string{"/settings", "/stock"} {
		w.get(page).has("확인 메일을 보내지 못했어요. " + words.Korean.T("letter.error.address")).lacks("에 확인 메일을 보냈어요")
	}
}

// confirmationOf is the API's answer about one recipient's confirmation.
func (b *bench) confirmationOf(t *testing.T, w *browser, email string) map[string]any {
	t.Helper()
	_, router := b.document(t)
	for _, r := range list(t, w.get("/api/v1/settings").want(http.StatusOK).valid(router).object(), "recipients") {
		if r["email"] == email {
			if row, ok := r["confirmation"].(map[string]any); ok {
				return row
			}
		}
	}
	t.Fatalf("no %s in the settings", email)
	return nil
}

// hour writes a time of the day as Korean pages do.
func hour(at time.Time) string {
	at = at.In(time.FixedZone("KST", 9*60*60))
	half := "오전"
	if at.Hour() >= 12 {
		half = "오후"
	}
	return fmt.Sprintf("%s %d:%02d", half, (at.Hour()+11)%12+1, at.Minute())
}
