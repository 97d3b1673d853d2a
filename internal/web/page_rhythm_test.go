package web_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// TestTheStepsShowWhenTheNextAlertComes checks the step in which a new merchant
// names the recipients of mails.
func TestTheStepsShowWhenTheNextAlertComes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.get("/stock").has("첫 알림은 바로, 그다음은 1시간 20분쯤 모아서 한 통으로 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요.")
	schedule := map[string]string{"collect_seconds": "60", "daily_cap": "1", "second_after_hours": "0", "digest_at": "09:00"}
	w.form("/settings/schedule", schedule).to("/settings?done=saved")
	w.get("/stock").has("알림 메일은 하루 한 통이고, 나머지는 09:00에 모아서 보내요.").lacks("1시간 20분쯤")
	schedule["daily_cap"] = "0"
	w.form("/settings/schedule", schedule).to("/settings?done=saved")
	w.get("/stock").has("받는 사람 등록하기").lacks("모아서 한 통으로", "하루 한 통이고")
}

// TestWhatWaitsShowsUntilWhenAndWhy checks the alert's own page and the list.
func TestWhatWaitsShowsUntilWhenAndWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.endSync(t)
	b.clock.stop()
	b.notified(t, "owner@hanbit.example")
	seven := 7
	if _, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{Threshold: &seven}, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	kst := func(after time.Duration) string {
		return b.clock.Now().Add(after).In(time.FixedZone("KST", 9*60*60)).Format("15:04")
	}
	schedule := func(change map[string]string) {
		t.Helper()
		fields := map[string]string{"collect_seconds": "60", "daily_cap": "2", "second_after_hours": "0", "digest_at": kst(10 * time.Hour)}
		maps.Copy(fields, change)
		w.form("/settings/schedule", fields).to("/settings?done=saved")
	}
	low := func(no int64) {
		t.Helper()
		r := inbound.ProductReading{
			Product:  lowstock.Product{No: no, Name: fmt.Sprintf("니트 %d", no), Display: true, Selling: true, CategoryNos: []int{}},
			Variants: []lowstock.Variant{{ProductNo: no, Code: variantCode(no, 0), Display: true, Selling: true, Tracked: true, Quantity: 3}},
		}
		b.clock.advance(time.Second)
		levels := inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{r}}
		if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
			t.Fatal(err)
		}
		b.clock.advance(time.Minute)
		if _, err := b.store.Mall(mall).Collect(t.Context(), b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	says := func(sentence, at string) {
		t.Helper()
		list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{State: lowstock.IncidentStanding, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{fmt.Sprintf("/alerts/%d", list[0].ID), "/alerts"} {
			w.get(page).has(sentence, at)
		}
	}
	schedule(nil)
	low(1)
	first := b.clock.Now()
	low(2)
	says("알림이 몰리지 않게, 다음 알림은", hour(first.Add(3*time.Hour))+"쯤 모아서 보내요")
	schedule(map[string]string{"daily_cap": "1"})
	says("하루에 보낼 알림을 다 보내서", "에 한 번에 보내요")
	schedule(map[string]string{"daily_cap": "0", "quiet_from": kst(-time.Hour), "quiet_to": kst(2 * time.Hour)})
	says("방해 금지 시간이라", "에 모아서 보내요")
	schedule(map[string]string{"daily_cap": "0", "collect_seconds": "3600"})
	says("까지 생기는 알림과 모아서 보내요", hour(first.Add(time.Hour+time.Second)))
}
