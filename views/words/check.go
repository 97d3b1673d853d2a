package words

// checkWords are the lines that say how the app works for a mall. Each has a
// name, a state, and what to do if something is wrong.
func checkWords() []entry {
	return []entry{
		{"check.title", "한눈에 보기", "At a glance"},
		{"check.ok", "정상", "OK"},
		{"check.attention", "살펴볼 것", "Needs attention"},
		{"check.stopped", "멈춤", "Stopped"},
		{"check.unknown", "아직 모름", "Not known yet"},
		{"check.details", "자세한 숫자 보기", "All the numbers"},
		{"check.file", "진단 파일 내려받기", "Download diagnostics"},
		{"check.file_hint", "문의할 때 진단 파일을 함께 보내 주세요. 비밀 키, 메일 주소, 사람과 상품 이름은 들어 있지 않아요.", "When you ask for help, send this file too. It has no keys, no e-mail addresses and no names of people or products."},
		{"check.above", "위의 ‘지금 확인할 일’에 할 일이 있어요.", "“Needs attention” above says what to do."},
		{"check.after_connect", "다시 연결하면 이어서 확인해요.", "Continues once it is connected again."},

		{"check.name_token", "카페24 인증", "Access to Cafe24"},
		{"check.token_ok", "{0}까지 쓸 수 있고, 그 전에 자동으로 이어져요.", "Valid until {0}. It is renewed automatically before that."},
		{"check.token_new", "카페24에 연결하면 재고를 지켜보기 시작해요.", "The app watches stock once Cafe24 is connected."},
		{"check.name_version", "카페24 API 버전", "Cafe24 API version"},
		{"check.version_replaced", "앱에 설정된 {0} 버전을 카페24가 더 받지 않아서, 카페24가 알려 준 {1} 버전으로 읽고 있어요. 재고 확인과 알림은 그대로예요.", "Cafe24 no longer accepts the app's version {0}, so the app uses {1}, which Cafe24 offers. Stock is read and alerts are sent as before."},
		{"check.version_replaced_none", "개발자센터에서 고른 버전을 카페24가 더 받지 않아서, 카페24가 알려 준 {0} 버전으로 읽고 있어요. 재고 확인과 알림은 그대로예요.", "Cafe24 no longer accepts the version chosen in its developers console, so the app uses {0}, which Cafe24 offers. Stock is read and alerts are sent as before."},
		{"check.version_do", "쇼핑몰에서 할 일은 없어요. 앱 운영자가 CAFE24_API_VERSION 값을 바꿔야 해요.", "There is nothing to do in your mall. The operator of the app has to set CAFE24_API_VERSION."},
		{"check.name_scopes", "허용한 권한", "Permissions"},
		{"check.scopes_ok", "{0}", "{0}"},
		{"check.scopes_none", "아직 허용한 권한이 없어요.", "None given yet."},
		{"check.scopes_missing", "{0} 권한이 빠져 있어요. 그만큼 알림이나 제안이 덜 정확해요.", "Missing: {0}. Alerts and suggestions are less exact without it."},
		{"check.name_webhooks", "변경 알림", "Change notices"},
		{"check.webhooks_ok", "마지막은 {0}, 지난 24시간에 {1}건 받았어요.", "Last one {0}; {1} in 24 hours."},
		{"check.webhooks_waiting", "켜져 있어요. 재고가 바뀌면 카페24가 바로 알려 줘요.", "On. Cafe24 notifies the app when stock changes."},
		{"check.webhooks_silent", "지난 24시간 동안 알림이 한 건도 오지 않았는데, 재고는 {0}건 바뀌어 있었어요.", "No notice came in 24 hours, but {0} {0#change was/changes were} found."},
		{"check.webhooks_silent_do", "주기적으로 읽고 있어서 놓치지는 않지만 늦을 수 있어요. 카페24 관리자에서 이 앱의 실시간 정보 사용 동의가 켜져 있는지 봐 주세요.", "Stock is read regularly, so nothing is missed, but alerts may be late. Check in the Cafe24 admin that this app may use real-time information."},
		{"check.name_sweep", "전체 동기화", "Full sync"},
		{"check.sweep_ok", "마지막은 {0}, 상품 {1}개를 {2} 만에 모두 읽었어요.", "Ended {0}: read all {1} {1#product/products} in {2}."},
		{"check.sweep_running", "지금 모두 읽고 있어요. 상품 {0}개를 읽었어요.", "Running now: {0} {0#product/products} read."},
		{"check.sweep_failed", "마지막은 {0}, 끝내지 못했어요. {1}", "Failed {0}. {1}"},
		{"check.sweep_failed_do", "기다리지 않으려면 ‘지금 동기화’를 눌러 주세요.", "To start it now, press “Sync now”."},
		{"check.sweep_late_do", "평소보다 오래 전체를 읽지 못했어요. ‘지금 동기화’를 눌러 주세요.", "It is overdue. Press “Sync now”."},
		{"check.sweep_never", "아직 전체를 읽은 적이 없어요.", "No full sync has finished yet."},
		{"check.name_drift", "알림 없이 달라진 재고", "Stock that differed"},
		{"check.drift_ok", "최근 전체 동기화 {0}번에서 상품 {1}개를 읽었고, 모두 앱이 알던 그대로였어요.", "The last {0} full {0#sync/syncs} read {1} {1#product/products}. All agreed with the app."},
		{"check.drift_some", "최근 전체 동기화 {0}번에서 상품 {1}개를 읽었고, {2}개가 앱이 알던 것과 달랐어요 ({3}%). 읽은 대로 고쳤어요.", "The last {0} full {0#sync/syncs} read {1} {1#product/products}. {2} {2#was/were} different in the app ({3}%) and {2#was/were} corrected."},
		{"check.drift_none", "아직 견줘 볼 전체 동기화가 없어요. 처음 한 번은 견줄 것이 없어서 세지 않아요.", "No full sync to compare yet. The first one has nothing to compare with."},
		{"check.drift_do", "변경 알림이 빠지고 있을 수 있어요. 위의 변경 알림을 먼저 봐 주세요.", "Some change notices may be lost. Look at the change notices first."},
	}
}

