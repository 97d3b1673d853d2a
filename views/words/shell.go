package words

import "slices"

// pageWords are the sentences of the pages, with one list for each area.
func pageWords() []entry {
	return slices.Concat(
		shellWords(), channelNames(), stateWords(), stockWords(), firstLookWords(), explainWords(), alertWords(), ruleWords(), ruleTreeWords(), judgementWords(), checkingWords(), sheetWords(), sheetFileErrors(), sheetLineErrors(), bulkWords(), outlookWords(), moneyWords(), reorderWords(), morningWords(), morningReturnWords(), morningEndWords(), promotionWords(), holidayWords(), reportWords(), causeWords(), settingsWords(),
		purchaseErrors(), purchaseAPIErrors(), purchaseIncoming(), purchaseUnseen(),
		connectionWords(), troubleWords(), recoveryWords(), checkWords(), checkMailWords(), unreadableWords(), permissionWords(), setWords(),
	)
}

// shellWords are the parts around every page, and sentences that several pages
// share.
func shellWords() []entry {
	return []entry{
		{"shell.app", "재고 알림", "Inventory Alert"},
		{"shell.skip", "본문으로 건너뛰기", "Skip to content"},
		{"shell.nav", "주요 메뉴", "Main menu"},
		{"shell.errors", "입력한 값을 확인해 주세요", "Check what you entered"},
		{"shell.error_title", "오류: {0}", "Error: {0}"},
		{"shell.standing", "처리하지 않은 알림 {0}건", "{0} unanswered {0#alert/alerts}"},
		{"shell.waiting", "오늘 답할 상품 {0}개", "{0} {0#item/items} to answer today"},
		{"logout.button", "로그아웃", "Log out"},
		{"nav.stock", "재고", "Stock"},
		{"nav.alerts", "알림", "Alerts"},
		{"nav.rules", "알림 기준", "Thresholds"},
		{"nav.settings", "설정", "Settings"},
		{"nav.connection", "연동 상태", "Connection"},
		{"failure.network", "서버에 닿지 못했어요. 입력한 내용은 그대로 있어요.", "The server could not be reached. What you entered is still here."},
		{"failure.session", "접속 시간이 끝났어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "Your session has ended. Open the app again from the Cafe24 admin."},
		{"failure.busy", "요청이 너무 많아요. 잠시 뒤에 다시 해 주세요.", "Too many requests. Try again in a moment."},
		{"failure.server", "처리하지 못했어요. 입력한 내용은 그대로 있어요.", "That did not work. What you entered is still here."},
		{"failure.offline", "인터넷 연결이 끊겼어요. 연결되면 이어서 쓸 수 있어요.", "You are offline. You can continue once the connection is back."},
		{"failure.close", "닫기", "Close"},
		{"failure.again", "다시 시도", "Try again"},
		{"pager.nav", "쪽 넘기기", "Pages"},
		{"pager.first", "처음으로", "Back to first"},
		{"pager.next", "다음", "Next"},
		{"form.save", "저장", "Save"},
		{"form.add", "추가", "Add"},
		{"form.delete", "삭제", "Delete"},
		{"banner.reconnect", "카페24 연결이 끊겨서 재고를 읽지 못하고 있어요. 다시 연결하면 바로 이어져요.", "The connection to Cafe24 is lost and stock is not being read. Reconnect to continue immediately."},
		{"banner.reconnect_act", "다시 연결", "Reconnect"},
		{"banner.sync_failed", "전체 재고를 끝까지 읽지 못했어요. {0}", "The full sync of stock did not finish. {0}"},
		{"banner.sync_failed_act", "다시 동기화", "Sync again"},
		{"done.saved", "저장했어요", "Saved"},
		{"done.sessions_ended", "로그인을 끝냈어요", "Ended"},
		{"done.deleted", "삭제했어요", "Deleted"},
		{"done.added", "추가했어요", "Added"},
		{"done.sync", "동기화를 시작했어요", "Sync started"},
		{"done.acknowledged", "확인했어요", "Acknowledged"},
		{"done.snoozed", "미뤘어요", "Snoozed"},
		{"done.resolved", "해결로 표시했어요", "Resolved"},
		{"done.restock", "입고까지 미뤘어요", "Snoozed until restock"},
		{"done.ordered", "공급사 발주를 기록했어요", "Order recorded"},
		{"done.resent", "다시 보낼게요", "Sending again"},
		{"done.pending", "아직 보내는 중이에요", "Still being sent"},
		{"done.confirm_sent", "확인 메일을 보냈어요", "Confirmation sent"},
		{"done.confirm_waits", "확인 메일은 나중에", "Confirmation comes later"},
		{"done.already", "이미 해결된 알림이에요", "Already resolved"},
		{"done.undone", "되돌렸어요", "Undone"},
		{"done.imported", "안전재고를 가져왔어요", "Imported"},
		{"done.inherited", "넓은 기준을 따라요", "Wider threshold applies"},
	}
}

// stateWords are times, statuses and other states. They are the same on every
// page.
func stateWords() []entry {
	return []entry{
		{"time.now", "방금", "just now"},
		{"time.minutes", "{0}분 전", "{0} min ago"},
		{"time.days", "{0}일 전", "{0} d ago"},
		{"time.hours", "{0}시간 전", "{0} h ago"},
		{"fresh.ok", "연동 정상 · {0} 동기화", "Connected · synced {0}"},
		{"fresh.look", "연동 확인 필요 · {0} 동기화", "Check connection · synced {0}"},
		{"fresh.never", "아직 동기화 전", "not synced yet"},
		{"status.out", "품절", "Sold out"},
		{"status.low", "부족", "Low"},
		{"status.ok", "정상", "OK"},
		{"status.untracked", "관리 안 함", "Not tracked"},
		{"quiet.off_sale", "진열·판매 안 함", "Not on sale"},
		{"scope.variant", "품목 기준", "Own threshold"},
		{"scope.product", "상품 기준", "From product"},
		{"scope.category", "카테고리 기준", "From category"},
		{"scope.supplier", "공급사 기준", "From supplier"},
		{"scope.mall", "쇼핑몰 기본값", "Mall default"},
		{"delivery.pending", "보낼 예정", "Waiting"},
		{"delivery.sent", "보냄", "Sent"},
		{"delivery.retrying", "다시 시도 중", "Retrying"},
		{"delivery.unknown", "확인 불가", "Unknown"},
		{"delivery.failed", "실패", "Failed"},
		{"delivery.summarized", "개수만 알림", "Only counted"},
		{"delivery.summarized_note", "첫 동기화 메시지에 개수로만 들어갔어요. 요약 메일을 받는 분에게는 다음 요약에서 이름까지 알려요.", "The message of the first sync only counted it. Recipients of digests find it named in the next digest."},
		{"delivery.suppressed", "보내지 않음", "Not sent"},
		{"delivery.waits_collect", "{0}까지 생기는 알림과 모아서 보내요.", "Sent with other alerts that are raised until {0}."},
		{"delivery.waits_quiet", "방해 금지 시간이라 {0}에 모아서 보내요.", "Quiet hours: it is sent with others at {0}."},
		{"delivery.waits_pace", "알림이 몰리지 않게, 다음 알림은 {0}쯤 모아서 보내요. 미리 알리지 못하고 품절된 품목은 기다리지 않아요.", "Alerts are spread over the day: the next mail is sent about {0} and has all of them. What sells out without a warning does not wait."},
		{"delivery.waits_cap", "하루에 보낼 알림을 다 보내서, 나머지는 {0}에 한 번에 보내요. 미리 알리지 못하고 품절된 품목은 기다리지 않아요.", "The day's limit of alert mails is reached. The others are sent in one mail at {0}. What sells out without a warning does not wait."},
		{"delivery.again_at", "{0}에 다시 보내요.", "It is sent again on {0}."},
		{"delivery.again_soon", "곧 다시 보내요.", "It is sent again soon."},
		{"delivery.once_at", "{0}에 한 번만 더 보내요.", "It is sent once more on {0}."},
		{"delivery.once_soon", "곧 한 번만 더 보내요.", "It is sent once more soon."},
		{"delivery.unsure", "두 번 가지 않도록 더는 보내지 않아요. 도착했는지 확인해 주세요.", "To avoid a second copy, it is not sent again. Check whether it has arrived."},
		{"delivery.given_up", "더는 다시 보내지 않아요.", "It is not sent again."},
		{"delivery.dropped", "보내지 않아요. 그사이 회복되었거나 받는 사람이 빠졌어요.", "It is not sent: it has recovered meanwhile, or the recipient was removed."},
		{"delivery.attempts", "{0}번 시도", "{0} {0#attempt/attempts}"},
	}
}
