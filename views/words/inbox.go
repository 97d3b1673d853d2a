package words

// inboxWords are the filters, the orders and the saved views of the list of
// alerts, and the form for several orders.
func inboxWords() []entry {
	return []entry{
		{"alerts.kind", "종류", "Kind"},
		{"alerts.recipient", "받는 사람", "Recipient"},
		{"alerts.since", "시작된 때", "Raised"},
		{"alerts.since_days", "최근 {0}일", "Last {0} {0#day/days}"},
		{"alerts.all_kind", "모든 종류", "Any kind"},
		{"alerts.all_category", "모든 카테고리", "Any category"},
		{"alerts.all_supplier", "모든 공급사", "Any supplier"},
		{"alerts.all_recipient", "모든 받는 사람", "Any recipient"},
		{"alerts.all_since", "모든 때", "Any time"},
		{"alerts.sort_urgent", "품절 먼저", "Sold out first"},
		{"alerts.sort_risk", "놓칠 판매액 큰 순", "Most money at risk"},
		{"alerts.sort_newest", "최신순", "Newest first"},
		{"alerts.sort_oldest", "오래된 순", "Oldest first"},
		{"alerts.chips", "고른 조건", "Filters in use"},
		{"alerts.chip", "{0}: {1}", "{0}: {1}"},
		{"alerts.chip_search", "찾는 말", "Search"},
		{"alerts.chip_gone", "{0} · 이제 없음", "{0} · no longer exists"},
		{"alerts.chip_remove", "조건 빼기: {0}", "Remove filter: {0}"},
		{"alerts.clear", "모두 빼기", "Clear all"},
		{"alerts.empty_filter_title", "조건에 맞는 알림이 없어요", "No alert matches"},
		{"alerts.empty_filter_text", "조건을 하나씩 빼 보세요.", "Remove a filter."},
		{"alerts.whole_filter", "이 조건에 맞는 {0}건 모두", "All {0} that match"},
		{"alerts.again", "다시 알림: {0}", "Next notice: {0}"},
		{"alerts.again_at", "{0}", "{0}"},
		{"alerts.again_restock", "입고됐는데도 부족할 때", "if a restock is not enough"},
		{"alerts.again_worse", "{0} 또는 0개가 되면", "{0}, or when 0 are left"},
		{"alerts.again_order", "다시 알림: {0}까지 들어오지 않으면", "Next notice: if nothing arrives by {0}"},
		{"alerts.undo", "되돌리기", "Undo"},
		{"alerts.undone", "{0}건을 그 전 상태로 되돌렸어요.", "{0} {0#is/are} as before."},
		{"alerts.undone_rest", "{0}건은 그사이 바뀌어서 그대로 두었어요.", "{0} had changed since and {0#was/were} left as {0#it is/they are}."},
		{"alerts.undone_none", "되돌릴 알림이 없어요. 이미 되돌렸거나 바뀐 것이 없었어요.", "Nothing to undo: it was undone already, or nothing was changed."},
	}
}

// alertViewWords are about saved views of the list.
func alertViewWords() []entry {
	return []entry{
		{"alerts.views", "저장한 보기", "Saved views"},
		{"alerts.view_all", "모두", "All"},
		{"alerts.view_menu", "보기 저장", "Save view"},
		{"alerts.view_left", "‘{0}’에서 조건이 바뀌었어요.", "Filters differ from “{0}”."},
		{"alerts.view_update", "이 보기에 저장", "Save to this view"},
		{"alerts.view_new", "다른 이름으로 저장", "Save as"},
		{"alerts.view_save", "저장", "Save"},
		{"alerts.view_hint", "지금 고른 조건과 순서를 저장해요. 이 쇼핑몰의 모든 운영자가 함께 봐요.", "Stores the filters and the order. All operators of this mall see it."},
		{"alerts.view_rename_of", "‘{0}’의 새 이름", "New name of “{0}”"},
		{"alerts.view_rename", "이름 바꾸기", "Rename"},
		{"alerts.view_copy", "복제", "Duplicate"},
		{"alerts.view_copy_name", "{0} ({1})", "{0} ({1})"},
		{"alerts.view_delete", "보기 삭제", "Delete view"},
	}
}

// alertOrderWords are about recording several orders at once.
func alertOrderWords() []entry {
	return []entry{
		{"alerts.order_many", "공급사 발주 기록", "Record orders"},
		{"alerts.order_intro", "발주 제안에서 계산한 수량과 도착 예정일이에요. 고쳐 적을 수 있고, 수량을 비워 둔 알림은 그대로 두어요.", "These are the quantities and days that the suggestions propose. Change them as needed; alerts with an empty quantity are not changed."},
		{"alerts.order_some", "{0}건 가운데 최근 {1}건이에요.", "The newest {1} of {0}."},
		{"alerts.order_all", "발주했어요", "Record"},
		{"alerts.order_back", "하지 않고 돌아가기", "Back without recording"},
		{"alerts.order_proposed", "발주 제안 · 조달 기간 {0}일", "Suggested · lead time {0} {0#day/days}"},
		{"alerts.order_enough", "발주 제안에는 지금 더 발주할 것이 없어요", "Nothing more is suggested now"},
		{"alerts.order_noted", "발주해 둔 {0}개 · {1} 도착 예정", "{0} ordered · due {1}"},
		{"alerts.order_unknown", "제안할 만큼 팔린 기록이 없어요", "Too few sales to suggest a quantity"},
		{"alerts.all_order", "{0}건의 공급사 발주를 기록했어요.", "Recorded orders for {0}."},
		{"alerts.part_order", "{0}건 중 {1}건의 공급사 발주를 기록했어요.", "Recorded orders for {1} of {0}."},
		{"alerts.rest_unordered", "{0}건은 수량이 비어 있어서 그대로 두었어요.", "{0} had no quantity and {0#was/were} not changed."},
		{"alerts.rest_left", "{0}건은 바꾸지 못했어요. 잠시 뒤에 다시 해 주세요.", "{0} could not be changed. Please try again in a moment."},
	}
}

// alertViewErrors are what is asked before a view is deleted, and why a view is
// refused.
func alertViewErrors() []entry {
	return []entry{
		{"sure.view", "이 보기를 삭제할까요?", "Delete this view?"},
		{"sure.view_text", "저장한 조건만 없어지고 알림은 그대로예요.", "Only the saved filters are deleted; alerts stay as they are."},
		{"sure.view_yes", "보기 삭제", "Delete view"},
		{"error.view_name", "이름은 1자에서 30자까지예요.", "The name has 1 to 30 characters."},
		{"error.view_same", "같은 이름의 보기가 있어요. 다른 이름을 적어 주세요.", "A view has this name. Please choose another one."},
		{"error.view_many", "보기는 20개까지 저장할 수 있어요. 안 쓰는 보기를 먼저 삭제해 주세요.", "Up to 20 views can be saved. Please delete one first."},
	}
}
