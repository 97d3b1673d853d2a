package words

import "slices"

// alertWords are about raised alerts: their list, their own pages and their
// timeline.
func alertWords() []entry {
	return slices.Concat(alertListWords(), alertActWords(), alertManyWords(), inboxWords(), bulkRunWords(), alertViewWords(), alertOrderWords(), alertViewErrors(), reasonWords(), eventWords())
}

func alertListWords() []entry {
	return []entry{
		{"alerts.title", "알림", "Alerts"},
		{"alerts.tabs", "알림 상태", "Alert states"},
		{"alerts.standing", "해결 안 된 알림", "Unresolved"},
		{"alerts.acknowledged", "확인한 알림", "Acknowledged"},
		{"alerts.snoozed", "미룬 알림", "Snoozed"},
		{"alerts.resolved", "해결된 알림", "Resolved"},
		{"alerts.level", "재고 {0}개 · 기준 {1}개", "{0} in stock · threshold {1}"},
		{"alerts.detail", "자세히", "Details"},
		{"alerts.back", "알림 목록", "Alerts"},
		{"alerts.events", "지나온 일", "Timeline"},
		{"alerts.told", "누구에게 알렸나요", "Who was notified"},
		{"alerts.told_soon", "아직 알리지 않았어요. 받는 사람이 생기면 요약 한 통으로 알려요.", "Nobody was notified yet. The first recipient gets one summary."},
		{"alerts.told_nobody", "등록된 받는 사람이 없어서 아무에게도 알리지 않았어요.", "Nobody was notified: there was no recipient."},
		{"alerts.one_title", "{0} 알림", "Alert: {0}"},
		{"alerts.after_first", "읽다가 품절이나 부족을 찾으면 여기에 보여요.", "Items that the sync finds sold out or low appear here."},
		{"alerts.empty_title", "처리할 알림이 없어요", "Nothing to handle"},
		{"alerts.empty_text", "재고가 기준 이하로 내려가면 여기에 보이고 메일로도 알려 드려요.", "When stock falls to its threshold, the alert appears here and is sent by mail."},
		{"alerts.empty_other_title", "여기에는 알림이 없어요", "No alerts here"},
		{"alerts.empty_other_text", "다른 상태의 알림을 골라 보세요.", "Choose another state."},
		{"incident.acknowledged", "확인함", "Acknowledged"},
		{"incident.acknowledged_by", "확인함 · {0}", "Acknowledged · {0}"},
		{"incident.snoozed", "{0}까지 미룸", "Snoozed until {0}"},
		{"incident.restock", "다음 입고까지 미룸", "Snoozed until restock"},
		{"incident.ordered", "발주함 · {0}개, {1} 도착 예정", "Ordered · {0}, due {1}"},
		{"incident.overdue", "입고 지연 · {0}개, {1} 예정이었음", "Late · {0}, was due {1}"},
		{"incident.resolved", "해결됨", "Resolved"},
		{"incident.unanswered", "답 없음 · 두 번째 사람에게 알림", "Unanswered · second recipient notified"},
		{"person.api", "API 토큰 ‘{0}’", "API token “{0}”"},
		{"person.somebody", "운영자", "An operator"},
	}
}

