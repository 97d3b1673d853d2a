package web

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func TestToldGivesTheNewestWord(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	got := r.told([]lowstock.Delivery{
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliverySent},
		{Channel: lowstock.ChannelSlack, Recipient: "slack", State: lowstock.DeliveryRetrying, Attempts: 2},
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliveryUnknown},
	})
	want := []views.Told{
		{Who: "a@b.example", State: views.Badge{Tone: "low", Icon: "warn", Text: "확인 불가"}, Note: "보내는 중에 연결이 끊겨 도착했는지 알 수 없어요. 두 번 가지 않도록 더는 보내지 않아요. 도착했는지 확인해 주세요."},
		{Who: "Slack", State: views.Badge{Tone: "low", Icon: "clock", Text: "다시 시도 중"}, Note: "2번 시도 · 곧 다시 보내요."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPreviewSaysOnlyWhatIsOnRecord(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-24T12:00:00+09:00")
	for want, p := range map[string]lowstock.Preview{
		"지난 30일이었다면 3번 대신 5번":         {WouldHaveSent30d: 5, CurrentlySent30d: 3},
		"지난 30일이었어도 알림은 3번":           {WouldHaveSent30d: 3, CurrentlySent30d: 3},
		"하루가 안 되어":                    {RecordedFrom: r.Now.Add(-23 * time.Hour)},
		"11월 20일 (금)부터 이랬다면 0번 대신 1번": {WouldHaveSent30d: 1, RecordedFrom: r.Now.Add(-4 * 24 * time.Hour)},
		"11월 20일 (금)부터 이랬어도 알림은 1번":   {WouldHaveSent30d: 1, CurrentlySent30d: 1, RecordedFrom: r.Now.Add(-4 * 24 * time.Hour)},
		"7개 품목은 판매 속도를 아직 몰라서":        {WithoutSales: 7},
	} {
		if got := r.preview(p); !strings.Contains(got, want) {
			t.Errorf("preview of %+v: %q does not say %q", p, got, want)
		}
	}
}
