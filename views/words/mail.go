package words

import (
	"slices"
)

// mailWords are the sentences of mails, of Slack posts and of their links.
func mailWords() []entry {
	return slices.Concat(subjectWords(), bodyWords(), closingWords(), rowWords(), deliveryWords())
}

// subjectWords begin with the first product and the count, since an inbox cuts
// long subjects.
func subjectWords() []entry {
	return []entry{
		{"letter.subject.more", "{0} 외 {1}개", "{0} and {1} more"},
		{"letter.subject.more_short", "{0} 외 {1}개", "{0} +{1}"},
		{"letter.subject.low", "[재고 부족] {0} · {1}", "[Low stock] {0} · {1}"},
		{"letter.subject.out", "[품절] {0} · {1}", "[Sold out] {0} · {1}"},
		{"letter.subject.mixed", "[품절·재고 부족] {0} · {1}", "[Sold out, low] {0} · {1}"},
		{"letter.subject.test", "[테스트] {1} · {0}", "[Test] {1} · {0}"},
		{"letter.subject.digest", "[요약] {0} · {1}", "[Digest] {0} · {1}"},
		{"letter.subject.digest_new", "[요약] 새로 부족: {0} · {1}", "[Digest] New: {0} · {1}"},
		{"letter.subject.digest_none", "[요약] 부족한 품목 없음 · {0}", "[Digest] Nothing is low · {0}"},
		{"letter.subject.summary", "[첫 동기화] {0} · {1}", "[First sync] {0} · {1}"},
		{"letter.subject.summary_none", "[첫 동기화] 부족한 품목 없음 · {0}", "[First sync] Nothing is low · {0}"},
		{"letter.subject.overflow", "[알림 모음] {0} · {1}", "[Collected] {0} · {1}"},
		{"letter.subject.woken", "[다시 알림] {0} · {1}", "[Reminder] {0} · {1}"},
		{"letter.subject.overdue", "[입고 지연] {0} · {1}", "[Late goods] {0} · {1}"},
		{"letter.subject.unanswered", "[품절 {2}시간째 미확인] {0} · {1}", "[No answer for {2} h] {0} · {1}"},
		{"letter.subject.confirm", "[확인 필요] 재고 알림 받기 · {0}", "[Please confirm] Stock alerts · {0}"},
		{"letter.subject.health", "{0} · {1}", "{0} · {1}"},
		{"letter.subject.reorder", "[발주 제안] {1} {0}개 품목 · {2}", "[Reorder] {1}: {0} {0#item/items} · {2}"},
		{"letter.subject.all_clear", "[다시 정상] {0} · {1}", "[Fixed] {0} · {1}"},
	}
}

