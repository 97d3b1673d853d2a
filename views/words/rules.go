package words

// judgementWords are about the three kinds of rules, the history of rules, and
// items that never alert.
func judgementWords() []entry {
	return []entry{
		{"error.rule_kind", "종류는 number, days, off 가운데 하나예요. off는 알리지 않기와 같아요.", "The kind is one of number, days or off; off is the same as muted."},
		{"error.rule_changed", "그 뒤에 다시 바뀐 기준이 있어서 되돌리지 않았어요.", "A threshold was changed again since, so nothing was undone."},
		{"error.undone", "이미 되돌린 변경이에요.", "That change was undone already."},
		{"rules.kind", "기준의 종류", "Kind of threshold"},
		{"rules.kind_number", "개 이하", "units"},
		{"rules.kind_days", "일 동안 팔릴 양 이하", "days of sales"},
		{"rules.kind_off", "알리지 않음", "no alerts"},
		{"rules.wish_none", "따로 없음", "none of its own"},
		{"rules.wish_number", "{0}개", "{0}"},
		{"rules.wish_days", "{0}일 치", "{0} {0#day/days} of sales"},
		{"rules.silent", "알리지 않는 품목 보기", "See what never alerts"},
		{"rules.preview_match", "지금 {0}개 품목이 해당돼요.", "{0} {0#item matches/items match} now."},
		{"rules.preview_both", "저장하면 알림 {0}개가 새로 생기고 {1}개가 해결돼요.", "Saving it raises {0} {0#alert/alerts} and resolves {1}."},
		{"rules.preview_opens", "저장하면 알림 {0}개가 새로 생겨요.", "Saving it raises {0} {0#alert/alerts}."},
		{"rules.preview_resolves", "저장하면 알림 {0}개가 해결돼요.", "Saving it resolves {0} {0#alert/alerts}."},
		{"rules.preview_worsens", "알림 {0}개는 품절로 바뀌어요.", "{0} {0#alert turns/alerts turn} to sold out."},
		{"rules.preview_still", "저장해도 지금 알림은 그대로예요.", "Saving it changes no alert now."},
		{"rules.preview_month", "지난 30일이었다면 {1}번 대신 {0}번 알렸을 거예요.", "Over the last 30 days there would have been {0} {0#alert/alerts} instead of {1}."},
		{"rules.preview_unsold", "{0}개 품목은 판매 속도를 아직 몰라서, 알게 될 때까지 더 넓은 기준을 따라요. 그런 기준이 없으면 품절일 때만 알려요.", "How fast {0} {0#item sells/items sell} is not known yet. Until it is known a wider threshold applies. Without one, only a sell-out raises an alert."},
		{"rules.preview_estimated", "품목이 많아서 지난 알림 수는 일부 품목으로 어림했어요.", "With so many items the past alerts are estimated from some of them."},
		{"rules.preview_young", "재고를 기록한 지 하루가 안 되어 지난 알림은 아직 헤아릴 수 없어요.", "Stock has been recorded for less than a day, so past alerts cannot be counted yet."},
		{"rules.preview_month_since", "재고를 기록하기 시작한 {2}부터 이랬다면 {1}번 대신 {0}번 알렸을 거예요.", "Since {2}, when recording began, there would have been {0} {0#alert/alerts} instead of {1}."},
		{"rules.preview_same_since", "재고를 기록하기 시작한 {1}부터 이랬어도 알림은 {0}번으로 같았을 거예요.", "Since {1}, when recording began, there would have been the same {0} {0#alert/alerts}."},
		{"rules.preview_same", "지난 30일이었어도 알림은 {0}번으로 같았을 거예요.", "Over the last 30 days there would have been the same {0} {0#alert/alerts}."},
		{"rules.import", "카페24 안전재고 가져오기", "Import Cafe24's safety inventory"},
		{"rules.import_hint", "카페24에 적어 둔 품목별 안전재고를 품목 기준으로 정해요. 가져오기 전에 무엇이 바뀌는지 보여 드려요.", "Sets the threshold of each item to the safety inventory that you set at Cafe24. You see a preview before anything changes."},
		{"rules.import_replace", "따로 정한 품목도 바꾸기", "Replace items' own thresholds too"},
		{"rules.import_do", "가져오기", "Import"},
		{"rules.import_none", "가져올 안전재고가 없어요. 이미 같은 기준이거나, 카페24에 안전재고가 0으로 되어 있어요.", "There is nothing to import: the thresholds are the same already, or the safety inventory at Cafe24 is 0."},
		{"rules.import_text", "품목 기준 {0}개를 정해요.", "It sets {0} {0#item threshold/item thresholds}."},
		{"rules.history", "바꾼 기록", "Changes"},
		{"rules.history_hint", "누가 언제 무엇을 바꿨는지 남겨 두어요. 되돌릴 수도 있어요.", "Who changed what and when. You can undo a change."},
		{"rules.history_none", "아직 바꾼 기록이 없어요.", "Nothing was changed yet."},
		{"rules.history_more", "이전 기록", "Earlier"},
		{"rules.history_first", "최근 기록", "Newest"},
		{"rules.becomes", "에서 바뀜:", "becomes"},
		{"rules.and_more", "외 {0}개", "and {0} more"},
		{"rules.cause_set", "정함", "Set"},
		{"rules.cause_delete", "지움", "Removed"},
		{"rules.cause_import", "안전재고 가져옴", "Imported"},
		{"rules.cause_undo", "되돌림", "Undone"},
		{"rules.undo", "되돌리기", "Undo"},
		{"rules.undo_of", "{0}의 변경 되돌리기", "Undo the change of {0}"},
		{"rules.undone", "{1}에 {0} 님이 되돌렸어요.", "Undone by {0} on {1}."},
		{"stock.never", "알리지 않는 품목", "Never alerts"},
		{"stock.source_days", "{0} · {1}일 치", "{0} · {1} {1#day/days}"},
		{"silence.removed", "카페24에서 삭제됨", "Removed at Cafe24"},
		{"silence.untracked", "재고 관리 안 함", "Stock not tracked"},
		{"silence.product_hidden", "상품 진열 안 함", "Product not displayed"},
		{"silence.product_not_selling", "상품 판매 안 함", "Product not on sale"},
		{"silence.variant_hidden", "품목 진열 안 함", "Item not displayed"},
		{"silence.variant_not_selling", "품목 판매 안 함", "Item not on sale"},
		{"silence.muted", "알림 꺼 둠", "Alerts turned off"},
		{"explain.threshold_days", "알림 기준은 {2}일 치예요 ({1}). 하루에 {3}개씩 팔려서 {0}개예요.", "The threshold is {2} {2#day/days} of sales ({1}): at {3} a day that is {0}."},
		{"explain.no_sales", "판매 기록이 아직 모자라서 일수로 정한 기준({0})은 건너뛰었어요.", "Too few sales are recorded, so the threshold in days ({0}) was skipped."},
	}
}

// checkingWords are about checking the current stock against changed rules.
func checkingWords() []entry {
	return []entry{
		{"checking.running", "바뀐 기준을 지금 재고에 적용하고 있어요. {1}개 중 {0}개에 적용했어요.", "Checking current stock against the changed thresholds: {0} of {1} {1#item/items}."},
		{"checking.done", "바뀐 기준을 {0}개 품목에 모두 적용했어요.", "All {0} {0#item/items} were checked against the changed thresholds."},
		{"checking.found", "바뀐 기준을 {0}개 품목에 모두 적용했어요. 알림 {1}개가 새로 생기고 {2}개가 해결됐어요.", "All {0} {0#item/items} were checked against the changed thresholds: {1} {1#alert/alerts} raised, {2} resolved."},
		{"checking.label", "기준 적용 진행", "Progress of the check"},
		{"checking.again", "새로고침", "Refresh"},
	}
}
