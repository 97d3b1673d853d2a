package words

import "slices"

// purchaseMailWords are about the mail of a purchase order, what happens to it
// afterwards, and the supplier's page.
func purchaseMailWords() []entry {
	return slices.Concat(
		purchaseMessageWords(), purchaseTableWords(), purchaseNewsWords(), purchaseLinkWords(), purchaseAnswerWords(), purchaseRefuseWords(), purchaseMailErrors(), purchaseSilentWords(),
	)
}

// purchaseMessageWords are the text of the mail of a purchase order.
func purchaseMessageWords() []entry {
	return []entry{
		{"purchase.mail_subject", "[발주서] {0} · {1}", "[Order] {0} · {1}"},
		{"purchase.mail_subject_remind", "[답변 요청] {0} · {1}", "[Please answer] {0} · {1}"},
		{"purchase.mail_title", "발주서 {0}", "Purchase order {0}"},
		{"purchase.mail_title_remind", "발주서 {0}에 답을 기다려요", "Waiting for your answer to purchase order {0}"},
		{"purchase.mail_lead", "{0}에서 보낸 발주서예요. 품목 {1}개, 모두 {2}개예요.", "A purchase order from {0}: {1} {1#item/items}, {2} {2#piece/pieces} in all."},
		{"purchase.mail_lead_remind", "{0}에서 {1}에 보낸 발주서예요. 받으셨는지, 언제 도착하는지 알려 주세요.", "{0} sent you this purchase order on {1}. Please say whether you have it and when the goods arrive."},
		{"purchase.mail_wanted", "도착 예정일: {0}", "Wanted by: {0}"},
		{"purchase.mail_note", "남긴 말", "Note"},
		{"purchase.mail_open", "발주서에 답하기", "Answer this order"},
		{"purchase.mail_open_note", "로그인 없이 열려요. 이 메일에 답장하셔도 돼요. 답장은 {0|으로/로} 가요.", "No login needed. You can also reply to this mail; the reply goes to {0}."},
		{"purchase.mail_reply", "이 메일에 답장해 주세요. 답장은 {0|으로/로} 가요.", "Please reply to this mail; the reply goes to {0}."},
		{"purchase.mail_from", "{0}에서 {1|을/를} 대신해 보낸 메일이에요 (카페24 쇼핑몰 아이디 {2}).", "Sent by {0} for {1} (Cafe24 mall id {2})."},
		{"purchase.mail_to", "받는 주소: {0}", "Sent to: {0}"},
		{"purchase.mail_stop", "이 상점의 발주서를 이 주소로 더 받지 않기", "No more purchase orders from this shop to this address"},
		{"purchase.mail_more", "외 {0}개 품목은 첨부한 표에 있어요.", "{0} more {0#item is/items are} in the attached table."},
		{"purchase.mail_line_day", "도착 예정일 {0}", "wanted by {0}"},
	}
}

// purchaseTableWords are the columns and totals of the table of an order.
func purchaseTableWords() []entry {
	return []entry{
		{"purchase.item", "품목", "Item"},
		{"purchase.units", "수량", "Quantity"},
		{"purchase.unit_cost", "발주단가", "Unit cost"},
		{"purchase.line_no", "번호", "No."},
		{"purchase.code", "품목코드", "Item code"},
		{"purchase.box_count", "박스", "Boxes"},
		{"purchase.wanted_on", "도착 예정일", "Wanted by"},
		{"purchase.boxes", "{0}박스 ({1}개)", "{0} {0#box/boxes} ({1} {1#piece/pieces})"},
		{"purchase.pieces", "{0}개", "{0} {0#piece/pieces}"},
		{"purchase.total", "합계 (품목 {0}개)", "Total ({0} {0#item/items})"},
		{"purchase.cost_each", "개당 {0}", "{0} each"},
		{"purchase.cost_unknown", "단가 없음", "no cost"},
	}
}