func bodyWords() []entry {
	return []entry{
		{"letter.title.out_one", "{0|이/가} 품절됐어요", "{0} is sold out"},
		{"letter.title.low_one", "{0|이/가} {1}개 남았어요", "{1} left of {0}"},
		{"letter.title.out", "{0}개 품목이 품절됐어요", "{0} {0#item/items} are sold out"},
		{"letter.title.low", "{0}개 품목의 재고가 부족해요", "{0} {0#item/items} are running low"},
		{"letter.title.mixed", "{0}개 품목이 품절됐고, {1}개 품목이 부족해요", "{0} sold out, {1} running low"},
		{"letter.title.now", "지금 품절 {0}개, 부족 {1}개예요", "{0} sold out and {1} running low now"},
		{"letter.title.none", "지금 부족한 품목이 없어요", "Nothing is running low"},
		{"letter.title.test", "알림이 잘 도착했어요", "Your alerts arrive"},
		{"letter.title.woken_out", "{0|이/가} 아직 품절이에요", "{0} is still sold out"},
		{"letter.title.woken_low", "{0|이/가} 아직 {1}개뿐이에요", "Still only {1} left of {0}"},
		{"letter.title.woken", "{0}개 품목이 아직 부족해요", "{0} {0#item/items} are still low"},
		{"letter.title.overdue_one", "{0|이/가} 아직 들어오지 않았어요", "{0} has not arrived"},
		{"letter.title.overdue", "{0}개 품목이 예정일까지 들어오지 않았어요", "{0} {0#item/items} did not arrive on time"},
		{"letter.title.unanswered_one", "{0} 품절을 {1}시간째 아무도 확인하지 않았어요", "Nobody has answered the alert of {0} for {1} {1#hour/hours}"},
		{"letter.title.unanswered", "품절 {0}개를 {1}시간째 아무도 확인하지 않았어요", "Nobody has answered the alerts of {0} sold-out {0#item/items} for {1} {1#hour/hours}"},
		{"letter.title.confirm", "{0}의 재고 알림을 받으시겠어요?", "Receive the stock alerts of {0}?"},
		{"letter.title.reorder", "발주할 품목 {0}개, 모두 {1}개예요", "{0} {0#item/items} to order, {1} in all"},
		{"letter.title.all_clear", "{0|이/가} 다시 정상이에요", "{0}: back to normal"},
		{"letter.lead.out", "재고가 다시 넉넉해질 때까지 같은 알림은 보내지 않아요.", "You will not be notified again until the stock has recovered."},
		{"letter.lead.low", "품절되면 한 번 더 알려드려요. 그 뒤로는 재고가 회복될 때까지 다시 알리지 않아요.", "You will be notified once more if it sells out, then not again until the stock has recovered."},
		{"letter.lead.risk", "지금 발주해도 들어올 때까지 약 {0}원어치 판매를 놓칠 수 있어요.", "Until an order of today arrives, sales of about ₩{0} may be lost."},
		{"letter.lead.digest", "아직 해결되지 않은 품목을 모았어요.", "Everything that is still low or sold out."},
		{"letter.lead.continues", "바로 앞 메시지에 다 담지 못해서 이어서 알려드려요.", "The message before had no room for these items."},
		{"letter.lead.digest_new", "아직 해결되지 않은 품목을 모았어요. 그중 {0}개는 지난 메일 뒤에 새로 생겼어요.", "Everything that is still low or sold out. {0} of these were raised since the last mail."},
		{"letter.lead.summary", "쇼핑몰을 연결하고 처음 읽은 재고예요. 앞으로는 새로 부족해진 품목만 알려드려요.", "This is what the first sync of your mall found. From now on you will be notified only of items that newly run low."},
		{"letter.lead.test", "재고가 알림 기준 이하로 내려가면 여기로 알려드려요. 지금 하실 일은 없어요.", "When stock falls to its threshold, you will be notified here. There is nothing to do now."},
		{"letter.lead.overflow", "하루에 보내는 알림 {0}통을 다 써서, 그 뒤에 생긴 알림은 이 메일 한 통에 모았어요. 한도는 설정에서 바꿀 수 있어요.", "The limit of {0} alert mails a day was reached, so this one mail has all later alerts. The limit is in the settings."},
		{"letter.lead.woken", "미룬 기간이 끝나서 다시 알려드려요. 필요하면 한 번 더 미룰 수 있어요.", "The time for which you snoozed it is over. You can snooze it once more."},
		{"letter.lead.overdue", "들어올 예정이던 날이 지나서 알려드려요. 공급사에 확인해 보세요.", "The day on which the goods were due is over. Ask your supplier."},
		{"letter.lead.unanswered", "먼저 받은 분이 아직 답하지 않아서, 두 번째로 받는 분께 알려드려요. 확인하시면 아래 버튼을 눌러 주세요.", "The recipients who were notified first have not answered, so the second recipient is notified. Press a button below once you have seen it."},
		{"letter.lead.reorder", "{0} · {1}에 계산한 발주 제안이에요. 도착한 뒤 {2}일 동안 팔 만큼이에요. 첨부한 CSV는 엑셀에서 열 수 있어요.", "{0}, as computed {1}: enough for {2} {2#day/days} after it arrives. The attached CSV opens in Excel."},
		{"letter.lead.confirm", "{0} 쇼핑몰에서 이 주소를 재고 알림 받는 곳으로 등록했어요. 아래 버튼을 누르면 그때부터 알림을 보내드려요.", "{0} entered this address to receive its stock alerts. They begin once you press the button."},
		{"letter.confirm_until", "버튼은 {0}까지 누를 수 있어요.", "The button works until {0}."},
		{"letter.todo", "지금 하실 일", "What to do now"},
		{"letter.trouble_since", "{0}부터 이런 상태예요.", "It began {0}."},
		{"letter.trouble_was", "{0}부터 {1}까지 문제가 있었어요.", "It lasted from {0} until {1}."},
		{"letter.preheader.more", "{0} 외 {1}개 품목", "{0} and {1} more"},
		{"letter.preheader.since", "{0} · {1}에 읽었어요.", "{0} · read {1}."},
		{"letter.preheader.item", "{0} {1}개", "{0}: {1} left"},
	}
}

