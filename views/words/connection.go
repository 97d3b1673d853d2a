package words

// troubleWords are the labels around the app's own troubles. The name and the
// meaning of each trouble are in health.go.
func troubleWords() []entry {
	return []entry{
		{"connection.next_polled", "지금은 주기적으로만 읽어요. 전체 재고는 {0}에 다시 읽어요.", "Stock is only read regularly now. All of it is read again at {0}."},
		{"connection.next_after", "다시 연결한 뒤", "Once it is connected again"},
		{"connection.troubles", "지금 확인할 일", "Needs attention"},
		{"connection.troubled", "확인 필요", "Needs attention"},
		{"connection.trouble_since", "{0}부터", "Since {0}"},
		{"connection.trouble_do", "이렇게 해 주세요", "What to do"},
		{"connection.cleared", "최근 해결된 일", "Recently solved"},
		{"connection.cleared_from", "{0} 시작", "Began {0}"},
		{"connection.cleared_at", "{0} 해결", "Solved {0}"},
		{"connection.act_alerts", "알림 보기", "See alerts"},
		{"connection.act_settings", "설정 열기", "Open settings"},
		{"connection.reception", "카페24의 변경 알림", "Notices from Cafe24"},
		{"connection.reception_on", "켜짐", "On"},
		{"connection.reception_off", "꺼짐", "Off"},
		{"banner.details", "자세히 보기", "Details"},
	}
}
