package words

import "slices"

// settingsWords are about who is notified, when and how.
func settingsWords() []entry {
	return slices.Concat(recipientWords(), confirmationWords(), routeWords(), scheduleWords(), channelWords(), mallWords(), tokenWords(), teamWords(), settingChangeWords(), themeWords())
}

// themeWords are about the colours of pages.
func themeWords() []entry {
	return []entry{
		{"settings.theme", "화면 색", "Colours"},
		{"settings.theme_hint", "이 브라우저에서 보는 화면에만 적용돼요.", "For the pages in this browser only."},
		{"settings.theme_use", "이 색으로 보기", "Use"},
		{"settings.theme_light", "밝게", "Light"},
		{"settings.theme_dark", "어둡게", "Dark"},
		{"settings.theme_auto", "컴퓨터 설정에 맞춤", "Same as the computer"},
	}
}

// recipientWords are about who is notified by mail, and whether they have agreed.
func recipientWords() []entry {
	return []entry{
		{"settings.title", "설정", "Settings"},
		{"settings.recipients", "받는 사람", "Recipients"},
		{"settings.digest_look", "다음 요약 보기", "Preview digest"},
		{"settings.digest_of", "{0}의 다음 요약 보기", "Next digest of {0}"},
		{"settings.digest_title", "다음 요약 메일", "The next digest"},
		{"settings.digest_when", "{0}에 보낼 메일이에요. 그때까지 아무것도 바뀌지 않으면 이렇게 보내요.", "It is sent {0}, with this content if nothing changes until then."},
		{"settings.digest_none", "지금은 부족하거나 품절된 품목이 없어서, 그대로면 보내지 않아요.", "Nothing is low or sold out. If it stays so, no digest is sent."},
		{"settings.digest_unreachable", "확인한 주소가 아니어서 보내지 않아요.", "The address is not confirmed, so no digest is sent."},
		{"settings.digest", "요약", "Digest"},
		{"settings.digest_off", "받지 않음", "Off"},
		{"settings.digest_daily", "매일", "Daily"},
		{"settings.digest_weekly", "매주 월요일", "Mondays"},
		{"settings.test", "시험 메일", "Test mail"},
		{"settings.remove_of", "{0} 삭제", "Remove {0}"},
		{"settings.add", "받는 사람 추가", "Add a recipient"},
		{"settings.propose", "{0} 추가", "Add {0}"},
		{"settings.email_missing", "메일 주소를 넣어 주세요. 예: name@example.com", "Enter an e-mail address, for example name@example.com."},
		{"settings.recipient_gone", "등록되지 않은 주소예요.", "That address is not on the list."},
		{"settings.test_sent", "받는 서버가 메일을 받았어요. 받은편지함을 확인해 보세요.", "The receiving server accepted the mail. Look in your inbox."},
		{"settings.test_sent_channel", "상대 서버가 받았어요.", "The receiver accepted it."},
		{"settings.test_once", "시험 메시지는 다시 보내지 않아요.", "A test is not sent again."},
		{"settings.test_look", "도착했는지 확인해 주세요.", "Check whether it has arrived."},
		{"settings.test_failed", "보내지 못했어요.", "It could not be sent."},
		{"settings.test_after", "시험 메일은 확인한 뒤에 보낼 수 있어요.", "A test mail can be sent after the confirmation."},
		{"settings.test_unconfirmed", "아직 받겠다고 확인하지 않은 주소예요. 시험 메일은 확인한 주소로만 보내요. 확인 메일을 다시 보내 확인을 받아 주세요.", "Its owner has not confirmed yet. Test mails go to confirmed addresses only: send the confirmation again."},
		{"settings.test_suspended", "메일이 반송되어 멈춘 주소예요. 확인 메일을 다시 보내고, 확인을 받은 뒤에 시험 메일을 보내 주세요.", "Mail to it bounced, so it is suspended. Send the confirmation again, and a test mail once it is confirmed."},
		{"settings.test_unsubscribed", "수신을 거부한 주소라 보내지 않아요.", "That address has unsubscribed; nothing is sent to it."},
		{"settings.recipients_text", "알림 메일을 받을 주소예요. 확인 메일에서 받겠다고 한 주소로만 보내요.", "Who receives mail: only addresses whose owner has agreed in the confirmation mail."},
		{"settings.nobody", "아직 받는 사람이 없어서 알림을 메일로 보내지 못해요.", "There is no recipient yet, so no alert can be mailed."},
		{"settings.none_confirmed", "아직 확인을 마친 받는 사람이 없어서 알림 메일이 나가지 않아요. 확인 메일을 열어 확인을 눌러 주세요.", "No recipient has confirmed yet, so no alert is mailed. Open the confirmation mail and confirm."},
		{"settings.gap", "모두가 고른 상품의 알림만 받고 있어요. 아무도 고르지 않은 상품의 알림은 누구에게도 가지 않아요.", "Every recipient receives alerts of chosen products only. Alerts of products that nobody chose reach nobody."},
		{"settings.second_no_hours", "두 번째 받는 사람을 정했지만 시간이 0이에요. ‘언제 보낼까요’에서 시간을 정하면 알려요.", "There is a second recipient, but the hours are 0. Set them under “When to send”."},
		{"settings.second_nobody", "답이 없을 때 알릴 두 번째 받는 사람이 없어요. 받는 사람을 고쳐 정해 주세요.", "There is no second recipient to notify. Choose one by changing a recipient."},
		{"settings.added_note", "확인 메일을 보냈어요. 받은 분이 메일에서 확인을 누르면 그때부터 알림을 보내요.", "A confirmation mail was sent. Alerts begin once its recipient confirms."},
		{"settings.none_asked", "아직 확인 메일이 나가지 않아서 알림 메일도 보내지 못해요. 확인 메일은 아래에 적힌 때에 자동으로 나가요.", "No confirmation mail was sent yet, so no alert is mailed. It is sent automatically, as stated below."},
	}
}