// closingWords are the lines below the rows of a mail.
func closingWords() []entry {
	return []entry{
		{"letter.heading.new", "새로 부족해진 품목", "New since the last mail"},
		{"letter.heading.standing", "계속 부족한 품목", "Not recovered yet"},
		{"letter.more", "외 {0}개 품목이 더 있어요. 아래에서 모두 볼 수 있어요.", "And {0} more. The button below shows them all."},
		{"letter.open_one", "알림 자세히 보기", "Open the alert"},
		{"letter.open_morning", "아침 3분: 할 일 {0}개", "Morning check: {0} to do"},
		{"letter.open", "전체 목록 보기", "See the whole list"},
		{"letter.open_reorder", "발주 제안 보기", "Open the suggestions"},
		{"letter.reorder_more", "외 {0}개 품목이 더 있어요. 첨부한 CSV에 모두 있어요.", "And {0} more. The attached CSV has them all."},
		{"letter.open_stock", "재고 목록 보기", "See the stock list"},
		{"letter.open_test", "알림 설정 보기", "Open the alert settings"},
		{"letter.open_connection", "연동 상태 보기", "Open the connection page"},
		{"letter.open_confirm", "네, 알림을 받을게요", "Yes, send me alerts"},
		{"letter.acknowledge_all", "모두 확인했어요", "Acknowledge all"},
		{"letter.snooze_all", "모두 7일 미루기", "Snooze all"},
		{"letter.act_all_note", "이 알림의 {0}개 품목 모두에 적용돼요. 누르면 확인 화면이 열리고, 로그인하지 않아도 돼요.", "Both buttons apply to all {0} {0#item/items} of this alert. Each opens a page to confirm; no sign-in needed."},
		{"letter.acknowledge", "확인했어요", "Acknowledge"},
		{"letter.snooze", "7일 미루기", "Snooze for 7 days"},
		{"letter.act_note", "누르면 확인 화면이 열려요. 로그인하지 않아도 돼요.", "Each opens a page to confirm. No sign-in needed."},
		{"letter.footer.app", "{0}에서 보낸 메일이에요.", "Sent by {0}."},
		{"letter.footer.why", "{0|을/를} 재고 알림 받는 주소로 등록해서 보내드렸어요.", "Sent because {0} is registered for stock alerts."},
		{"letter.footer.rhythm", "다음 알림부터는 {0}쯤 모아서 한 통으로 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요. 설정에서 바꿀 수 있어요.", "Later alerts are collected for about {0} and sent in one mail. What sells out without a warning is sent immediately. You can change this in the settings."},
		{"letter.footer.rhythm_daily", "알림 메일은 하루 한 통이에요. 다음 알림은 {0}에 모아서 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요. 설정에서 바꿀 수 있어요.", "There is one alert mail a day; later alerts are collected until {0}. What sells out without a warning is sent immediately. You can change this in the settings."},
		{"letter.footer.zone", "시각은 모두 {0} 기준이에요.", "All times are {0}."},
		{"letter.footer.confirm", "등록한 적이 없다면 그냥 두셔도 돼요. 버튼을 누르지 않으면 알림을 보내지 않아요.", "If you did not expect this mail, ignore it. No alert is sent unless you press the button."},
		{"letter.footer.mall", "요청한 곳: {0} (카페24 쇼핑몰 아이디 {1})", "Requested by {0} (Cafe24 mall id {1})"},
		{"letter.unsubscribe", "이 메일 그만 받기", "Unsubscribe"},
		{"letter.zone.kst", "한국 시간(KST)", "Korea time (KST)"},
		{"letter.shop", "내 쇼핑몰", "My mall"},
	}
}

