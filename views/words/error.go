package words

// errorWords are the sentences of failed requests and refused input.
func errorWords() []entry {
	return []entry{
		{"error.invalid", "입력한 값을 확인해 주세요.", "Please check what you entered."},
		{"error.not_found", "찾을 수 없어요. 주소가 바뀌었거나 지워진 항목이에요.", "Not found. The address has changed or the item was removed."},
		{"error.mall_id", "쇼핑몰 아이디가 올바르지 않아요.", "That mall id is not valid."},
		{"error.scope_mixed", "상품, 카테고리, 공급사 가운데 하나만 골라 주세요.", "Choose one of product, category or supplier."},
		{"error.product_no", "상품 번호는 1 이상의 숫자예요.", "A product number is 1 or more."},
		{"error.category_no", "카테고리 번호는 1 이상의 숫자예요.", "A category number is 1 or more."},
		{"error.threshold_range", "0부터 1,000,000까지의 숫자를 넣어 주세요.", "Enter a number from 0 to 1,000,000."},
		{"error.threshold_missing", "알림 기준이나 끄기 가운데 하나는 정해 주세요.", "Set a threshold or mute it."},
		{"error.locale", "언어는 ko 또는 en이에요.", "The language is ko or en."},
		{"error.timezone", "시간대 이름을 확인해 주세요. 예: Asia/Seoul", "Check the time zone, for example Asia/Seoul."},
		{"error.collect_seconds", "0초에서 3,600초 사이로 정해 주세요.", "Choose between 0 and 3,600 seconds."},
		{"error.clock", "시각은 09:00처럼 적어 주세요.", "Write the time like 09:00."},
		{"error.quiet_pair", "방해 금지 시간은 시작과 끝을 함께 정해 주세요.", "Quiet hours need both a start and an end."},
		{"error.recipients_many", "받는 사람은 20명까지 등록할 수 있어요.", "At most 20 recipients can be added."},
		{"error.email", "이메일 주소를 확인해 주세요. 예: name@example.com", "Check the e-mail address, for example name@example.com."},
		{"error.email_twice", "같은 이메일 주소가 두 번 있어요.", "The same e-mail address appears twice."},
		{"error.link_used", "이미 처리한 링크예요.", "This link has been used already."},
		{"error.tests_many", "테스트는 한 시간에 5번까지 보낼 수 있어요. 조금 뒤에 다시 해 주세요.", "At most 5 tests an hour can be sent. Please try again later."},
		{"error.asks_many", "이 주소로는 확인 메일을 이미 여러 번 보냈어요. 내일 다시 해 주세요.", "This address has been asked several times already. Please try again tomorrow."},
		{"error.recipient_left", "수신 거부한 주소예요. 받은 메일의 링크로 본인만 다시 받을 수 있어요.", "This address has unsubscribed. Only its owner can come back, by the link in a letter."},
		{"error.resend", "이미 도착했거나 아직 보내는 중이라 다시 보낼 수 없어요.", "It has arrived or is still being sent, so it cannot be sent again."},
		{"error.incident_resolved", "이미 해결된 알림이에요.", "The alert is resolved already."},
		{"error.order_quantity", "발주 수량은 1부터 1,000,000까지의 숫자예요.", "The ordered quantity is a number from 1 to 1,000,000."},
		{"error.expected_on", "입고 예정일은 오늘부터 1년 안의 날짜로 정해 주세요 (연-월-일).", "Choose a day from today to a year ahead (year-month-day)."},
		{"error.daily_cap", "하루 알림 수는 0통부터 100통까지 정할 수 있어요.", "Choose between 0 and 100 messages a day."},
		{"error.second_after_hours", "0시간에서 168시간 사이로 정해 주세요.", "Choose between 0 and 168 hours."},
		{"error.routes_many", "카테고리와 공급사는 한 사람에 50개씩까지 고를 수 있어요.", "At most 50 categories and 50 suppliers can be chosen for one recipient."},
		{"error.days_range", "1일에서 365일 사이로 정해 주세요.", "Choose between 1 and 365 days."},
		{"error.measure_twice", "개수와 일수 가운데 하나만 정해 주세요.", "Set either a number or days of cover, not both."},
		{"error.digest", "요약 메일은 off, daily, weekly 가운데 하나예요.", "The digest is one of off, daily or weekly."},
	}
}
