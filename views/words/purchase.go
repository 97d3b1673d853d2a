package words

import "slices"

// purchaseWords are about purchase orders to suppliers: the list and one order.
func purchaseWords() []entry {
	return slices.Concat(purchaseFieldWords(), piecesWords(), purchaseListWords(), purchaseFieldErrors(),
		purchasePageWords(), purchaseDraftWords(), purchaseAgainWords(), purchaseActWords(), purchaseHistoryWords(), purchasePaperWords(), purchaseDoneWords())
}

// purchaseFieldWords are the names of the pages, of the fields and of the states.
func purchaseFieldWords() []entry {
	return []entry{
		{"purchase.tabs", "공급사 발주 페이지", "Purchase order pages"},
		{"purchase.tab_suggestions", "발주 제안", "Suggestions"},
		{"purchase.tab_orders", "발주서", "Purchase orders"},
		{"purchase.tab_suppliers", "공급사", "Suppliers"},
		{"purchase.number", "발주번호", "Number"},
		{"purchase.date", "발주일", "Order date"},
		{"purchase.supplier", "공급사", "Supplier"},
		{"purchase.supplier_none", "공급사 없음", "No supplier"},
		{"purchase.ordered", "발주 수량", "Ordered"},
		{"purchase.cost", "발주단가", "Unit cost"},
		{"purchase.currency", "통화", "Currency"},
		{"purchase.amount", "발주금액", "Amount"},
		{"purchase.expected", "도착 예정일", "Expected on"},
		{"purchase.state", "상태", "State"},
		{"purchase.confirmed", "확인 수량", "Confirmed"},
		{"purchase.received", "입고", "Received"},
		{"purchase.rest", "남은 수량", "Still expected"},
		{"purchase.given_up", "나머지 마감", "Given up"},
		{"purchase.state_draft", "작성 중", "Draft"},
		{"purchase.state_sent", "보냄", "Sent"},
		{"purchase.state_confirmed", "공급사 답변 옴", "Answered"},
		{"purchase.state_partly", "일부 입고", "Partly received"},
		{"purchase.state_received", "입고 완료", "Received"},
		{"purchase.state_closed", "나머지 마감", "Closed"},
		{"purchase.state_cancelled", "취소", "Cancelled"},
		{"purchase.state_waiting", "입고 대기", "Expected"},
	}
}

// purchaseListWords are about the list of orders.
func purchaseListWords() []entry {
	return []entry{
		{"purchase.title", "발주서", "Purchase orders"},
		{"purchase.text", "공급사에 보낸 발주서와 아직 들어오지 않은 수량이에요. 재고 수량은 카페24 값 그대로예요.", "What you ordered from suppliers, and what has not arrived yet. Stock quantities stay those of Cafe24."},
		{"purchase.states", "상태", "State"},
		{"purchase.tab_all", "전체", "All"},
		{"purchase.tab_confirmed", "답변 옴", "Answered"},
		{"purchase.tab_late", "늦음", "Late"},
		{"purchase.tab_done", "끝난 것", "Done"},
		{"purchase.search", "발주번호, 상품명, 코드 검색", "Search by number, product or code"},
		{"purchase.suppliers_all", "모든 공급사", "All suppliers"},
		{"purchase.clear", "검색·필터 지우기", "Clear search and filters"},
		{"purchase.items", "품목", "Items"},
		{"purchase.items_more", "{0} 외 {1}개", "{0} and {1} more"},
		{"purchase.no_items", "품목 없음", "No items"},
		{"purchase.units_all", "모두 {0}개", "{0} in all"},
		{"purchase.sent_on", "보낸 때", "Sent"},
		{"purchase.next", "들어올 수량", "On the way"},
		{"purchase.next_all", "{0}개 · {1} {2}", "{0} · {1} {2}"},
		{"purchase.next_first", "{0}개 · 첫 {1}개 {2}", "{0} · first {1} on {2}"},
		{"purchase.weekday_0", "일", "Sun"},
		{"purchase.weekday_1", "월", "Mon"},
		{"purchase.weekday_2", "화", "Tue"},
		{"purchase.weekday_3", "수", "Wed"},
		{"purchase.weekday_4", "목", "Thu"},
		{"purchase.weekday_5", "금", "Fri"},
		{"purchase.weekday_6", "토", "Sat"},
		{"purchase.noted", "발주서 없이 기록", "Recorded without a document"},
		{"purchase.mail_bounced", "전달 안 됨", "Not delivered"},
		{"purchase.mail_delivered", "전달됨", "Delivered"},
		{"purchase.mail_seen", "페이지 열어 봄", "Page opened"},
		{"purchase.mail_underway", "메일 보내는 중", "Mail on its way"},
		{"purchase.none", "아직 발주서가 없어요", "There are no purchase orders yet"},
		{"purchase.none_state", "‘{0}’인 발주서가 없어요", "No purchase orders here: {0}"},
		{"purchase.none_text", "발주 제안에서 수량을 정하면 발주서가 만들어져요.", "Choose quantities in the suggestions to make a purchase order."},
		{"purchase.none_act", "발주 제안 보기", "See suggestions"},
		{"purchase.none_match", "찾는 발주서가 없어요", "No purchase order matches"},
		{"purchase.none_match_text", "다른 검색어나 공급사로 찾아 보세요.", "Try another search or supplier."},
	}
}