// confirmationWords are about whether an address is confirmed, and the form of
// a recipient.
func confirmationWords() []entry {
	return []entry{
		{"settings.state_not_asked", "확인 메일 보내기 전", "Confirmation not sent yet"},
		{"settings.state_waiting", "확인 대기 중", "Waiting for confirmation"},
		{"settings.state_confirmed", "확인됨", "Confirmed"},
		{"settings.state_unsubscribed", "수신 거부", "Unsubscribed"},
		{"settings.state_suspended", "반송되어 멈춤", "Suspended: bounced"},
		{"settings.waiting", "{0}에 확인 메일을 보냈어요. 메일에서 확인을 누르면 알림이 시작돼요.", "A confirmation mail was sent {0}. Alerts begin once it is confirmed."},
		{"asking.mall", "한 쇼핑몰이 한 시간에 보낼 수 있는 확인 메일 10통이 다 나가서, 아직 보내지 못했어요. {0}에 자동으로 보내요.", "Not sent yet: this mall has sent its 10 confirmation mails of this hour. It is sent automatically: {0}."},
		{"asking.address", "이 주소로 하루에 보낼 수 있는 확인 메일이 다 나가서, 아직 보내지 못했어요. 다른 쇼핑몰이 보낸 것도 함께 세요. {0}에 자동으로 보내요.", "Not sent yet: this address has received all confirmation mails it may receive in a day, other malls' included. It is sent automatically: {0}."},
		{"asking.again_mall", "한 쇼핑몰이 한 시간에 보낼 수 있는 확인 메일 10통이 다 나갔어요. {0}부터 다시 보낼 수 있어요.", "This mall has sent its 10 confirmation mails of this hour. It can be sent again from {0}."},
		{"asking.again_address", "이 주소로 하루에 보낼 수 있는 확인 메일이 다 나갔어요. {0}부터 다시 보낼 수 있어요.", "This address has received all confirmation mails it may receive in a day. It can be sent again from {0}."},
		{"settings.ask_failed", "확인 메일을 보내지 못했어요.", "The confirmation mail could not be sent."},
		{"settings.ask_retrying", "확인 메일이 아직 나가지 못했어요. 자동으로 다시 보내고 있어요.", "The confirmation mail was not sent yet. The app tries again automatically."},
		{"settings.waiting_soon", "확인 메일을 곧 보내요. 메일에서 확인을 누르면 알림이 시작돼요.", "The confirmation mail is sent soon. Alerts begin once it is confirmed."},
		{"settings.unsubscribed", "{0}에 본인이 그만 받겠다고 해서 보내지 않아요. 다시 받는 것도 본인만 할 수 있어요. 받은 메일의 ‘그만 받기’ 링크를 열면 다시 받기가 있어요.", "Its owner unsubscribed on {0}, so nothing is sent. Only the owner can subscribe again, with the unsubscribe link of any mail."},
		{"settings.suspended", "메일이 거듭 반송되어 {0}에 멈췄어요. 주소와 메일함을 살펴본 뒤 확인 메일을 다시 보내 주세요. 확인을 누르면 다시 시작돼요.", "Mail bounced repeatedly, so it was suspended on {0}. Check the address and its mailbox, then send the confirmation again. Alerts begin once it is confirmed."},
		{"settings.confirm", "확인 메일 다시 보내기", "Send confirmation again"},
		{"settings.confirm_of", "{0}에 확인 메일 다시 보내기", "Send confirmation again to {0}"},
		{"settings.edit", "고치기", "Change"},
		{"settings.edit_of", "{0} 고치기", "Change {0}"},
		{"settings.cancel", "취소", "Cancel"},
		{"settings.immediate", "바로 알림 받기", "Alerts immediately"},
		{"settings.second", "답이 없을 때 두 번째로 받기", "Second recipient, if nobody answers"},
		{"settings.second_hint", "품절 알림에 정한 시간 동안 답이 없으면 이 주소로 알려요.", "Notified when a sold-out alert stays unanswered for the set time."},
		{"settings.recipient_locale", "메일 언어", "Language"},
		{"settings.locale_mall", "쇼핑몰과 같게", "Same as the mall"},
	}
}