// purchaseNewsWords are about what the supplier answered, for the merchant.
func purchaseNewsWords() []entry {
	return []entry{
		{"purchase.news_refused", "{0} 전달 안 됨 · {1}", "{0}: mail not delivered · {1}"},
		{"purchase.news_short", "{0} 수량을 다 보낼 수 없어요 · {1}", "{0}: fewer than ordered · {1}"},
		{"purchase.news_later", "{0} 도착이 늦어져요 · {1}", "{0}: arrives later · {1}"},
		{"purchase.news_message", "{0}에 공급사가 말을 남겼어요 · {1}", "{0}: a message from {1}"},
		{"purchase.news_refused_lead", "{0|이/가} 메일을 거절했어요. 주소를 고친 뒤 다시 보내세요. 발주번호는 그대로예요.", "{0} refused the mail. Correct the address and send it again; the number stays the same."},
		{"purchase.news_refused_post", "공급사 메일 서버가 메일을 거절했어요. 주소를 고친 뒤 다시 보내세요. 발주번호는 그대로예요.", "The supplier's mail server refused the mail. Correct the address and send it again; the number stays the same."},
		{"purchase.news_changed_lead", "도착 예정일과 수량을 공급사의 답대로 바꿨어요. 모자라는 품목은 다시 알려 드려요.", "The dates and quantities now follow the supplier's answer. Items that run short raise their alerts again."},
		{"purchase.news_message_lead", "수량과 도착 예정일은 그대로예요.", "Quantities and dates stay as they are."},
		{"purchase.news_text", "공급사가 남긴 말", "The supplier's message"},
		{"purchase.news_can", "보낼 수 있는 수량", "Can deliver"},
		{"purchase.news_of", "{0}개 중 {1}개", "{1} of {0}"},
		{"purchase.news_moved", "{0} → {1}", "{0} → {1}"},
		{"purchase.news_on", "{0} 도착 예정", "expected {0}"},
		{"purchase.news_open", "발주서 열기", "Open the purchase order"},
	}
}

// purchaseLinkWords are about the supplier's page, apart from the answer.
func purchaseLinkWords() []entry {
	return []entry{
		{"purchase.link_retired", "새로 보낸 발주서가 있어요", "There is a newer version of this order"},
		{"purchase.link_retired_text", "이 링크는 이제 쓸 수 없어요. 가장 나중에 받은 메일의 링크를 열어 주세요.", "This link no longer works. Please open the link in the newest mail."},
		{"purchase.link_expired", "기간이 지난 링크예요", "This link has expired"},
		{"purchase.link_expired_text", "답할 것이 있으면 발주서 메일에 답장해 주세요.", "If you want to say something, please reply to the mail of the order."},
		{"purchase.link_over", "끝난 발주서예요", "This order is over"},
		{"purchase.link_over_text", "더 답하지 않으셔도 돼요. 할 말이 있으면 발주서 메일에 답장해 주세요.", "No answer is needed any more. If you want to say something, please reply to the mail of the order."},
		{"purchase.page_from", "{0}에서 {1}에 보냈어요.", "Sent by {0} on {1}."},
		{"purchase.page_revision", "{0}번째로 고쳐 보낸 발주서예요.", "This is revision {0}."},
		{"purchase.page_total", "품목 {0}개, 모두 {1}개", "{0} {0#item/items}, {1} {1#piece/pieces}"},
		{"purchase.page_said", "알려 주신 답: {0}개, {1} 도착", "Your answer: {0}, arriving {1}"},
		{"purchase.page_said_none", "알려 주신 답: 보낼 수 없음", "Your answer: cannot be delivered"},
		{"purchase.page_known", "지금까지 알려 주신 답", "Your answer so far"},
		{"purchase.page_answered", "{0} {1}에 답하셨어요.", "You answered on {0}, {1}."},
		{"purchase.page_thanks", "답을 받았어요", "Thank you for your answer"},
		{"purchase.page_thanks_text", "{0}에 전했어요. 아래는 상점이 알고 있는 내용이에요. 달라지면 다시 답해 주세요.", "{0} has it. Below is what the shop knows now. You can answer again if something changes."},
		{"purchase.page_foot", "{0|이/가} {1|을/를} 대신해 보여 드리는 페이지예요. 이 발주서만 볼 수 있고, 주소를 아는 사람은 누구나 열 수 있어요.", "Shown by {0} for {1}. It has this order only, and everybody who knows the address can open it."},
	}
}

