package mailsim

import (
	"fmt"
	"net/http"
	"time"
)

// words are the page's texts in one language.
type words struct {
	Lang, Other, OtherName, Title, Intro, Empty, EmptyHint, Clear, Back, From, To, Received, NoSubject   string
	HTML, Text, Headers, Raw, NoText, FrameTitle, FaultTitle, FaultLegend, FaultHint, Apply, Now, Healed string

	faults map[Mode]string
	stamp  func(time.Time) string
}

const langCookie = "mailsim_lang"

// wordsFor returns Korean, or English after ?lang=en; a cookie keeps the choice.
func wordsFor(w http.ResponseWriter, r *http.Request) words {
	lang := r.URL.Query().Get("lang")
	if lang != "" {
		http.SetCookie(w, &http.Cookie{ //nolint:gosec // the page of a demo is served on loopback without TLS; this is no secret
			Name: langCookie, Value: map[bool]string{true: "en", false: "ko"}[lang == "en"], Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	} else if c, err := r.Cookie(langCookie); err == nil {
		lang = c.Value
	}
	if lang == "en" {
		return english()
	}
	return korean()
}

func (w words) at(t time.Time) string { return w.stamp(t.In(time.FixedZone("KST", 9*60*60))) }

func (w words) fault(m Mode) string { return w.faults[m] }

func korean() words {
	return words{
		Lang: "ko", Other: "en", OtherName: "English", Title: "받은 메일", Intro: "앱이 보낸 메일이 여기에 모여요. 밖으로는 나가지 않아요.",
		Empty: "아직 받은 메일이 없어요", EmptyHint: "재고가 기준 아래로 내려가면 알림 메일이 도착해요. 이 화면은 5초마다 새로 고쳐져요.",
		Clear: "모두 지우기", Back: "← 받은 메일", From: "보낸 사람", To: "받는 사람", Received: "받은 시각", NoSubject: "(제목 없음)",
		HTML: "메일", Text: "텍스트", Headers: "헤더", Raw: "원본", NoText: "텍스트 본문이 없어요.", FrameTitle: "메일 본문",
		FaultTitle: "메일 서버 고장 내 보기", FaultHint: "메일 서버가 잘못될 때 앱이 어떻게 하는지 볼 수 있어요.", FaultLegend: "어떻게 고장 낼까요?", Apply: "적용", Now: "지금 고장 나 있어요:", Healed: "지금은 정상이에요.",
		faults: map[Mode]string{
			Healthy: "정상", Refuse: "연결 거부", HangBanner: "연결 뒤 응답 없음", HangEHLO: "EHLO에 응답 없음", AuthFails: "인증 실패 (535)",
			Greylist: "처음 한 번 미루기 (451)", RejectRCPT: "없는 주소라고 거절 (550)", TemporaryData: "본문을 잠시 거절 (451)",
			RejectData: "본문을 영구 거절 (554)", HangAfterDot: "받고 나서 응답 없음", DropAfterDot: "받고 나서 250 전에 끊음",
			DropAfter250: "250 뒤에 끊음", ResetFails: "RSET에 421", DeadQuit: "QUIT에 응답 없음",
		},
		stamp: func(t time.Time) string {
			day := []string{"일", "월", "화", "수", "목", "금", "토"}[t.Weekday()]
			half, hour := "오전", t.Hour()
			if hour >= 12 {
				half, hour = "오후", hour-12
			}
			if hour == 0 {
				hour = 12
			}
			return fmt.Sprintf("%d월 %d일 (%s) %s %d:%02d", t.Month(), t.Day(), day, half, hour, t.Minute())
		},
	}
}

func english() words {
	return words{
		Lang: "en", Other: "ko", OtherName: "한국어", Title: "Inbox", Intro: "Mail the app has sent ends up here. Nothing leaves this machine.",
		Empty: "No mail yet", EmptyHint: "An alert arrives when stock falls below its threshold. This page reloads every 5 seconds.",
		Clear: "Clear all", Back: "← Inbox", From: "From", To: "To", Received: "Received", NoSubject: "(no subject)",
		HTML: "Mail", Text: "Text", Headers: "Headers", Raw: "Source", NoText: "There is no text part.", FrameTitle: "The mail",
		FaultTitle: "Break the mail server", FaultHint: "See what the app does when the mail server misbehaves.", FaultLegend: "In which way?", Apply: "Apply", Now: "Broken now:", Healed: "It is healthy now.",
		faults: map[Mode]string{
			Healthy: "Healthy", Refuse: "Refuse connections", HangBanner: "Hang after connecting", HangEHLO: "Hang at EHLO", AuthFails: "Fail AUTH (535)",
			Greylist: "Greylist the first try (451)", RejectRCPT: "No such user (550)", TemporaryData: "Refuse the message for now (451)",
			RejectData: "Refuse the message for good (554)", HangAfterDot: "Accept, then hang", DropAfterDot: "Accept, drop before 250",
			DropAfter250: "Drop after 250", ResetFails: "421 to RSET", DeadQuit: "Hang at QUIT",
		},
		stamp: func(t time.Time) string { return t.Format("Mon 2 Jan, 15:04") + " KST" },
	}
}
