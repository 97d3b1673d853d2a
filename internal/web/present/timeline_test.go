package present

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/views/words"
)

// plain fails where a sentence shows how it was made.
func plain(t *testing.T, text string) {
	t.Helper()
	for _, bad := range []string{"event.", "explain.", "reason.", "source.", "scope.", "channel.", "person.", "{", "%!"} {
		if text == "" || strings.Contains(text, bad) {
			t.Errorf("not in words: %q", text)
		}
	}
}

func TestEveryTimelineEntryIsInWords(t *testing.T) {
	t.Parallel()
	from := 12
	detail := lowstock.EventDetail{
		From: &from, ReadAt: at("2026-11-22T00:00:00Z"), Source: lowstock.SourceHint, Scope: lowstock.ScopeMall, Days: 7,
		Until: at("2026-11-29T00:00:00Z"), Order: &lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01"},
	}
	for _, l := range []words.Locale{words.Korean, words.English} {
		r := viewerAt(l, "2026-11-22T00:05:00Z")
		var events []lowstock.Event
		for _, kind := range []lowstock.EventKind{
			lowstock.EventOpened, lowstock.EventWorse, lowstock.EventAcknowledged, lowstock.EventSnoozed, lowstock.EventUntilRestock, lowstock.EventOrdered,
			lowstock.EventWoken, lowstock.EventRestocked, lowstock.EventOverdue, lowstock.EventUnanswered, lowstock.EventResolved,
		} {
			for _, by := range []string{"", "hanbit", "api:ERP", "owner@shop.test"} {
				events = append(events, lowstock.Event{At: r.Now, Kind: kind, By: by, Quantity: 3, Threshold: 5, Detail: detail}, lowstock.Event{At: r.Now, Kind: kind, By: by})
			}
		}
		var attempts []outgoing.Attempt
		for _, state := range []lowstock.DeliveryState{lowstock.DeliverySent, lowstock.DeliveryRetrying, lowstock.DeliveryUnknown, lowstock.DeliveryFailed} {
			attempts = append(attempts, outgoing.Attempt{MessageID: 1, Number: 2, At: r.Now, State: state, Error: "letter.error.address", Answer: "550 no"})
		}
		var deliveries []lowstock.Delivery
		for _, reason := range []lowstock.Reason{"", lowstock.ReasonRaised, lowstock.ReasonWorse, lowstock.ReasonWoken, lowstock.ReasonOverdue, lowstock.ReasonUnanswered} {
			deliveries = append(deliveries, lowstock.Delivery{Reason: reason, Channel: lowstock.ChannelSlack, Recipient: "slack", CreatedAt: r.Now, CollectedAt: r.Now, MessageID: 1})
		}
		for _, m := range TimelineOf(r).Entries(lowstock.Incident{Deliveries: deliveries}, events, attempts) {
			plain(t, m.Sentence())
			if m.icon == "" || m.Kind == "" {
				t.Errorf("%q has icon %q, kind %q", m.Text, m.icon, m.Kind)
			}
		}
	}
}

