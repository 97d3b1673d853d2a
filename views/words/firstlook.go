package words

// firstLookWords say what the orders of the year before tell of a new mall.
func firstLookWords() []entry {
	return []entry{
		{"firstlook.title", "지난 1년 돌아보기", "Stock-outs of the last year"},
		{"firstlook.strip", "지난 1년 동안 품절이 {0}번쯤 있었어요. 놓친 판매는 약 {1|이에요/예요}.", "In the last year items sold out about {0} {0#time/times}. About {1} of sales were lost."},
		{"firstlook.strip_units", "지난 1년 동안 품절이 {0}번쯤 있었어요. 놓친 판매는 약 {1}개예요.", "In the last year items sold out about {0} {0#time/times}. About {1} {1#unit was/units were} not sold."},
		{"firstlook.see", "자세히 보기", "See more"},
		{"firstlook.dismiss", "닫기", "Close"},
		{"firstlook.would", "앱이 제안하는 알림 기준이었다면 그중 {0}번은 새 상품이 들어올 시간을 두고 미리 알렸을 거예요.", "With the thresholds that the app suggests, {0} of them would have been announced early enough for new goods to arrive."},
		{"firstlook.take", "제안하는 기준 살펴보기", "Review the suggested thresholds"},
		{"firstlook.take_hint", "바꾸기 전에 품목마다 먼저 보여 드려요. 바꾼 뒤에는 한 번에 되돌릴 수 있어요.", "You see every item before anything changes, and one click undoes it."},
		{"firstlook.stockouts", "품절로 보이는 기간", "Probable stock-outs"},
		{"firstlook.stockouts_of", "품목 {1}개에서 {0}번", "{0} of {1} {1#item/items}"},
		{"firstlook.units", "놓친 판매 수량", "Units not sold"},
		{"firstlook.units_of", "약 {0}개", "about {0}"},
		{"firstlook.value", "놓친 판매 금액", "Sales lost"},
		{"firstlook.chance", "우연일 수 있는 기간", "May be chance"},
		{"firstlook.chance_of", "많아야 {0}번", "{0} at most"},
		{"firstlook.how_orders", "주문 {0}일 치에서 늘 팔리던 품목이 갑자기 팔리지 않은 기간을 셌어요. 재고는 앱을 설치한 날부터 기록하니까, 그 전의 품절은 이렇게 추정해요.", "In {0} {0#day/days} of orders, the app looked for periods in which an item that sold regularly suddenly sold nothing. Stock is recorded only since the app was installed, so earlier stock-outs are estimated in this way."},
		{"firstlook.how_rule", "재고가 있었다면 만 번에 한 번도 생기기 어려운 기간만 세고, 다시 팔리기 시작한 것만 세요. 가끔 팔리는 품목과 쇼핑몰 전체에 판매가 없던 날은 세지 않아요. 판매 중지나 숨김 때문일 수도 있어요.", "A period counts if it would happen less than once in 10,000 times with stock, and if the item sold again later. Items that seldom sell, and days on which nothing was sold in the whole mall, do not count. The reason may also be that an item was hidden or off sale."},
		{"firstlook.how_lost", "수량은 멈추기 전 하루 판매량에 날수를 곱했어요. 금액은 지금 판매가로 계산하고, 그중 {0}%만 나중에도 팔지 못했다고 봤어요.", "Units are the daily sales before it stopped, times the days. The amount uses today's price and assumes that {0}% of it was not bought later either."},
		{"firstlook.how_would", "미리 알렸을지는, 품절 직전 조달 기간에 팔린 수량이 제안하는 기준을 넘지 않았는지로 봤어요. 그사이 입고가 있었는지는 알 수 없어요.", "A stock-out counts as announced early enough if the units sold in the lead time before it do not exceed the suggested threshold. Whether goods arrived meanwhile is not known."},
		{"firstlook.list", "놓친 판매가 큰 품목", "Items with the greatest loss"},
		{"firstlook.more", "모두 {0}개 품목 가운데 {1}개를 보여 드려요.", "{1} of {0} {0#item is/items are} shown."},
		{"firstlook.times", "품절 {0}번", "{0} {0#stock-out/stock-outs}"},
		{"firstlook.row", "모두 {0}일 동안 약 {1}개를 팔지 못했어요. 마지막은 {2}부터 {3}일이에요.", "About {1} {1#unit/units} not sold in {0} {0#day/days}. The last one began on {2} and lasted {3} {3#day/days}."},
		{"firstlook.row_value", "모두 {0}일 동안 약 {1}개, {4|을/를} 팔지 못했어요. 마지막은 {2}부터 {3}일이에요.", "About {1} {1#unit/units} ({4}) not sold in {0} {0#day/days}. The last one began on {2} and lasted {3} {3#day/days}."},
		{"firstlook.none_title", "아직 돌아볼 기록이 없어요", "Nothing to look back on yet"},
		{"firstlook.none_text", "지난 주문을 다 읽으면 여기에서 지난 1년의 품절을 보여 드려요.", "Once past orders are read, the stock-outs of the last year are shown here."},
		{"firstlook.fine_title", "품절로 보이는 기간이 없었어요", "No probable stock-outs"},
		{"firstlook.fine_text", "주문 {0}일 치에서 늘 팔리던 품목이 갑자기 멈춘 적이 없어요.", "In {0} {0#day/days} of orders no item that sold regularly suddenly stopped."},
	}
}
