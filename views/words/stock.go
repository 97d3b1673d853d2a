package words

import "slices"

// stockWords are about the stock list, a product, the sync and the first steps.
func stockWords() []entry {
	return slices.Concat(listWords(), filterWords(), emptyWords(), firstWords(), productWords())
}

// listWords are about the stock list.
func listWords() []entry {
	return []entry{
		{"stock.title", "재고", "Stock"},
		{"stock.tiles", "재고 요약", "Stock at a glance"},
		{"stock.tile_out", "지금 팔 수 없는 품목", "Cannot be sold now"},
		{"stock.tile_low", "알림 기준 이하인 품목", "At or below the threshold"},
		{"stock.tile_ok", "기준보다 넉넉한 품목", "Above the threshold"},
		{"stock.silent", "알리지 않음", "Silent"},
		{"stock.tile_silent", "품절·부족 중 알리지 않는 품목", "Of those sold out or low"},
		{"stock.cover", "남은 일수", "Days left"},
		{"stock.cover_days", "{0}일", "{0} {0#day/days}"},
		{"stock.cover_year", "1년 넘게", "over a year"},
		{"stock.cover_unknown", "–", "–"},
		{"stock.cover_unsold", "판매 없음", "no sales"},
		{"stock.cover_little", "기록 부족", "too new"},
		{"stock.cover_reading", "읽는 중", "reading"},
		{"stock.cover_computing", "계산 중", "computing"},
		{"stock.runs_out", "{0}쯤 품절 ({1}–{2})", "out {0} ({1}–{2})"},
		{"stock.suggest", "제안 {0} 적용", "Use {0}"},
		{"stock.suggest_of", "{0}: 제안 {1} 적용", "{0}: Use {1}, as suggested"},
		{"stock.suggest_kept", "품절 방지 {0}→{1}%", "kept {0} → {1} %"},
		{"stock.suggest_full", "지난 1년의 {0}일 구간 가운데 지금 기준 {1}개는 {2}%, 제안 {3}개는 {4}%에서 품절을 막았어요.", "Of last year's {0}-day periods, the current {1} would have covered {2} %, the suggested {3} {4} %."},
		{"stock.suggest_enough", "지금보다 낮지만 목표 {0}%는 지켜요.", "Lower, but it still reaches the promised {0} %."},
		{"stock.suggest_slower", "판매가 하루 {0}개에서 {1}개로 줄었어요.", "Sales fell from {0} to {1} a day."},
		{"stock.columns", "보이는 칸 고르기", "Choose columns"},
		{"stock.column_cover", "남은 일수", "Days left"},
		{"stock.column_suggest", "제안", "Suggestion"},
		{"stock.column_status", "상태", "Status"},
		{"stock.column_observed", "확인", "Read"},
		{"stock.changed", "그 사이 {0}개로 바뀌었어요. 한 번 더 저장하면 입력한 값으로 바꿔요.", "It was changed to {0} meanwhile. Save once more to replace it."},
		{"stock.item", "상품", "Item"},
		{"stock.quantity", "재고", "Stock"},
		{"stock.threshold", "알림 기준", "Threshold"},
		{"stock.observed", "확인", "Read"},
		{"stock.threshold_of", "{0} 알림 기준", "Threshold of {0}"},
		{"stock.caption_all", "품목 {0}개 중 {1}개", "{1} of {0} items"},
		{"stock.caption_so_far", "지금까지 읽은 품목 {0}개 중 {1}개", "{1} of the {0} items read so far"},
		{"stock.caption", "조건에 맞는 품목 {0}개", "{0} matching {0#item/items}"},
		{"product.caption", "품목 {0}개", "{0} {0#option/options}"},
		{"stock.caption_of", "조건에 맞는 품목 {0}개 중 {1}개", "{1} of {0} matching items"},
		{"stock.caption_page", "이 쪽에 품목 {0}개", "{0} {0#item/items} on this page"},
	}
}

