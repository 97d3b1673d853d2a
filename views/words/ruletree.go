package words

// ruleTreeWords are about the tree of rules: what each rule decides, and what
// overrides it.
func ruleTreeWords() []entry {
	return []entry{
		{"rules.chain", "가장 좁은 기준을 따라요. 카테고리가 여럿이면 가장 큰 기준을 따라요.", "The narrowest threshold applies. Of several categories, the highest threshold applies."},
		{"rules.level_variant", "품목", "Item"},
		{"rules.level_product", "상품", "Product"},
		{"rules.level_category", "카테고리", "Category"},
		{"rules.level_supplier", "공급사", "Supplier"},
		{"rules.level_mall", "쇼핑몰 기본값", "Mall default"},
		{"rules.at_number", "{0}개 이하", "{0} or fewer"},
		{"rules.at_days", "{0}일 치 판매량 이하", "{0} {0#day/days} of sales or less"},
		{"rules.at_zero", "품절일 때만", "Only when sold out"},
		{"rules.at_none", "상품 기준 없음", "No threshold of its own"},
		{"rules.gives", "품목 {0}개에 적용", "Applies to {0} {0#item/items}"},
		{"rules.mutes", "품목 {0}개는 알리지 않아요", "No alerts for {0} {0#item/items}"},
		{"rules.gives_none", "지금 적용되는 품목이 없어요", "Applies to no item now"},
		{"rules.n_categories", "카테고리 {0}개", "{0} {0#category/categories}"},
		{"rules.n_suppliers", "공급사 {0}개", "{0} {0#supplier/suppliers}"},
		{"rules.n_products", "상품 {0}개", "{0} {0#product/products}"},
		{"rules.n_variants", "품목 {0}개", "{0} {0#item/items}"},
		{"rules.overridden", "{0|은/는} 따로 정했어요", "Overridden by: {0}"},
		{"rules.see_branch", "따로 정한 기준 {0}개 보기", "See the {0} {0#threshold/thresholds} that override it"},
		{"rules.more_of_category", "카테고리 {0}개 더 보기", "{0} more {0#category/categories}"},
		{"rules.more_of_supplier", "공급사 {0}개 더 보기", "{0} more {0#supplier/suppliers}"},
		{"rules.more_of_product", "상품 {0}개 더 보기", "{0} more {0#product/products}"},
		{"rules.edit", "바꾸기", "Change"},
		{"rules.source_set", "직접 정함", "set by hand"},
		{"rules.source_import", "안전재고에서 가져옴", "from the safety inventory"},
		{"rules.source_file", "파일에서 가져옴", "from a file"},
		{"rules.source_forecast", "예측 제안을 따름", "from the forecast"},
		{"rules.source_undo", "되돌려서 돌아옴", "restored by undo"},
		{"rules.source_delete", "수량만 지움", "number removed"},
		{"rules.empty", "아직 정한 기준이 없어요. 모두 쇼핑몰 기본값을 따라요. 잘 팔리는 상품은 더 일찍 알리고 철 지난 카테고리는 알리지 않게 하면, 꼭 필요한 알림만 남아요.", "You have set no threshold yet: every item follows the mall default. Set a higher one for best sellers and turn off the alerts of last season's items, so that you get only the alerts that matter."},
		{"rules.empty_act", "재고에서 상품 고르기", "Choose a product in stock"},
		{"rules.search", "상품, 카테고리, 공급사 이름으로 찾기", "Find by product, category or supplier"},
		{"rules.search_do", "찾기", "Find"},
		{"rules.search_clear", "찾기 지우기", "Clear"},
		{"rules.found", "기준 {0}개를 찾았어요", "{0} {0#threshold/thresholds} found"},
		{"rules.found_first", "기준 {0}개 가운데 {1}개를 보여 드려요", "The first {1} of {0} {0#threshold/thresholds}"},
	}
}