// alertActWords name the actions on one alert.
func alertActWords() []entry {
	return []entry{
		{"alerts.acts", "어떻게 할까요", "What to do"},
		{"alerts.more", "더 보기", "More"},
		{"alerts.more_of", "{0} 알림에 할 수 있는 일 더 보기", "More actions for the alert of {0}"},
		{"alerts.acknowledge", "확인했어요", "Acknowledge"},
		{"alerts.acknowledge_hint", "누가 맡았는지 남겨요. 더 나빠지면 다시 알려요.", "Records who handles it. If it gets worse, you will be notified again."},
		{"alerts.snooze", "7일 미루기", "Snooze for 7 days"},
		{"alerts.snooze_hint", "7일 뒤에도 부족하거나 그전에 품절되면 다시 알려요.", "If it is still low after 7 days, or sells out before, you will be notified again."},
		{"alerts.restock", "다음 입고까지 미루기", "Snooze until restock"},
		{"alerts.restock_hint", "재고가 늘었는데도 아직 부족하거나 품절되면 다시 알려요.", "If stock comes in and it is still low, or it sells out, you will be notified again."},
		{"alerts.order", "발주했어요", "Ordered"},
		{"alerts.order_hint", "도착 예정일까지 미루고, 그날이 지나도 부족하면 다시 알려요.", "Snoozes it until the goods are due. If it is still low after that day, you will be notified again."},
		{"alerts.order_quantity", "발주 수량", "Quantity"},
		{"alerts.order_day", "도착 예정일", "Expected on"},
		{"alerts.order_save", "발주 기록", "Record the order"},
		{"alerts.resolve", "해결로 표시", "Mark resolved"},
		{"alerts.resolve_hint", "재고가 회복될 때까지 다시 알리지 않아요.", "You will not be notified again until stock has recovered."},
		{"alerts.resend", "다시 보내기", "Send again"},
		{"alerts.resend_of", "{0}에 다시 보내기", "Send again to {0}"},
		{"alerts.answer", "서버의 답: {0}", "Server's answer: {0}"},
		{"alerts.nothing_sent", "아직 보낸 메시지가 없어요. 잠시 뒤에 모아서 보내요.", "Nothing was sent yet. The alert will be sent with the others that are being collected."},
	}
}

// alertManyWords are about bulk actions on alerts and their results.
func alertManyWords() []entry {
	return []entry{
		{"alerts.of_product", "알림 {0}건", "{0} {0#alert/alerts}"},
		{"alerts.pick", "{0} 알림 선택", "Select the alert of {0}"},
		{"alerts.page", "이 쪽의 알림 모두 선택", "Select all on this page"},
		{"alerts.whole", "목록의 알림 {0}건 모두", "All {0} in this list"},
		{"alerts.picked", "선택한 알림을", "Selected alerts"},
		{"alerts.all_none", "목록에 남은 알림이 없어서 바뀐 것이 없어요.", "No alert is left in the list, so nothing was changed."},
		{"alerts.all_acknowledge", "{0}건을 확인했어요.", "Acknowledged {0}."},
		{"alerts.all_snooze", "{0}건을 7일 미뤘어요.", "Snoozed {0} for 7 days."},
		{"alerts.all_restock", "{0}건을 다음 입고까지 미뤘어요.", "Snoozed {0} until restock."},
		{"alerts.all_resolve", "{0}건을 해결로 표시했어요.", "Marked {0} resolved."},
		{"alerts.part_acknowledge", "{0}건 중 {1}건을 확인했어요.", "Acknowledged {1} of {0}."},
		{"alerts.part_snooze", "{0}건 중 {1}건을 7일 미뤘어요.", "Snoozed {1} of {0} for 7 days."},
		{"alerts.part_restock", "{0}건 중 {1}건을 다음 입고까지 미뤘어요.", "Snoozed {1} of {0} until restock."},
		{"alerts.part_resolve", "{0}건 중 {1}건을 해결로 표시했어요.", "Marked {1} of {0} resolved."},
		{"alerts.rest_resolved", "{0}건은 이미 해결된 알림이에요.", "{0} {0#was/were} already resolved."},
		{"alerts.rest_same", "{0}건은 이미 확인한 알림이에요.", "{0} {0#was/were} already acknowledged."},
		{"alerts.rest_kept", "{0}건은 공급사 발주를 적어 두고 기다리는 알림이라 그대로 두었어요.", "{0} {0#waits/wait} for ordered goods and {0#was/were} not changed."},
		{"alerts.rest_gone", "{0}건은 찾지 못했어요.", "{0} could not be found."},
	}
}

// reasonWords say why somebody was notified.
func reasonWords() []entry {
	return []entry{
		{"reason.raised", "새 알림", "New alert"},
		{"reason.worse", "부족에서 재고 0 이하로", "From low to 0 or below"},
		{"reason.woken", "미룬 기간이 끝남", "Snooze is over"},
		{"reason.overdue", "도착 예정일이 지남", "Goods are late"},
		{"reason.unanswered", "답이 없음", "No answer"},
		{"error.snooze_choice", "until과 restock 가운데 하나만 보내 주세요.", "Send one of until and restock."},
		{"error.delivery_id", "이 알림의 deliveries에 있는 id를 보내 주세요.", "Send an id from this incident's deliveries."},
	}
}

