package notify_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/notify/mailsim"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/views/words"
)

func TestMailHeaders(t *testing.T) {
	t.Parallel()
	m := alert(incident(nil))
	got := mailFor(t, m, nil)
	unsubscribe := links().URL(notify.Link{Action: notify.LinkUnsubscribe, Mall: m.Mall, Email: m.Recipient})
	for name, want := range map[string]string{
		"From":                     "=?utf-8?q?=EC=9E=AC=EA=B3=A0_=EC=95=8C=EB=A6=BC?= <alert@stock.example>",
		"To":                       "<owner@shop.example>",
		"Date":                     "Sun, 22 Nov 2026 15:04:00 +0900",
		"Auto-Submitted":           "auto-generated",
		"X-Auto-Response-Suppress": "All",
		"List-Unsubscribe":         "<" + unsubscribe + ">",
		"List-Unsubscribe-Post":    "List-Unsubscribe=One-Click",
		"Mime-Version":             "1.0",
		"X-Retry":                  "",
	} {
		if diff := cmp.Diff(want, strings.Join(strings.Fields(got.Header.Get(name)), " ")); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", name, diff)
		}
	}
	if !regexp.MustCompile(`^[a-z2-7]{26}@stock\.example$`).MatchString(got.MessageID) {
		t.Errorf("Message-ID %q", got.MessageID)
	}
	if !strings.HasPrefix(got.Header.Get("Content-Type"), "multipart/alternative") {
		t.Errorf("Content-Type %q", got.Header.Get("Content-Type"))
	}
	if diff := cmp.Diff([]string{"owner@shop.example"}, got.To); diff != "" || got.From != "alert@stock.example" {
		t.Errorf("envelope from %s, to mismatch (-want +got):\n%s", got.From, diff)
	}
}

// TestMailsAreOfTheNamedApp checks that every mail has the operator's name for
// the app, as text, and that the sender's name is still the one of From.
func TestMailsAreOfTheNamedApp(t *testing.T) {
	t.Parallel()
	const name = `<b>창고 지기</b> & "Co"`
	for _, purpose := range []outgoing.Purpose{outgoing.PurposeAlert, outgoing.PurposeConfirm, outgoing.PurposeTest} {
		m := alert(incident(nil))
		m.Purpose = purpose
		got := mailFor(t, m, func(c *notify.Config) { c.AppName = name })
		if !strings.Contains(got.Text, name+"에서 보낸 메일이에요.") || !strings.Contains(got.HTML, "&lt;b&gt;창고 지기&lt;/b&gt; &amp; ") || strings.Contains(got.HTML, "<b>창고") {
			t.Errorf("%s does not name the app:\n%s", purpose, got.Text)
		}
		if got.From != "alert@stock.example" || !strings.Contains(got.Header.Get("From"), "=EC=9E=AC=EA=B3=A0_") {
			t.Errorf("%s is from %q", purpose, got.Header.Get("From"))
		}
		m.Locale = "en"
		if got := mailFor(t, m, nil); !strings.Contains(got.Text, "Sent by Inventory Alert.") {
			t.Errorf("%s has no name of its own:\n%s", purpose, got.Text)
		}
		if purpose == outgoing.PurposeTest && !strings.Contains(got.Subject, name) {
			t.Errorf("subject %q", got.Subject)
		}
	}
}

// The links of a mail do what their labels say, for this mall, address and
// incident.
func TestMailLinks(t *testing.T) {
	t.Parallel()
	m := alert(incident(nil))
	got := mailFor(t, m, nil)
	want := map[string]notify.Link{
		"확인했어요":      {Action: notify.LinkAcknowledge, Mall: m.Mall, Email: m.Recipient, IncidentID: 501, ExpiresAt: noon.AddDate(0, 0, 30).UTC()},
		"7일 미루기":     {Action: notify.LinkSnooze, Mall: m.Mall, Email: m.Recipient, IncidentID: 501, ExpiresAt: noon.AddDate(0, 0, 30).UTC()},
		"이 메일 그만 받기": {Action: notify.LinkUnsubscribe, Mall: m.Mall, Email: m.Recipient},
	}
	for label, link := range want {
		found := regexp.MustCompile(label + `: https://stock\.example/[a-z]+/(\S+)`).FindStringSubmatch(got.Text)
		if found == nil {
			t.Errorf("no link %q", label)
			continue
		}
		opened, err := links().Open(found[1], noon)
		if err != nil {
			t.Errorf("%s: %v", label, err)
		}
		if diff := cmp.Diff(link, opened); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", label, diff)
		}
		if !strings.Contains(got.HTML, found[1]) {
			t.Errorf("%s: the page has another link", label)
		}
	}
	several := mailFor(t, alert(catalogue(32)...), nil)
	for label, action := range map[string]notify.LinkAction{"모두 확인했어요": notify.LinkAcknowledge, "모두 7일 미루기": notify.LinkSnooze} {
		address := links().URL(notify.Link{Action: action, Mall: m.Mall, Email: m.Recipient, MessageID: m.ID, ExpiresAt: noon.AddDate(0, 0, 30)})
		if !strings.Contains(several.Text, label+": "+address+"\n") || !strings.Contains(several.HTML, address) {
			t.Errorf("no link %q for all of the message: %s", label, several.Text)
		}
	}
	for name, m := range mails() {
		if got := mailFor(t, m, nil); m.Purpose != outgoing.PurposeAlert && strings.Contains(got.Text, "/act/") {
			t.Errorf("%s has the buttons of an alert", name)
		}
	}
}

