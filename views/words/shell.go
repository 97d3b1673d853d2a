package words

import "slices"

// pageWords are the sentences of the pages, one list an area.
func pageWords() []entry {
	return slices.Concat(shellWords())
}

// shellWords are around every page, and what several pages say alike.
func shellWords() []entry {
	return []entry{
		{"shell.app", "재고 알림", "Stock alerts"},
		{"shell.skip", "본문으로 건너뛰기", "Skip to content"},
		{"shell.nav", "주요 메뉴", "Main menu"},
		{"shell.errors", "입력한 값을 확인해 주세요", "Check what you entered"},
		{"shell.error_title", "오류: {0}", "Error: {0}"},
		{"shell.standing", "처리하지 않은 알림 {0}건", "{0} standing alerts"},
		{"nav.stock", "재고", "Stock"},
		{"nav.alerts", "알림", "Alerts"},
		{"nav.rules", "알림 기준", "Thresholds"},
		{"nav.settings", "설정", "Settings"},
		{"nav.connection", "연동 상태", "Connection"},
		{"failure.network", "서버에 닿지 못했어요. 입력한 내용은 그대로 있어요.", "The server could not be reached. What you entered is still here."},
		{"failure.session", "접속 시간이 끝났어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "Your session has ended. Open the app again from the Cafe24 admin."},
		{"failure.busy", "요청이 너무 많아요. 잠시 뒤에 다시 해 주세요.", "Too many requests. Try again in a moment."},
		{"failure.server", "처리하지 못했어요. 입력한 내용은 그대로 있어요.", "That did not work. What you entered is still here."},
		{"failure.offline", "인터넷 연결이 끊겼어요. 연결되면 이어서 쓸 수 있어요.", "You are offline. You can go on once the connection is back."},
		{"failure.again", "다시 시도", "Try again"},
		{"pager.nav", "쪽 넘기기", "Pages"},
		{"pager.first", "처음으로", "Back to first"},
		{"pager.next", "다음", "Next"},
	}
}
