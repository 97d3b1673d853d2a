package words

// orderSheetWords are the pages of the sheet from which purchase orders are made, the
// suppliers side by side, and late goods on it.
func orderSheetWords() []entry {
	return []entry{
		{"ordersheet.items", "품목", "Items"},
		{"ordersheet.units", "수량", "Pieces"},
		{"ordersheet.money", "발주금액", "Amount"},
		{"ordersheet.unpriced", "단가 없는 품목", "Without a cost"},
		{"ordersheet.minimum", "최소 발주금액까지", "To the minimum"},
		{"ordersheet.gap", "{0} 부족", "{0} short"},
		{"ordersheet.chosen", "고른 공급사 {0}곳", "{0} chosen {0#supplier/suppliers}"},
		{"ordersheet.all", "공급사 {0}곳", "{0} {0#supplier/suppliers}"},
		{"ordersheet.total", "품목 {0}개 · 수량 {1}개 · {2}", "items: {0} · pieces: {1} · {2}"},
		{"ordersheet.total_unpriced", "· 단가 없는 품목 {0}개는 뺀 금액이에요", "· without the items that have no cost: {0}"},
		{"ordersheet.cut", "발주할 품목이 많아서, 급한 {0}개까지만 계산했어요.", "There is a lot to order: only the {0} most urgent items are computed."},

		{"ordersheet.enough", "아직 충분해요", "enough for now"},
		{"ordersheet.not_soon", "한참 뒤", "not soon"},
		{"morning.unsold", "판매 속도: {0}", "pace of sales: {0}"},

		{"ordersheet.pages", "발주 제안 쪽", "Pages of suggestions"},
		{"ordersheet.range", "{0}–{1}번째 · 모두 {2}개 품목", "{0}–{1} of {2} {2#item/items}"},
		{"ordersheet.prev", "앞 품목", "Earlier items"},
		{"ordersheet.next", "다음 품목", "Later items"},
		{"ordersheet.whole", "다른 쪽의 {0}개 품목({1}개)도 제안한 수량대로 담기", "Also order the {0} {0#item/items} of other pages as proposed ({1} {1#piece/pieces})"},
		{"ordersheet.carried", "다른 쪽에서 바꾼 {0}개 품목은 바꾼 대로 담아요.", "{0} changed {0#item/items} of other pages {0#is/are} ordered as changed."},
		{"ordersheet.parts", "발주서 한 장에는 {0}개 품목까지 담을 수 있어서 {1}장으로 나눠요.", "An order has at most {0} {0#item/items}, so {1} {1#order is/orders are} made."},
		{"error.sheet_many", "한 번에 바꿀 수 있는 품목보다 많아요. 지금까지 바꾼 것으로 발주서를 먼저 만들어 주세요.", "Too many items are changed at once. Please make an order of these first."},

		{"ordersheet.late_in", "늦은 {0}개 포함", "Counts {0} late {0#piece/pieces}"},
		{"ordersheet.late_out", "늦은 {0}개를 빼고 계산했어요", "Computed without {0} late {0#piece/pieces}"},
		{"ordersheet.late_leave", "빼고 계산", "Compute without"},
		{"ordersheet.late_count", "다시 포함", "Count them again"},
		{"ordersheet.late_give_up", "나머지 받지 않기", "Give up the rest"},
		{"ordersheet.late_gave_up", "늦은 {0}개의 나머지를 받지 않기로 했어요", "The rest of {0} late {0#piece/pieces} is given up"},
		{"ordersheet.late_restore", "되돌리기", "Undo"},
		{"ordersheet.late_reason", "늦어서 나머지 받지 않음", "Late: the rest is given up"},
		{"ordersheet.late_held", "늦은 수량을 세어서 제안하지 않은 품목 {0}개", "{0} {0#item is/items are} not proposed because late goods count"},
		{"ordersheet.late_position", "재고 {0}개 · 늦은 {1}개 포함 · {2} 예정이었음", "{0} in stock · counts {1} late · due {2}"},
		{"ordersheet.late_more", "그 밖에 {0}개 품목이 더 있어요.", "{0} more {0#item/items}."},
		{"sure.late_rest", "늦은 {0}개의 나머지를 받지 않기로 할까요?", "Give up the rest of {0} late {0#piece/pieces}?"},
		{"sure.late_rest_text", "더 오지 않는 것으로 기록하고, 발주할 수량을 다시 계산해요. 공급사에는 따로 알려 주세요. 바로 되돌릴 수 있어요.", "They are recorded as not coming, and the quantity to order is computed again. Please tell the supplier yourself. It can be undone at once."},
		{"sure.late_rest_yes", "나머지 받지 않기", "Give up the rest"},
	}
}