func TestMailSubject(t *testing.T) {
	t.Parallel()
	low, out := incident(nil), catalogue(8)[4]
	for _, tt := range []struct {
		want    string
		purpose outgoing.Purpose
		locale  string
		items   []lowstock.Incident
	}{
		{"[재고 부족] 워싱 린넨 셔츠 블랙/L 외 2개 · 리넨하우스", outgoing.PurposeAlert, "ko", []lowstock.Incident{low, low, low}},
		{"[품절] 라탄 바구니 블랙/FREE 외 1개 · 리넨하우스", outgoing.PurposeAlert, "ko", []lowstock.Incident{out, out}},
		{"[품절·재고 부족] 라탄 바구니 블랙/FREE 외 2개 · 리넨하우스", outgoing.PurposeAlert, "ko", []lowstock.Incident{out, low, out}},
		{"[Low stock] 워싱 린넨 셔츠 블랙/L · 리넨하우스", outgoing.PurposeAlert, "en", []lowstock.Incident{low}},
		{"[Sold out] 라탄 바구니 블랙/FREE and 1 more…", outgoing.PurposeAlert, "en", []lowstock.Incident{out, out}},
		{"[첫 동기화] 라탄 바구니 블랙/FREE 외 2개 · 리넨하우스", outgoing.PurposeSummary, "ko", []lowstock.Incident{out, low, low}},
		{"[요약] 워싱 린넨 셔츠 블랙/L · 리넨하우스", outgoing.PurposeDigest, "ko", []lowstock.Incident{low}},
		{"[요약] 새로 부족: 워싱 린넨 셔츠 블랙/L · 리넨하우스", outgoing.PurposeDigest, "ko", []lowstock.Incident{out, out, notified(lowstock.ReasonRaised, nil)}},
		{"[요약] 부족한 품목 없음 · 리넨하우스", outgoing.PurposeDigest, "ko", nil},
		{"[테스트] 재고 알림 · 리넨하우스", outgoing.PurposeTest, "ko", nil},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			m := alert(tt.items...)
			m.Purpose, m.Locale = tt.purpose, tt.locale
			if diff := cmp.Diff(tt.want, mailFor(t, m, nil).Subject); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// The first product and the count are visible, however long the names and however
// large the count.
func TestMailSubjectFits(t *testing.T) {
	t.Parallel()
	s, server := inbox(t, mailsim.Config{}, nil)
	messages := mails()
	for _, p := range []outgoing.Purpose{outgoing.PurposeAlert, outgoing.PurposeSummary, outgoing.PurposeDigest, outgoing.PurposeOverflow} {
		messages["many "+string(p)] = purpose(p, catalogue(1234)...)
	}
	for name, m := range messages {
		for _, locale := range []string{"ko", "en"} {
			m.Locale, m.ShopName = locale, strings.Repeat("아주 긴 쇼핑몰 이름 ", 10)
			send(t, s, m)
			all := server.Messages()
			subject := all[len(all)-1].Subject
			if n := len([]rune(subject)); n > 40 || n < 30 || !strings.HasSuffix(subject, "…") && !strings.HasSuffix(subject, "refuses mail") {
				t.Errorf("%s %s: %d characters: %s", name, locale, n, subject)
			}
			counts := m.Purpose.Items() && len(m.Items) > 1
			if counts && !regexp.MustCompile(`\d`).MatchString(subject) {
				t.Errorf("%s %s: no count in %s", name, locale, subject)
			}
		}
	}
}

// Times are in the mall's time zone, before and after every midnight.
func TestMailTimes(t *testing.T) {
	t.Parallel()
	utc := func(y int, mo time.Month, d, h, m int) time.Time { return time.Date(y, mo, d, h, m, 0, 0, time.UTC) }
	for _, tt := range []struct {
		at     time.Time
		ko, en string
	}{
		{utc(2026, 11, 22, 6, 4), "11월 22일 (일) 오후 3:04에 읽음", "Read Sun, Nov 22, 3:04 PM"},
		{utc(2026, 11, 21, 15, 0), "11월 22일 (일) 오전 12:00에 읽음", "Read Sun, Nov 22, 12:00 AM"},
		{utc(2026, 11, 21, 14, 59), "11월 21일 (토) 오후 11:59에 읽음", "Read Sat, Nov 21, 11:59 PM"},
		{utc(2026, 11, 22, 3, 0), "11월 22일 (일) 오후 12:00에 읽음", "Read Sun, Nov 22, 12:00 PM"},
		{utc(2025, 12, 31, 15, 0), "1월 1일 (목) 오전 12:00에 읽음", "Read Thu, Jan 1, 12:00 AM"},
		{utc(2025, 12, 31, 14, 59), "2025년 12월 31일 (수) 오후 11:59에 읽음", "Read Wed, Dec 31, 2025, 11:59 PM"},
		{utc(2024, 2, 28, 16, 0), "2024년 2월 29일 (목) 오전 1:00에 읽음", "Read Thu, Feb 29, 2024, 1:00 AM"},
	} {
		t.Run(tt.ko, func(t *testing.T) {
			t.Parallel()
			for locale, want := range map[string]string{"ko": tt.ko, "en": tt.en} {
				m := alert(incident(func(i *lowstock.Incident) { i.OpenedAt = tt.at }))
				m.Locale = locale
				if got := mailFor(t, m, nil); !strings.Contains(got.Text, "  "+want+"\n") || !strings.Contains(got.HTML, want) {
					t.Errorf("want %q in %s", want, got.Text)
				}
			}
		})
	}
}

func TestMailZones(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"Asia/Seoul": "한국 시간(KST)", "UTC": "UTC", "Asia/Bangkok": "UTC+07", "": "한국 시간(KST)", "Nowhere/Land": "한국 시간(KST)",
	} {
		m := alert(incident(nil))
		m.Timezone = zone
		if got := mailFor(t, m, nil); !strings.Contains(got.Text, "시각은 모두 "+want+" 기준") {
			t.Errorf("zone %q: want %q in %s", zone, want, got.Text)
		}
	}
}

// The Korean particles fit the name of the product, whatever it is.
func TestMailParticles(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"담요": "담요가 품절됐어요", "양말": "양말이 품절됐어요", "라탄 (소)": "라탄 (소)가 품절됐어요", "Size L": "Size L이 품절됐어요",
		"세트 3": "세트 3이 품절됐어요", "세트 2": "세트 2가 품절됐어요", "": "(이름 없는 상품)이 품절됐어요",
	} {
		m := alert(incident(func(i *lowstock.Incident) { i.ProductName, i.Quantity, i.Kind = name, 0, lowstock.KindOut }))
		if got := mailFor(t, m, nil); !strings.Contains(got.Text, want) {
			t.Errorf("%q: want %q in %s", name, want, got.Text)
		}
	}
}

