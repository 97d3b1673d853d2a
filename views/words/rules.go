package words

// judgementWords are rules of three kinds, their history, and what is silent.
func judgementWords() []entry {
	return []entry{
		{"error.rule_kind", "종류는 number, days, off 가운데 하나예요. off는 알리지 않기와 같아요.", "The kind is one of number, days or off; off is the same as muted."},
		{"error.rule_changed", "그 뒤에 다시 바뀐 기준이 있어서 되돌리지 않았어요.", "A threshold was changed again since, so nothing was undone."},
		{"error.undone", "이미 되돌린 변경이에요.", "That change was undone already."},
		{"silence.removed", "카페24에서 삭제됨", "Removed at Cafe24"},
		{"silence.untracked", "재고 관리 안 함", "Stock not tracked"},
		{"silence.product_hidden", "상품 진열 안 함", "Product not displayed"},
		{"silence.product_not_selling", "상품 판매 안 함", "Product not on sale"},
		{"silence.variant_hidden", "품목 진열 안 함", "Item not displayed"},
		{"silence.variant_not_selling", "품목 판매 안 함", "Item not on sale"},
		{"silence.muted", "알림 꺼 둠", "Muted"},
		{"explain.threshold_days", "알림 기준은 {2}일치예요 ({1}). 하루에 {3}개씩 팔려서 {0}개예요.", "The threshold is {2} days of sales ({1}): at {3} a day that is {0}."},
		{"explain.no_sales", "판매 기록이 아직 모자라서 일수로 정한 기준({0})은 건너뛰었어요.", "Too little is known of its sales, so the threshold in days ({0}) was passed over."},
	}
}