// TestTimelineOfManyRecipientsIsShort: what happens to twenty in the same instant
// is one line, and every attempt is its own.
func TestTimelineOfManyRecipientsIsShort(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:05:00Z")
	var deliveries []lowstock.Delivery
	for n, who := range []string{"a@shop.test", "b@shop.test", "c@shop.test"} {
		deliveries = append(deliveries, lowstock.Delivery{
			Channel: lowstock.ChannelEmail, Recipient: who, CreatedAt: r.Now, CollectedAt: r.Now.Add(time.Minute), MessageID: int64(n + 1),
		})
	}
	deliveries = append(deliveries, lowstock.Delivery{Reason: lowstock.ReasonWorse, Channel: lowstock.ChannelSlack, Recipient: "slack", CreatedAt: r.Now.Add(time.Hour)})
	attempts := []outgoing.Attempt{{MessageID: 2, Number: 1, At: r.Now.Add(2 * time.Minute), State: lowstock.DeliverySent, Answer: "250 OK"}}
	var got []string
	for _, m := range TimelineOf(r).Entries(lowstock.Incident{Deliveries: deliveries}, nil, attempts) {
		got = append(got, m.Sentence())
	}
	want := []string{
		"a@shop.test 외 2곳에 보낼 알림으로 모았어요. (이유: 새 알림)",
		"a@shop.test 외 2곳에 보낼 메시지를 만들어 발송 대기열에 넣었어요.",
		"b@shop.test 쪽 서버가 메시지를 받았어요. (서버의 답: 250 OK)",
		"Slack에 보낼 알림으로 모았어요. (이유: 부족에서 재고 0 이하로)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}

func TestExplainNotificationIsInWords(t *testing.T) {
	t.Parallel()
	settings := preference.Settings{Timezone: "Asia/Seoul", QuietFrom: "09:00", QuietTo: "10:00", Targets: preference.Targets{}.With(lowstock.ChannelSlack, "https://hooks.slack.com/x"), Recipients: []preference.Recipient{
		{Email: "all@shop.test", Immediate: true, ConfirmedAt: at("2026-11-01T00:00:00Z")},
		{Email: "part@shop.test", Immediate: true, Categories: []int{24}, ConfirmedAt: at("2026-11-01T00:00:00Z")},
		{Email: "second@shop.test", Second: true, ConfirmedAt: at("2026-11-01T00:00:00Z")},
		{Email: "new@shop.test", Immediate: true},
		{Email: "left@shop.test", Immediate: true, UnsubscribedAt: at("2026-11-02T00:00:00Z")},
		{Email: "bounced@shop.test", Immediate: true, SuspendedAt: at("2026-11-02T00:00:00Z")},
	}}
	for _, l := range []words.Locale{words.Korean, words.English} {
		r := viewerAt(l, "2026-11-22T00:05:00Z")
		for _, hours := range []int{0, 4} {
			settings.SecondAfterHours = hours
			for _, reason := range r.Reasons(preference.ExplainNotification(&settings, &lowstock.Product{}, r.Now)) {
				plain(t, reason.Text)
			}
		}
	}
	r := viewerAt(words.Korean, "2026-11-22T00:05:00Z")
	var got []string
	for _, reason := range r.Reasons(preference.ExplainNotification(&settings, &lowstock.Product{}, r.Now)) {
		got = append(got, reason.Text)
	}
	want := []string{
		"알릴 일이 생기면 all@shop.test에 바로 보내요.",
		"part@shop.test는 이 상품의 알림을 받지 않기로 했어요.",
		"품절 알림에 4시간 동안 답이 없으면 second@shop.test에도 보내요.",
		"알릴 일이 생기면 Slack에 바로 보내요.",
		"new@shop.test는 아직 확인 메일에서 확인을 누르지 않아서 보내지 않아요.",
		"left@shop.test는 그만 받겠다고 해서 보내지 않아요.",
		"bounced@shop.test는 메일이 거듭 반송되어 멈췄어요.",
		"지금은 방해 금지 시간이라 11월 22일 (일) 오전 10:00에 모아 보내요.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("telling (-want +got):\n%s", diff)
	}
}

// TestStandingReasonsShowWhoAndUntilWhen: why a level that is alerted on says
// nothing new.
func TestStandingReasonsShowWhoAndUntilWhen(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-25T00:00:00Z")
	for text, standing := range map[string]lowstock.Incident{
		"50개를 발주했고 12월 1일 (화)에 들어올 예정이라": {State: lowstock.IncidentSnoozed, Order: lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01"}},
		"다음 입고까지 미뤄서":                    {State: lowstock.IncidentSnoozed, UntilRestock: true},
		"12월 2일 (수) 오전 9:00까지 미뤄서":       {State: lowstock.IncidentSnoozed, SnoozedUntil: at("2026-12-02T00:00:00Z")},
		"API 토큰 ‘ERP’가 확인해서":             {State: lowstock.IncidentAcknowledged, AcknowledgedBy: "api:ERP", AcknowledgedAt: r.Now},
	} {
		standing.Kind, standing.OpenedAt = lowstock.KindOut, r.Now.Add(-time.Hour)
		steps, _ := lowstock.Explain(lowstock.Situation{
			Product: lowstock.Product{Display: true, Selling: true}, Source: lowstock.SourceWatch, ReadAt: r.Now.Add(-3 * time.Minute),
			Variant: lowstock.Variant{Display: true, Selling: true, Tracked: true}, Threshold: lowstock.Threshold{Source: lowstock.ScopeMall}, Standing: &standing,
		})
		var all []string
		for _, reason := range r.Reasons(steps) {
			plain(t, reason.Text)
			all = append(all, reason.Text)
		}
		if joined := strings.Join(all, "\n"); !strings.Contains(joined, text) || !strings.Contains(joined, "3분 전") {
			t.Errorf("no %q in:\n%s", text, joined)
		}
	}
}

func TestTimelineIsToTheSecond(t *testing.T) {
	t.Parallel()
	for l, want := range map[words.Locale]string{words.Korean: "11월 22일 (일) 오후 3:04:09", words.English: "Sun 22 Nov 3:04:09 PM"} {
		r := viewerAt(l, "2026-11-22T07:00:00Z")
		if got := TimelineOf(r).Rows([]Entry{{At: at("2026-11-22T06:04:09Z")}})[0].At; got.Text != want || got.Machine != "2026-11-22T15:04:09+09:00" {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}
