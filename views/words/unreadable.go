package words

// unreadableWords are about answers of Cafe24 that the app cannot read.
func unreadableWords() []entry {
	return []entry{
		{"check.name_unreadable", "읽지 못한 것", "Unreadable"},
		{"check.unreadable_none", "카페24가 보내 준 것을 모두 읽었어요.", "Everything that Cafe24 sent could be read."},
		{"check.unreadable", "상품 {0}개를 읽지 못하고 있어요: {1}. 이 상품의 재고만 지금 알 수 없어요.", "{0} {0#product/products} cannot be read: {1}. Only the stock of {0#this one/these} is unknown."},
		{"check.unreadable_others", "상품 말고도 읽지 못한 것이 {0}건 있어요.", "{0} other {0#element/elements} could not be read."},
		{"check.unreadable_do", "다른 상품은 평소대로 지켜보고 있고, 읽지 못한 상품은 점점 드물게 다시 읽어 봐요. 카페24 관리자에서 그 상품이 제대로 열리는지 봐 주세요. 아래 자세한 숫자에 이유가 있어요.", "All others are watched as usual. These are tried again, less and less often. Check in the Cafe24 admin whether they open. The reasons are below, under “All the numbers”."},
		{"unreadable.title", "읽지 못한 것", "Unreadable"},
		{"unreadable.note", "카페24의 답에서 읽지 못한 것만 따로 빼 두었어요. 함께 온 다른 것은 모두 읽었어요.", "Only what could not be read is left out. Everything that came with it was read."},
		{"unreadable.number", "상품 번호 {0}", "product no. {0}"},
		{"unreadable.nameless", "번호도 이름도 없이 온 상품", "a product sent without a number or name"},
		{"unreadable.since", "{0}부터예요.", "Since {0}."},
		{"unreadable.retry", "{0}에 다시 읽어요.", "Tried again {0}."},
		{"unreadable.list_orders", "주문", "order"},
		{"unreadable.list_categories", "카테고리", "category"},
		{"unreadable.list_suppliers", "공급사", "supplier"},
		{"unreadable.list_logs", "웹훅 기록", "webhook log entry"},
		{"unreadable.reason_shape", "카페24의 답이 알려진 모양이 아니에요.", "Cafe24's answer does not have the known format."},
		{"unreadable.reason_no_id", "번호나 코드가 없이 왔어요.", "It came without its number or code."},
		{"unreadable.reason_quantity", "수량이 숫자가 아니에요.", "Its quantity is not a number."},
		{"unreadable.reason_variants", "카페24가 이 상품의 옵션 목록을 주지 않아요.", "Cafe24's answer does not have its options."},
		{"unreadable.reason_call", "카페24가 이 상품만 답하지 않아요.", "Cafe24 does not answer for this product."},
	}
}
