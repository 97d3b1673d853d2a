package words

import "slices"

// healthWords describe the app's own troubles on pages and in mails. Each has a
// name, a title, what it means for the alerts, what to do now, the subject of its
// mail, and the all-clear. {0} is the address or the channel that has the trouble.
func healthWords() []entry {
	return slices.Concat(linkTroubleWords(), readingTroubleWords(), sendingTroubleWords())
}

// linkTroubleWords are about the mall's connection to Cafe24 and its consent.
func linkTroubleWords() []entry {
	return []entry{
		{"health.connection_lost.name", "카페24 연결", "Cafe24 connection"},
		{"health.connection_lost.title", "카페24 연결이 끊겼어요", "The connection to Cafe24 is lost"},
		{"health.connection_lost.what", "재고를 읽지 못해서 품절이나 재고 부족을 알려드릴 수 없어요. 설정과 기록은 그대로 있어요.", "Stock cannot be read, so nobody is notified when items sell out or run low. Settings and history are kept."},
		{"health.connection_lost.do", "카페24 관리자에서 앱을 열고, 연동 상태 화면의 ‘카페24에 다시 연결’을 눌러 주세요.", "Open the app from the Cafe24 admin and press “Reconnect to Cafe24” on the connection page."},
		{"health.connection_lost.clear", "카페24에 다시 연결됐어요. 전체 재고를 다시 읽고, 그동안 부족해진 품목을 알려드려요.", "Cafe24 is connected again. All stock is read again, and you are notified of what ran low meanwhile."},
		{"health.connection_lost.subject", "[알림 멈춤] 카페24 연결이 끊겼어요", "[Alerts stopped] Cafe24 disconnected"},
		{"health.refresh_failing.name", "카페24 인증 갱신", "Renewal of access"},
		{"health.refresh_failing.title", "카페24 인증을 갱신하지 못하고 있어요", "Access to Cafe24 cannot be renewed"},
		{"health.refresh_failing.what", "지금 쓰는 인증이 끝나면 재고를 읽지 못하고 알림도 멈춰요.", "Once the current access expires, stock cannot be read and alerts stop."},
		{"health.refresh_failing.do", "앱이 자동으로 계속 시도해요. 한 시간이 지나도 그대로면 연동 상태 화면에서 ‘카페24에 다시 연결’을 눌러 주세요.", "The app tries again automatically. If this lasts over an hour, press “Reconnect to Cafe24” on the connection page."},
		{"health.refresh_failing.clear", "카페24 인증을 다시 갱신했어요. 알림은 그대로 이어져요.", "Access to Cafe24 is renewed again. Alerts continue."},
		{"health.refresh_failing.subject", "[주의] 카페24 인증을 갱신하지 못해요", "[Warning] Cafe24 access not renewed"},
		{"health.app_refused.name", "카페24 앱 인증", "The app's access"},
		{"health.app_refused.title", "카페24가 앱의 인증을 갱신해 주지 않아요", "Cafe24 does not renew the app's access"},
		{"health.app_refused.what", "쇼핑몰의 문제가 아니라 앱 운영자가 고쳐야 하는 일이에요. 지금 쓰는 인증이 끝나면, 고쳐질 때까지 재고를 읽지 못하고 알림도 멈춰요.", "Nothing is wrong with your mall: the operator of the app has to fix this. Once the current access expires, stock cannot be read and alerts stop until it is fixed."},
		{"health.app_refused.ended", "쇼핑몰의 문제가 아니라 앱 운영자가 고쳐야 하는 일이에요. 고쳐질 때까지 재고를 읽지 못하고 알림도 멈춰요. 설정과 기록은 그대로 있어요.", "Nothing is wrong with your mall: the operator of the app has to fix this. Until it is fixed, stock cannot be read and alerts stop. Settings and history are kept."},
		{"health.app_refused.do", "쇼핑몰에서 할 일은 없어요. 앱 운영자가 고치면 자동으로 이어져요. 한 시간이 지나도 그대로면 앱 운영자에게 문의해 주세요.", "There is nothing to do in your mall. Once the operator has fixed it, everything continues automatically. If this lasts over an hour, contact the operator of the app."},
		{"health.app_refused.clear", "카페24가 앱의 인증을 다시 갱신해 줘요. 재고를 다시 읽고, 그동안 부족해진 품목을 알려드려요.", "Cafe24 renews the app's access again. Stock is read again, and you are notified of what ran low meanwhile."},
		{"health.app_refused.subject", "[주의] 앱 운영자가 고쳐야 할 일이 있어요", "[Warning] The app's operator has to act"},
		{"health.scope_missing.name", "카페24 권한", "Cafe24 permissions"},
		{"health.scope_missing.title", "카페24 권한이 부족해요", "A Cafe24 permission is missing"},
		{"health.scope_missing.what", "카페24가 권한이 없다고 해서 일부를 읽지 못해요. 그만큼 알림이 늦거나 빠질 수 있어요.", "Cafe24 does not show some of the mall to the app. Alerts about that part may come late, or not at all."},
		{"health.scope_missing.do", "연동 상태 화면에서 ‘카페24에 다시 연결’을 누르고, 카페24가 묻는 권한에 모두 동의해 주세요.", "Press “Reconnect to Cafe24” on the connection page and agree to every permission that Cafe24 asks for."},
		{"health.scope_missing.clear", "필요한 권한이 모두 있어요. 재고를 빠짐없이 읽고 있어요.", "The app has every permission. All stock is read again."},
		{"health.scope_missing.subject", "[알림 빠질 수 있음] 카페24 권한 부족", "[Alerts incomplete] Permission missing"},
	}
}

