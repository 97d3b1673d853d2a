package rules

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/views/words"
)

func TestAPreviewShowsOnlyWhatIsOnRecord(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-24T12:00:00+09:00")
	for want, p := range map[string]rulebook.Preview{
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
