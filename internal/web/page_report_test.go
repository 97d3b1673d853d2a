package web_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

// level stores one reading of each variant of product 2, as a read that begins
// now.
func (b *bench) level(t *testing.T, quantities ...int) {
	t.Helper()
	b.clock.advance(time.Second)
	r := inbound.ProductReading{Product: lowstock.Product{
		No: 2, Code: "P0000002", Name: "니트 가디건 2호", Display: true, Selling: true, Price: "39000.00", CategoryNos: []int{24}, SupplierCode: "S0000001",
	}}
	for i, quantity := range quantities {
		r.Variants = append(r.Variants, lowstock.Variant{
			ProductNo: 2, Code: variantCode(2, i), Options: []lowstock.Option{{Name: "색상", Value: []string{"크림", "블랙"}[i]}},
			Display: true, Selling: true, Tracked: true, Quantity: quantity,
		})
	}
	levels := inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{r}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
}

// notify sends the raised alerts to the only recipient.
func (b *bench) notify(t *testing.T) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	b.clock.advance(2 * time.Minute)
	now := b.clock.Now()
	_, err := b.store.Mall(mall).Collect(t.Context(), now)
	must(err)
	due, err := b.store.Due(t.Context(), now, 100)
	must(err)
	for _, d := range due {
		if d.Kind != worklist.DueDeliver {
			continue
		}
		m, err := b.store.Mall(mall).ClaimMessage(t.Context(), d.ID, now, time.Minute)
		must(err)
		must(b.store.Mall(mall).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, now, time.Time{}))
	}
}

func TestReportPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.mu.Lock()
	b.clock.stopped = time.Date(2026, 11, 5, 3, 0, 0, 0, time.UTC)
	b.clock.mu.Unlock()
	w := b.shop(t, 2)
	w.get("/alerts").has(`href="/report"`)
	w.get("/report").want(http.StatusOK).has("월간 보고", "이 달에 새로 품절된 품목이 없어요", "11월 5일 (목)부터의 기록이에요", "보낸 것이 없어요").lacks("report.", "2026년 10월")
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Recipients = []preference.Recipient{{Email: "kim@hanbit.example", Immediate: true, Digest: preference.DigestOff}}
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "kim@hanbit.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": variantCode(2, 0), "threshold": "6", "back": "/stock"}).to("/stock?done=saved")
	b.notify(t) // the alert is about a low level
	b.clock.advance(3 * 24 * time.Hour)
	b.level(t, 0, 0) // one is out three days after its mail, the other has a threshold of 0
	b.notify(t)
	w.launch(mall).to("/stock")
	page := w.get("/report").want(http.StatusOK).has(
		"품절 2번 가운데 0번을 14일 전까지 미리 알렸어요", "3일 전에 알림", "기준에 닿고 나서 금방", "기준이 0개라", "니트 가디건 2호", "kim@hanbit.example", "그런 알림이 없어요",
	).lacks("report.", "cause_", "{0")
	alert := regexp.MustCompile(`href="(/alerts/\d+)"`).FindStringSubmatch(page.body)
	if alert == nil {
		t.Fatal("no alert is linked")
	}
	w.get(alert[1]).want(http.StatusOK)

	plan := w.form("/stock/bulk", map[string]string{"code": variantCode(2, 1), "threshold": "9", "kind": "number", "back": "/report?month=2026-11"}).want(http.StatusOK).has("9")
	changes := regexp.MustCompile(`name="changes" value="([^"]+)"`).FindStringSubmatch(plan.body)
	if changes == nil {
		t.Fatalf("%.2000s", plan.body)
	}
	w.follow(w.form("/rules/sheet/apply", map[string]string{"changes": changes[1], "back": "/report?month=2026-11"}), "/report?changed=").has("기준 1개를 바꿨어요")
	w.get("/rules").has("/undo")

	b.clock.advance(35 * 24 * time.Hour) // both last more than 30 days, but both are sold out
	b.connect(t, mall)
	w.launch(mall).to("/stock")
	w.get("/report").want(http.StatusOK).has("2026년 12월", "2026년 11월", "품절을 알렸고, 그 뒤로 아무도", `value="off" selected`)
	w.get("/report?month=2026-11").want(http.StatusOK).has("품절 2번 가운데").lacks("아직 끝나지 않았어요")
	for _, odd := range []string{"2027-01", "1999-01", "x", "2026-13", "%00"} {
		w.get("/report?month=" + odd).want(http.StatusOK).has("이 달에 새로 품절된 품목이 없어요")
	}
	v := b.viewer(t)
	v.get("/report").want(http.StatusOK).has("그 뒤로 아무도").lacks(`action="/stock/bulk"`)
	w.open(mall, cafe24sim.Launch{Lang: "en_US"}).to("/stock")
	w.get("/report?month=2026-11").want(http.StatusOK).has("Of 2 sell-outs, 0 were announced at least 14 days before", "November 2026", "Notified 3 days before").lacks("report.", "품절")
}