// eventWords are the entries of an incident's timeline, by the names that
// lowstock gives them, and those of its messages.
func eventWords() []entry {
	return []entry{
		{"event.read", "{1} 재고 {0}개를 읽었어요.", "Stock was read {1}: {0}."},
		{"event.read_from", "{2} 재고가 {0}개에서 {1}개로 바뀐 것을 읽었어요.", "Stock was read {2}: it changed from {0} to {1}."},
		{"event.opened", "재고 {0}개가 기준 {1}개 이하라 알림이 시작됐어요.", "{0} in stock is at or below the threshold of {1}: the alert was raised."},
		{"event.opened_out", "품절되어 알림이 시작됐어요.", "It sold out and the alert was raised."},
		{"event.limit", "기준 {0}개 · {1}", "Threshold {0} · {1}"},
		{"event.limit_days", "기준 {0}개 · {1} · {2}일 치", "Threshold {0} · {1} · {2} {2#day/days} of sales"},
		{"event.worse", "부족에서 품절로 바뀌었어요.", "It went from low to sold out."},
		{"event.acknowledged", "{0|이/가} 확인했어요.", "{0} acknowledged it."},
		{"event.snoozed", "{0|이/가} {1}까지 미뤘어요.", "{0} snoozed it until {1}."},
		{"event.until_restock", "{0|이/가} 다음 입고까지 미뤘어요.", "{0} snoozed it until the next restock."},
		{"event.undone", "{0|이/가} 되돌렸어요.", "{0} undid that."},
		{"event.ordered", "{0|이/가} {1}개를 발주했다고 남겼어요. {2}에 들어올 예정이에요.", "{0} recorded an order of {1}, due {2}."},
		{"event.woken", "미룬 기간이 지났는데 재고가 아직 {0}개라 다시 알려요.", "The snooze is over and {0} are in stock, so you are notified again."},
		{"event.restocked", "입고되어 {0}개가 됐지만 아직 기준 {1}개를 넉넉히 넘지 못해 다시 알려요.", "A restock brought it to {0}, which is not enough above the threshold of {1}, so you are notified again."},
		{"event.overdue", "도착 예정일이 지났는데 재고가 아직 {0}개라 다시 알려요.", "The goods are late and {0} are in stock, so you are notified again."},
		{"event.unanswered", "알림에 답이 없어서 두 번째 받는 사람에게 알려요.", "Nobody answered the alert, so the second recipient is notified."},
		{"event.resolved", "재고가 {0}개로 회복되어 해결됐어요.", "Stock recovered to {0}, so the alert was resolved."},
		{"event.resolved_quiet", "더는 알릴 품목이 아니어서 끝났어요. 진열, 판매, 알림 끄기가 바뀐 경우예요.", "It was resolved because the item does not alert any more: it was hidden, taken off sale, or its alerts were turned off."},
		{"event.resolved_hand", "{0|이/가} 해결로 표시했어요.", "{0} marked it resolved."},
		{"event.collected", "{0}에 보낼 알림으로 모았어요.", "Collected for {0}."},
		{"event.collected_why", "이유: {0}", "Reason: {0}"},
		{"event.queued", "{0}에 보낼 메시지를 만들어 발송 대기열에 넣었어요.", "The message for {0} was written and queued."},
		{"event.others", "{0} 외 {1}곳", "{0} and {1} more"},
		{"event.sent", "{0} 쪽 서버가 메시지를 받았어요.", "The server of {0} accepted the message."},
		{"event.retrying", "{0}에 아직 보내지 못했어요.", "Not delivered to {0} yet."},
		{"event.unknown", "{0}에 보내는 중에 연결이 끊겨 도착했는지 알 수 없어요.", "The connection broke while sending to {0}; it may have arrived."},
		{"event.failed", "{0}에 보내지 못했어요.", "It could not be delivered to {0}."},
		{"event.attempt", "{0}번째 시도", "attempt {0}"},
	}
}