// purchaseAnswerWords are about the answer on the supplier's page.
func purchaseAnswerWords() []entry {
	return []entry{
		{"purchase.answer", "어떻게 보내실 수 있나요?", "What can you deliver?"},
		{"purchase.answer_all", "확인했어요. 모두 그날까지 보낼 수 있어요", "Everything, by the wanted date"},
		{"purchase.answer_other_day", "모두 보낼 수 있지만 도착일이 달라요", "Everything, on another date"},
		{"purchase.answer_on", "도착일", "Arrives on"},
		{"purchase.answer_lines", "품목마다 달라요", "It differs by item"},
		{"purchase.answer_lines_open", "품목마다 수량과 도착일 넣기", "Enter quantities and dates by item"},
		{"purchase.answer_lines_hint", "비워 둔 수량은 발주한 수량 그대로이고, 비워 둔 품목은 답하지 않은 것으로 남아요. 보낼 수 없으면 0을 넣어 주세요.", "An empty quantity means all that is ordered; an item with nothing entered stays without an answer. Enter 0 if it cannot be delivered."},
		{"purchase.answer_can", "보낼 수 있는 개수", "Pieces"},
		{"purchase.answer_none", "품절·단종이라 보낼 수 없어요", "Nothing: sold out or discontinued"},
		{"purchase.answer_write", "메시지만 남길게요", "Only a message"},
		{"purchase.answer_message", "상점에 남길 말 (선택)", "Message to the shop (optional)"},
		{"purchase.answer_send", "답 보내기", "Send the answer"},
		{"purchase.answer_note", "상품이 도착하기 전까지는 다시 답할 수 있고, 마지막 답이 쓰여요.", "Until the first goods arrive you can answer again; the last answer counts."},
		{"purchase.answer_arrived", "이미 도착한 상품이 있어서 여기서는 더 답할 수 없어요. 발주서 메일에 답장해 주세요.", "Goods have arrived already, so no answer is taken here. Please reply to the mail of the order."},
		{"purchase.answer_choose", "하나를 골라 주세요.", "Choose one."},
		{"purchase.answer_long", "메시지는 {0}자까지예요.", "At most {0} characters."},
		{"purchase.answer_no_lines", "품목마다 수량이나 도착일을 하나 이상 넣어 주세요.", "Enter a quantity or a date for at least one item."},
		{"purchase.answer_no_text", "남길 말을 적어 주세요.", "Enter a message."},
		{"purchase.answer_day_chosen", "도착일을 넣으셨어요. ‘도착일이 달라요’를 고르거나 도착일을 비워 주세요.", "You entered a date. Choose “on another date”, or leave the date empty."},
		{"purchase.answer_units", "개수를 숫자로 넣어 주세요.", "Enter a number."},
		{"purchase.answer_units_most", "0개부터 발주한 {0}개까지 넣을 수 있어요.", "From 0 to the ordered {0}."},
		{"purchase.answer_day", "오늘부터 1년 안의 날짜를 넣어 주세요.", "Enter a date from today to one year ahead."},
	}
}

// purchaseRefuseWords are about an address that gets no more purchase orders.
func purchaseRefuseWords() []entry {
	return []entry{
		{"link.refuse.title", "이 상점의 발주서를 그만 받을까요?", "Stop receiving purchase orders of this shop?"},
		{"link.refuse.what", "{1}의 발주서를 {0} 주소로 더 보내지 않아요. 상점에도 그렇게 보여요.", "No more purchase orders of {1} will be sent to {0}. The shop sees that."},
		{"link.refuse.button", "그만 받기", "Stop"},
		{"link.refuse.done_title", "그만 보낼게요", "No more purchase orders"},
		{"link.refuse.done", "이제 {0} 주소로 이 상점의 발주서를 보내지 않아요.", "Purchase orders of this shop are no longer sent to {0}."},
		{"link.accept.title", "이 상점의 발주서를 다시 받을까요?", "Receive purchase orders of this shop again?"},
		{"link.accept.what", "{1}의 발주서를 {0} 주소로 다시 보낼 수 있어요.", "{1} can send purchase orders to {0} again."},
		{"link.accept.button", "다시 받기", "Receive again"},
		{"link.accept.done_title", "다시 받아요", "Purchase orders are sent again"},
		{"link.accept.done", "이제 {0} 주소로 이 상점의 발주서를 보낼 수 있어요.", "Purchase orders of this shop can be sent to {0} again."},
	}
}

// purchaseMailErrors are why an order is not mailed.
func purchaseMailErrors() []entry {
	return []entry{
		{"error.purchase_addresses", "주소는 다섯 개까지 넣을 수 있어요.", "At most five addresses."},
		{"error.purchase_reply", "답장 받을 주소를 넣어 주세요.", "Enter the address that gets replies."},
		{"error.purchase_stopped", "이 상점의 발주서를 받지 않겠다고 한 주소가 있어요. 공급사에 다른 주소를 물어보세요.", "The owner of an address wants no purchase orders of this shop. Ask the supplier for another address."},
		{"error.purchases_many", "발주서 메일을 짧은 시간에 너무 많이 보냈어요. 한 시간 뒤에 다시 보내 주세요.", "Too many purchase orders were mailed in a short time. Try again in an hour."},
	}
}

// purchaseSilentWords are about orders without an answer.
func purchaseSilentWords() []entry {
	return []entry{
		{"purchase.silent", "답 없는 발주서 {0}건", "{0} purchase {0#order/orders} without an answer"},
		{"purchase.silent_unseen", "아직 안 봤어요", "not opened"},
		{"purchase.silent_seen", "봤지만 답 없음", "opened, no answer"},
		{"purchase.silent_more", "{0} 외 {1}건", "{0} and {1} more"},
	}
}

// Amount writes an amount of money in hundredths of a currency's unit: "15,900원",
// "$12.50".
func (l Locale) Amount(currency string, hundredths int64) string {
	return l.Price(currency, hundredths)
}
