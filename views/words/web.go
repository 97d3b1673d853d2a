package words

import "slices"

// webWords are the sentences of failed requests, of the landing page and the
// consent, and of the pages that links in mails open.
func webWords() []entry {
	return slices.Concat(failureWords(), consentWords(), inputWords(), linkWords())
}

func failureWords() []entry {
	return []entry{
		{"error.title", "요청을 처리하지 못했어요", "That did not work"},
		{"error.reference", "문의할 때 알려 주세요: {0}", "When you ask for help, give this reference: {0}"},
		{"error.internal", "일시적인 문제가 생겼어요. 잠시 후 다시 시도해 주세요.", "Something went wrong on our side. Please try again in a moment."},
		{"error.unavailable", "지금은 응답할 수 없어요. 잠시 후 다시 시도해 주세요.", "The service is not available right now. Please try again in a moment."},
		{"error.unauthorized_title", "카페24 관리자에서 열어 주세요", "Open the app from the Cafe24 admin"},
		{"error.unauthorized", "로그인이 끝났어요. 카페24 쇼핑몰 관리자에서 앱을 다시 열어 주세요.", "Your session has ended. Open the app again from your Cafe24 admin."},
		{"error.token", "API 토큰이 없거나 올바르지 않아요. 설정에서 토큰을 확인해 주세요.", "The API token is missing or not valid. Check it in the settings."},
		{"error.forbidden", "이 작업을 할 수 있는 권한이 없어요.", "You are not allowed to do that."},
		{"error.may_see", "이 계정 종류로는 쇼핑몰의 재고와 설정을 볼 수 없어요. 대표운영자나 부운영자 계정으로 앱을 열어 주세요.", "This type of account cannot see the mall's stock and settings. Open the app as the owner or as a sub-operator."},
		{"error.may_see_title", "볼 수 있는 화면이 없어요", "There is nothing to see here"},
		{"error.may_act", "보기만 할 수 있는 계정이에요. 알림 처리와 동기화는 대표운영자와 부운영자만 할 수 있어요.", "Your account can only read. Only the owner and sub-operators can act on alerts and sync."},
		{"error.may_rules", "알림 기준은 대표운영자만 바꿀 수 있어요. 대표운영자가 설정에서 허락하면 부운영자도 바꿀 수 있어요.", "Only the owner can change thresholds. The owner can let sub-operators do so in the settings."},
		{"error.may_own", "받는 사람과 설정은 대표운영자만 바꿀 수 있어요.", "Only the owner can change recipients and settings."},
		{"error.cross_site", "다른 사이트에서 온 요청이라 처리하지 않았어요. 앱 화면에서 다시 시도해 주세요.", "The request came from another site and was refused. Try again from within the app."},
		{"error.not_found_title", "찾을 수 없어요", "Not found"},
		{"error.method", "이 주소에서는 할 수 없는 요청이에요.", "That request is not possible at this address."},
		{"error.too_large", "보낸 내용이 너무 커요.", "The request is too large."},
		{"error.rate_limited", "요청이 너무 많아요. 잠시 후 다시 시도해 주세요.", "Too many requests. Please try again in a moment."},
		{"error.conflict", "그사이 상태가 바뀌었어요. 새로 고친 뒤 다시 시도해 주세요.", "It has changed in the meantime. Reload and try again."},
		{"error.proof", "웹훅 인증 값이 올바르지 않아요.", "The webhook's key is missing or wrong."},
		{"error.reconnect", "카페24 연결이 끊어졌어요. 연결 화면에서 다시 연결해 주세요.", "The connection to Cafe24 is lost. Reconnect on the connection page."},
		{"error.not_connected", "아직 카페24와 연결되지 않았어요. 연결 화면에서 연결해 주세요.", "The mall is not connected to Cafe24 yet. Connect it on the connection page."},
		{"error.uninstalled", "앱이 삭제된 쇼핑몰이에요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The app was removed from this mall. Open it again from the Cafe24 admin."},
		{"error.category_unread", "카테고리의 상품을 아직 읽지 못했어요. 잠시 후 자동으로 다시 읽어요.", "The category's products could not be read yet. They will be read again shortly."},
	}
}

