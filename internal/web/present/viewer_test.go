package present

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func viewerAt(l words.Locale, now string) Viewer {
	return Viewer{Locale: l, Zone: time.FixedZone("KST", 9*60*60), Now: at(now), Right: team.RightOwn}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ now, when, ko, en string }{
		"afternoon":              {"2026-11-22T12:00:00Z", "2026-11-22T06:04:00Z", "11월 22일 (일) 오후 3:04", "Sun 22 Nov 3:04 PM"},
		"midnight is morning":    {"2026-11-22T12:00:00Z", "2026-11-21T15:00:00Z", "11월 22일 (일) 오전 12:00", "Sun 22 Nov 12:00 AM"},
		"noon is afternoon":      {"2026-11-22T12:00:00Z", "2026-11-22T03:00:00Z", "11월 22일 (일) 오후 12:00", "Sun 22 Nov 12:00 PM"},
		"last year":              {"2026-01-01T00:00:00Z", "2025-12-31T14:59:00Z", "2025년 12월 31일 (수) 오후 11:59", "Wed 31 Dec 2025 11:59 PM"},
		"new year begins in KST": {"2026-01-01T00:00:00Z", "2025-12-31T15:00:00Z", "1월 1일 (목) 오전 12:00", "Thu 1 Jan 12:00 AM"},
		"leap day":               {"2028-03-01T00:00:00Z", "2028-02-29T00:30:00Z", "2월 29일 (화) 오전 9:30", "Tue 29 Feb 9:30 AM"},
	} {
		if got := viewerAt(words.Korean, tc.now).Date(at(tc.when)); got != tc.ko {
			t.Errorf("%s: %q, want %q", name, got, tc.ko)
		}
		if got := viewerAt(words.English, tc.now).Date(at(tc.when)); got != tc.en {
			t.Errorf("%s: %q, want %q", name, got, tc.en)
		}
	}
}

func TestTimelineEntries(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	for ago, want := range map[time.Duration]string{
		0: "방금", 59 * time.Second: "방금", -30 * time.Second: "방금", time.Minute: "1분 전", 59*time.Minute + 59*time.Second: "59분 전",
		time.Hour: "1시간 전", 24*time.Hour - time.Second: "23시간 전", 24 * time.Hour: "11월 21일 (토) 오후 3:04",
		-2 * time.Hour: "11월 22일 (일) 오후 5:04",
	} {
		if got := r.Moment(r.Now.Add(-ago)).Text; got != want {
			t.Errorf("%v ago: %q, want %q", ago, got, want)
		}
	}
	want := views.Time{Text: "3분 전", Full: "11월 22일 (일) 오후 3:01", Machine: "2026-11-22T15:01:00+09:00"}
	if diff := cmp.Diff(want, r.Moment(r.Now.Add(-3*time.Minute))); diff != "" {
		t.Error(diff)
	}
	if got := r.Moment(time.Time{}); got != (views.Time{}) {
		t.Errorf("no moment is %+v", got)
	}
}

func TestFreshness(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	for name, tc := range map[string]struct {
		conn overview.Connection
		want views.Freshness
	}{
		"never":  {overview.Connection{}, views.Freshness{Text: "아직 동기화 전"}},
		"fresh":  {overview.Connection{NewestReading: r.Now.Add(-3 * time.Minute)}, views.Freshness{Text: "연동 정상 · 3분 전 동기화", Full: "11월 22일 (일) 오후 3:01", Tone: "ok"}},
		"old":    {overview.Connection{NewestReading: r.Now.Add(-31 * time.Minute)}, views.Freshness{Text: "연동 확인 필요 · 31분 전 동기화", Full: "11월 22일 (일) 오후 2:33", Tone: "low"}},
		"stale":  {overview.Connection{NewestReading: r.Now.Add(-7 * time.Hour)}, views.Freshness{Text: "연동 확인 필요 · 7시간 전 동기화", Full: "11월 22일 (일) 오전 8:04", Tone: "out"}},
		"a sync": {overview.Connection{LatestSync: inbound.Sync{State: inbound.SyncDone, FinishedAt: r.Now}}, views.Freshness{Text: "연동 정상 · 방금 동기화", Full: "11월 22일 (일) 오후 3:04", Tone: "ok"}},
		"no consent": {
			overview.Connection{NewestReading: r.Now, Mall: lowstock.Mall{State: lowstock.MallReconnect}},
			views.Freshness{Text: "연동 확인 필요 · 방금 동기화", Full: "11월 22일 (일) 오후 3:04", Tone: "out"},
		},
	} {
		if diff := cmp.Diff(tc.want, r.Freshness(tc.conn)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSyncProgress(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	running := func(done, total int, since time.Duration) inbound.Sync {
		return inbound.Sync{State: inbound.SyncRunning, ProductsDone: done, ProductsTotal: total, StartedAt: r.Now.Add(-since)}
	}
	for name, tc := range map[string]struct {
		sync inbound.Sync
		want *views.SyncView
	}{
		"none":                     {inbound.Sync{State: inbound.SyncDone}, nil},
		"begins":                   {running(0, 0, time.Second), &views.SyncView{Text: "재고를 불러오기 시작했어요.", Running: true}},
		"soon over":                {running(600, 1200, 5*time.Second), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 600 / 1,200", Percent: "50", Running: true}},
		"takes a while":            {running(1000, 10000, 20*time.Second), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 1,000 / 10,000 · 약 3분 남았어요", Percent: "10", Running: true}},
		"more than it was counted": {running(1300, 1200, time.Minute), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 1,300 / 1,300", Percent: "100", Running: true}},
	} {
		if diff := cmp.Diff(tc.want, r.Sync(tc.sync)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAWaitingMessageShowsUntilWhen(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.English, "2026-11-24T12:00:00+09:00")
	r.Settings = preference.Settings{Timezone: "Asia/Seoul", CollectSeconds: 60, DailyCap: 3, DigestAt: "09:00"}
	for want, d := range map[string]lowstock.Delivery{
		"": {State: lowstock.DeliveryPending, DueAt: r.Now.Add(time.Minute)},
		"Alerts are spread over the day: the next mail is sent about Tue 24 Nov 1": {State: lowstock.DeliveryPending, DueAt: r.Now.Add(80 * time.Minute)},
		"3 attempts": {State: lowstock.DeliveryRetrying, Attempts: 3},
		"1 attempt · It is sent again on Tue 24 Nov 12:15": {State: lowstock.DeliveryRetrying, Attempts: 1, DueAt: r.Now.Add(15 * time.Minute)},
	} {
		if got := r.DeliveryNote(d); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("note of %+v: %q, want %q…", d, got, want)
		}
	}
}
