package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// found stores a reading that no webhook had announced.
func (b *bench) found(t *testing.T, source lowstock.Source, no int64, quantities ...int) {
	t.Helper()
	r := inbound.ProductReading{Product: lowstock.Product{No: no, Name: "니트 가디건", Display: true, Selling: true, CategoryNos: []int{}}}
	for i, quantity := range quantities {
		r.Variants = append(r.Variants, lowstock.Variant{
			ProductNo: no, Code: variantCode(no, i), Options: []lowstock.Option{{Name: "색상", Value: []string{"크림", "블랙"}[i]}},
			Display: true, Selling: true, Tracked: true, Quantity: quantity,
		})
	}
	levels := inbound.Levels{Source: source, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{r}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
}

func TestConnectionShowsWhatNothingAnnounced(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 6) // the sixth product has 25 and 28
	b.farFromMidnight(t, 2*time.Hour)
	w.get("/connection").has("오늘 변경을 알아챈 시간", "오늘은 아직 바뀐 재고가 없어요", "알림 없이 바뀐 재고는 없었어요",
		"변경 알림이 오지 않아도", "늦어도 11분", "늦어도 6시간 19분", "10분마다", "6시간마다")
	b.clock.advance(7 * time.Minute)
	b.found(t, lowstock.SourceWatch, 6, 25, 20)
	b.clock.advance(50 * time.Minute)
	b.found(t, lowstock.SourceSweep, 6, 1, 20)
	w.get("/connection").has("변경 알림 없이 바뀐 재고를 2건 찾았어요", "수시 동기화 1건", "전체 동기화 1건", "28 → 20", "25 → 1",
		"길게는 8분 동안", "길게는 51분 동안", "/stock/6?variant="+variantCode(6, 0), "색상: 블랙", "<dd", "절반").
		lacks("없었어요", "가장 최근")

	_, router := b.document(t)
	var c struct {
		Detection struct {
			Changes int  `json:"changes_today"`
			P50     *int `json:"p50_seconds"`
			Near    *int `json:"worst_minutes_near_threshold"`
			Others  *int `json:"worst_minutes_others"`
		}
		Drifts struct {
			Watch  int `json:"watch_24h"`
			Newest []struct {
				From, To int
				FoundBy  string `json:"found_by"`
				Age      int    `json:"age_seconds"`
			}
		}
	}
	read := func() {
		t.Helper()
		body := w.get("/api/v1/connection").want(http.StatusOK).valid(router).body
		if err := json.Unmarshal([]byte(body), &c); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if c.Detection.Changes != 2 || c.Detection.P50 == nil || *c.Detection.P50 != 8*60 || *c.Detection.Near != 11 || *c.Detection.Others != 379 {
		t.Errorf("detection %+v", c.Detection)
	}
	if n := c.Drifts.Newest; c.Drifts.Watch != 1 || len(n) != 2 || n[0].From != 25 || n[0].To != 1 || n[0].FoundBy != "sweep" || n[0].Age != 51*60 {
		t.Errorf("drifts %+v", c.Drifts)
	}

	// The page promises nothing for a mall that cannot be read.
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.scope", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("알림 없이 바뀐 재고").lacks("늦어도")
	if read(); c.Detection.Near != nil || c.Detection.Others != nil {
		t.Errorf("detection %+v", c.Detection)
	}
}

func TestConnectionExplainsWhyWebhooksStayOff(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.get("/connection").lacks("다시 켠 때")
	if err := b.store.Mall(mall).SaveRepair(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("앱이 변경 알림을 다시 켠 때").lacks("지금 확인할 일")
	b.clock.advance(time.Minute)
	b.reception(t, false)
	w.get("/connection").has("앱이 한 번 다시 켰는데 또 꺼져 있어서")
	if _, err := b.store.Mall(mall).SaveLog(t.Context(), inbound.LogReading{BeganAt: b.clock.Now(), Trouble: inbound.LogScope}, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("카페24 전송 실패 기록", "권한 없음")
}

// A product that is opened is read again, at most once a minute.
func TestOpeningAProductHasItRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	dirty := func() int {
		t.Helper()
		c, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return c.DirtyProducts
	}
	w.get("/stock/2").want(http.StatusOK)
	if n := dirty(); n != 0 {
		t.Errorf("%d to be read, just after the reading", n)
	}
	b.clock.advance(2 * time.Minute)
	w.get("/stock/2").want(http.StatusOK)
	w.get("/stock/2").want(http.StatusOK)
	w.get("/stock/99").want(http.StatusNotFound)
	if n := dirty(); n != 1 {
		t.Errorf("%d to be read", n)
	}
}
