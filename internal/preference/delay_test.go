package preference_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/preference"
)

func TestNotificationDelays(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) // in Seoul
	raised := func(after, took time.Duration) preference.Raised {
		return preference.Raised{SeenAt: noon.Add(after), WrittenAt: noon.Add(after + took/2), SentAt: noon.Add(after + took)}
	}
	s := preference.Settings{Timezone: "Asia/Seoul", QuietFrom: "22:00", QuietTo: "07:00"}
	for name, tc := range map[string]struct {
		list []preference.Raised
		want preference.NotificationDelay
	}{
		"none":           {nil, preference.NotificationDelay{}},
		"one":            {[]preference.Raised{raised(0, time.Minute)}, preference.NotificationDelay{Alerts: 1, Median: time.Minute, Worst: time.Minute, Sending: 30 * time.Second}},
		"the lower half": {[]preference.Raised{raised(0, 4*time.Minute), raised(1, time.Minute)}, preference.NotificationDelay{Alerts: 2, Median: time.Minute, Worst: 4 * time.Minute, Sending: 30 * time.Second}},
		"a night":        {[]preference.Raised{raised(11*time.Hour, 8*time.Hour), raised(0, 2*time.Minute)}, preference.NotificationDelay{Alerts: 1, Median: 2 * time.Minute, Worst: 2 * time.Minute, Sending: time.Minute}},
		"only a night":   {[]preference.Raised{raised(11*time.Hour, 8*time.Hour)}, preference.NotificationDelay{}},
		"clocks":         {[]preference.Raised{raised(0, -time.Second)}, preference.NotificationDelay{Alerts: 1}},
	} {
		if diff := cmp.Diff(tc.want, s.NotificationDelays(tc.list)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
