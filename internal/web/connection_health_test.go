package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/selfcheck"
)

// checkup is the check that the background work runs every five minutes.
func (b *bench) checkup(t *testing.T) {
	t.Helper()
	b.clock.advance(6 * time.Minute)
	plan, err := b.store.Mall(mall).ClaimHealth(t.Context(), b.clock.Now(), b.clock.Now().Add(5*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Mall(mall).SettleHealth(t.Context(), plan.DueAt, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) reception(t *testing.T, on bool) {
	t.Helper()
	if err := b.store.Mall(mall).SaveReception(t.Context(), on, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.checkup(t)
}

func TestConnectionShowsWhatIsWrong(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/stock").lacks("카페24가 재고 변경을 알려주지 않아요")
	b.reception(t, false)
	w.get("/stock").has("카페24가 재고 변경을 알려주지 않아요", "자세히 보기", `href="/connection"`)
	w.get("/connection").has("지금 확인할 일", "카페24가 재고 변경을 알려주지 않아요", "이렇게 해 주세요", "실시간 정보 사용에 동의", `href="/auth/install"`, "꺼짐").
		lacks("최근 해결된 일", "자세히 보기")

	b.reception(t, true)
	w.get("/stock").lacks("자세히 보기")
	w.get("/connection").has("최근 해결된 일", "카페24가 다시 재고 변경을 알려줘요", "켜짐").lacks("지금 확인할 일")
	b.clock.advance(selfcheck.Rest)
	b.checkup(t)
	b.reception(t, false)

	// The most serious problem is first. There is only one banner.
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.scope", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.checkup(t)
	w.get("/stock").has("카페24 연결이 끊겨서").lacks("카페24가 재고 변경을")
	w.get("/connection").has("연결 끊김", "허용한 권한이 부족해요", "모두 동의해 주세요", "다시 연결한 뒤").
		lacks("지금 확인할 일", "다시 동의가 필요한 때") // the problem was not solved; a more serious one replaced it
}

// The page explains a refusal correctly in each of its states: the app checks
// again, the refusal continues, the mall must reconnect, Cafe24 answers again.
func TestConnectionExplainsARefusal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	refuse := func() {
		t.Helper()
		if _, _, err := b.store.Mall(mall).NoteRefusal(t.Context(), "connection.app_removed", b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	refuse()
	w.get("/connection").has("연결됨", "접근을 거절했어요", "다시 확인해요").lacks("연결 끊김", "거절하고 있어요")
	b.clock.advance(connect.RefusalFresh + time.Minute)
	refuse()
	w.get("/connection").has("카페24가 접근을 거절하고 있어요", "접근을 거절했어요").lacks("재고를 지켜보고 있어요", "연결 끊김")
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.unauthorized", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("연결 끊김", "새로 받은 인증도", "자동으로 확인해요", `href="/auth/install"`).lacks("다시 연결할 때까지")
	b.clock.advance(time.Minute)
	if back, err := b.store.Mall(mall).Answered(t.Context(), b.clock.Now(), b.clock.Now()); err != nil || !back {
		t.Fatalf("back %v, error %v", back, err)
	}
	w.get("/connection").has("연결됨").lacks("거절", "스스로 확인해요")
}

func TestAPIConnection(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	_, router := b.document(t)
	read := func() (answer connectionJSON) {
		t.Helper()
		body := w.get("/api/v1/connection").want(http.StatusOK).valid(router).body
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	if c := read(); c.State != "active" || len(c.Health) != 0 || c.Webhooks.On != nil {
		t.Errorf("a sound mall: %+v", c)
	}
	b.reception(t, false)
	c := read()
	if len(c.Health) != 1 || c.Webhooks.On == nil || *c.Webhooks.On {
		t.Fatalf("webhooks are off: %+v", c)
	}
	if h := c.Health[0]; h.Kind != "webhooks_off" || h.Subject != nil || h.ClosedAt != nil || h.WhatToDo == nil ||
		h.Title != "카페24가 재고 변경을 알려주지 않아요" {
		t.Errorf("webhooks are off: %+v", h)
	}
	b.reception(t, true)
	if h := read().Health[0]; h.ClosedAt == nil || h.WhatToDo != nil || h.Text != "카페24가 다시 재고 변경을 알려줘요. 알림도 다시 바로 가요." {
		t.Errorf("webhooks are on again: %+v", h)
	}
	b.browser(t).get("/api/v1/connection").want(http.StatusUnauthorized)
}

type connectionJSON struct {
	State    string
	Webhooks struct{ On *bool }
	Health   []struct {
		Kind     string
		Subject  *string
		ClosedAt *string `json:"closed_at"`
		Title    string
		Text     string
		WhatToDo *string `json:"what_to_do"`
	}
}