// purchaseFieldErrors are why an input of an order is refused.
func purchaseFieldErrors() []entry {
	return []entry{
		{"error.purchase_pack", "박스당 개수는 1에서 1,000,000까지의 정수로 적어 주세요.", "Enter how many are in a box: a whole number from 1."},
		{"error.purchase_cost", "발주단가는 숫자로 적어 주세요. 소수는 둘째 자리까지예요.", "Enter the unit cost as a number with up to two decimals."},
		{"error.purchase_email", "메일 주소가 아니에요: {0}", "Not an e-mail address: {0}"},
		{"error.purchase_to", "받는 메일 주소를 적어 주세요. 전화나 카카오톡으로 보냈다면 ‘보냈다고 표시’를 눌러 주세요.", "Enter the supplier's address. If you ordered by phone or messenger, choose “Mark as sent”."},
		{"error.purchase_nothing_came", "들어온 수량을 한 품목 이상 적어 주세요.", "Enter how many arrived of one item or more."},
		{"error.purchase_why", "이유를 적어 주세요.", "Enter a reason."},
		{"error.purchase_can", "가능한 수량은 0부터 1,000,000까지의 정수로 적어 주세요.", "Enter a whole number from 0 to 1,000,000."},
	}
}

// purchasePageWords are about one order.
func purchasePageWords() []entry {
	return []entry{
		{"purchase.back", "발주서 목록", "All purchase orders"},
		{"purchase.title_of", "{0} · {1}", "{0} · {1}"},
		{"purchase.new", "새 발주서", "New purchase order"},
		{"purchase.print", "인쇄", "Print"},
		{"purchase.created", "만든 때", "Created"},
		{"purchase.created_by", "만든 사람", "Created by"},
		{"purchase.sent_by", "보낸 사람", "Sent by"},
		{"purchase.revision", "판", "Revision"},
		{"purchase.revision_n", "{0}번째 보낸 내용", "no. {0}"},
		{"purchase.to", "받는 메일 주소", "To"},
		{"purchase.to_nobody", "메일로 보내지 않음", "not mailed"},
		{"purchase.to_hint", "여기 적힌 주소로만 보내요. 공급사 화면에 저장한 주소가 먼저 적혀 있어요. 여러 개면 줄을 바꿔 적어 주세요.", "The order goes to exactly these addresses, one a line. They begin with those that are saved on the supplier’s page."},
		{"purchase.reply_to", "답장 받을 주소", "Replies to"},
		{"purchase.reply_hint", "공급사가 답장하면 이 주소로 가요.", "The supplier's replies go here."},
		{"purchase.mail_state", "메일", "Mail"},
		{"purchase.mail_bounced_at", "전달 안 됨: {0}", "not delivered: {0}"},
		{"purchase.mail_seen_at", "페이지 열림 ({0}). 메일 검사 프로그램이 열었을 수도 있어요.", "page opened ({0}), perhaps by a mail scanner"},
		{"purchase.bounced_notice", "메일이 전달되지 않았어요: {0}. 주소를 고쳐 다시 보내면 발주번호는 그대로예요.", "The mail was not delivered: {0}. Correct the address and send it again; the number stays."},
		{"purchase.cancelled_notice", "{0}에 {1} 님이 취소했어요.", "Cancelled {0} by {1}."},
		{"purchase.closed_notice", "{0}에 {1} 님이 나머지를 마감했어요.", "Closed {0} by {1}."},
		{"purchase.late_by", "{0}일 늦음", "{0} {0#day/days} late"},
		{"purchase.total_of", "{0}개 품목, 모두 {1}개", "{0} {0#item/items}, {1} in all"},
		{"purchase.costs_unknown", "발주단가가 없는 {0}개 품목은 금액에서 빠졌어요.", "{0} {0#item/items} without a unit cost {0#is/are} left out."},
		{"purchase.given_up_units", "{0}개는 받지 않기로 했어요", "{0} will not come"},
		{"purchase.promised", "처음 약속 {0}", "first promised {0}"},
		{"purchase.rest_of", "남은 수량 {0}", "{0} still expected"},
		{"purchase.note", "공급사에 남길 말", "Note to the supplier"},
	}
}

