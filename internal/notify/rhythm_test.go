package notify_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// The first alert mail says, as text and as HTML, when the next one comes.
func TestTheFirstAlertExplainsThePace(t *testing.T) {
	t.Parallel()
	first := func(r preference.Rhythm) outgoing.Message {
		m := alert(incident(nil))
		m.Rhythm = r
		return m
	}
	for name, c := range map[string]struct {
		m    outgoing.Message
		want string
	}{
		"paced":         {first(preference.Rhythm{Pause: 80 * time.Minute}), "다음 알림부터는 1시간 20분쯤 모아서 한 통으로 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요."},
		"one a day":     {first(preference.Rhythm{Until: "09:00"}), "알림 메일은 하루 한 통이에요. 다음 알림은 09:00에 모아서 보내요."},
		"in English":    {english(first(preference.Rhythm{Pause: 80 * time.Minute})), "Later alerts are collected for about 1 h 20 min and sent in one mail. What sells out without a warning is sent immediately."},
		"not the first": {first(preference.Rhythm{}), ""},
	} {
		got := mailFor(t, c.m, nil)
		for part, text := range map[string]string{"text": strings.Join(strings.Fields(got.Text), " "), "HTML": got.HTML} {
			if !strings.Contains(text, c.want) {
				t.Errorf("%s: no %q in the %s:\n%s", name, c.want, part, text)
			}
			if c.want == "" && strings.Contains(text, "모아서") {
				t.Errorf("%s: the %s says how others follow", name, part)
			}
		}
	}
}