// routeWords are about which alerts each recipient receives.
func routeWords() []entry {
	return []entry{
		{"settings.scope", "어떤 상품의 알림을 받을까요", "Alerts of which products"},
		{"settings.scope_all", "전체 상품", "All products"},
		{"settings.scope_some", "고른 카테고리와 공급사만", "Chosen categories and suppliers only"},
		{"settings.scope_none", "카테고리나 공급사를 하나 이상 골라 주세요.", "Choose at least one category or supplier."},
		{"settings.categories", "카테고리", "Categories"},
		{"settings.suppliers", "공급사", "Suppliers"},
		{"settings.no_categories", "카테고리가 아직 없어요.", "No categories yet."},
		{"settings.no_suppliers", "공급사가 아직 없어요.", "No suppliers yet."},
		{"settings.supplier_gone", "공급사 {0}", "Supplier {0}"},
		{"settings.sum_immediate", "바로 알림", "Immediately"},
		{"settings.sum_second", "두 번째로 받음", "Second"},
		{"settings.sum_daily", "매일 요약", "Daily digest"},
		{"settings.sum_weekly", "매주 요약", "Weekly digest"},
		{"settings.sum_nothing", "받는 것 없음", "Nothing"},
		{"settings.sum_all", "전체 상품", "All products"},
		{"settings.sum_one", "{0}만", "{0} only"},
		{"settings.sum_some", "{0} 외 {1}곳만", "{0} and {1} more only"},
	}
}

// scheduleWords are about when mails are sent.
func scheduleWords() []entry {
	return []entry{
		{"settings.schedule", "언제 보낼까요", "When to send"},
		{"settings.collect", "모아 보내기 (초)", "Collect for (seconds)"},
		{"settings.quiet_from", "방해 금지 시작", "Quiet from"},
		{"settings.quiet_to", "방해 금지 끝", "Quiet until"},
		{"settings.quiet_hint", "이 시간에 생긴 알림은 끝날 때 모아 보내요. 둘 다 비우면 언제나 보내요.", "Alerts raised in these hours are sent together when they end. Leave both empty for no quiet hours."},
		{"settings.quiet_now", "지금은 방해 금지 시간이에요. 그동안 생긴 알림은 {0}에 모아 보내요.", "Quiet hours now. Alerts raised meanwhile are sent together at {0}."},
		{"settings.digest_at", "요약 메일 시각", "Digest time"},
		{"settings.digest_hint", "부족한 품목을 모은 메일이에요. 받는 사람마다 켜고 끌 수 있어요.", "A list of what is low. Each recipient turns it on or off."},
		{"settings.collect_number", "0에서 3600 사이의 숫자를 넣어 주세요.", "Enter a number from 0 to 3600."},
		{"settings.collect_hint", "이 시간 안에 생긴 알림은 메일 한 통으로 모아요. 0이면 바로 보내요.", "Alerts within this time share one mail. With 0, each is sent immediately."},
		{"settings.cap", "하루에 보낼 알림 메일 (통)", "Alert mails a day"},
		{"settings.cap_hint", "첫 알림은 바로 보내고, 그다음부터는 조금씩 더 오래 모아서 보내요. 다 쓰면 나머지는 다음 요약 시각에 한 통으로 보내요. 미리 알리지 못한 품절은 세지 않고 바로 알려요. 0이면 제한이 없고, 60초보다 짧게 모을 때는 적용하지 않아요.", "The first alert is sent immediately. Later ones are collected for longer and longer. Those beyond the limit are sent in one mail at the next digest time. What sold out without a warning does not wait. 0: no limit. This does not apply if you collect for less than 60 seconds."},
		{"settings.second_hours", "답이 없으면 두 번째로 알리기 (시간)", "Notify the second recipient after (hours)"},
		{"settings.second_hours_hint", "품절 알림에 아무도 답하지 않고 이만큼 지나면 두 번째 받는 사람에게도 알려요. 0이면 알리지 않아요.", "If nobody answers a sold-out alert for this long, the second recipient is notified too. 0: off."},
		{"settings.cap_number", "0에서 100 사이의 숫자를 넣어 주세요.", "Enter a number from 0 to 100."},
		{"settings.second_number", "0에서 168 사이의 숫자를 넣어 주세요.", "Enter a number from 0 to 168."},
	}
}

