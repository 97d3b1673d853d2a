package words

import "slices"

// privacyWords are the page that says what is stored, and its link.
func privacyWords() []entry {
	return slices.Concat(privacyPageWords(), privacyItemWords())
}

func privacyPageWords() []entry {
	return []entry{
		{"privacy.title", "개인정보 처리 안내", "Privacy"},
		{"privacy.link", "개인정보 처리 안내", "Privacy"},
		{"privacy.language", "한국어", "English"},
		{"privacy.intro", "{0|은/는} 카페24 쇼핑몰의 재고를 읽고, 부족해지면 쇼핑몰이 정한 사람에게 알리는 앱이에요. 무엇을 왜 저장하고 언제 지우는지 적었어요.", "{0} reads the stock of a Cafe24 mall and notifies the people the mall chose when stock runs low. This page states what it stores, why, and when it is deleted."},
		{"privacy.stored", "저장하는 것, 까닭, 기간", "What is stored, why and for how long"},
		{"privacy.never", "저장하지 않는 것", "What is not stored"},
		{"privacy.never_buyers", "구매자의 이름, 연락처, 주소, 결제 정보는 저장하지 않아요. 주문에서는 어떤 옵션이 언제 몇 개 팔렸는지만 세요.", "Names, contacts, addresses and payments of buyers are not stored. Of orders, the app counts only which option was sold when, and how many."},
		{"privacy.never_track", "광고, 방문 분석, 추적 도구를 쓰지 않고, 자료를 팔거나 다른 목적으로 쓰지 않아요.", "The app has no advertising, analytics or tracking. Data is not sold or used for other purposes."},
		{"privacy.cookie", "쿠키", "Cookies"},
		{"privacy.cookie_text", "로그인 상태를 나타내는 쿠키를 최대 {0}시간 쓰고, 앱을 연결하는 동안만 쓰는 쿠키가 하나 더 있어요. 둘 다 앱이 동작하는 데 꼭 필요해요. 마지막으로 본 화면의 주소는 2시간, 고른 화면 색은 400일 동안 이 브라우저에만 두어요.", "One cookie holds the session, for {0} {0#hour/hours} at most. Another exists only while the app is being connected. Both are necessary for the app to work. The address of the page seen last is kept for 2 hours, and the chosen colours for 400 days, in this browser only."},
		{"privacy.who", "누가 처리하나요", "Who processes it"},
		{"privacy.who_operator", "이 앱을 운영하는 곳의 서버가 쇼핑몰을 대신해 처리해요. 재고와 주문 자료의 원본은 카페24에 있어요.", "The servers of this app's operator process it on behalf of the mall. The original stock and order data is held by Cafe24."},
		{"privacy.who_mail", "메일은 운영하는 곳이 쓰는 발송 서버를 거쳐요. Slack이나 웹훅은 쇼핑몰이 그 주소를 등록했을 때만 보내요.", "Mails pass through the operator's mail provider. Slack and webhooks are used only if the mall entered their address."},
		{"privacy.safe", "어떻게 지키나요", "How it is protected"},
		{"privacy.safe_text", "브라우저, 카페24와의 연결은 암호화돼요. 카페24 토큰과 Slack·웹훅 주소는 AES-256으로 암호화해 저장하고, 데이터베이스는 쇼핑몰마다 나뉘어 있어 다른 쇼핑몰의 자료를 볼 수 없어요.", "Connections with browsers and with Cafe24 are encrypted. Cafe24 tokens and the addresses of Slack and webhooks are stored encrypted with AES-256. The database isolates each mall, so no mall can read the data of another."},
		{"privacy.end", "삭제", "Deletion"},
		{"privacy.end_app", "앱을 삭제하면 카페24 토큰과 API 토큰을 바로 지우고, 나머지는 {0}시간 안에 모두 지워요. 쇼핑몰 아이디의 해시와 지운 건수만 삭제 증명으로 남겨요.", "When the app is removed, Cafe24 tokens and API tokens are deleted immediately, and everything else within {0} {0#hour/hours}. Only a hash of the mall's id and the number of deleted rows remain, as proof of deletion."},
		{"privacy.end_recipient", "받는 사람은 메일의 수신 거부를 누르면 더 받지 않아요. 쇼핑몰은 설정에서 그 주소를 지울 수 있어요.", "A recipient stops mails with the unsubscribe link in each mail. The mall can delete the address in its settings."},
		{"privacy.end_backup", "백업에 남은 자료는 운영하는 곳의 백업 주기에 따라 지워져요.", "Copies in backups are deleted by the operator's backup schedule."},
		{"privacy.contact", "문의", "Contact"},
		{"privacy.contact_text", "열람, 정정, 삭제를 원하거나 궁금한 점이 있으면 알려 주세요.", "Write to us to see, correct or delete your data, or with any question."},
		{"privacy.contact_store", "열람, 정정, 삭제를 원하거나 궁금한 점이 있으면 카페24 스토어의 이 앱 페이지에 있는 문의처로 알려 주세요.", "To see, correct or delete your data, or with any question, use the contact on this app's page in the Cafe24 store."},
		{"privacy.kept_use", "앱을 쓰는 동안", "while the app is used"},
		{"privacy.kept_removed", "지울 때까지", "until it is removed"},
		{"privacy.kept_days", "최대 {0}일", "{0} {0#day/days} at most"},
		{"privacy.kept_sold", "팔린 날부터 {0}일", "{0} {0#day/days} from the sale"},
		{"privacy.kept_resolved", "알림이 해결된 뒤 {0}일", "{0} {0#day/days} after the alert is resolved"},
		{"privacy.kept_hours", "최대 {0}시간", "{0} {0#hour/hours} at most"},
		{"privacy.kept_uninstalled", "앱을 삭제하면 바로", "until the app is removed"},
		{"privacy.kept_logs", "서버를 운영하는 곳이 정한 기간(권장 90일)", "as long as the operator decides (90 days are recommended)"},
	}
}

