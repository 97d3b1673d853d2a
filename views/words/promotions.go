package words

// promotionWords are about planned promotions and public holidays.
func promotionWords() []entry {
	return []entry{
		{"promotions.title", "행사와 연휴", "Promotions and holidays"},
		{"promotions.text", "많이 팔리거나 덜 팔릴 날을 적어 두면 언제 떨어질지와 기준 제안에 반영해요. 지난 행사도 적어 두면 그때 팔린 양을 평소로 여기지 않아요.", "Enter the days on which you will sell more or less than usual. Run-out dates and suggestions take them into account. Enter past promotions too, so that their sales do not count as usual."},
		{"promotions.add", "행사 추가", "Add a promotion"},
		{"promotions.name", "이름", "Name"},
		{"promotions.from", "시작일", "First day"},
		{"promotions.to", "종료일", "Last day"},
		{"promotions.percent", "판매량, 평소의 몇 %", "Sales, in % of usual"},
		{"promotions.percent_hint", "평소가 100이에요. 두 배 팔릴 것 같으면 200, 쉬는 날이면 0을 넣어요.", "Usual is 100. Enter 200 for twice as much, 0 for a day off."},
		{"promotions.scope", "대상", "For"},
		{"promotions.scope_mall", "쇼핑몰 전체", "The whole mall"},
		{"promotions.products", "상품", "Products"},
		{"promotions.categories", "카테고리", "Categories"},
		{"promotions.suppliers", "공급사", "Suppliers"},
		{"promotions.scope_hint", "상품 하나만이면 그 상품 페이지에서 추가해요.", "For one product, add it from that product's page."},
		{"promotions.error_scope", "고른 대상이 이제 없어요. 다시 골라 주세요.", "Your choice does not exist any more. Choose again."},
		{"promotions.planned", "진행 중이거나 예정된 행사", "Running and planned"},
		{"promotions.planned_none", "예정된 행사가 없어요.", "Nothing is planned."},
		{"promotions.past", "지난 행사", "Past"},
		{"promotions.running", "진행 중", "Running"},
		{"promotions.what", "행사", "Promotion"},
		{"promotions.when", "기간", "Days"},
		{"promotions.how", "판매량", "Sales"},
		{"promotions.added", "추가", "Added"},
		{"promotions.delete_of", "{0} 행사 삭제", "Delete the promotion {0}"},
		{"promotions.times", "평소의 {0}배", "{0} times the usual"},
		{"promotions.share", "평소의 {0}%", "{0}% of the usual"},
		{"promotions.usual", "평소와 같음", "As usual"},
		{"promotions.span", "{0} ~ {1}", "{0} to {1}"},
		{"promotions.holidays", "공휴일", "Public holidays"},
		{"promotions.holidays_hint", "공휴일에 평소의 몇 %가 팔리는지 정해요. 연휴 앞에 몰리는 선물 주문은 행사로 추가해 주세요.", "Set what share of the usual is sold on public holidays. Add presents that are bought in the days before as a promotion."},
		{"promotions.holiday_of", "{0} 판매량, 평소의 몇 %", "Sales on {0}, in % of usual"},
		{"promotions.next", "다음 {0}", "Next {0}"},
		{"promotions.proposal", "지난 1년에는 {1}일 동안 평소의 {0}%였어요.", "Last year it was {0}% of the usual, over {1} {1#day/days}."},
		{"promotions.proposal_none", "지난 기록이 모자라 제안할 수 없어요.", "Too few sales are recorded for a suggestion."},
		{"promotions.take", "{0}%로 정하기", "Use {0}%"},
	}
}

// holidayWords are the names of public holidays and the errors of a promotion's
// form.
func holidayWords() []entry {
	return []entry{
		{"holiday.seollal", "설날", "Seollal"},
		{"holiday.chuseok", "추석", "Chuseok"},
		{"holiday.other", "그 밖의 공휴일", "Other public holidays"},
		{"holiday.new_year", "신정", "New Year's Day"},
		{"holiday.independence", "삼일절", "Independence Movement Day"},
		{"holiday.children", "어린이날", "Children's Day"},
		{"holiday.buddha", "부처님오신날", "Buddha's Birthday"},
		{"holiday.memorial", "현충일", "Memorial Day"},
		{"holiday.constitution", "제헌절", "Constitution Day"},
		{"holiday.liberation", "광복절", "Liberation Day"},
		{"holiday.foundation", "개천절", "National Foundation Day"},
		{"holiday.hangeul", "한글날", "Hangeul Day"},
		{"holiday.christmas", "성탄절", "Christmas Day"},
		{"outlook.event", "{1} {0}에는 {2}쯤 팔릴 것으로 봤어요.", "{0}, {1}, is expected to sell {2}."},
		{"outlook.plan", "이 상품의 행사 추가", "Add a promotion for this product"},
		{"error.promotion_name", "행사 이름을 적어 주세요.", "Give the promotion a name."},
		{"error.promotion_name_long", "이름은 60자까지 쓸 수 있어요.", "A name has at most 60 characters."},
		{"error.promotion_long", "행사 하나는 366일까지예요.", "A promotion lasts at most 366 days."},
		{"error.promotions_full", "행사는 200개까지예요. 지난 행사를 지우면 더 추가할 수 있어요.", "There are 200 promotions already. Delete past ones to add more."},
		{"error.day", "날짜를 골라 주세요.", "Choose a day."},
		{"error.day_order", "종료일이 시작일보다 앞이에요.", "The last day is before the first."},
		{"error.percent_range", "0부터 1000까지의 숫자를 넣어 주세요.", "Enter a number from 0 to 1000."},
		{"error.holiday_kind", "알 수 없는 공휴일이에요.", "This kind of holiday is unknown."},
		{"rules.promotions", "행사와 연휴", "Promotions and holidays"},
	}
}
