package words

import (
	"regexp"
	"strings"
	"testing"
)

// strays are texts that merchants could not read, or that had two names. The help's page of terms has the one name of
// each thing.
func strays() map[string]string {
	return map[string]string{
		`조용`:           "미루기 for a snooze, 알리지 않음 for what does not alert",
		`일간 판매량`:       "일 동안 팔릴 양",
		`기본 (알림 )?기준`:  "쇼핑몰 기본값",
		`품절 방지 \{`:     "품절 막기, with a percent sign at each number",
		`(전체|수시|첫) 확인`: "동기화; 확인 is what a person does with an alert",
		`(재고|상품)를? (모두 |다시 |끝까지 |빠짐없이 )*확인(하|해|할)(고 있|지 못|요)`: "읽다; 확인 is what a person does with an alert",
		`확인한 (때|순|상품)`:       "읽은 때; 확인 is what a person does with an alert",
		`기발주|발주잔량|발주전표|발주요청`: "발주해 둔 수량, 남은 수량, 발주서",
		`납기일|납품 예정일|입고 예정`:   "도착 예정일",
		`부분 ?입고`:             "일부 입고",
		`매입처|공급처|거래처`:        "공급사",
		`주문해서 받기|한 번 주문|주문 (기한|조건|수량)|주문할 품목|까지 주문|이미 주문|주문해도|에서 주문해요|주문한 (수량|\{)`: "조달 기간, 발주 기한, 발주 조건, 발주 수량; 주문 is a customer's",
		`받는 데 (걸리는|\{)`:                  "조달 기간",
		`발주([를는가로와이.,·)]|$)`:             "공급사 발주, since 발주 alone also means collecting customers' orders",
		`발주서(는|가)? (제안|지금|한 시간)|계산한 발주서`: "발주 제안; 발주서 is the document for a supplier",
		`상위 기준`:               "더 넓은 기준",
		`분류`:                  "카테고리",
		`이메일 주소`:              "메일 주소",
		`품목 코드`:               "품목코드",
		`그 사이`:                "그사이",
		`\((으|을|를|이|가|은|는)\)`: "{0|으로/로}, the particle that fits the word",
		`발주 금액|물량`:            "발주금액, 수량",
		`나머지(를)? (취소|안 받)`:    "나머지 받지 않기 for a line, 나머지 마감 for an order",
		`\}일치`:                "일 치",
		`저절로`:                 "자동으로",
		`중앙값|지켰을 값`:           "보통, 막았을 값",
	}
}

// englishStrays are the same for English.
func englishStrays() map[string]string {
	return map[string]string{
		`[0-9}] %`: "a percent sign without a space",
		`\{\d\} (days|hours|items|products|alerts|orders|lines|options|units|pieces|suppliers|periods|sets|estimates|thresholds)\b`: "{0#day/days}, which is right for 1 too",
		`(?i)\bmute[sd]?\b`:                            "alerts turned off, does not alert",
		`(?i)\bsilent`:                                 "does not alert",
		`\} won\b`:                                     "₩ before the number",
		`(?i)(^|[^-])\bmail address|\bemail`:           "e-mail address",
		`(?i)\b(re)?order sheet`:                       "suggestions",
		`(?i)\bpromised? (of )?\{\d\}%|reach the prom`: "target",
		`(?i)\bno end\b|\bdoes not end\b`:              "does not expire",
		`(?i)\btaken back`:                             "undone",
		`(?i)\bmoney bound|\} bound\b`:                 "tied up",
		`(?i)\boverdue (goods|·)|goods are overdue`:    "late",
		`(?i)\bmedian`:                                 "usual",
		`(?i)\b(by itself|by themselves)`:              "automatically",
		`\bNo one\b`:                                   "nobody",
		`(?i)\bsafety stock`:                           "safety inventory, as Cafe24 names its field",
		`(?i)\balert settings? (for|of|with)`:          "thresholds",
	}
}

// apiWords are names of fields that a program sends.
func apiWords() []string { return []string{"error.rule_kind"} }

func TestOneTermForOneThing(t *testing.T) {
	t.Parallel()
	for pattern, term := range strays() {
		stray := regexp.MustCompile(pattern)
		for _, e := range catalogue {
			if stray.MatchString(strings.ReplaceAll(e.ko, "공급사 발주", "")) {
				t.Errorf("%s: %q; write %s", e.key, e.ko, term)
			}
		}
	}
	for pattern, term := range englishStrays() {
		stray := regexp.MustCompile(pattern)
		for _, e := range catalogue {
			if stray.MatchString(e.en) && !strings.HasPrefix(e.key, apiWords()[0]) {
				t.Errorf("%s: %q; write %s", e.key, e.en, term)
			}
		}
	}
}

// A particle of a fixed word fits its last sound, as that of a variable does. 사이, 단가 and 모을 end like a particle and
// have none.
func TestParticlesOfFixedWords(t *testing.T) {
	t.Parallel()
	object := regexp.MustCompile(`([가-힣])(을|를)[ .,]`)
	subject := regexp.MustCompile(`([가-힣])(이|가) (없|있|맞|바뀌)`)
	variable := regexp.MustCompile(`\}(은|는|이|가|을|를|와|과|으로|로|이에요|예요)([ ,.!?]|$)`)
	for _, e := range catalogue {
		if m := variable.FindStringSubmatch(e.ko); m != nil {
			t.Errorf("%s: %q has %s after a variable; write {0|은/는} and the like", e.key, e.ko, m[1])
		}
		text := strings.NewReplacer("사이 ", "", "단가 ", "", "모을 ", "").Replace(e.ko)
		for pair, found := range map[string][][]string{"을/를": object.FindAllStringSubmatch(text, -1), "이/가": subject.FindAllStringSubmatch(text, -1)} {
			for _, m := range found {
				if want := Particle(m[1], pair); want != m[2] {
					t.Errorf("%s: %q has %s%s; write %s", e.key, e.ko, m[1], m[2], want)
				}
			}
		}
	}
}
