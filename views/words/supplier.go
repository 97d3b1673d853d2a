package words

import "slices"

// supplierWords are about suppliers: their terms, how well they keep promises,
// and how long their orders take.
func supplierWords() []entry {
	return slices.Concat(supplierListWords(), supplierScoreWords(), supplierLeadWords(), supplierTermsWords(), supplierGoodsWords(), supplierDoneWords())
}

// supplierListWords are about the list of suppliers.
func supplierListWords() []entry {
	return []entry{
		{"supplier.title", "공급사", "Suppliers"},
		{"supplier.text", "공급사마다 발주서를 보낼 주소와 조건, 약속을 지킨 비율, 실제로 걸린 조달 기간을 보여 드려요.", "For each supplier: where orders are sent, the terms, how often promises were kept, and how long orders really took."},
		{"supplier.search", "공급사 이름이나 코드로 찾기", "Search by name or code"},
		{"supplier.find", "찾기", "Search"},
		{"supplier.clear", "지우기", "Clear"},
		{"supplier.name", "공급사", "Supplier"},
		{"supplier.products", "상품", "Products"},
		{"supplier.products_count", "{0}개", "{0}"},
		{"supplier.products_many", "{0}개 이상", "{0} or more"},
		{"supplier.lead", "조달 기간", "Lead time"},
		{"supplier.lead_days", "{0}일", "{0} {0#day/days}"},
		{"supplier.lead_mall", "{0}일 (쇼핑몰 값)", "{0} {0#day/days} (the mall's)"},
		{"supplier.lead_took", "최근 {0}번은 {1}일", "last {0}: {1} {1#day/days}"},
		{"supplier.open", "미입고", "Not received"},
		{"supplier.open_count", "{0}건", "{0}"},
		{"supplier.late", "늦음 {0}건", "{0} late"},
		{"supplier.kept", "제때 모두 입고", "On time, in full"},
		{"supplier.kept_of", "{0}줄 중", "of {0} {0#line/lines}"},
		{"supplier.kept_missing", "{0}줄 더 필요해요", "{0} more {0#line/lines} needed"},
		{"supplier.sending", "발주서 메일", "Order mail"},
		{"supplier.send_ready", "보낼 수 있음", "Ready"},
		{"supplier.send_confirm", "주소 확인 필요", "Confirm address"},
		{"supplier.send_none", "주소 없음", "No address"},
		{"supplier.none_title", "공급사가 없어요", "There are no suppliers"},
		{"supplier.none_text", "카페24 관리자에 등록한 공급사를 하루 한 번 읽어 와요. 이 앱에서만 쓸 공급사를 아래에서 만들 수도 있어요.", "Suppliers of the Cafe24 admin are read once a day. You can also add suppliers for this app only."},
		{"supplier.none_found", "찾는 공급사가 없어요", "No supplier found"},
		{"supplier.none_found_text", "이름이나 코드의 일부만 입력해 보세요.", "Try a part of the name or the code."},
		{"supplier.own", "이 앱에서만 쓰는 공급사", "only in this app"},
		{"supplier.gone", "카페24 관리자에는 이제 없는 공급사예요. 저장한 내용과 발주서는 그대로 있어요.", "The Cafe24 admin no longer lists this supplier. What is saved here, and its purchase orders, remain."},
		{"supplier.add", "공급사 만들기", "Add a supplier"},
		{"supplier.add_hint", "카페24에서 모든 상품이 ‘자체공급’이라면, 실제로 사는 곳을 여기에 만들고 상품을 나눠 주세요. 카페24에는 아무것도 쓰지 않아요.", "If all products are at one supplier in Cafe24, add the ones that you really buy from and assign products to them. Nothing is written to Cafe24."},
		{"supplier.add_button", "만들기", "Add"},
		{"supplier.own_name", "공급사 이름", "Name"},
		{"supplier.orders", "이 공급사의 발주서", "Its purchase orders"},
	}
}