// For all numbers of an incident, the text part has every fact of the HTML part,
// and the catalogue has every sentence.
func TestMailTextHasEveryFact(t *testing.T) {
	t.Parallel()
	for name, m := range mails() {
		got := mailFor(t, m, nil)
		text := strings.Join(strings.Fields(got.Text), " ")
		for _, fact := range pageText(t, got.HTML) {
			if fact == got.Subject || strings.HasPrefix(fact, "기준 ") || strings.HasPrefix(fact, "threshold ") {
				continue // the text part has it as "알림 기준 5개 (…)"
			}
			if !strings.Contains(text, fact) {
				t.Errorf("%s: the text does not say %q", name, fact)
			}
		}
		if strings.Contains(got.Text, "letter.") || strings.Contains(got.Text, "{0") {
			t.Errorf("%s: words are missing: %s", name, got.Text)
		}
	}
	extreme := mailFor(t, alert(incident(func(i *lowstock.Incident) { i.Quantity, i.Threshold = math.MinInt32, math.MaxInt32 })), nil)
	for _, want := range []string{"재고 −2,147,483,648개", "알림 기준 2,147,483,647개"} {
		if !strings.Contains(extreme.Text, want) {
			t.Errorf("want %q in %s", want, extreme.Text)
		}
	}
}

func TestOutcomeWords(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"deferred", "address", "mailbox_full", "refused", "rejected", "sender", "auth", "connect", "tls", "timeout", "interrupted", "unknown", "compose"} {
		for _, in := range []words.Locale{words.Korean, words.English} {
			text := in.T("letter.error." + key)
			if text == "letter.error."+key {
				t.Errorf("no %s words for %s", in, key)
			}
			if in == words.Korean && !strings.HasSuffix(text, "요.") {
				t.Errorf("%s is not in 해요체: %s", key, text)
			}
		}
	}
}

// A message for a channel that this program does not know yet does not fail for
// good.
func TestSendUnknownChannel(t *testing.T) {
	t.Parallel()
	m := alert(incident(nil))
	m.Channel = "fax"
	if got := newSender(t, config()).Send(t.Context(), m, nil); got.State != lowstock.DeliveryRetrying {
		t.Errorf("outcome %s", fmt.Sprint(got))
	}
}