func consentWords() []entry {
	return []entry{
		{"logout.title", "로그아웃했어요", "You are logged out"},
		{"logout.done", "이 브라우저의 로그인을 끝냈어요. 다시 쓰려면 앱을 다시 열면 돼요.", "This browser's session has ended. To come back, open the app again."},
		{"landing.what", "카페24 쇼핑몰의 재고가 정한 기준 이하로 내려가면 바로 알려드려요.", "Notifies you when stock in your Cafe24 mall falls to the threshold you set."},
		{"landing.how", "카페24 쇼핑몰 관리자의 앱 메뉴에서 열어 주세요.", "Open it from the apps menu of your Cafe24 admin."},
		{"way.admin", "카페24 관리자 열기", "Open the Cafe24 admin"},
		{"window.button", "새 창에서 열기", "Open in a new window"},
		{"window.back", "재고 목록으로", "Back to the stock list"},
		{"window.blocked_title", "이 브라우저가 쿠키를 막고 있어요", "This browser blocks cookies"},
		{"window.blocked", "관리자 화면 안에서는 로그인을 유지할 수 없어요. 새 창에서는 바로 쓸 수 있어요. 1분 안에 눌러 주세요.", "You cannot stay signed in inside the admin page. A new window works immediately. Press the button within a minute."},
		{"window.lost_title", "로그인을 확인할 수 없어요", "You are not signed in here"},
		{"window.lost", "브라우저가 이 화면의 쿠키를 보내지 않았어요. 카페24 쇼핑몰 관리자의 앱 메뉴에서 앱을 다시 열어 주세요.", "The browser sent no cookie for this page. Open the app again from the apps menu of your Cafe24 admin."},
		{"error.window_code", "새 창을 여는 시간 1분이 지났거나 이미 열었어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The minute to open the window is over, or it was already opened. Open the app again from the Cafe24 admin."},
		{"open.title", "카페24 관리자에서 열어요", "Open it in the Cafe24 admin"},
		{"open.what", "이 창은 {0} 쇼핑몰에 로그인되어 있지 않아요. 카페24 관리자에서 앱을 열면 누르신 화면이 바로 보여요.", "You are not signed in to the mall {0} here. Open the app in the Cafe24 admin to see the page you asked for."},
		{"open.leaving", "카페24 관리자로 가고 있어요", "Going to the Cafe24 admin"},
		{"open.then", "로그인한 뒤 앱 메뉴에서 이 앱을 열어 주세요. {0}분 안에 열면 누르신 화면이 바로 보여요.", "Sign in and open this app from the apps menu. If you open it within {0} minutes, you see the page you asked for."},
		{"error.launch_malformed", "앱을 여는 주소가 올바르지 않아요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The address that opens the app is not valid. Open the app again from the Cafe24 admin."},
		{"error.launch_signature", "카페24에서 온 요청인지 확인하지 못했어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The app could not verify that Cafe24 sent this request. Open the app again from the Cafe24 admin."},
		{"error.launch_stale", "앱을 여는 주소의 시간이 지났어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The address that opens the app has expired. Open the app again from the Cafe24 admin."},
		{"error.launch_used", "이미 사용한 주소예요. 카페24 관리자에서 앱을 다시 열어 주세요.", "This address was already used. Open the app again from the Cafe24 admin."},
		{"error.launch_twin", "같은 주소로 두 번 열렸어요. 잠시 후 이어져요. 그대로라면 카페24 관리자에서 앱을 다시 열어 주세요.", "The app was opened twice with the same address. It continues in a moment. If it does not, open the app again from the Cafe24 admin."},
		{"consent.title", "카페24와 연결할게요", "Connect to Cafe24"},
		{"consent.what", "재고가 떨어지기 전에 알려 드리려면 상품, 재고, 팔린 수량을 읽어야 해요. 읽기만 하고 아무것도 바꾸지 않아요.", "To notify you before stock runs out, the app reads products, stock and units sold. It only reads and changes nothing."},
		{"consent.leave", "동의 화면은 새 화면에서 열리고, 끝나면 이 앱으로 돌아와요.", "The consent page opens outside this frame. When it is done, you come back to this app."},
		{"consent.button", "동의하고 연결하기", "Continue to consent"},
		{"consent.failed", "카페24와 연결하지 못했어요", "Not connected to Cafe24"},
		{"consent.again", "다시 연결하기", "Try again"},
		{"consent.back", "카페24 관리자로 돌아가기", "Back to the Cafe24 admin"},
		{"error.consent_denied", "동의가 취소됐어요. 재고를 읽으려면 동의가 필요하니 다시 연결해 주세요.", "Consent was declined. It is needed to read your stock: please connect again."},
		{"error.consent_scope", "상품을 읽는 권한이 빠졌어요. 모든 권한에 동의하고 다시 연결해 주세요.", "The permission to read products is missing. Connect again and grant all permissions."},
		{"error.consent_state", "연결 요청의 시간이 지났거나 다른 브라우저에서 시작됐어요. 카페24 관리자에서 앱을 다시 열어 주세요.", "The request to connect has expired or began in another browser. Open the app again from the Cafe24 admin."},
		{"error.consent_code", "카페24가 준 인증 코드를 쓸 수 없어요. 다시 연결해 주세요.", "The code that Cafe24 gave cannot be used. Please connect again."},
		{"error.consent_mall", "다른 쇼핑몰의 동의가 돌아왔어요. 연결하려는 쇼핑몰로 로그인한 뒤 다시 연결해 주세요.", "The consent is for another mall. Sign in to the mall you want to connect and try again."},
		{"error.consent_setup", "앱의 카페24 설정에 문제가 있어요. 앱 운영자에게 알려 주세요.", "The app's own Cafe24 settings are wrong. Please contact the operator of the app."},
		{"error.consent_client", "카페24가 앱의 인증 정보를 거절해서 연결을 마치지 못했어요. 앱 운영자가 고쳐야 해요. 동의하신 내용에는 문제가 없으니, 고쳐진 뒤에 다시 연결해 주세요.", "Cafe24 refuses the app's own credentials, so the app could not connect. The operator of the app has to fix that. Nothing is wrong with your consent: connect again later."},
		{"error.consent_unavailable", "카페24가 응답하지 않아요. 잠시 후 다시 연결해 주세요.", "Cafe24 does not answer. Please connect again in a moment."},
	}
}