// supplierScoreWords are about how well a supplier keeps promises.
func supplierScoreWords() []entry {
	return []entry{
		{"supplier.score", "약속을 지킨 비율", "Promises kept"},
		{"supplier.score_late", "늦은 줄", "Late lines"},
		{"supplier.score_late_hint", "{0}줄", "{0} {0#line/lines}"},
		{"supplier.score_short", "모자란 줄", "Short lines"},
		{"supplier.score_delay", "약속과의 차이 (보통)", "Usual days after the promise"},
		{"supplier.score_delay_hint", "아직 오지 않은 줄도 세었어요", "open lines are counted"},
		{"supplier.score_units", "수량으로는 {0}%", "{0}% of the pieces"},
		{"supplier.score_missing", "발주서 {0}줄의 결과가 더 있어야 보여 드려요. 지금은 {1}줄이에요.", "{0} more order {0#line/lines} {0#is/are} needed. There {1#is/are} {1} now."},
		{"supplier.delay_after", "{0}일 늦게", "{0} {0#day/days} late"},
		{"supplier.delay_before", "{0}일 일찍", "{0} {0#day/days} early"},
		{"supplier.delay_on", "약속한 날", "on the day"},
		{"supplier.delay_more", "{0}일 이상 늦게", "{0} {0#day/days} late or more"},
		{"supplier.how", "어떻게 세나요?", "How is this counted?"},
		{"supplier.how_kept", "제때 모두 입고: 처음 약속한 도착 예정일의 다음 영업일까지, 발주한 수량의 95% 이상이 들어온 줄이에요.", "On time, in full: at least 95% of the ordered pieces came by the first working day after the first promise."},
		{"supplier.how_promise", "약속은 보낼 때의 도착 예정일이에요. 나중에 옮긴 날짜로는 바뀌지 않아요.", "The promise is the date at sending. Moving it later changes nothing."},
		{"supplier.how_lines", "최근 1년 동안 보낸 발주서를 줄마다 세고, 아직 오지 않은 늦은 줄도 세요. 발주서 없이 기록한 것은 세지 않아요.", "Lines of orders sent in the last year are counted, open late ones too. Orders recorded without a document are not."},
		{"supplier.how_short", "모자란 줄: 공급사가 적게 주기로 했거나 나머지를 마감해서 다 들어올 수 없는 줄이에요.", "Short: the supplier offered less, or the rest was closed, so the line can never be in full."},
		{"supplier.how_lead", "조달 기간: 보낸 날부터 확인된 수량의 95%가 들어온 날까지예요. 아직 오지 않은 공급사 발주는 ‘적어도 지금까지’로 세요.", "Lead time: from sending until 95% of the confirmed pieces came. Open orders count as ‘at least so long’."},
	}
}

// supplierLeadWords are about how long the orders of a supplier take.
func supplierLeadWords() []entry {
	return []entry{
		{"supplier.took", "최근 {0}번은 {1}일 걸렸어요.", "The last {0} {0#order/orders} took {1} {1#day/days}."},
		{"supplier.took_one", "{0}", "{0}"},
		{"supplier.took_range", "{0}~{1}", "{0}–{1}"},
		{"supplier.took_open", "아직 오지 않은 공급사 발주 {0}건도 함께 계산했어요.", "{0} open {0#order was/orders were} included."},
		{"supplier.took_missing", "실제 조달 기간은 입고까지 끝난 공급사 발주가 {0}건 더 있어야 제안해요. 지금은 {1}건이에요.", "A lead time is proposed after {0} more finished {0#order/orders}. There {1#is/are} {1} now."},
		{"supplier.took_slow", "입고가 끝난 공급사 발주는 {0}건이지만 절반 넘게 아직 오지 않아서 제안하지 않아요.", "{0} {0#order is/orders are} finished, but at least half have not come, so nothing is proposed."},
		{"supplier.took_why", "절반은 {0}일 안에, 열에 여덟은 {1}일 안에 들어왔어요.", "Half came within {0} {0#day/days}, eight of ten within {1}."},
		{"supplier.took_why_more", "절반은 {0}일 안에 들어왔지만, 열에 여덟이 들어오려면 {1}일 넘게 걸려요.", "Half came within {0} {0#day/days}, but eight of ten take more than {1}."},
		{"supplier.take", "{0}일로 바꾸기", "Use {0} {0#day/days}"},
		{"supplier.take_back", "이전 값 {0}일로 되돌리기", "Restore {0} {0#day/days}"},
		{"supplier.take_back_mall", "쇼핑몰 값으로 되돌리기", "Restore the mall's"},
	}
}

// supplierTermsWords are about the contact and the terms of a supplier.
func supplierTermsWords() []entry {
	return []entry{
		{"supplier.terms", "발주서를 보낼 곳과 조건", "Contact and terms"},
		{"supplier.prefilled", "카페24에 적힌 값이에요. 확인하고 저장해 주세요. 저장하기 전에는 이 주소로 보내지 않아요.", "These values are from Cafe24. Check and save them. Nothing is sent to this address before."},
		{"supplier.contact", "담당자", "Contact"},
		{"supplier.emails", "메일 주소", "E-mail addresses"},
		{"supplier.emails_hint", "여러 곳이면 쉼표로 나눠 주세요. 발주서는 모든 주소로 보내요.", "Separate several by commas. Orders are sent to all of them."},
		{"supplier.phone", "전화", "Phone"},
		{"supplier.address", "주소", "Postal address"},
		{"supplier.payment", "결제 조건", "Terms of payment"},
		{"supplier.payment_hint", "예: 월말 정산, 선입금 30%", "For example: end of month, 30% in advance"},
		{"supplier.min_amount", "최소 발주금액", "Minimum amount"},
		{"supplier.currency", "통화", "Currency"},
		{"supplier.locale", "발주서 언어", "Language of orders"},
		{"supplier.locale_ko", "한국어", "Korean"},
		{"supplier.locale_en", "영어", "English"},
		{"supplier.show_costs", "공급사에게 발주단가와 발주금액을 보여 줘요", "Show unit costs and amounts to the supplier"},
		{"supplier.shows_costs", "발주단가", "Unit costs"},
		{"supplier.shown", "보여 줌", "shown"},
		{"supplier.hidden", "숨김", "hidden"},
	}
}