// readingTroubleWords are about stock that is read late or not at all.
func readingTroubleWords() []entry {
	return []entry{
		{"health.webhooks_off.name", "변경 알림 수신", "Change notices"},
		{"health.webhooks_off.title", "카페24가 재고 변경을 알려주지 않아요", "Cafe24 sends no change notices"},
		{"health.webhooks_off.what", "재고가 바뀐 것을 바로 알지 못해요. 주기적으로 읽으니 놓치지는 않지만, 알림이 늦어질 수 있어요.", "The app does not learn of changes immediately. Stock is read regularly, so nothing is missed, but alerts may come late."},
		{"health.webhooks_off.no_scope", "앱에 다시 켤 권한이 없어서 직접 켜 주셔야 해요.", "The app has no permission to turn them on, so please turn them on yourself."},
		{"health.webhooks_off.once", "앱이 한 번 다시 켰는데 또 꺼져 있어서, 이제는 그대로 두고 알려만 드려요.", "The app turned them on once and they are off again, so it does not try again."},
		{"health.webhooks_off.do", "카페24 관리자의 앱 관리에서 이 앱의 실시간 정보 사용에 동의해 주세요. 찾기 어려우면 연동 상태 화면에서 다시 연결해 주세요.", "In the Cafe24 admin, let this app use real-time information. If you cannot find it, reconnect on the connection page."},
		{"health.webhooks_off.clear", "카페24가 다시 재고 변경을 알려줘요. 알림도 다시 바로 가요.", "Cafe24 sends change notices again. Alerts come without delay again."},
		{"health.webhooks_off.subject", "[알림 늦음] 카페24 변경 알림이 꺼졌어요", "[Alerts late] Change notices are off"},
		{"health.stock_stale.name", "재고 읽기", "Reading of stock"},
		{"health.stock_stale.title", "6시간 넘게 새 재고를 읽지 못했어요", "No stock was read for over 6 hours"},
		{"health.stock_stale.what", "보이는 재고가 지금과 다를 수 있고, 그사이에 생긴 품절을 알려드리지 못해요.", "The numbers shown may be out of date. You are not notified of what sold out since then."},
		{"health.stock_stale.do", "연동 상태 화면에서 ‘지금 동기화’를 눌러 주세요. 카페24 장애라면 앱이 자동으로 다시 시도해요.", "Press “Sync now” on the connection page. If Cafe24 itself is down, the app tries again automatically."},
		{"health.stock_stale.clear", "새 재고를 다시 읽고 있어요. 그동안 부족해진 품목도 알려드려요.", "Stock is being read again. You are also notified of what ran low meanwhile."},
		{"health.stock_stale.subject", "[알림 멈춤] 6시간 넘게 재고를 못 읽었어요", "[Alerts stopped] No stock for 6 h"},
	}
}