func rowWords() []entry {
	return []entry{
		{"letter.badge.out", "품절", "Sold out"},
		{"letter.badge.low", "부족", "Low"},
		{"letter.unnamed", "(이름 없는 상품)", "(unnamed product)"},
		{"letter.quantity", "{0}개", "{0}"},
		{"letter.limit", "기준 {0}개", "threshold {0}"},
		{"letter.count", "{0}개 / 기준 {1}개", "{0} / threshold {1}"},
		{"letter.facts", "재고 {0}개 · 알림 기준 {1}개 ({2})", "Stock {0} · threshold {1} ({2})"},
		{"letter.source.variant", "이 품목에 정한 기준", "set for this item"},
		{"letter.source.product", "이 상품에 정한 기준", "set for this product"},
		{"letter.source.category", "카테고리에 정한 기준", "set for its category"},
		{"letter.source.supplier", "공급사에 정한 기준", "set for its supplier"},
		{"letter.source.mall", "쇼핑몰 기본값", "the mall default"},
		{"letter.reorder_stock", "재고 {0}개", "stock {0}"},
		{"letter.reorder_why", "하루 {0}개 팔리고 조달 기간이 {1}일이라 {2}개 이하면 발주할 때예요.", "Sells {0} a day with a lead time of {1} {1#day/days}, so order when {2} or fewer are left."},
		{"letter.reorder_by", "발주 기한 {0}", "order by {0}"},
		{"letter.reorder_coming", "들어올 예정 {0}개", "{0} on the way"},
		{"letter.reorder_due", "{1} 들어올 예정 {0}개", "{0} due {1}"},
		{"letter.reorder_facts", "발주 {0}개 · 재고 {1}개 · {2}", "Order {0} · stock {1} · {2}"},
		{"letter.why.out", "재고가 모두 소진됐어요.", "Nothing is left."},
		{"letter.why.escalated", "부족 알림을 드린 뒤 모두 소진됐어요.", "It ran out after the low-stock alert."},
		{"letter.why.negative", "재고보다 {0}개 더 주문됐어요.", "{0} more {0#was/were} ordered than you had."},
		{"letter.why.at", "알림 기준에 닿았어요.", "It is at the threshold."},
		{"letter.why.below", "알림 기준보다 {0}개 적어요.", "It is {0} below the threshold."},
		{"letter.why.refilled", "품절됐다가 조금 들어왔지만 아직 기준 이하예요.", "It was sold out. Some stock came in, but it is still low."},
		{"letter.why.margin", "기준을 조금 넘었지만 아직 넉넉하지 않아요.", "It is just above the threshold, not yet recovered."},
		{"letter.why.woken_out", "미룬 기간이 끝났지만 아직 품절이에요.", "The snooze is over, and it is still sold out."},
		{"letter.why.woken_low", "미룬 기간이 끝났지만 아직 기준 이하예요.", "The snooze is over, and it is still low."},
		{"letter.why.overdue_out", "{0}개가 {1}에 들어올 예정이었는데 아직 품절이에요.", "{0} {0#was/were} due on {1}, and it is still sold out."},
		{"letter.why.overdue_low", "{0}개가 {1}에 들어올 예정이었는데 아직 기준 이하예요.", "{0} {0#was/were} due on {1}, and it is still low."},
		{"letter.why.unanswered", "알린 지 {0}시간이 넘었는데 확인한 사람이 없어요.", "Notified over {0} h ago, and nobody has answered."},
		{"letter.sales", "하루 {0}개 팔려요", "Sells {0} a day"},
		{"letter.sales_days", "하루 {0}개 팔려요 · 약 {1}일 뒤 품절", "Sells {0} a day · out in about {1} {1#day/days}"},
		{"letter.sales_today", "하루 {0}개 팔려요 · 하루 안에 품절", "Sells {0} a day · out within a day"},
		{"letter.sales_none", "요즘은 거의 팔리지 않아요", "Hardly sells lately"},
		{"letter.when", "{0}에 읽음", "Read {0}"},
		{"letter.since", "{0}부터", "Since {0}"},
	}
}

