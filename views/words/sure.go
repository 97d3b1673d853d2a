package words

// sureWords are the questions before what deletes, resolves, revokes or widens
// rights: the title, what follows, and the button.
func sureWords() []entry {
	return []entry{
		{"sure.resolve", "이 알림을 해결로 표시할까요?", "Mark this alert resolved?"},
		{"sure.resolve_text", "재고가 회복될 때까지 다시 알리지 않고, 되돌릴 수 없어요.", "You will not be notified again until stock has recovered. This cannot be undone."},
		{"sure.resolve_yes", "해결로 표시", "Mark resolved"},
		{"sure.resolve_many", "알림 {0}건을 해결로 표시할까요?", "Mark {0} {0#alert/alerts} resolved?"},
		{"sure.resolve_many_text", "재고가 회복될 때까지 다시 알리지 않아요. 하고 나서 바로 되돌릴 수 있어요.", "You will not be notified again until stock has recovered. You can undo it afterwards."},
		{"sure.resolve_many_yes", "해결로 표시", "Mark resolved"},
		{"sure.rule", "이 기준을 삭제할까요?", "Delete this threshold?"},
		{"sure.rule_text", "삭제하면 더 넓은 기준을 따라요. 바꾼 기록에서 되돌릴 수 있어요.", "The wider threshold applies instead. You can undo it in the record of changes."},
		{"sure.rule_yes", "기준 삭제", "Delete threshold"},
		{"sure.promotion", "이 행사를 삭제할까요?", "Delete this promotion?"},
		{"sure.promotion_text", "판매 예측에 이 행사를 더 이상 반영하지 않아요.", "Forecasts no longer take it into account."},
		{"sure.promotion_yes", "행사 삭제", "Delete promotion"},
		{"sure.recipient", "이 받는 사람을 삭제할까요?", "Remove this recipient?"},
		{"sure.recipient_text", "이 주소로 알림을 더 보내지 않아요. 다시 추가하면 확인 메일부터 새로 보내요.", "The address gets no more alerts. If you add it again, it has to confirm again."},
		{"sure.recipient_yes", "받는 사람 삭제", "Remove recipient"},
		{"sure.channel", "이 채널의 주소를 지울까요?", "Delete the address of this channel?"},
		{"sure.channel_text", "이 채널로 알림을 더 보내지 않아요.", "The channel gets no more alerts."},
		{"sure.channel_yes", "주소 지우고 저장", "Delete and save"},
		{"sure.secret", "서명 키를 새로 만들까요?", "Create a new signing secret?"},
		{"sure.secret_text", "지금 키는 바로 쓸 수 없게 돼요. 받는 서버에 새 키를 넣을 때까지 서명을 확인할 수 없어요.", "The present secret stops working at once. The receiver cannot verify webhooks until it has the new one."},
		{"sure.secret_yes", "새 키 만들기", "Create a new secret"},
		{"sure.token_new", "이 이름으로 API 토큰을 만들까요?", "Create an API token with this name?"},
		{"sure.token_new_text", "토큰을 가진 프로그램은 로그인하지 않아도 이 쇼핑몰의 데이터를 쓸 수 있어요.", "A program that has the token can use this mall's data without signing in."},
		{"sure.token_new_yes", "토큰 만들기", "Create token"},
		{"sure.token", "이 API 토큰을 폐기할까요?", "Revoke this API token?"},
		{"sure.token_text", "이 토큰을 쓰는 프로그램은 바로 연결이 끊겨요.", "Programs that use the token lose access at once."},
		{"sure.token_yes", "토큰 폐기", "Revoke token"},
		{"sure.team", "부운영자도 알림 기준을 바꿀 수 있게 할까요?", "Let sub-operators change thresholds?"},
		{"sure.team_text", "모든 부운영자가 알림 기준, 가져오기, 행사와 공급사 발주를 바꿀 수 있게 돼요.", "All sub-operators may then change thresholds, imports, promotions and orders."},
		{"sure.team_yes", "바꿀 수 있게 하기", "Let them change thresholds"},
	}
}
