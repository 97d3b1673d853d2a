package alerts

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func TestNotifiedShowsTheNewestState(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	got := r.notified([]lowstock.Delivery{
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliverySent},
		{Channel: lowstock.ChannelSlack, Recipient: "slack", State: lowstock.DeliveryRetrying, Attempts: 2},
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliveryUnknown},
	})
	want := []views.Notified{
		{Who: "a@b.example", State: views.Badge{Tone: "low", Icon: "warn", Text: "확인 불가"}, Note: "보내는 중에 연결이 끊겨 도착했는지 알 수 없어요. 두 번 가지 않도록 더는 보내지 않아요. 도착했는지 확인해 주세요."},
		{Who: "Slack", State: views.Badge{Tone: "low", Icon: "clock", Text: "다시 시도 중"}, Note: "2번 시도 · 곧 다시 보내요."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
