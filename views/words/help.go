package words

import "slices"

// helpWords are around the help; its text is in internal/help.
func helpWords() []entry {
	return slices.Concat(helpSiteWords(), contactWords(), statusWords())
}

func helpSiteWords() []entry {
	return []entry{
		{"help.title", "도움말", "Help"},
		{"help.open", "이 화면 도움말", "Help for this page"},
		{"help.asked", "이 화면에서 자주 묻는 것", "Often asked about this page"},
		{"help.all", "도움말 모두 보기", "All of the help"},
		{"help.window", "도움말은 새 창에서 열려요.", "The help opens in a new window."},
		{"help.language", "한국어", "English"},
		{"help.contents", "차례", "Contents"},
		{"help.search", "도움말에서 찾기", "Search the help"},
		{"help.search_do", "찾기", "Search"},
		{"help.found", "‘{0}’ 찾기 결과 {1}개", "{1} {1#result/results} for “{0}”"},
		{"help.found_most", "‘{0}’ 찾기 결과. 가까운 {1}개만 보여요.", "The {1} best results for “{0}”"},
		{"help.found_none", "‘{0}’에 맞는 내용을 찾지 못했어요. 다른 낱말로 찾거나 차례에서 골라 보세요.", "Nothing was found for “{0}”. Try another word, or choose from the contents."},
		{"help.lead", "앱을 쓰면서 궁금한 것을 화면별로 모았어요.", "Answers to questions about the app, page by page."},
		{"help.more", "찾는 답이 없나요?", "Is your question not here?"},
		{"help.more_store", "카페24 스토어의 이 앱 페이지에 있는 문의처로 알려 주세요.", "Use the contact on this app's page in the Cafe24 store."},
		{"help.news", "새 소식", "What is new"},
		{"help.news_unseen", "읽지 않은 새 소식이 있어요", "There is something new"},
		{"help.other_pages", "다른 안내", "Other pages"},
	}
}

// contactWords are about questions to the people who run the app.
func contactWords() []entry {
	return []entry{
		{"nav.contact", "문의", "Contact"},
		{"contact.title", "문의", "Contact"},
		{"contact.text", "앱을 운영하는 곳에 메일로 보내요. 먼저 도움말에서 찾아보면 더 빨리 답을 얻을 수 있어요.", "Your question is mailed to the people who run the app. The help often has the answer at once."},
		{"contact.body", "무엇이 궁금한가요?", "Your question"},
		{"contact.body_hint", "어느 화면에서 무엇을 했고 무엇을 기대했는지 적어 주세요. 비밀번호나 토큰은 적지 마세요.", "Say on which page, what you did and what you expected. Do not enter passwords or tokens."},
		{"contact.reply", "답장받을 메일 주소", "E-mail address for the answer"},
		{"contact.attach", "진단 파일을 함께 보내기", "Attach the diagnostics"},
		{"contact.attach_hint", "앱의 상태, 개수, 시간이에요. 비밀 키, 메일 주소, 사람과 상품 이름은 없어요.", "States, counts and times of the app. No secret keys, e-mail addresses or names of people or products."},
		{"contact.check", "보낼 내용 확인하기", "See what will be sent"},
		{"contact.check_title", "이대로 보낼까요?", "Send this?"},
		{"contact.to", "받는 곳", "To"},
		{"contact.mall", "쇼핑몰 아이디", "Mall id"},
		{"contact.file", "함께 가는 진단 파일", "Attached diagnostics"},
		{"contact.file_text", "아래 내용 그대로 가요.", "Exactly this is attached."},
		{"contact.file_none", "진단 파일 없이 보내요.", "Nothing is attached."},
		{"contact.send", "문의 보내기", "Send"},
		{"contact.back", "고치기", "Change"},
		{"contact.sent_title", "문의를 보내고 있어요", "Your question is being sent"},
		{"contact.sent_text", "잠시 뒤에 메일로 나가요. 답은 적어 주신 주소로 와요. 메일 서버가 잠깐 멈춰 있어도 이틀 동안 다시 보내 봐요.", "It is mailed in a moment. The answer goes to the address you entered. If the mail server does not answer, the app tries again for two days."},
		{"contact.none", "이 앱에는 문의를 받는 메일 주소가 정해져 있지 않아요. 카페24 스토어의 이 앱 페이지에 있는 문의처로 알려 주세요.", "No e-mail address for questions is set for this app. Use the contact on this app's page in the Cafe24 store."},
		{"contact.error_body", "궁금한 것을 적어 주세요.", "Enter your question."},
		{"contact.error_long", "글은 {0}자까지 보낼 수 있어요. 조금 줄여 주세요.", "A question has at most {0} characters. Please shorten it."},
		{"contact.error_reply", "메일 주소를 확인해 주세요. 예: name@example.com", "Check the e-mail address, for example name@example.com."},
		{"error.contacts_many", "문의는 쇼핑몰마다 한 시간에 5번까지 보낼 수 있어요. 잠시 뒤에 다시 보내 주세요.", "A mall can send 5 questions an hour. Try again later."},
		{"letter.subject.contact", "[문의] {0} · {1}", "[Question] {0} · {1}"},
		{"letter.title.contact", "{0}에서 온 문의", "A question from {0}"},
		{"letter.footer.contact", "{0} 쇼핑몰의 운영자 {1|이/가} 앱의 문의 화면에서 보냈어요. 이 메일에 답장하면 {2|으로/로} 가요.", "Sent by operator {1} of the mall {0} from the contact page of the app. A reply to this mail goes to {2}."},
	}
}

// statusWords are about whether the app as a whole works.
func statusWords() []entry {
	return []entry{
		{"service.title", "서비스 상태", "Status"},
		{"service.lead", "앱 전체의 상태예요. 내 쇼핑몰의 상태는 앱의 ‘연동 상태’ 화면에 있어요.", "The state of the app as a whole. The state of your mall is on the connection page in the app."},
		{"service.all_ok", "모두 정상이에요", "Everything works"},
		{"service.some", "일부에 문제가 있어요", "Some parts have a problem"},
		{"service.down", "멈춘 것이 있어요", "Something has stopped"},
		{"service.part_app", "앱", "App"},
		{"service.part_database", "데이터베이스", "Database"},
		{"service.part_cafe24", "카페24 연결", "Connection to Cafe24"},
		{"service.part_mail", "메일 보내기", "Mail"},
		{"service.part_notices", "변경 알림 처리", "Change notices"},
		{"service.word_ok", "정상", "Works"},
		{"service.word_slow", "늦음", "Slow"},
		{"service.word_down", "멈춤", "Stopped"},
		{"service.word_unknown", "확인 못 함", "Not known"},
		{"service.since", "{0}부터", "since {0}"},
		{"service.note_cafe24", "카페24가 앱의 설정을 받아 주지 않아요. 쇼핑몰에서 할 일은 없어요.", "Cafe24 refuses a setting of the app. Malls have nothing to do."},
		{"service.note_mail", "메일이 평소보다 늦게 나가고 있어요. 보내지 못한 메일은 다시 보내요.", "Mails are sent late. What could not be sent is tried again."},
		{"service.note_notices", "받은 변경 알림을 처리하는 데 시간이 걸리고 있어요. 놓치지는 않아요.", "Change notices take a while to process. None is lost."},
		{"service.note_database", "저장한 내용을 읽지 못해요. 곧 다시 확인해요.", "Stored data cannot be read. It is tried again soon."},
		{"service.note_unknown", "지금은 확인하지 못했어요.", "It could not be checked just now."},
		{"service.checked", "{0} 기준", "Checked {0}"},
	}
}
