package words

import "slices"

// purchaseSheetWords are the sheet from which purchase orders are made, and the
// terms of an item.
func purchaseSheetWords() []entry {
	return slices.Concat(purchaseSuggestionWords(), purchaseTermsWords(), purchaseSheetErrors())
}

// purchaseSuggestionWords are the rounding of quantities, and what is made of
// them.
func purchaseSuggestionWords() []entry {
	return []entry{
		{"purchase.round_min", "최소 {0}", "minimum {0}"},
		{"purchase.round_cap", "최대 {0}", "at most {0}"},
		{"purchase.round_pack", "{0}개입 {1}", "boxes of {0}: {1}"},
		{"purchase.round_unmet", "{0}개가 필요하지만, 최소 {1}개와 최대 {2}개에 맞는 수량이 없어요. 직접 정해 주세요.", "{0} {0#is/are} needed, but no quantity fits a minimum of {1} and a maximum of {2}. Please decide."},
		{"purchase.round_far", "필요한 수량의 {0}배예요. 재고까지 {1}일 치예요.", "{0} times what is needed: {1} {1#day/days} of sales with the stock."},
		{"purchase.round_more", "필요보다 {0}개 많고, {1}일 더 팔 수 있어요.", "{0} more than needed: {1} more {1#day/days} of sales."},

		{"purchase.make_one", "발주서 만들기", "Make a purchase order"},
		{"purchase.make_hint", "이 품목의 공급사에 보낼 발주서를 만들어요. 보내기 전에 수량과 금액을 바꿀 수 있어요.", "Makes an order to the supplier of this item. You can change it before it is sent."},
		{"purchase.make_chosen", "고른 공급사의 발주서 만들기", "Make orders for the chosen suppliers"},
		{"purchase.choose", "{0} 고르기", "Choose {0}"},
		{"purchase.recompute", "합계 다시 계산", "Recompute the total"},
		{"purchase.open", "열기", "Open"},
		{"purchase.skip", "빼기", "Leave out"},
		{"purchase.units_of", "{0} 발주 수량", "Quantity of {0}"},
		{"purchase.price_of", "{0} 발주단가", "Unit cost of {0}"},
		{"purchase.cost_cafe24", "카페24 공급가", "Cafe24's supply price"},
		{"purchase.cost_entered", "입력한 단가", "Entered"},
		{"purchase.cost_none", "단가 없음", "No cost"},
		{"purchase.in_draft", "작성 중인 발주서에 {0}개", "{0} in a draft"},
		{"purchase.sum_title", "이 발주서의 합계", "Total of this order"},
		{"purchase.sum", "{0}개 품목, {1}개", "{0} {0#item/items}, {1} {1#piece/pieces}"},
		{"purchase.sum_unknown", "단가가 없는 {0}개 품목은 뺀 금액이에요.", "{0} {0#item/items} without a cost {0#is/are} left out."},
		{"purchase.sum_invalid", "읽을 수 없는 수량이나 단가는 뺐어요.", "Quantities and costs that cannot be read are left out."},
		{"purchase.gap", "최소 발주금액 {0}에 {1} 부족해요.", "{1} short of the supplier's minimum of {0}."},
		{"purchase.fill", "이 공급사에서 곧 발주할 품목이에요. 넣으면 최소 금액을 채우는 데 도움이 돼요.", "Items of this supplier that will be ordered soon. They can fill the minimum."},
		{"purchase.fill_item", "{0} {1}개 넣기 ({2})", "Add {1} of {0} ({2})"},
		{"purchase.fill_days", "발주점까지 {0}일", "{0} {0#day/days} to its reorder point"},
		{"purchase.off_min", "{0}: {1}개는 최소 발주 수량 {2}개보다 적어요.", "{0}: {1} is below the minimum of {2}."},
		{"purchase.off_pack", "{0}: {1}개는 박스 단위가 아니에요. {2}면 맞아요.", "{0}: {1} is not a whole number of boxes. {2} is."},
		{"purchase.off_cap", "{0}: {1}개는 최대 발주 수량 {2}개보다 많아요.", "{0}: {1} is above the maximum of {2}."},
		{"purchase.off_more", "그 밖에 {0}개 품목도 조건에 안 맞아요.", "{0} more {0#item does/items do} not fit their terms."},
		{"purchase.into", "이미 작성 중인 발주서가 있어요", "There is a draft already"},
		{"purchase.into_draft", "작성 중인 발주서에 넣기 ({0}개 품목, {1}개)", "Put it into the draft ({0} {0#item/items}, {1} {1#piece/pieces})"},
		{"purchase.into_new", "새 발주서로 만들기", "Make a new order"},
		{"purchase.into_hint", "같은 품목은 여기서 정한 수량으로 바뀌고, 다른 품목은 그대로 있어요.", "The same items get the quantities of this sheet; other items stay."},
	}
}