// filterWords are about searching, filtering and sorting the list.
func filterWords() []entry {
	return []entry{
		{"stock.search", "상품 이름, 옵션, 코드로 찾기", "Search by name, option or code"},
		{"stock.search_hint", "상품 이름, 옵션, 코드", "Name, option or code"},
		{"stock.search_button", "찾기", "Search"},
		{"stock.status", "상태", "Status"},
		{"stock.category", "카테고리", "Category"},
		{"stock.supplier", "공급사", "Supplier"},
		{"stock.sort", "정렬", "Sort"},
		{"stock.all_status", "모든 상태", "Any status"},
		{"stock.all_categories", "모든 카테고리", "Any category"},
		{"stock.all_suppliers", "모든 공급사", "Any supplier"},
		{"stock.sort_urgent", "급한 순", "Most urgent"},
		{"stock.sort_quantity", "재고 적은 순", "Fewest first"},
		{"stock.sort_most", "재고 많은 순", "Most first"},
		{"stock.sort_name", "이름 순", "By name"},
		{"stock.sort_cover", "곧 떨어질 순", "Least days left"},
		{"stock.more", "필터 더보기", "More filters"},
		{"stock.muted", "품절·부족 중 알리지 않는 것만", "Only sold out or low, but silent"},
		{"stock.source", "기준 출처", "Threshold set by"},
		{"stock.all_sources", "모든 기준", "Any threshold"},
		{"stock.outlook", "전망", "Outlook"},
		{"stock.all_outlooks", "모든 전망", "Any outlook"},
		{"stock.outlook_order", "발주할 때가 된 품목", "Time to order"},
		{"stock.outlook_raise", "제안이 기준보다 높음", "Suggestion is higher"},
		{"stock.outlook_lower", "제안이 기준보다 낮음", "Suggestion is lower"},
		{"stock.outlook_little", "판매 기록이 모자람", "Too few sales recorded"},
		{"stock.sort_observed", "오래전에 확인한 순", "Oldest reading"},
		{"stock.clear", "필터 지우기", "Clear filters"},
	}
}

