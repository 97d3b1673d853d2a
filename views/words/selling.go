package words

// sellingWords are about items that Cafe24 continues to sell with nothing in
// stock. They are more urgent than sold-out items and are never called sold out.
func sellingWords() []entry {
	return []entry{
		{"selling.badge", "계속 판매 중", "Still selling"},
		{"selling.at_zero", "재고 0인데 계속 판매 중", "Still selling at 0"},
		{"selling.below", "재고 −{0}, 없는 {0}개가 팔렸고 계속 판매 중", "Still selling at −{0}: {0} sold but not in stock"},
		{"selling.tile", "그중 {0}개 계속 판매 중", "{0} of these still selling"},
		{"selling.some", "{0}개 중 {1}개 계속 판매 중", "{1} of {0} still selling"},
		{"stock.important", "중요재고", "Important"},
		{"stock.important_only", "중요재고만", "Only important stock"},
		{"explain.selling_at_zero", "재고가 0개인데 계속 판매 중이에요. 카페24에서 품절 기능을 쓰지 않는 품목이에요.", "Still selling at 0: Cafe24 does not stop the sale at sold out."},
		{"explain.selling_below", "재고가 −{0}개, 없는 {0}개가 팔렸고 계속 판매 중이에요. 카페24에서 품절 기능을 쓰지 않는 품목이에요.", "Still selling at −{0}: {0} sold but not in stock. Cafe24 does not stop the sale at sold out."},
		{"explain.escalate_selling", "부족에서 재고 없이 계속 판매 중으로 바뀌어 한 번 더 알려요.", "It went from low to still selling with nothing in stock, so you are notified once more."},
		{"event.opened_selling", "재고 {0}개인데 계속 판매 중이라 알림이 시작됐어요.", "It is still selling at {0}, and the alert was raised."},
		{"event.worse_selling", "부족에서 재고 {0}개로 계속 판매 중이 됐어요.", "It went from low to still selling at {0}."},
		{"letter.subject.selling", "[계속 판매 중] {0} · {1}", "[Still selling] {0} · {1}"},
		{"letter.subject.selling_out", "[계속 판매 중·품절] {0} · {1}", "[Still selling, out] {0} · {1}"},
		{"letter.subject.selling_low", "[계속 판매 중·부족] {0} · {1}", "[Still selling, low] {0} · {1}"},
		{"letter.subject.selling_mixed", "[계속 판매 중·품절·부족] {0} · {1}", "[Still selling] {0} · {1}"},
		{"letter.subject.unanswered_selling", "[계속 판매 중 {2}시간째 미확인] {0} · {1}", "[Still selling, no answer for {2} h] {0} · {1}"},
		{"letter.title.selling_zero_one", "{0|이/가} 재고 0인데 계속 판매 중이에요", "{0} is still selling at 0"},
		{"letter.title.selling_below_one", "{0|은/는} 없는 {1}개가 팔렸고 계속 판매 중이에요", "{0} is still selling at −{1}: {1} sold but not in stock"},
		{"letter.title.selling", "{0}개 품목이 재고 없이 계속 판매 중이에요", "{0} {0#item/items} are still selling with nothing in stock"},
		{"letter.title.selling_out", "재고 없이 계속 판매 중 {0}개, 품절 {1}개예요", "{0} still selling with nothing in stock, {1} sold out"},
		{"letter.title.selling_low", "재고 없이 계속 판매 중 {0}개, 부족 {1}개예요", "{0} still selling with nothing in stock, {1} running low"},
		{"letter.title.selling_mixed", "재고 없이 계속 판매 중 {0}개, 품절 {1}개, 부족 {2}개예요", "{0} still selling with nothing in stock, {1} sold out, {2} running low"},
		{"letter.title.woken_selling", "{0|이/가} 재고 없이 아직 계속 판매 중이에요", "{0} is still selling with nothing in stock"},
		{"letter.title.unanswered_selling", "재고 없이 계속 판매 중인 {0}개를 {1}시간째 아무도 확인하지 않았어요", "Nobody has answered the alerts of {0} {0#item/items} still selling with nothing in stock for {1} {1#hour/hours}"},
		{"letter.title.unanswered_selling_one", "재고 없이 계속 판매 중인 {0|을/를} {1}시간째 아무도 확인하지 않았어요", "Nobody has answered the alert of {0}, still selling with nothing in stock, for {1} {1#hour/hours}"},
		{"letter.why.selling_zero", "재고가 0개인데 계속 판매 중이에요.", "Still selling at 0."},
		{"letter.why.selling_below", "없는 {0}개가 팔렸고 계속 판매 중이에요.", "Still selling: {0} sold but not in stock."},
		{"letter.why.woken_selling", "미룬 기간이 끝났지만 아직 재고 없이 계속 판매 중이에요.", "The snooze is over, and it is still selling with nothing in stock."},
		{"letter.why.overdue_selling", "{0}개가 {1}에 들어올 예정이었는데 아직 재고 없이 계속 판매 중이에요.", "{0} {0#was/were} due on {1}, and it is still selling with nothing in stock."},
	}
}

// Selling describes an item that continues to sell at a quantity of 0 or below.
// Below 0 it says how many units are owed.
func (l Locale) Selling(quantity int) string {
	if quantity < 0 {
		return l.T("selling.below", -quantity)
	}
	return l.T("selling.at_zero")
}
