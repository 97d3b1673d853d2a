package words

// goodsWords are about arrivals that the quantity shows, and about late goods.
func goodsWords() []entry {
	return []entry{
		{"purchase.asked", "확인이 필요한 입고", "Receipts to check"},
		{"purchase.asked_propose", "{0} {1}개가 들어온 것 같아요", "{0}: it looks like {1} arrived"},
		{"purchase.asked_fill", "{0}: 발주 수량보다 {1}개 더 들어왔어요", "{0}: {1} more than ordered arrived"},
		{"purchase.asked_which", "{0} {1}개는 어느 공급사 발주인가요?", "{0}: {1} arrived. For which order?"},
		{"purchase.asked_propose_text", "{0}의 입고로 기록할까요?", "Record them as received for {0}?"},
		{"purchase.asked_fill_text", "{0}의 입고로 기록했고, 나머지는 어느 공급사 발주에도 없어요.", "Recorded as received for {0}; the surplus belongs to no order."},
		{"purchase.asked_which_text", "{0}의 입고로 기록해 두었어요. 다른 공급사 발주라면 골라 주세요.", "Recorded as received for {0} for now. Choose another order if that is wrong."},
		{"purchase.asked_mixed", "다른 판매처의 판매가 섞여 있어 자동으로 기록하지 않았어요.", "Sales in other channels are mixed in, so nothing was recorded automatically."},
		{"purchase.asked_evidence", "{0}에 재고가 {1}개에서 {2}개로 바뀌었어요.", "{0}: stock changed from {1} to {2}."},
		{"purchase.asked_yes", "네, 입고로 기록", "Yes, record them"},
		{"purchase.asked_right", "맞아요", "That is right"},
		{"purchase.asked_no", "입고가 아니에요", "Not a receipt"},
		{"purchase.asked_other", "이 공급사 발주로 기록", "Record for this order"},
		{"purchase.asked_line", "다른 공급사 발주", "Another order"},
		{"purchase.asked_choice", "{0} · 남은 수량 {1}개 · {2}", "{0} · {1} still expected · {2}"},
		{"purchase.asked_of", "{0}개 ({1})", "{0} ({1})"},
		{"purchase.late_title", "입고 지연: {0}", "Late goods: {0}"},
		{"purchase.late_title_more", "입고 지연 {1}건: {0} 외", "{1} late items: {0} and more"},
		{"purchase.late_lead", "도착 예정일이 지났는데 아직 들어오지 않았어요. 공급사에 확인하고 새 날짜를 입력하거나, 오지 않을 수량을 마감해 주세요.", "These goods should have arrived. Ask the supplier, then enter a new date or give up what will not come."},
		{"purchase.late_ask", "아직 오나요?", "Are these still coming?"},
		{"purchase.late_ask_lead", "오래 늦어져서 답하기 전까지는 들어올 재고로 세지 않아요.", "They are so late that they do not count as incoming until you say so."},
		{"purchase.late_rest", "미입고 {0}개 · {1} 예정 · {2}일 늦음", "{0} missing · expected {1} · {2} {2#day/days} late"},
		{"purchase.late_badge", "입고 지연", "Late"},
		{"purchase.late_open", "늦은 발주서 보기", "See late orders"},
		{"done.purchase_told", "답을 저장했어요", "Answer saved"},
		{"error.purchase_line", "공급사 발주를 골라 주세요.", "Choose an order."},
		{"error.purchase_answer", "답을 골라 주세요.", "Choose an answer."},
	}
}
