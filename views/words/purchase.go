package words

// purchaseWords are about purchase orders to suppliers: the list and one order.
func purchaseWords() []entry {
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
		{"purchase.boxes", "박스", "Boxes"},
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
	}
}
