package words

// purchaseWords are about purchase orders to suppliers: the list and one order.
func purchaseWords() []entry {
	return []entry{
		{"purchase.tabs", "공급사 발주 페이지", "Purchase order pages"},
		{"purchase.tab_suggestions", "발주 제안", "Suggestions"},
		{"purchase.tab_orders", "발주서", "Purchase orders"},
		{"purchase.tab_suppliers", "공급사", "Suppliers"},
	}
}
