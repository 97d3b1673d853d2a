package words

import "slices"

// pictureWords are around pictures of numbers, what is read so far, and what
// money is at risk or lost.
func pictureWords() []entry {
	return slices.Concat(askedWords(), graphWords(), monthWords(), riskWords())
}

// askedWords are about an operator's own questions.
func askedWords() []entry {
	return []entry{
		{"contact.asked", "보낸 문의", "Your questions"},
		{"contact.asked_hint", "내가 보낸 최근 문의 20개예요. 다른 운영자의 문의는 보이지 않아요.", "Your last 20 questions. Those of other operators are not shown."},
		{"contact.asked_reply", "답장받을 주소: {0}", "Answer to: {0}"},
		{"contact.asked_file", "진단 파일 함께 보냄", "with the diagnostics"},
	}
}

// graphWords are about pictures of numbers.
func graphWords() []entry {
	return []entry{
		{"graph.day", "날짜", "Day"},
		{"graph.today", "오늘", "Today"},
		{"graph.week", "주", "Week"},
		{"graph.units", "판매 수량", "Units sold"},
		{"graph.remark", "참고", "Remarks"},
		{"graph.fan", "앞으로 {0}일 재고", "Stock over the next {0} {0#day/days}"},
		{"graph.fan_summary", "앞으로 {0}일 재고 전망: 지금 {1}개, {2}에 {3}개쯤 남고 열에 여덟은 {4}개에서 {5}개 사이예요.", "Stock over the next {0} {0#day/days}: {1} now, about {3} left on {2}, between {4} and {5} with a chance of 80%."},
		{"graph.fan_note", "더 발주하지 않을 때 하루가 끝나고 남는 수량이에요. 떨어지는 날은 아래 글, 재고 목록과 같아요.", "What is left at the end of each day if nothing more is ordered. The days of running out are those of the text below and of the stock list."},
		{"graph.fan_past", "지난 {0}일 재고", "Stock of {0} {0#day/days}"},
		{"graph.fan_range", "열에 여덟은 이 사이", "80% of cases"},
		{"graph.fan_fast", "많이 팔리면", "Fast sales"},
		{"graph.fan_middle", "보통으로 팔리면", "Usual sales"},
		{"graph.fan_slow", "적게 팔리면", "Slow sales"},
		{"graph.sold", "날마다 팔린 수량, 지난 {0}일", "Units sold a day, last {0} {0#day/days}"},
		{"graph.sold_summary", "지난 {0}일 동안 {1}개가 팔렸어요. 가장 많이 팔린 날은 {3}, {2}개예요", "{1} {1#unit was/units were} sold in {0} {0#day/days}. The most on one day: {2} on {3}"},
		{"graph.sold_bar", "판매 {0}개", "{0} sold"},
		{"graph.sold_out", "품절 {0}일", "Sold out {0} {0#day/days}"},
		{"graph.sold_guess", "품절로 추정 {0}일", "Estimated sold out {0} {0#day/days}"},
		{"graph.sold_event", "행사·명절 {0}번", "{0} {0#promotion or holiday/promotions and holidays}"},
		{"graph.sold_uncounted", "아직 읽지 않음 {0}일", "{0} {0#day/days} not read yet"},
		{"pending.short", "주문을 읽는 중: 지난 {0}일까지 읽음", "reading orders: the last {0} {0#day/days} so far"},
		{"pending.short_begun", "주문을 읽는 중", "reading orders"},
		{"pending.short_computing", "계산 중", "being computed"},
		{"product.no_price", "카페24에 없음", "Not in Cafe24"},
		{"graph.sold_guess_how", "추정한 날은 재고 기록이 없고, 늘 팔리다가 갑자기 팔리지 않은 날이에요.", "An estimated day has no recorded stock: the item sold regularly and suddenly did not."},
	}
}

// monthWords are about months of the report beside each other, and what was lost
// in one.
func monthWords() []entry {
	return []entry{
		{"graph.months", "달별로 보기", "Month by month"},
		{"graph.month", "{0}월", "{0}"},
		{"graph.month_of_year", "{0}년 {1}월", "{1}/{0}"},
		{"graph.promise", "제때 알린 비율, 달별", "Announced in time, by month"},
		{"graph.promise_bar", "품절 가운데 제때 알린 비율", "Share of sell-outs announced in time"},
		{"graph.share", "비율", "Share"},
		{"graph.no_share", "품절 없음", "no sell-outs"},
		{"graph.announced", "품절을 언제 알렸나, 달별", "When sell-outs were announced, by month"},
		{"graph.lead_days", "조달 기간", "Lead time"},
		{"report.lost_title", "품절로 놓친 판매", "Sales lost while sold out"},
		{"report.lost", "약 {0}개, 약 {1}원", "About {0} {0#unit/units}, about ₩{1}"},
		{"report.lost_units", "약 {0}개", "About {0} {0#unit/units}"},
		{"report.lost_none", "꾸준히 팔리던 품목 가운데 하루 넘게 품절된 것이 없어요.", "No item that sold regularly was sold out for a whole day."},
		{"report.lost_range", "열에 여덟은 {0}개에서 {1}개 사이예요. 품목 {2}개가 모두 {3}일 동안 품절이었어요.", "Between {0} and {1} with a chance of 80%. {2} {2#item was/items were} sold out for {3} {3#day/days} in all."},
		{"report.lost_range_money", "열에 여덟은 {0}개에서 {1}개, {4}원에서 {5}원 사이예요. 품목 {2}개가 모두 {3}일 동안 품절이었어요.", "Between {0} and {1} (₩{4} to ₩{5}) with a chance of 80%. {2} {2#item was/items were} sold out for {3} {3#day/days} in all."},
		{"report.lost_until", "{0}까지 계산했어요.", "Computed up to {0}."},
		{"report.lost_how", "하루 종일 품절이던 날에, 품절 전 재고가 있던 91일의 하루 판매량만큼 팔렸을 것으로 봤어요. 꾸준히 팔리던 품목만, 품절 한 번에 60일까지만 세고, 0개 이하에서도 계속 파는 품목과 진열·판매하지 않는 품목은 빼요. 금액은 판매가이고, 그중 {0}%만 나중에도 팔지 못했다고 봤어요.", "For each whole day sold out, the daily sales of the 91 days in stock before it. Only items that sold regularly, at most 60 days of each stock-out, and none that sell on below 0 or are not on sale. The amount is at selling prices and assumes that {0}% of it was not bought later either."},
	}
}

// riskWords are about the sum of what a list's items are expected to lose.
func riskWords() []entry {
	return []entry{
		{"risk.sum", "놓칠 판매 모두 약 {0}원 · 품목 {1}개", "At risk in total: about ₩{0}, {1} {1#item/items}"},
		{"bound.row", "묶인 돈 약 {0}원 ({1}개)", "about ₩{0} tied up ({1} {1#unit/units})"},
		{"risk.sum_items", "놓칠 판매가 있는 품목 {0}개", "{0} {0#item/items} at risk"},
		{"risk.sum_none", "놓칠 판매 없음", "Nothing at risk"},
		{"risk.sum_wait", "놓칠 판매는 아직 몰라요. {0}", "What is at risk is not known yet: {0}."},
		{"risk.sum_see", "놓칠 판매 합계 보기", "Show the total at risk"},
		{"risk.sum_unknown", "놓칠 판매의 합계를 계산하지 못했어요.", "The total could not be computed."},
	}
}
