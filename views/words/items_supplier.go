package words

// itemsSupplierWords are the choice of a supplier for many items of the list.
func itemsSupplierWords() []entry {
	return []entry{
		{"items.title", "공급사 정하기", "Choose the supplier"},
		{"items.of", "{0}개 품목을 어느 공급사에서 살까요?", "From which supplier are {0} {0#item/items} ordered?"},
		{"items.hint", "공급사 발주 제안이 이 공급사로 묶여요. 카페24의 공급사와 알림 기준은 그대로예요. 상품의 모든 옵션을 골랐으면 상품에, 일부만 골랐으면 그 옵션에만 정해요.", "Suggestions group the items under this supplier. Cafe24's supplier and the thresholds stay. Where all options of a product are chosen, it is set for the product, otherwise for those options alone."},
		{"items.supplier", "공급사", "Supplier"},
		{"items.choose", "골라 주세요", "Please choose"},
		{"items.cafe24", "카페24에 적힌 공급사", "The supplier in Cafe24"},
		{"items.set", "정하기", "Set"},
		{"items.add", "목록에 없는 공급사 만들기", "Add a supplier that is not listed"},
		{"items.open", "공급사 정하기", "Choose the supplier"},
		{"items.done", "고른 {0}개 품목 가운데 {2}개의 공급사를 {1}(으)로 정했어요.", "Of {0} {0#item/items}, {2} {2#is/are} ordered from {1} now."},
		{"items.same", "{0}개는 이미 그 공급사라 그대로예요.", "{0} {0#was/were} ordered from it before."},
		{"items.gone", "{0}개는 그사이 없어져서 정하지 못했어요.", "{0} {0#does/do} not exist any more."},
		{"items.undo", "되돌리기", "Undo"},
		{"items.undone", "되돌렸어요.", "Undone."},
		{"items.kept", "그 뒤에 바뀐 {0}곳은 그대로 두었어요.", "{0} {0#place/places} that changed since {0#was/were} left."},
		{"error.items_supplier", "공급사를 골라 주세요.", "Choose a supplier."},
		{"supplier.in_stock", "이 공급사의 상품 {0}개 재고 보기", "Stock of its {0} {0#product/products}"},
		{"purchase.to_supplier", "공급사 메일 주소 등록하기", "Add the supplier's address"},
	}
}
