package words

// purchaseAPIErrors are why a program's request about a purchase order is refused.
func purchaseAPIErrors() []entry {
	return []entry{
		{"error.purchase_states", "상태는 draft, sent, confirmed, partly, received, closed, cancelled 가운데 하나 이상을 쉼표로 나누어 적어 주세요.", "The state is one or more of draft, sent, confirmed, partly, received, closed and cancelled, separated by commas."},
		{"error.purchase_key", "요청마다 다른 key를 앞뒤 공백 없이 200바이트까지로 보내 주세요 (Idempotency-Key 헤더 또는 key 필드).", "Send a key that is different for each request, up to 200 bytes without spaces around it (header Idempotency-Key, or field key)."},
		{"error.purchase_version", "읽은 발주서의 version을 보내 주세요.", "Send the version of the purchase order that you have read."},
		{"error.purchase_variant", "쇼핑몰에 있는 품목코드를 한 번씩만 적어 주세요.", "Name a variant of the shop, each only once."},
		{"error.purchase_line_no", "발주서에 있는 line 번호를 적어 주세요.", "Name a line of the purchase order."},
		{"error.purchase_note", "메모는 2,000자까지예요.", "The note has at most 2,000 characters."},
	}
}