// channelWords are about the channels besides mail.
func channelWords() []entry {
	return []entry{
		{"settings.channels", "메일 말고 다른 곳으로", "Other channels"},
		{"settings.channel_url", "{0} 웹훅 주소", "{0} webhook URL"},
		{"settings.channel_url_hint", "{0}에서 만든 수신 웹훅 주소를 붙여 넣어요. 비우면 보내지 않아요.", "Paste an incoming webhook created in {0}. Empty: not used."},
		{"settings.channel_test", "{0} 시험", "Test {0}"},
		{"settings.webhook_url", "웹훅 주소", "Webhook URL"},
		{"settings.webhook_url_hint", "알림을 JSON으로 받을 https 주소예요. 비우면 보내지 않아요.", "An https address that accepts alerts as JSON. Empty: not used."},
		{"settings.webhook_test", "웹훅 시험", "Test webhook"},
		{"error.webhook_none", "먼저 웹훅 주소를 저장해 주세요.", "Save a webhook URL first."},
		{"settings.secret", "웹훅 서명 키", "Webhook signing secret"},
		{"settings.secret_text", "받는 쪽에서 이 앱이 보낸 것인지 확인할 때 써요. 다른 사람에게 보여 주지 마세요.", "The receiver uses it to check that this app sent a message. Show it to nobody else."},
		{"settings.secret_show", "보기", "Show"},
		{"settings.secret_rotate", "새로 만들기", "Create a new one"},
		{"settings.secret_shown", "지금만 보여요. 받는 서버의 설정에 넣어 주세요.", "Shown only now. Enter it in the receiver's settings."},
		{"settings.secret_rotated", "새 키를 만들었어요. 이제 보내는 웹훅은 이 키로 서명해요. 받는 서버의 설정을 바꿔 주세요.", "A new secret was created and signs every webhook from now on. Change the receiver's settings."},
		{"settings.secret_how", "서명 확인하는 법", "How to verify"},
		{"settings.secret_how1", "Standard Webhooks 규격을 따라요. 웬만한 언어에 있는 standardwebhooks 라이브러리에 키를 그대로 넣으면 돼요.", "It follows Standard Webhooks: give the secret unchanged to a standardwebhooks library. Most languages have one."},
		{"settings.secret_how2", "직접 확인하려면 webhook-id, webhook-timestamp 헤더와 본문을 점(.)으로 이어, whsec_ 뒤를 base64로 푼 키로 HMAC-SHA256을 계산하세요. webhook-signature 헤더의 v1, 뒤 값과 같고 시각이 5분 안이면 이 앱이 보낸 거예요.", "By hand: join the webhook-id and webhook-timestamp headers and the body with dots. Compute HMAC-SHA256 with the base64-decoded part after whsec_ as the key. The message is ours if the result equals what follows v1, in webhook-signature and the time is within 5 minutes."},
	}
}

