package words

// linkWords are of the pages that letters lead to: asked first, done by a button.
func linkWords() []entry {
	return []entry{
		{"link.unsubscribe.title", "재고 알림 메일을 그만 받을까요?", "Stop receiving stock alerts?"},
		{"link.unsubscribe.what", "{0} 주소로 더 이상 재고 알림을 보내지 않아요.", "No more stock alerts will be sent to {0}."},
		{"link.unsubscribe.button", "그만 받기", "Unsubscribe"},
		{"link.unsubscribe.done_title", "그만 보낼게요", "You are unsubscribed"},
		{"link.unsubscribe.done", "이제 {0} 주소로 재고 알림을 보내지 않아요.", "No more stock alerts will be sent to {0}."},
		{"link.come_back", "다시 받기", "Receive them again"},
		{"link.confirm.title", "재고 알림 메일을 받을까요?", "Receive stock alerts?"},
		{"link.confirm.what", "{1}의 재고 알림을 {0} 주소로 보내드려요. 언제든 메일에서 그만 받을 수 있어요.", "Stock alerts of {1} will be sent to {0}. Every mail lets you stop them."},
		{"link.confirm.button", "알림 받기", "Receive alerts"},
		{"link.confirm.done_title", "확인했어요", "Confirmed"},
		{"link.confirm.done", "이제 {0} 주소로 재고 알림을 보내드려요. 이 창은 닫아도 돼요.", "Stock alerts will now be sent to {0}. You can close this window."},
		{"link.acknowledge.title", "확인했다고 남길까요?", "Mark as seen?"},
		{"link.acknowledge.what", "누가 맡았는지 남아서 다른 분이 또 확인하지 않아도 돼요. 재고는 바뀌지 않아요.", "Others see that you have taken it on. Stock does not change."},
		{"link.acknowledge.button", "확인했어요", "Got it"},
		{"link.acknowledge.done_title", "확인한 것으로 남겼어요", "Marked as seen"},
		{"link.acknowledge.done", "더 나빠지면 다시 알려드려요.", "If it gets worse you are told again."},
		{"link.snooze.title", "7일 동안 조용히 할까요?", "Quiet for 7 days?"},
		{"link.snooze.what", "7일 뒤에도 재고가 부족하면 다시 알려드려요. 재고는 바뀌지 않아요.", "If stock is still low after 7 days you are told again. Stock does not change."},
		{"link.snooze.button", "7일 동안 조용히", "Quiet for 7 days"},
		{"link.snooze.done_title", "7일 동안 조용히 할게요", "Quiet for 7 days"},
		{"link.snooze.done", "{0}에도 재고가 부족하면 다시 알려드려요.", "If stock is still low on {0} you are told again."},
		{"link.of_many", "{0} 외 {1}개 품목", "{0} and {1} more {1#item/items}"},
		{"link.level", "재고 {0}개 · {1}", "{0} in stock · {1}"},
		{"link.resolved_title", "이미 해결됐어요", "Already resolved"},
		{"link.resolved", "재고가 회복되었거나 다른 분이 처리했어요. 할 일이 없어요.", "Stock has recovered, or somebody else took care of it. There is nothing to do."},
		{"link.used_title", "이미 처리한 링크예요", "This link was used already"},
		{"link.used", "메일의 버튼은 한 번만 쓸 수 있어요. 이번에는 아무것도 바뀌지 않았어요. 지금 상태는 앱에서 볼 수 있어요.", "A button of a mail works once. Nothing was changed this time. The app shows how things stand."},
		{"link.expired_title", "기간이 지난 링크예요", "This link has expired"},
		{"link.expired", "메일의 버튼은 정해진 기간 동안만 쓸 수 있어요. 아무것도 바뀌지 않았어요. 지금 상태는 카페24 관리자에서 앱을 열면 볼 수 있어요.", "A button of a mail works for some time only. Nothing was changed. Open the app from your Cafe24 admin to see how things stand."},
		{"link.confirm_gone_title", "등록되지 않은 주소예요", "This address is not registered"},
		{"link.confirm_gone", "쇼핑몰이 그 사이 받는 사람에서 지웠어요. 받으려면 쇼핑몰 운영자에게 다시 등록해 달라고 해 주세요.", "The mall has removed it meanwhile. Ask the mall to add it again if you want alerts."},
	}
}
