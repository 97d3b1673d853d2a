package words

// morningWords are about the short daily list and its three answers.
func morningWords() []entry {
	return []entry{
		{"nav.morning", "아침 3분", "Morning"},
		{"morning.title", "아침 3분", "Morning check"},
		{"morning.text", "오늘 답할 상품이에요. 하나에 한 번씩 누르면 끝나요.", "The items that need an answer today. One press each."},
		{"morning.left", "할 일 {0}개", "{0} to do"},
		{"morning.more", "급한 {0}개를 먼저 보여 드려요. 나머지 {1}개는 이어서 나와요.", "The {0} most urgent come first. {1} more follow."},
		{"morning.out", "품절", "Sold out"},
		{"morning.short", "들어오기 전에 떨어질 수 있어요", "May run out before goods arrive"},
		{"morning.late", "공급사 발주가 늦고 있어요", "Goods are late"},
		{"morning.stock", "재고 {0}개", "{0} in stock"},
		{"morning.limit", "알림 기준 {0}개", "threshold {0}"},
		{"morning.pace", "하루 {0}개쯤 팔려요", "sells about {0} a day"},
		{"morning.needed", "{0}일 동안 {1}개쯤 팔려요", "about {1} sell in {0} {0#day/days}"},
		{"morning.gap", "{1}에 {0}개가 오는데, 그때까지 {2}개쯤 팔려요", "{0} arrive {1}, but about {2} sell until then"},
		{"morning.coming", "{1}에 {0}개가 들어올 예정", "{0} expected {1}"},
		{"morning.was_due", "{1}에 {0}개가 들어올 예정이었어요 ({2}일 늦음)", "{0} were due {1} ({2} {2#day/days} late)"},
		{"morning.risk", "놓칠 판매 약 {0}원", "about ₩{0} of sales at risk"},
		{"morning.of", "{0}: 답하기", "Answer for {0}"},
		{"morning.quantity", "발주 수량", "Quantity"},
		{"morning.day", "도착 예정일", "Expected on"},
		{"morning.ordered", "발주함", "Ordered"},
		{"morning.document", "발주서 열기", "Open the purchase order"},
		{"morning.redate", "새 도착일로", "New date"},
		{"morning.later", "미루기", "Snooze"},
		{"morning.tomorrow", "내일 {0}", "Tomorrow, {0}"},
		{"morning.until_out", "0개가 되면 (늦어도 {0})", "When it is sold out ({0} at the latest)"},
		{"morning.restock", "다음에 입고되면", "When stock next comes in"},
		{"morning.later_day", "날짜 고르기", "Choose a day"},
		{"morning.later_set", "이날까지 미루기", "Snooze until then"},
		{"morning.fine", "괜찮음", "Fine"},
		{"morning.then", "발주함: 예정일까지 안 들어오면 다시 나와요 · 괜찮음: {0}", "Ordered: returns if it has not arrived by then · Fine: {0}"},
	}
}

// morningReturnWords are when an item returns, and what was done today.
func morningReturnWords() []entry {
	return []entry{
		{"morning.back_due", "{0}까지 안 들어오면 다시 나와요", "returns if it has not arrived by {0}"},
		{"morning.back_at", "{0}에 다시 나와요", "returns {0}"},
		{"morning.back_at_or_out", "{0}에, 또는 그전에 품절되면 다시 나와요", "returns {0}, or when it sells out"},
		{"morning.back_at_or_low", "{0}에, 또는 그전에 알림 기준까지 줄면 다시 나와요", "returns {0}, or when it falls to its threshold"},
		{"morning.back_restock", "다음 입고 뒤에도 부족하면 다시 나와요", "returns if it is still low after stock comes in"},
		{"morning.back_out", "품절되면 다시 나와요", "returns when it sells out"},
		{"morning.back_fall", "들어온 뒤 다시 부족해지면 나와요", "returns when it falls again after a restock"},
		{"morning.back_low", "알림 기준까지 줄면 다시 나와요", "returns when it falls to its threshold"},
		{"morning.did_ordered", "발주함 {0}개, {1} 도착 예정", "Ordered {0}, expected {1}"},
		{"morning.did_later", "미룸", "Snoozed"},
		{"morning.did_fine", "괜찮음", "Fine"},
		{"morning.undo", "되돌리기", "Undo"},
		{"morning.undo_of", "{0}: 되돌리기", "Undo the answer for {0}"},
		{"morning.gone", "이미 들어왔어요", "Already restocked"},
		{"morning.changed", "그사이 바뀌었어요", "Changed meanwhile"},
	}
}

// morningEndWords are about the end of the list, its keys, and the results.
func morningEndWords() []entry {
	return []entry{
		{"morning.end", "오늘 할 일 끝", "Done for today"},
		{"morning.end_none", "오늘 답할 상품이 없어요.", "No item needs an answer today."},
		{"morning.end_did", "오늘 한 일: 발주함 {0}개 · 미룸 {1}개 · 괜찮음 {2}개.", "Today: {0} ordered · {1} snoozed · {2} fine."},
		{"morning.end_next", "다음에 볼 때: {0}", "Next check: {0}."},
		{"morning.next", "앞으로", "Expected next"},
		{"morning.next_arrive", "{0} · 도착 예정 상품 {1}개", "{0} · goods for {1} {1#item/items} expected"},
		{"morning.next_back", "{0} · 다시 볼 상품 {1}개", "{0} · {1} {1#item/items} to look at again"},
		{"morning.done", "오늘 한 일", "Done today"},
		{"morning.done_more", "최근 {0}개만 보여요.", "The newest {0} are shown."},
		{"morning.after_first", "다 읽은 뒤에 오늘 답할 상품을 보여 드려요.", "What needs an answer is shown after that."},
		{"morning.keys", "단축키", "Keys"},
		{"morning.keys_on", "단축키 쓰기", "Use keys"},
		{"morning.key_next", "다음 상품", "Next item"},
		{"morning.key_before", "이전 상품", "Previous item"},
		{"morning.key_help", "이 목록", "This list"},
		{"error.morning_day", "오늘 뒤로 1년 안의 날짜를 골라 주세요.", "Choose a day within a year from tomorrow."},
		{"done.morning_ordered", "공급사 발주를 기록했어요", "Order recorded"},
		{"done.morning_later", "미뤘어요", "Snoozed"},
		{"done.morning_fine", "괜찮음으로 했어요", "Marked fine"},
		{"done.morning_gone", "이미 들어왔어요", "Already restocked"},
		{"done.morning_changed", "그사이 바뀌었어요", "Changed meanwhile"},
		{"done.undo_late", "바뀌어서 못 되돌려요", "Changed, cannot undo"},
	}
}