// deliveryWords say why a message did not arrive, or may not have arrived. They do
// not say what happens next, since one error may be tried again in one case and
// given up in another. A remedy is what a person can do if the app can do nothing.
// A channel uses its own sentences, else those named channel; see [ofChannels].
func deliveryWords() []entry {
	return []entry{
		{"letter.error.deferred", "받는 서버가 아직 메일을 받지 않았어요.", "The receiving server has not accepted the mail yet."},
		{"letter.error.address", "없는 주소예요.", "There is no such address."},
		{"letter.error.mailbox_full", "받는 메일함이 가득 찼어요.", "The mailbox is full."},
		{"letter.error.refused", "받는 서버가 이 주소로 오는 메일을 거절했어요.", "The receiving server refuses mail for this address."},
		{"letter.error.rejected", "받는 서버가 메일 내용을 거절했어요.", "The receiving server refused the message."},
		{"letter.error.sender", "메일 서버가 보내는 주소를 거절했어요.", "The mail server refused the sender."},
		{"letter.error.auth", "메일 서버 인증에 실패했어요.", "Signing in to the mail server failed."},
		{"letter.error.connect", "메일 서버에 연결하지 못했어요.", "The mail server could not be reached."},
		{"letter.error.tls", "메일 서버와 안전하게 연결하지 못했어요.", "No secure connection to the mail server was possible."},
		{"letter.error.timeout", "메일 서버가 제시간에 답하지 않았어요.", "The mail server did not answer in time."},
		{"letter.error.interrupted", "보내는 중에 앱이 멈췄어요.", "The app stopped while sending."},
		{"letter.error.unknown", "보내는 중에 연결이 끊겨 도착했는지 알 수 없어요.", "The connection broke while sending; it may or may not have arrived."},
		{"letter.error.compose", "메시지를 만들지 못했어요.", "The message could not be written."},
		{"letter.error.channel_url", "{0} 웹훅 주소가 올바르지 않아요.", "The {0} webhook address is not valid."},
		{"letter.error.channel_gone", "{0}에서 이 웹훅을 더 이상 받지 않아요.", "{0} no longer accepts this webhook."},
		{"letter.error.channel_busy", "{0}에서 잠시 기다려 달라고 했어요.", "{0} asked the app to wait."},
		{"letter.error.channel_away", "{0}에서 응답하지 않거나 오류를 돌려줬어요.", "{0} failed or did not answer."},
		{"letter.error.webhook_url", "쓸 수 없는 웹훅 주소예요.", "The webhook address cannot be used."},
		{"letter.error.webhook_gone", "받는 쪽에서 웹훅을 그만 받겠다고 했어요.", "The receiver no longer accepts this webhook."},
		{"letter.error.webhook_away", "웹훅을 받는 서버가 응답하지 않거나 오류를 돌려줬어요.", "The webhook's server failed or did not answer."},
		{"letter.remedy.address", "받는 주소를 확인해 주세요.", "Check the address."},
		{"letter.remedy.mailbox_full", "메일함을 비우고 다시 보내 주세요.", "Free space in the mailbox, then send it again."},
		{"letter.remedy.refused", "다른 주소를 등록해 주세요.", "Add another address."},
		{"letter.remedy.rejected", "스팸 차단 설정을 확인해 주세요.", "Check the spam filter."},
		{"letter.remedy.sender", "앱 운영자가 확인해야 해요.", "Contact the operator of the app."},
		{"letter.remedy.auth", "앱 운영자가 확인해야 해요.", "Contact the operator of the app."},
		{"letter.remedy.tls", "앱 운영자가 확인해야 해요.", "Contact the operator of the app."},
		{"letter.remedy.compose", "앱 운영자에게 알려 주세요.", "Contact the operator of the app."},
		{"letter.remedy.channel_url", "설정에서 주소를 바꿔 주세요.", "Change the address in the settings."},
		{"letter.remedy.channel_gone", "{0}에서 웹훅을 새로 만들어 설정에 넣어 주세요.", "Create a new one in {0} and enter it in the settings."},
		{"letter.remedy.webhook_url", "설정에서 공개된 https 주소로 바꿔 주세요.", "Enter a public https address in the settings."},
		{"letter.remedy.webhook_gone", "설정에서 주소를 확인해 주세요.", "Check the address in the settings."},
		{"error.slack_url", "Slack에서 만든 웹훅 주소를 넣어 주세요. 예: https://hooks.slack.com/services/…", "Enter the webhook address from Slack, such as https://hooks.slack.com/services/…"},
		{"error.channel_url", "{0}에서 만든 웹훅 주소를 그대로 넣어 주세요.", "Enter the webhook address as {0} shows it."},
		{"error.webhook_port", "포트는 443이나 8443만 쓸 수 있어요. 포트를 빼면 443이에요.", "Only ports 443 and 8443 can be used. Without a port it is 443."},
		{"error.webhook_url", "공개된 https 주소를 넣어 주세요. 예: https://example.com/hook", "Enter a public https address, such as https://example.com/hook"},
		{"error.link_broken", "링크가 올바르지 않아요. 메일의 링크를 그대로 열어 주세요.", "The link is not valid. Open it from the mail without changes."},
		{"error.link_expired", "링크의 사용 기간이 끝났어요. 카페24 관리자에서 앱을 열어 주세요.", "The link has expired. Open the app from the Cafe24 admin."},
	}
}