// supplierGoodsWords are about the products that are ordered from a supplier.
func supplierGoodsWords() []entry {
	return []entry{
		{"supplier.goods", "이 공급사에서 사는 상품", "Products ordered from it"},
		{"supplier.goods_hint", "카페24에 적힌 공급사와 실제로 사는 곳이 다른 상품만 여기에 넣어 주세요. 발주 제안이 이 공급사로 묶여요. 알림 기준은 카페24의 공급사를 따라요.", "Only for products that you buy elsewhere than Cafe24 says. Suggestions group them here; thresholds keep following Cafe24's supplier."},
		{"supplier.goods_more", "처음 {0}개만 보여요.", "Only the first {0} are shown."},
		{"supplier.codes", "상품코드 또는 품목코드", "Product or item codes"},
		{"supplier.codes_hint", "여러 개면 쉼표나 빈칸으로 나눠 주세요. 품목코드를 넣으면 그 상품의 모든 품목에 적용돼요.", "Separate several by commas or spaces. The code of an item means all items of its product."},
		{"supplier.of", "또는 한꺼번에", "Or all of"},
		{"supplier.of_none", "고르지 않음", "nothing"},
		{"supplier.assign", "이 공급사로 바꾸기", "Order from this supplier"},
		{"supplier.assigned", "{0}개 상품을 이 공급사로 바꿨어요.", "{0} {0#product is/products are} now ordered from this supplier."},
		{"supplier.release", "빼기", "Remove"},
		{"supplier.release_all", "모두 빼기", "Remove all"},
		{"supplier.release_of", "{0} 빼기", "Remove {0}"},
		{"supplier.delete", "이 공급사 삭제", "Delete this supplier"},
	}
}

// supplierDoneWords are the results of changes, why one is refused, and what is
// asked before one.
func supplierDoneWords() []entry {
	return []entry{
		{"done.assigned", "공급사를 바꿨어요", "Supplier changed"},
		{"error.supplier_name", "공급사 이름을 입력해 주세요.", "Enter a name."},
		{"error.supplier_twice", "같은 이름의 공급사가 이미 있어요.", "There is already a supplier with this name."},
		{"error.supplier_many", "공급사는 500곳까지 만들 수 있어요.", "You can add up to 500 suppliers."},
		{"error.supplier_long", "100자까지 입력할 수 있어요.", "Enter at most 100 characters."},
		{"error.supplier_text_long", "500자까지 입력할 수 있어요.", "Enter at most 500 characters."},
		{"error.supplier_emails_many", "메일 주소는 10개까지 입력할 수 있어요.", "Enter at most 10 e-mail addresses."},
		{"error.supplier_min", "금액을 숫자로 입력해 주세요. 소수점 아래는 두 자리까지예요.", "Enter an amount, with at most two decimals."},
		{"error.supplier_currency", "목록에 있는 통화를 골라 주세요.", "Choose a currency of the list."},
		{"error.supplier_locale", "목록에 있는 언어를 골라 주세요.", "Choose a language of the list."},
		{"error.supplier_used", "발주서나 상품이 있는 공급사는 삭제할 수 없어요. 상품을 먼저 빼 주세요.", "A supplier with purchase orders or products cannot be deleted. Remove its products first."},
		{"error.supplier_codes", "상품코드나 카테고리, 공급사를 골라 주세요.", "Enter codes, or choose a category or a supplier."},
		{"error.supplier_codes_unknown", "찾을 수 없는 코드가 있어요: {0}", "Unknown codes: {0}"},
		{"error.supplier_codes_many", "코드는 한 번에 200개까지 입력할 수 있어요.", "Enter at most 200 codes at a time."},
		{"error.supplier_category", "지금은 이 카테고리의 상품을 읽지 못했어요. 잠시 후 다시 해 주세요.", "The products of this category cannot be read now. Please try again later."},
		{"sure.supplier", "이 공급사를 삭제할까요?", "Delete this supplier?"},
		{"sure.supplier_text", "저장한 연락처와 조건, 조달 기간이 지워지고, 되돌릴 수 없어요.", "Its contact, terms and lead time are deleted. This cannot be undone."},
		{"sure.supplier_yes", "공급사 삭제", "Delete supplier"},
	}
}