// inputWords are about values that an API client or a form sent.
func inputWords() []entry {
	return []entry{
		{"error.json_type", "Content-Type은 application/json이어야 해요.", "The Content-Type must be application/json."},
		{"error.json", "요청 본문은 JSON 객체여야 해요.", "The body must be a JSON object."},
		{"error.number", "정수를 넣어 주세요.", "Enter a whole number."},
		{"error.text", "문자열을 넣어 주세요.", "Enter text."},
		{"error.flag", "true 또는 false를 넣어 주세요.", "Enter true or false."},
		{"error.list", "목록을 넣어 주세요.", "Enter a list."},
		{"error.code", "코드는 비워 둘 수 없어요. 정하지 않으려면 null을 보내 주세요.", "A code cannot be empty. Send null to leave it out."},
		{"error.limit", "limit은 1부터 100까지예요.", "limit is between 1 and 100."},
		{"error.status", "상태는 out, low, ok, untracked 가운데 하나예요.", "The status is one of out, low, ok or untracked."},
		{"error.incident_kind", "kind는 low나 out이에요.", "A kind is low or out."},
		{"error.since", "since는 RFC 3339 시각이에요. 형식: 2006-01-02T15:04:05+09:00", "since is a time in RFC 3339, written as 2006-01-02T15:04:05+09:00."},
		{"error.sort", "정렬할 수 없는 값이에요.", "The list cannot be sorted by that."},
		{"error.state", "상태는 open, acknowledged, snoozed, resolved 가운데 하나예요.", "The state is one of open, acknowledged, snoozed or resolved."},
		{"error.until", "지금 이후의 시각을 RFC 3339 형식으로 보내 주세요. 형식: 2006-01-02T15:04:05+09:00", "Send a future time in RFC 3339, written as 2006-01-02T15:04:05+09:00."},
		{"error.field_missing", "이 값도 넣어 주세요.", "This value is missing. Enter it too."},
		{"error.mask", "가려진 주소는 저장할 수 없어요. 전체 주소를 넣어 주세요.", "A masked address cannot be saved. Enter the whole address."},
		{"error.cursor", "목록의 위치를 알 수 없어요. 첫 페이지부터 다시 열어 주세요.", "The position in the list is unknown. Start again from the first page."},
		{"error.token_name", "토큰 이름을 1자에서 60자 사이로 적어 주세요.", "Give the token a name of 1 to 60 characters."},
		{"error.token_same", "같은 이름의 토큰이 있어요. 바뀐 기록에서 알아볼 수 있게 다른 이름을 적어 주세요.", "A token has this name. Choose another one, so that the record of changes tells them apart."},
		{"error.token_scopes", "할 수 있는 일을 하나 이상 골라 주세요.", "Choose at least one thing that it may do."},
		{"error.token_days", "쓸 수 있는 기간을 골라 주세요.", "Choose how long it works."},
		{"error.token_expired", "만료된 API 토큰이에요. 설정에서 새 토큰을 만들어 주세요.", "The API token has expired. Create a new one in the settings."},
		{"error.token_scope", "이 API 토큰으로는 할 수 없어요. ‘{0}’ 범위가 있는 토큰이 필요해요.", "This API token may not do that. It needs the scope “{0}”."},
		{"error.token_maker", "이 API 토큰을 만든 사람의 권한이 줄어서 할 수 없어요(‘{0}’ 범위). 대표운영자가 만든 토큰이 필요해요.", "The maker of this API token no longer has the right for that (scope “{0}”). It needs a token made by the owner."},
		{"error.tokens_many", "토큰은 20개까지 만들 수 있어요. 쓰지 않는 토큰을 지워 주세요.", "At most 20 tokens can exist. Delete one that you do not use."},
	}
}
