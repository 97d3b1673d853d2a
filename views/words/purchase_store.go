package words

// purchaseErrors are why a change of a purchase order is refused.
func purchaseErrors() []entry {
	return []entry{
		{"error.purchase_changed", "그사이 발주서가 바뀌었어요. 지금 내용을 확인한 뒤 다시 시도해 주세요.", "The purchase order has changed in the meantime. Check it as it is now, then try again."},
		{"error.purchase_state", "지금 상태의 발주서에는 할 수 없어요.", "This is not possible in the present state of the purchase order."},
		{"error.purchase_lines", "품목이 1개 이상, 1,000개 이하여야 해요.", "There must be from 1 to 1,000 items."},
		{"error.purchase_units", "수량은 1부터 1,000,000까지의 숫자예요.", "The quantity is a number from 1 to 1,000,000."},
		{"error.came_on", "입고일은 1년 전부터 오늘까지의 날짜로 정해 주세요 (연-월-일).", "Choose a day of the past year, up to today (year-month-day)."},
	}
}
