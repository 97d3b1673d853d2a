package words

// recoveryWords are about changes that no webhook announced, and how soon a
// change is noticed.
func recoveryWords() []entry {
	return []entry{
		{"span.seconds", "{0}초", "{0} s"},
		{"span.minutes", "{0}분", "{0} min"},
		{"span.hours", "{0}시간", "{0} h"},
		{"span.hours_minutes", "{0}시간 {1}분", "{0} h {1} min"},
		{"recovery.speed", "오늘 변경을 알아챈 시간", "How soon changes were noticed today"},
		{"recovery.changes", "바뀐 재고", "Changes"},
		{"recovery.half", "절반", "Half of them"},
		{"recovery.most", "95%", "95%"},
		{"recovery.within", "{0} 안", "within {0}"},
		{"recovery.speed_none", "오늘은 아직 바뀐 재고가 없어요.", "No stock has changed yet today."},
		{"recovery.speed_note", "변경 알림은 받은 때부터, 알림 없이 찾은 변경은 그 전에 읽은 때부터 셌어요. 실제로는 더 빨리 알아챘을 수 있어요.", "Counted from when the notice came or, without a notice, from the reading before. The app may have noticed it sooner."},
		{"recovery.worst", "변경 알림이 오지 않아도", "Even if no notice comes"},
		{"recovery.worst_near", "기준에 가까운 품목", "Near the threshold"},
		{"recovery.worst_rest", "나머지 품목", "The rest"},
		{"recovery.at_most", "늦어도 {0}", "{0} at most"},
		{"recovery.worst_note", "기준에 가깝거나 곧 닿을 만큼 빨리 팔리는 품목은 {0}마다, 전체는 {1}마다 읽어요. 카페24가 멈추거나 호출 한도가 차 있는 동안은 더 걸릴 수 있어요.", "Items near their threshold, or that sell fast enough to reach it soon, are read every {0}, and everything every {1}. While Cafe24 is down or its quota is used up, it can take longer."},
		{"recovery.log", "카페24 전송 실패 기록", "Cafe24's log of failed notices"},
		{"recovery.log_scope", "권한 없음", "Not permitted"},
		{"recovery.log_unreadable", "읽을 수 없음", "Unreadable"},
		{"recovery.repaired", "앱이 변경 알림을 다시 켠 때", "Notices turned on again by the app"},
		{"recovery.drifts", "알림 없이 바뀐 재고", "Changes without a notice"},
		{"recovery.drifts_none", "지난 24시간 동안 알림 없이 바뀐 재고는 없었어요.", "In 24 hours no stock changed without a notice."},
		{"recovery.drifts_24h", "지난 24시간 동안 변경 알림 없이 바뀐 재고를 {0}건 찾았어요.", "Changes without a notice found in 24 hours: {0}."},
		{"recovery.way_watch", "수시 동기화", "Frequent sync"},
		{"recovery.way_sweep", "전체 동기화", "Full sync"},
		{"recovery.way_log", "전송 실패 기록", "Log of failed notices"},
		{"recovery.way_count", "{0} {1}건", "{0}: {1}"},
		{"recovery.from_to", "{0} → {1}", "{0} → {1}"},
		{"recovery.age", "길게는 {0} 동안 달랐어요", "wrong for {0} at most"},
		{"recovery.older", "가장 최근 {0}건만 보여요.", "Only the newest {0} are shown."},
	}
}
