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
		`조용`:          "미루기 for a snooze, 알리지 않음 for what is muted",
		`일간 판매량`:      "일 동안 팔릴 양",
		`기본 (알림 )?기준`: "쇼핑몰 기본값",
		`품절 방지 \{`:    "품절 막기, with a percent sign at each number",
		`(전체|수시) 확인`:  "동기화; 확인 is what a person does with an alert",
		`기발주|발주잔량|발주전표|발주요청`: "발주해 둔 수량, 남은 수량, 발주서",
		`납기일|납품 예정일|입고 예정`:   "도착 예정일",
		`부분 ?입고`:      "일부 입고",
		`매입처|공급처|거래처`: "공급사",
		`주문해서 받기|한 번 주문|주문 (기한|조건)|주문할 품목`: "조달 기간, 발주 기한, 발주 조건; 주문 is a customer's",
		`발주([를는가로와이.,·)]|$)`:               "공급사 발주, since 발주 alone also means collecting customers' orders",
	}
}

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
}