// checkMailWords are about mails, quotas and the forecast.
func checkMailWords() []entry {
	return []entry{
		{"check.name_told", "알리기까지", "Time to notify"},
		{"check.told", "지난 7일 알림 {0}건은 재고가 준 것을 보고 메일이 나가기까지 보통 {1}, 가장 길게 {2} 걸렸어요.", "{0} {0#alert/alerts} in 7 days: usually {1} from reading the fall to sending the mail, {2} at most."},
		{"check.told_parts", "모아 보내고 하루 통수에 맞춰 나눠 보내는 시간까지 센 값이고, 메일을 쓰고 나서는 보통 {0} 걸렸어요. 방해 금지 시간에 생긴 것은 뺐어요.", "This includes the time for which alerts are collected and spread over the day. Once written, a mail usually took {0}. Alerts raised in quiet hours are not counted."},
		{"check.told_none", "지난 7일 동안 바로 나간 알림 메일이 없어요.", "No alert was sent by mail in 7 days."},
		{"check.told_do", "메일이 늦게 나가고 있어요. 아래 메일을 봐 주세요. 다시 보내는 중인 메일이 있으면 받는 서버가 늦게 받는 거예요.", "Mails are sent late. Look at the mails below: if some are being sent again, the receiving server is slow."},
		{"check.name_quota", "카페24 호출 한도", "Cafe24 quota"},
		{"check.quota", "카페24가 허락한 호출의 {0}%를 썼어요 ({1} 기준). 짧은 시간의 한도는 지금 {2}% 쓰고 있어요.", "{0}% of the calls that Cafe24 allows are used (as of {1}). Of its short-term limit, {2}% is in use now."},
		{"check.quota_bucket", "짧은 시간의 한도는 지금 {0}% 쓰고 있어요.", "Of Cafe24's short-term limit, {0}% is in use now."},
		{"check.quota_stopped", "카페24가 {0} 동안 호출하지 말라고 했어요.", "Cafe24 asks the app to make no calls for {0}."},
		{"check.quota_do", "바로 확인할 것부터 천천히 읽어요. 이 쇼핑몰에서 카페24를 많이 부르는 다른 앱이 있는지 봐 주세요.", "The app reads slowly, and what matters most first. Check whether another app of this mall calls Cafe24 often."},
		{"check.name_forecast", "판매 예측", "Forecast"},
		{"check.forecast_ok", "판매 기록 {0}일로 매일 밤 계산하고 있어요.", "Computed every night from {0} {0#day/days} of sales."},
		{"check.forecast_none", "아직 판매 기록이 없어요.", "There is no record of sales yet."},
		{"check.forecast_unlearnt", "마지막 계산({0}) 때 쇼핑몰 전체의 계절과 공통점을 새로 배우지 못해서, 전에 배운 것과 품목별 기록으로 계산했어요.", "In the last run ({0}), the season of the mall and what items share could not be computed. The app used the former values and each item's own record."},
		{"check.forecast_failed", "품목 {0}개는 계산하지 못해서 전날 값을 그대로 써요.", "{0} {0#item/items} could not be computed and {0#keeps its/keep their} earlier {0#value/values}."},
		{"check.forecast_do", "다음 밤에 자동으로 다시 해요. 며칠 이어지면 진단 파일과 함께 문의해 주세요.", "It is tried again automatically in the next night. If it goes on for days, ask for help and send the diagnostics."},
		{"check.name_mails", "메일 (24시간)", "Mails (24 h)"},
		{"check.mails", "보냄 {0} · 다시 보내는 중 {1} · 확인 불가 {2} · 실패 {3}", "sent {0} · being sent again {1} · unknown {2} · failed {3}"},
		{"check.mails_none", "지난 24시간 동안 보낸 메일이 없어요.", "No mail was sent in 24 hours."},
		{"check.mails_failed_do", "끝내 보내지 못한 메일이 있고, 더는 다시 보내지 않아요. 왜 그런지는 알림 화면에 있어요. 설정에서 받는 사람도 확인해 주세요.", "Some mails could not be delivered and are not sent again. The alerts page says why. Check the recipients in the settings too."},
		{"check.mails_unknown_do", "도착했는지 알 수 없는 메일이에요. 한 번만 더 보내고, 그 뒤로는 여러 번 가지 않도록 보내지 않아요. 받았는지 확인해 주세요.", "It is not known whether these mails arrived. To avoid many copies, each is sent only once more. Check whether they arrived."},
		{"check.mails_retrying_do", "아직 도착하지 않은 메일이에요. 이틀 동안 다시 보내 보고, 그래도 안 되면 그만둬요. 왜 그런지는 알림 화면에 있어요.", "These mails have not arrived yet. The app tries again for two days and then stops. The alerts page says why."},
	}
}

// permissionWords name Cafe24's permissions by their purpose.
func permissionWords() []entry {
	return []entry{
		{"permission.read_product", "상품과 재고", "products and stock"},
		{"permission.read_category", "카테고리", "categories"},
		{"permission.read_supply", "공급사", "suppliers"},
		{"permission.read_store", "상점 정보", "store details"},
		{"permission.read_order", "팔린 수량", "units sold"},
		{"permission.read_application", "변경 알림 상태", "state of change notices"},
		{"permission.write_application", "변경 알림 다시 켜기", "turning change notices on again"},
	}
}