// purchaseTermsWords are how a product is ordered.
func purchaseTermsWords() []entry {
	return []entry{
		{"purchase.terms", "품목 발주 조건", "Order terms"},
		{"purchase.terms_product", "발주할 때의 조건이에요. 이 상품의 모든 옵션에 적용돼요.", "How this product is ordered. It applies to all of its options."},
		{"purchase.terms_own", "옵션 {0}개는 따로 정한 조건을 써요.", "{0} {0#option has/options have} terms of {0#its/their} own."},
		{"purchase.terms_min", "최소 발주 수량", "Minimum quantity"},
		{"purchase.terms_pack", "박스당 개수(박스 입수)", "Pieces per box"},
		{"purchase.terms_cap", "최대 발주 수량", "Maximum quantity"},
		{"purchase.terms_cost", "기본 발주단가", "Usual unit cost"},
		{"purchase.terms_supplier", "다른 공급사", "Other supplier"},
		{"purchase.terms_supplier_hint", "공급사를 비우면 카페24의 공급사를 따라요.", "No supplier: that of Cafe24."},
		{"purchase.terms_cost_hint", "단가를 비우면 카페24 공급가를 써요.", "No cost: the supply price of Cafe24."},
		{"purchase.terms_cost_supply", "단가를 비우면 카페24 공급가 {0|을/를} 써요.", "No cost: the supply price of Cafe24, {0}."},
	}
}

// purchaseSheetErrors are why an input of the sheet or of the terms is refused.
func purchaseSheetErrors() []entry {
	return []entry{
		{"error.sheet_units", "수량은 1에서 1,000,000 사이의 정수로 적거나 비워 주세요.", "Enter a whole number from 1 to 1,000,000, or nothing."},
		{"error.purchase_none", "발주할 품목이 없어요. 수량을 하나 이상 적어 주세요.", "There is nothing to order. Enter at least one quantity."},
		{"error.purchase_chosen", "공급사를 하나 이상 골라 주세요.", "Choose at least one supplier."},
		{"error.purchase_into", "작성 중인 발주서에 넣을지, 새로 만들지 골라 주세요.", "Choose whether to use the draft or to make a new order."},
		{"error.purchase_min", "최소 발주 수량은 0에서 1,000,000 사이의 정수로 적어 주세요.", "The minimum is a whole number from 0 to 1,000,000."},
		{"error.terms_pack", "박스당 개수는 1에서 1,000,000 사이의 정수로 적어 주세요.", "A box holds a whole number from 1 to 1,000,000."},
		{"error.purchase_cap", "최대 발주 수량은 0에서 1,000,000 사이의 정수로 적어 주세요.", "The maximum is a whole number from 0 to 1,000,000."},
		{"error.purchase_cap_low", "이 최대 수량에는 최소 수량과 박스 단위에 맞는 수량이 없어요.", "No quantity fits this maximum, the minimum and the boxes."},
		{"error.terms_cost", "단가는 0에서 1,000,000,000 사이의 금액으로 적어 주세요.", "The cost is an amount from 0 to 1,000,000,000."},
		{"error.purchase_supplier", "이런 공급사가 없어요. 목록에서 골라 주세요.", "There is no such supplier. Choose one from the list."},
	}
}