// firstWords are about the sync and the first steps.
func firstWords() []entry {
	return []entry{
		{"sync.label", "동기화 진행", "Sync progress"},
		{"sync.running", "재고를 불러오는 중이에요. 상품 {0} / {1}", "Reading stock: {0} of {1} products"},
		{"sync.starting", "재고를 불러오기 시작했어요.", "Starting to read stock."},
		{"sync.left", "{0} · 약 {1}분 남았어요", "{0} · about {1} min left"},
		{"sync.done", "모두 불러왔어요.", "All stock is read."},
		{"sync.ended", "끝까지 불러오지 못했어요.", "Reading stopped before the end."},
		{"sync.error.auth", "카페24가 접근을 받아 주지 않았어요.", "Cafe24 refused access."},
		{"sync.error.incomplete", "카페24가 일부 상품을 주지 않았어요.", "Cafe24 left out some products."},
		{"sync.error.unavailable", "카페24가 오랫동안 응답하지 않았어요.", "Cafe24 did not answer for a long time."},
		{"sync.error.cafe24", "카페24의 응답을 읽지 못했어요.", "The answer of Cafe24 could not be read."},
		{"sync.again_at", "{0}에 다시 확인해요.", "Stock is read again on {0}."},
		{"sync.again_soon", "곧 다시 확인해요.", "Stock is read again soon."},
		{"sync.unseen", "얼마나 읽었는지 잠시 확인하지 못했어요. 다시 확인할게요.", "The progress could not be read just now. The app tries again."},
		{"setup.uncounted", "몇 개인지 아직 세지 못했어요.", "Not counted yet."},
		{"setup.title", "세 단계면 준비가 끝나요", "Three steps and you are set"},
		{"setup.text", "건너뛰어도 되고, 나중에 이어서 해도 돼요.", "You can skip them or come back later."},
		{"setup.skip", "건너뛰기", "Skip"},
		{"setup.done", "끝냄", "Done"},
		{"setup.sync", "재고 불러오기", "Read your stock"},
		{"setup.sync_text", "카페24에서 상품과 재고를 불러오고 있어요.", "Products and stock are being read from Cafe24."},
		{"setup.sync_done", "품목 {0}개를 불러왔어요.", "{0} items were read."},
		{"setup.rule", "기본 알림 기준 정하기", "Choose the default threshold"},
		{"setup.rule_text", "지금은 품절일 때만 알려요. 몇 개 남았을 때 알릴까요?", "Only sold-out items alert now. At how many do you want to be notified?"},
		{"setup.rule_label", "기본 알림 기준", "Default threshold"},
		{"setup.rule_unit", "개 이하면 알림", "or fewer"},
		{"setup.rule_done", "기본 기준은 {0}개예요.", "The default is {0}."},
		{"setup.rule_some", "알림 기준을 정했어요.", "A threshold is set."},
		{"setup.mail", "받는 사람 등록하기", "Add a recipient"},
		{"setup.mail_text", "확인 메일을 보내 드려요. 메일에서 확인을 누르면 알림이 시작돼요.", "We send a confirmation mail. Alerts begin once it is confirmed."},
		{"setup.mail_label", "받는 사람 이메일", "E-mail of the recipient"},
		{"setup.mail_wait", "{0}에 확인 메일을 보냈어요. 메일에서 확인을 누르면 알림이 시작돼요.", "A confirmation mail was sent to {0}. Alerts begin once it is confirmed."},
		{"setup.mail_see", "설정 보기", "See settings"},
		{"setup.mail_done", "{0}명에게 알려요.", "{0} {0#person/people} will be notified."},
		{"setup.rhythm", "첫 알림은 바로, 그다음은 {0}쯤 모아서 한 통으로 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요.", "The first alert is sent immediately, later ones are collected for about {0}. What sells out without a warning is sent immediately."},
		{"setup.rhythm_daily", "알림 메일은 하루 한 통이고, 나머지는 {0}에 모아서 보내요. 미리 알리지 못하고 품절된 품목은 바로 알려요.", "There is one alert mail a day; later alerts are collected until {0}. What sells out without a warning is sent immediately."},
		{"setup.mail_act", "확인 메일 보내기", "Send"},
	}
}

// productWords are about the page of a product.
func productWords() []entry {
	return []entry{
		{"product.back", "재고 목록", "Stock list"},
		{"product.variants", "품목별 재고", "Items"},
		{"product.show", "품목을 누르면 기록과 이유가 보여요.", "Choose an item to see its history and reasons."},
		{"product.by_options", "옵션별 재고", "By options"},
		{"product.show_cell", "칸을 누르면 아래에 기록과 이유가 보여요.", "Choose a cell to see its history and reasons below."},
		{"product.to_list", "목록에서 기준 정하기", "Set thresholds in the list"},
		{"product.matrix", "{0}별 {1}별 재고", "Stock by {0} and {1}"},
		{"product.matrix_none", "없는 품목", "not offered"},
		{"product.rule", "이 상품의 알림 기준", "Threshold of this product"},
		{"product.rule_none", "비워 두면 카테고리, 공급사, 쇼핑몰 기준을 차례로 따라요.", "If empty, the category, supplier or mall decides."},
		{"product.rule_own", "품목마다 따로 정한 기준이 있으면 그것이 먼저예요.", "A threshold set on a single item overrides it."},
		{"product.some_out", "{0}개 중 {1}개 품절", "{1} of {0} sold out"},
		{"product.some_low", "{0}개 중 {1}개 부족", "{1} of {0} low"},
		{"product.more_low", "{0}개 부족", "{0} low"},
		{"product.price", "판매가", "Price"},
		{"product.total", "총재고", "Total stock"},
		{"product.supplier", "공급사", "Supplier"},
		{"product.count", "품목 수", "Items"},
		{"product.history", "최근 {0}일 재고", "Stock over {0} days"},
		{"product.why", "왜 알리나요, 왜 알리지 않나요?", "Why it alerts or not"},
		{"product.as_table", "표로 보기", "As a table"},
		{"product.at", "시각", "When"},
		{"chart.none", "최근 {0}일 동안 재고가 바뀐 기록이 없어요.", "No stock change was recorded in {0} days."},
		{"chart.young", "재고를 {0}부터 기록하고 있어요. 재고가 바뀌면 여기에 그래프가 보여요.", "Stock has been recorded since {0}. A chart appears here once it changes."},
		{"chart.summary", "최근 {4}일 재고: {0}개에서 {1}개로, 가장 적을 때 {2}개, 가장 많을 때 {3}개", "Stock over {4} days: from {0} to {1}, lowest {2}, highest {3}"},
		{"product.happened", "있었던 일", "Timeline"},
		{"chart.opened", "알림 시작 {0}번", "{0} {0#alert/alerts} raised"},
		{"chart.resolved", "알림 해결 {0}번", "{0} {0#alert/alerts} resolved"},
		{"chart.rises", "입고 {0}번", "{0} {0#restock/restocks}"},
		{"chart.risen", "재고가 {0}개 늘었어요.", "{0} came in."},
		{"chart.limit", "기준 {0}개", "Threshold {0}"},
	}
}

