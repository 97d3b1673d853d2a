package web_test

import (
	"net/http"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

// mailsTo counts the messages of each purpose that were written to an address.
func (b *bench) mailsTo(t *testing.T, email string) map[string]int {
	t.Helper()
	rows, err := b.store.Pool().Query(t.Context(), `SELECT purpose, count(*) FROM messages WHERE recipient = $1 GROUP BY 1`, email)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := map[string]int{}
	for rows.Next() {
		var purpose string
		var n int
		if err := rows.Scan(&purpose, &n); err != nil {
			t.Fatal(err)
		}
		got[purpose] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestANoIsRemembered removes an address whose owner has unsubscribed, and adds
// it again. The address is not asked again: only its owner can come back.
func TestANoIsRemembered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	const email = "left@else.example"
	b.notified(t, email)
	if err := b.store.Mall(mall).Unsubscribe(t.Context(), email, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	before := b.mailsTo(t, email)["confirm"]
	for range 2 {
		w.form("/settings/recipients/remove", map[string]string{"email": email}).want(http.StatusSeeOther)
		w.form("/settings/recipients/add", map[string]string{"email": email}).want(http.StatusSeeOther)
	}
	w.get("/settings?done=added").has(email, "수신 거부", "다시 받는 것도 본인만").lacks("확인 메일 다시 보내기", "확인 메일을 보냈어요")
	w.form("/settings/recipients/confirm", map[string]string{"email": email}).want(http.StatusConflict)
	if got := b.mailsTo(t, email)["confirm"]; got != before {
		t.Errorf("asked %d times after it said no", got-before)
	}
	// Its owner comes back by the link of a mail.
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), email, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.form("/settings/recipients/remove", map[string]string{"email": email}).want(http.StatusSeeOther)
	w.form("/settings/recipients/add", map[string]string{"email": email}).want(http.StatusSeeOther)
	w.get("/settings").has(email, "확인 대기 중").lacks("수신 거부")
}

// TestNoTestMailToAStranger enters an address whose owner has agreed to
// nothing. The address gets the mail that asks, within its limits, and no
// other mail, whatever the operator presses.
func TestNoTestMailToAStranger(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	const stranger = "stranger@else.example"
	w.form("/settings/recipients/add", map[string]string{"email": stranger}).to("/settings?done=added")
	const why, again = "아직 받겠다고 확인하지 않은 주소예요", "확인 메일 다시 보내기"
	w.get("/settings").has(again, "시험 메일은 확인한 뒤에").lacks("시험 메일</button>", `action="/settings/test"`)
	w.form("/settings/test", map[string]string{"email": stranger}).want(http.StatusConflict).has("<!doctype", why, again, `action="/settings/recipients/confirm"`)
	w.form("/settings/test", map[string]string{"email": stranger}, htmx("div#r-1-test")...).want(http.StatusOK).has(`<div id="r-1-test"`, "보내지 않음", why)
	w.form("/reorder/mail", map[string]string{"email": stranger})
	w.get("/settings/digest?email=" + stranger)
	if got := b.mailsTo(t, stranger); got["confirm"] != 1 || len(got) != 1 {
		t.Errorf("to an address that has not agreed: %v", got)
	}
	// The store itself refuses, also where a page or an API of another version asks.
	if _, err := b.store.Mall(mall).MakeTest(t.Context(), lowstock.ChannelEmail, stranger, b.clock.Now()); lowstock.ErrorCode(err) != lowstock.CodeConflict {
		t.Errorf("the store: %v", err)
	}

	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), stranger, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").has("시험 메일</button>").lacks("시험 메일은 확인한 뒤에")
	w.form("/settings/test", map[string]string{"email": stranger}).want(http.StatusOK).lacks(why)
	if got := b.mailsTo(t, stranger); got["test"] != 1 {
		t.Errorf("to an address that has agreed: %v", got)
	}

	// An address that refuses mails gets none before it agrees again.
	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE recipients SET suspended_at = now()`); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").has(again).lacks(`action="/settings/test"`)
	w.form("/settings/test", map[string]string{"email": stranger}).want(http.StatusConflict).has("반송되어 멈춘 주소", again)
	if got := b.mailsTo(t, stranger); got["test"] != 1 {
		t.Errorf("to an address that bounces: %v", got)
	}
}