// purchaseDraftWords are about a draft: its items, and how it is sent.
func purchaseDraftWords() []entry {
	return []entry{
		{"purchase.pack", "박스당 개수", "Per box"},
		{"purchase.pack_of", "{0}: 박스당 개수", "{0}: pieces per box"},
		{"purchase.ordered_of", "{0}: 발주 수량", "{0}: quantity"},
		{"purchase.cost_in", "발주단가 ({0})", "Unit cost ({0})"},
		{"purchase.cost_of", "{0}: 발주단가", "{0}: unit cost"},
		{"purchase.won", "원", "₩"},
		{"purchase.remove", "빼기", "Remove"},
		{"purchase.remove_of", "{0} 빼기", "Remove {0}"},
		{"purchase.find", "품목 더하기", "Add an item"},
		{"purchase.find_hint", "상품명이나 코드", "Product or code"},
		{"purchase.find_button", "찾기", "Find"},
		{"purchase.found", "찾은 품목", "Found items"},
		{"purchase.found_none", "‘{0}’인 품목이 없어요.", "No item matches “{0}”."},
		{"purchase.found_stock", "재고 {0}", "{0} in stock"},
		{"purchase.found_in", "이미 있어요", "already in"},
		{"purchase.add", "더하기", "Add"},
		{"purchase.add_of", "{0} 더하기", "Add {0}"},
		{"purchase.send_title", "보내기", "Send"},
		{"purchase.send", "공급사에 메일로 보내기", "Mail to the supplier"},
		{"purchase.send_hint", "발주번호가 매겨지고, 위에 적힌 주소로 발주서가 가요. 이 품목들의 알림은 들어올 때까지 미뤄져요.", "The order gets its number and goes to the addresses above. Alerts of its items are snoozed until it arrives."},
		{"purchase.mark", "보냈다고 표시 (전화·카톡)", "Mark as sent (phone, messenger)"},
		{"purchase.lead_hint", "조달 기간 {0}일. 날짜를 바꾸지 않으면 보내는 날부터 세요.", "Lead time {0} {0#day/days}, counted from the day it is sent unless you change the date."},
		{"purchase.delete", "발주서 삭제", "Delete draft"},
	}
}

// purchaseAgainWords are about an order that was sent: to send it again, its
// link, and its changed version.
func purchaseAgainWords() []entry {
	return []entry{
		{"purchase.resend", "같은 내용 다시 보내기", "Send again unchanged"},
		{"purchase.resend_hint", "{0} 주소로 같은 발주번호로 다시 보내요.", "Goes to {0} again, with the same number."},
		{"purchase.remind", "답 달라고 다시 보내기", "Ask for an answer"},
		{"purchase.link_text", "로그인 없이 이 발주서만 볼 수 있는 페이지예요. 카카오톡으로 보낼 때는 이 주소를 복사하세요.", "A page with this order only, without a login. Copy its address to send it by messenger."},
		{"purchase.link_none", "지금 쓸 수 있는 링크가 없어요. 다시 보내면 새 링크가 생겨요.", "There is no link that works. Sending again makes a new one."},
		{"purchase.revise", "수정해서 다시 보내기", "Change and send again"},
		{"purchase.revise_button", "바뀐 발주서 보내기", "Send the changed order"},
		{"purchase.revise_hint", "발주번호는 그대로이고, 앞서 보낸 공급사 링크는 더 쓸 수 없어요.", "The number stays. The supplier's earlier link stops working."},
		{"purchase.revise_lead", "바꾸지 않으면 품목마다 지금 날짜가 그대로예요.", "Each item keeps its day unless you change this."},
		{"purchase.silent_notice", "공급사 답변: {0}", "Supplier's answer: {0}"},
	}
}