// mallWords are about the language, and head the API tokens.
func mallWords() []entry {
	return []entry{
		{"settings.language", "언어와 시간대", "Language and time zone"},
		{"settings.locale", "메일 언어", "Language of mails"},
		{"settings.locale_ko", "한국어", "Korean"},
		{"settings.locale_en", "영어", "English"},
		{"settings.language_hint", "메일과 시각에 쓰여요. 화면 언어는 카페24 관리자의 언어를 따라요.", "For mails and times. Pages follow the language of the Cafe24 admin."},
		{"settings.timezone", "시간대", "Time zone"},
		{"settings.tokens", "API 토큰", "API tokens"},
		{"settings.tokens_text", "다른 프로그램에서 이 쇼핑몰의 재고와 알림을 읽고 바꿀 때 써요.", "For other programs to read and change this mall's stock alerts."},
		{"settings.token_once", "지금만 보여요. 복사해서 안전한 곳에 두세요.", "Shown only now. Copy it to a safe place."},
		{"settings.token_value", "새 API 토큰", "New API token"},
		{"settings.token_name", "새 토큰의 이름", "Name of a new token"},
		{"settings.token_make", "토큰 만들기", "Create token"},
	}
}

// tokenWords are about the tokens of the API.
func tokenWords() []entry {
	return []entry{
		{"token.scope_read", "읽기", "Read"},
		{"token.scope_alerts", "알림 처리", "Act on alerts"},
		{"token.scope_rules", "알림 기준", "Thresholds"},
		{"token.scope_settings", "설정", "Settings"},
		{"token.scope_all", "모든 권한 · 만료 없음", "All rights · does not expire"},
		{"token.hint_read", "재고, 알림 기준, 알림, 연결 상태를 봐요.", "Stock, thresholds, alerts and the connection."},
		{"token.hint_alerts", "알림을 확인하고, 미루고, 끝내고, 다시 보내요. 동기화를 시작해요.", "Acknowledges, snoozes, resolves and resends alerts, and starts a sync."},
		{"token.hint_rules", "알림 기준을 정하고, 지우고, 되돌려요.", "Sets and deletes thresholds, and undoes changes."},
		{"token.hint_settings", "받는 사람, 채널, 보내는 시간을 바꿔요. 토큰은 만들지 못해요.", "Changes recipients, channels and times. It cannot make tokens."},
		{"settings.token_scopes", "할 수 있는 일", "What it may do"},
		{"settings.token_lives", "쓸 수 있는 기간", "Valid for"},
		{"settings.token_lives_hint", "만료되면 그 토큰을 쓰는 프로그램이 멈춰요. 만료 14일 전부터 이 화면에서 알려드려요.", "When it expires, the program that uses it stops. This page says so from 14 days before."},
		{"settings.token_days", "{0}일", "{0} {0#day/days}"},
		{"settings.token_year", "1년", "1 year"},
		{"settings.token_forever", "만료 없음", "Does not expire"},
		{"settings.token_until", "{0}까지", "until {0}"},
		{"settings.token_no_end", "만료 없음", "does not expire"},
		{"settings.token_made", "{0}에 {1}님이 만듦", "Created {0} by {1}"},
		{"settings.token_used", "마지막 사용 {0}", "last used {0}"},
		{"settings.token_unused", "아직 쓰지 않음", "not used yet"},
		{"settings.token_ended", "만료됨", "Expired"},
		{"settings.token_ended_text", "이 토큰으로는 이제 아무것도 할 수 없어요. 필요하면 새로 만들어 프로그램에 넣어 주세요.", "Calls with it are refused. If you need it, create a new one and enter it in the program."},
		{"settings.token_soon", "곧 만료", "Expires soon"},
		{"settings.token_soon_text", "{0}에 만료돼요. 그 전에 새로 만들어 프로그램에 넣어 주세요.", "It expires {0}. Create a new one before that and enter it in the program."},
		{"settings.token_old", "모든 권한", "All rights"},
		{"settings.token_old_text", "예전에 만든 토큰이라 모든 일을 할 수 있고 만료되지 않아요. 필요한 일만 골라 새로 만든 뒤 이 토큰은 폐기해 주세요.", "It was made by an earlier version, may do everything and does not expire. Create one with only what it needs, then revoke this one."},
		{"settings.token_narrow", "권한 줄어듦", "Fewer rights"},
		{"settings.token_narrow_text", "만든 사람의 권한이 줄어서, 이 토큰도 그만큼만 할 수 있어요.", "The rights of its maker were reduced, and so were those of the token."},
		{"settings.token_delete_of", "{0} 토큰 폐기", "Revoke token {0}"},
	}
}