// sendingTroubleWords are about alerts that cannot be sent.
func sendingTroubleWords() []entry {
	return []entry{
		{"health.mail_failing.name", "알림 메일", "Alert mails"},
		{"health.mail_failing.title", "알림 메일을 보내지 못하고 있어요", "Alert mails cannot be sent"},
		{"health.mail_failing.what", "메일로 받는 알림이 늦어지고, 이틀 넘게 이어지면 가지 않아요. 메일 말고 다른 곳으로 받는 알림은 그대로 가요.", "Alerts by mail are late. If this lasts over two days, they are not delivered. Alerts by other channels are still sent."},
		{"health.mail_failing.do", "그동안 알림은 알림 화면에서 확인해 주세요. 메일마다 언제 다시 보내는지, 그만두었는지도 거기에 있어요. 한 시간 넘게 계속되면 앱 운영자에게 알려 주세요.", "Meanwhile look at the alerts page. It says for each mail when it is sent again, or that it is not. If this lasts over an hour, contact the operator of the app."},
		{"health.mail_failing.clear", "알림 메일이 다시 나가요. 아직 기다리던 메일도 보내고 있어요.", "Alert mails are sent again, including those that were waiting."},
		{"health.mail_failing.subject", "[알림 늦음] 알림 메일을 보내지 못해요", "[Alerts late] Mails cannot be sent"},
		{"health.recipient_suspended.name", "받는 주소", "Recipient address"},
		{"health.recipient_suspended.title", "{0} 주소로 보내는 알림을 멈췄어요", "Alerts to {0} are suspended"},
		{"health.recipient_suspended.what", "받는 서버가 {0} 주소를 거듭 거절해서, 이 주소로는 알림이 가지 않아요.", "The receiving server refused mail to {0} repeatedly. No alert reaches that address."},
		{"health.recipient_suspended.do", "설정에서 {0} 주소를 고치거나 다른 주소를 추가해 주세요. 주소가 맞다면 설정에서 확인 메일을 다시 보내 주세요.", "Correct {0} in the settings or add another address. If it is right, send its confirmation mail again from the settings."},
		{"health.recipient_suspended.clear", "{0} 주소로 다시 알림을 보내요.", "Alerts are sent to {0} again."},
		{"health.recipient_suspended.subject", "[알림 멈춤] 메일을 받지 못하는 주소가 있어요", "[Alerts stopped] An address refuses mail"},
		{"health.channel_gone.name", "알림 채널", "Alert channel"},
		{"health.channel_gone.title", "{0|으로/로} 알림을 보낼 수 없어요", "Alerts cannot be sent to {0}"},
		{"health.channel_gone.what", "{0} 주소가 더 이상 알림을 받지 않아요. 다른 방법으로 받는 알림은 그대로 가요.", "The address of {0} accepts no alerts any more. Alerts by other channels are still sent."},
		{"health.channel_gone.do", "{0} 주소를 새로 만들어 설정에 넣고, 시험 알림을 보내 확인해 주세요.", "Create a new address in {0}, enter it in the settings and send a test."},
		{"health.channel_gone.clear", "{0|으로/로} 다시 알림을 보내요.", "Alerts are sent to {0} again."},
		{"health.channel_gone.subject", "[알림 멈춤] 알림 채널이 끊겼어요", "[Alerts stopped] A channel is gone"},
	}
}