// purchaseActWords are about what an operator does with an order that was sent.
func purchaseActWords() []entry {
	return []entry{
		{"purchase.acts", "할 수 있는 일", "Actions"},
		{"purchase.receive", "입고 기록", "Record a receipt"},
		{"purchase.receive_button", "입고로 기록", "Record"},
		{"purchase.receive_hint", "들어온 수량만 적어 주세요. 발주한 수량보다 많아도 돼요. 카페24 재고는 바꾸지 않아요.", "Enter what arrived; more than ordered is fine. Cafe24's stock is not changed."},
		{"purchase.came_on", "들어온 날", "Arrived on"},
		{"purchase.enter", "공급사 답변 대신 입력", "Enter the supplier's answer"},
		{"purchase.enter_hint", "전화나 카카오톡으로 들은 답을 적어 두세요. 도착 예정일과 가능한 수량이 바뀌고, 알림도 그에 맞춰요.", "Enter what you heard by phone or messenger. Dates, quantities and alerts change accordingly."},
		{"purchase.enter_on", "모든 품목의 도착 예정일", "All items arrive on"},
		{"purchase.enter_each", "품목마다", "Item by item"},
		{"purchase.enter_units", "가능한 수량", "Can deliver"},
		{"purchase.enter_line_on", "도착 예정일", "Arrives on"},
		{"purchase.enter_message", "공급사가 한 말", "What the supplier said"},
		{"purchase.enter_button", "답변 저장", "Save the answer"},
		{"purchase.why", "이유", "Reason"},
		{"purchase.give_up", "나머지 받지 않기", "Give up the rest"},
		{"purchase.give_up_of", "{0}: 나머지 받지 않기", "{0}: give up the rest"},
		{"purchase.give_up_button", "나머지 받지 않기", "Give up"},
		{"purchase.close", "나머지 마감", "Close the rest"},
		{"purchase.close_button", "나머지 마감하기", "Close"},
		{"purchase.close_hint", "아직 안 들어온 {0}개를 더 기다리지 않아요. 되살릴 수 있어요.", "The {0} that have not arrived are no longer expected. You can restore the order."},
		{"purchase.cancel", "공급사 발주 취소", "Cancel the order"},
		{"purchase.cancel_button", "취소하기", "Cancel the order"},
		{"purchase.cancel_hint", "공급사에는 메일이 가지 않으니 따로 알려 주세요. 되살릴 수 있어요.", "No mail goes to the supplier: let them know yourself. You can restore the order."},
		{"purchase.restore", "되살리기", "Restore"},
		{"purchase.restore_hint", "남은 수량을 다시 기다려요.", "What has not arrived is expected again."},
	}
}

// purchaseHistoryWords are about receipts, answers and the history of an order.
func purchaseHistoryWords() []entry {
	return []entry{
		{"purchase.receipts", "입고", "Receipts"},
		{"purchase.receipt", "{0} {1}개", "{0}: {1}"},
		{"purchase.receipt_on", "{0} 입고", "arrived {0}"},
		{"purchase.receipt_undone", "되돌렸어요", "undone"},
		{"purchase.receipt_unseen", "쇼핑몰 재고에는 아직 보이지 않아요.", "Not in Cafe24's stock yet."},
		{"purchase.undo", "되돌리기", "Undo"},
		{"purchase.undo_of", "되돌리기: {0}", "Undo: {0}"},
		{"purchase.evidence", "{0}에 재고가 {1}개에서 {2}개로: {3}개 입고로 기록", "{0}: stock from {1} to {2}, recorded as {3} received"},
		{"purchase.evidence_sold", "{0}에 재고가 {1}개에서 {2}개로, 그동안 {3}개 판매: {4}개 입고로 기록", "{0}: stock from {1} to {2} with {3} sold meanwhile, recorded as {4} received"},
		{"purchase.by_supplier", "공급사", "the supplier"},
		{"purchase.by_detected", "재고 변화로 알아냄", "found by a change of stock"},
		{"purchase.by_app", "앱", "the app"},
		{"purchase.for_supplier", "{0} 님이 대신 입력", "entered by {0}"},
		{"purchase.answers", "공급사 답변", "Supplier's answers"},
		{"purchase.said", "{0}: {1}", "{0}: {1}"},
		{"purchase.said_all", "발주서를 확인했어요", "received the order"},
		{"purchase.said_whole", "모두 가능", "all of it"},
		{"purchase.said_units", "{0}개 가능", "can deliver {0}"},
		{"purchase.said_none", "불가", "cannot deliver"},
		{"purchase.said_on", "{0} 도착", "arrives {0}"},
		{"purchase.events", "기록", "History"},
		{"purchase.line_gone", "빠진 품목", "a removed item"},
		{"purchase.event_created", "발주서를 만듦", "Draft created"},
		{"purchase.event_changed", "내용을 바꿈", "Changed"},
		{"purchase.event_sent", "발주서를 보냄", "Sent"},
		{"purchase.event_revised", "바뀐 내용을 보냄 ({0}번째)", "Changed order sent (no. {0})"},
		{"purchase.event_resent", "같은 내용을 다시 보냄", "Sent again"},
		{"purchase.event_seen", "공급사 페이지가 열림", "Supplier's page opened"},
		{"purchase.event_answered", "공급사 답변", "Supplier's answer"},
		{"purchase.event_received", "입고", "Received"},
		{"purchase.event_undone", "입고를 되돌림", "Receipt undone"},
		{"purchase.event_gave_up", "나머지를 받지 않기로 함", "Rest given up"},
		{"purchase.event_closed", "나머지를 마감함", "Closed"},
		{"purchase.event_cancelled", "취소함", "Cancelled"},
		{"purchase.event_restored", "되살림", "Restored"},
		{"purchase.event_bounced", "메일이 전달되지 않음", "Mail not delivered"},
		{"purchase.event_late", "입고 지연을 알림", "Late goods announced"},
		{"purchase.event_reminded", "공급사에 다시 알림", "Supplier reminded"},
		{"purchase.event_line", "{0} · {1} {2}개", "{0} · {1}: {2}"},
		{"purchase.event_units", "{0} · {1}개", "{0} · {1}"},
		{"purchase.link", "공급사 링크", "Supplier's link"},
		{"purchase.link_revoke", "링크 끊기", "Revoke the link"},
		{"purchase.changed_notice", "그사이 다른 사람이 이 발주서를 바꿨어요. 적은 내용은 그대로 두었어요. 확인하고 다시 눌러 주세요.", "Somebody else has changed this order. What you typed is kept: check it and press again."},
	}
}