// emptyWords are for an empty stock list. Each says why the list is empty.
func emptyWords() []entry {
	return []entry{
		{"empty.never_title", "아직 재고를 불러오지 않았어요", "Stock has not been read yet"},
		{"empty.never_text", "카페24에서 상품과 재고를 불러오면 여기에 보여요.", "Once products and stock are read from Cafe24 they appear here."},
		{"empty.syncing_text", "지금 불러오고 있어요. 불러온 만큼 바로 보여요.", "They are being read now and appear as they are read."},
		{"empty.so_far_title", "지금까지 읽은 상품에는 없어요", "Nothing so far"},
		{"pending.first_title", "재고를 처음 읽는 중이에요", "Stock is being read for the first time"},
		{"pending.first_waits", "곧 읽기 시작해요.", "Reading begins soon."},
		{"pending.more", "다 읽으면 더 나올 수 있어요.", "There may be more once everything is read."},
		{"pending.orders", "지난 주문을 {0}일 중 {1}일까지 읽었어요. 다 읽으면 남은 일수와 제안이 채워져요.", "Past orders were read for {1} of {0} days. Days left and suggestions follow once all are read."},
		{"pending.levels", "판매를 {0}일 중 {1}일까지 세었어요. 다 세면 남은 일수와 제안이 채워져요.", "Sales were counted for {1} of {0} days. Days left and suggestions follow once all are counted."},
		{"pending.computing", "지난 주문을 다 읽었고, 남은 일수와 제안을 계산하고 있어요. 1~2분 뒤에 다시 열어 주세요.", "Past orders were read. Days left and suggestions are being computed. Open this page again in a minute or two."},
		{"pending.minutes", "{0}분쯤 뒤에 다시 열어 주세요.", "Open this page again in about {0} min."},
		{"pending.hours", "{0}시간쯤 뒤에 다시 열어 주세요.", "Open this page again in about {0} h."},
		{"pending.soon", "저절로 이어지니 나중에 다시 열어 주세요.", "It continues automatically. Open this page again later."},
		{"empty.none_title", "아직 등록된 품목이 없어요", "There are no items yet"},
		{"empty.none_text", "카페24에 상품을 등록하면 자동으로 여기에 보여요.", "Products you add in Cafe24 appear here automatically."},
		{"empty.match_title", "조건에 맞는 품목이 없어요", "Nothing matches"},
		{"empty.match_text", "검색어를 줄이거나 필터를 지워 보세요.", "Try a shorter search, or clear the filters."},
		{"empty.fine_title", "모두 넉넉해요", "All is well"},
		{"empty.fine_out", "품절된 품목이 없어요.", "No item is sold out."},
		{"empty.fine_low", "알림 기준 이하인 품목이 없어요.", "No item is at or below its threshold."},
		{"empty.fine_act", "전체 재고 보기", "See all stock"},
	}
}