// privacyItemWords are the kinds of stored data, each with its purpose.
func privacyItemWords() []entry {
	return []entry{
		{"privacy.operators", "앱을 연 운영자의 아이디, 이름, 종류, 연 때", "Operators who open the app: id, name, type, time"},
		{"privacy.operators_why", "누가 무엇을 할 수 있고 무엇을 바꿨는지 알려고", "to know who may do what, and who changed what"},
		{"privacy.sessions", "로그인한 때, 브라우저, IP 주소의 앞부분", "Sessions: time, browser, first part of the IP address"},
		{"privacy.sessions_why", "누가 로그인해 있는지 보여 주고 끝낼 수 있게 하려고", "to show who is signed in, and to end sessions"},
		{"privacy.recipients", "받는 사람의 메일 주소, 언어, 동의한 때", "Recipients: e-mail address, language, time of consent"},
		{"privacy.recipients_why", "알림을 보내려고", "to send alerts"},
		{"privacy.channels", "Slack과 웹훅 주소 (암호화)", "Addresses of Slack and webhooks (encrypted)"},
		{"privacy.channels_why", "알림을 보내려고", "to send alerts"},
		{"privacy.suppliers", "공급사 담당자의 이름, 전화, 메일 주소, 보낸 발주서와 공급사의 답", "Suppliers: contact’s name, phone, e-mail addresses, the purchase orders sent and their answers"},
		{"privacy.suppliers_why", "발주서를 보내고 답을 보여 드리려고", "to send purchase orders and to show the answers"},
		{"privacy.questions", "앱에서 보낸 문의, 답장받을 주소, 진단 파일", "Questions sent from the app, the address for the answer, diagnostics"},
		{"privacy.questions_why", "앱을 운영하는 곳이 답하려고", "so that the operator of the app can answer"},
		{"privacy.kept_sent", "보낸 날부터 {0}일", "{0} {0#day/days} from the day they were sent"},
		{"privacy.tokens", "카페24 접근 토큰 (암호화)", "Cafe24 access tokens (encrypted)"},
		{"privacy.tokens_why", "재고와 주문을 읽으려고", "to read stock and orders"},
		{"privacy.products", "상품 이름, 옵션, 코드, 공급사", "Products: names, options, codes, suppliers"},
		{"privacy.products_why", "재고를 보여 주고 알림에 적으려고", "to show stock and name items in alerts"},
		{"privacy.levels", "재고와 그 변화", "Stock and its changes"},
		{"privacy.levels_why", "기준과 견주고 그래프로 보여 주려고", "to compare with thresholds and draw charts"},
		{"privacy.sold", "옵션마다 날마다 팔린 수량", "Units sold of each option each day"},
		{"privacy.sold_why", "언제 품절될지 예측하려고", "to forecast when an option sells out"},
		{"privacy.alerts", "알림과 보낸 메시지, 받은 주소, 결과", "Alerts and messages, with recipients and outcomes"},
		{"privacy.alerts_why", "무엇을 언제 누구에게 알렸는지 보여 주려고", "to show what was sent to whom and when"},
		{"privacy.changes", "기준과 설정을 바꾼 기록", "Changes of rules and settings"},
		{"privacy.changes_why", "누가 무엇을 바꿨는지 보여 주고 되돌리려고", "to show who changed what, and to undo it"},
		{"privacy.webhooks", "카페24가 보낸 웹훅 (상품 번호와 주문 번호만)", "Webhooks of Cafe24 (product and order numbers only)"},
		{"privacy.webhooks_why", "바뀐 상품을 빨리 읽으려고", "to read changed products soon"},
		{"privacy.logs", "서버 기록: IP 주소, 운영자 아이디, 연 주소, 결과", "Server logs: IP address, operator id, requested path, outcome"},
		{"privacy.logs_why", "장애와 공격을 찾으려고", "to find faults and attacks"},
	}
}
