package words

// webWords are the sentences of failed requests, of landing and consent, and of
// the pages that links in letters lead to.
func webWords() []entry {
	return []entry{
		{"error.title", "요청을 처리하지 못했어요", "That did not work"},
		{"error.reference", "문의할 때 알려 주세요: {0}", "When you ask for help, give this number: {0}"},
		{"error.internal", "일시적인 문제가 생겼어요. 잠시 후 다시 시도해 주세요.", "Something went wrong on our side. Please try again in a moment."},
		{"error.unavailable", "지금은 응답할 수 없어요. 잠시 후 다시 시도해 주세요.", "The service is not available right now. Please try again in a moment."},
		{"error.unauthorized_title", "카페24 관리자에서 열어 주세요", "Open the app from the Cafe24 admin"},
		{"error.unauthorized", "로그인이 끝났어요. 카페24 쇼핑몰 관리자에서 앱을 다시 열어 주세요.", "Your session has ended. Open the app again from your Cafe24 admin."},
		{"error.forbidden", "이 작업을 할 수 있는 권한이 없어요.", "You are not allowed to do that."},
		{"error.read_only", "보기만 할 수 있는 계정이에요. 대표 운영자나 부운영자에게 요청해 주세요.", "Your account can only read. Ask the owner or a sub-operator of the mall."},
		{"error.cross_site", "다른 사이트에서 온 요청이라 처리하지 않았어요. 앱 화면에서 다시 시도해 주세요.", "The request came from another site and was refused. Try again from within the app."},
		{"error.not_found_title", "찾을 수 없어요", "Not found"},
		{"error.method", "이 주소에서는 할 수 없는 요청이에요.", "That request is not possible at this address."},
		{"error.too_large", "보낸 내용이 너무 커요.", "What was sent is too large."},
		{"error.rate_limited", "요청이 너무 많아요. 잠시 후 다시 시도해 주세요.", "Too many requests. Please try again in a moment."},
		{"error.cursor", "목록의 위치를 알 수 없어요. 첫 페이지부터 다시 열어 주세요.", "The place in the list is unknown. Start again from the first page."},
		{"error.token_name", "토큰 이름을 1자에서 60자 사이로 적어 주세요.", "Give the token a name of 1 to 60 characters."},
		{"error.tokens_many", "토큰은 20개까지 만들 수 있어요. 쓰지 않는 토큰을 지워 주세요.", "At most 20 tokens can exist. Delete one that is not used."},
	}
}