// purchasePaperWords are about the printed order.
func purchasePaperWords() []entry {
	return []entry{
		{"purchase.paper", "발주서", "Purchase order"},
		{"purchase.paper_from", "발주하는 곳", "From"},
		{"purchase.paper_to", "공급사", "To"},
		{"purchase.paper_no", "번호", "No."},
		{"purchase.print_back", "발주서로 돌아가기", "Back to the order"},
	}
}

// purchaseDoneWords are the results of actions, and what is asked before one.
func purchaseDoneWords() []entry {
	return []entry{
		{"done.purchase_sent", "발주서를 보낼게요", "Being sent"},
		{"done.purchase_resent", "다시 보낼게요", "Being sent again"},
		{"done.purchase_unlinked", "링크를 끊었어요", "Link revoked"},
		{"done.purchase_marked", "보냈다고 표시했어요", "Marked as sent"},
		{"done.purchase_received", "입고로 기록했어요", "Receipt recorded"},
		{"done.purchase_undone", "입고를 되돌렸어요", "Receipt undone"},
		{"done.purchase_gave_up", "더 기다리지 않아요", "Rest given up"},
		{"done.purchase_closed", "나머지를 마감했어요", "Closed"},
		{"done.purchase_cancelled", "취소했어요", "Cancelled"},
		{"done.purchase_restored", "되살렸어요", "Restored"},
		{"done.purchase_answered", "답변을 저장했어요", "Answer saved"},
		{"sure.purchase_delete", "이 발주서를 삭제할까요?", "Delete this draft?"},
		{"sure.purchase_delete_text", "적은 내용이 모두 사라져요. 공급사에는 아무것도 가지 않았어요.", "What you entered is lost. Nothing was sent to the supplier."},
		{"sure.purchase_delete_yes", "발주서 삭제", "Delete draft"},
		{"sure.purchase_unlink", "공급사 링크를 끊을까요?", "Revoke the supplier's link?"},
		{"sure.purchase_unlink_text", "보낸 메일의 링크로는 더 답할 수 없어요. 다시 보내면 새 링크가 생겨요.", "The link in the mail no longer takes an answer. Sending again makes a new one."},
		{"sure.purchase_unlink_yes", "링크 끊기", "Revoke"},
		{"sure.purchase_cancel", "이 공급사 발주를 취소할까요?", "Cancel this order?"},
		{"sure.purchase_cancel_text", "들어올 수량에서 빠지고, 미뤄 둔 알림이 다시 울릴 수 있어요. 공급사에는 따로 알려 주세요.", "It is no longer expected, and snoozed alerts may return. Let the supplier know yourself."},
		{"sure.purchase_cancel_yes", "취소하기", "Cancel the order"},
		{"sure.purchase_close", "나머지를 마감할까요?", "Close the rest?"},
		{"sure.purchase_close_text", "아직 안 들어온 수량을 더 기다리지 않아요. 미뤄 둔 알림이 다시 울릴 수 있어요.", "What has not arrived is no longer expected. Snoozed alerts may return."},
		{"sure.purchase_close_yes", "마감하기", "Close"},
	}
}
