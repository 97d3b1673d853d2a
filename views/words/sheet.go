package words

// sheetWords are about stock and thresholds as files.
func sheetWords() []entry {
	return []entry{
		{"sheet.name", "재고", "Stock"},
		{"sheet.variant_code", "품목코드", "Item code"},
		{"sheet.custom_code", "자체 품목코드", "Own item code"},
		{"sheet.product_code", "상품코드", "Product code"},
		{"sheet.product_name", "상품명", "Product"},
		{"sheet.options", "옵션", "Options"},
		{"sheet.quantity", "재고", "Stock"},
		{"sheet.status", "상태", "Status"},
		{"sheet.threshold", "지금 기준", "Threshold now"},
		{"sheet.source", "기준 출처", "Set by"},
		{"sheet.own", "품목 기준", "Item threshold"},
		{"sheet.observed", "읽은 때", "Read at"},
		{"sheet.cover", "남은 일수", "Days left"},
		{"sheet.runs_out", "다 팔리는 날", "Runs out on"},
		{"sheet.suggested", "제안 수량", "Suggested"},
		{"sheet.lead", "조달 기간 (일)", "Lead time (days)"},
		{"sheet.lost", "놓칠 판매 수량", "Units at risk"},
		{"sheet.why", "제안 이유", "Why it is suggested"},
		{"sheet.off", "끔", "off"},
		{"sheet.days", "{0}일", "{0}d"},
		{"sheet.export", "엑셀로 받기", "Download XLSX"},
		{"sheet.export_csv", "CSV로 받기", "Download CSV"},
		{"sheet.edit", "엑셀로 기준 바꾸기", "Change thresholds by file"},
		{"sheet.title", "엑셀·CSV로 품목 기준 바꾸기", "Set item thresholds from a file"},
		{"sheet.hint", "받은 파일의 ‘품목 기준’ 칸만 고쳐서 올려 주세요. 숫자, 7일, 끔, 따름(더 넓은 기준)을 쓸 수 있어요. 빈 칸과 파일에 없는 품목은 그대로예요. 올리면 무엇이 바뀌는지 먼저 보여 드려요.", "Download the list, edit the column “Item threshold” and upload it. A cell takes a number, 7d, off, or inherit (the wider threshold). Empty cells and items that are not in the file do not change. You see a preview before anything changes."},
		{"sheet.file", "파일", "File"},
		{"sheet.kinds", "XLSX 또는 CSV(UTF-8, CP949), 8MB, 10만 줄까지", "XLSX or CSV (UTF-8, CP949), up to 8 MB and 100,000 lines"},
		{"sheet.check", "무엇이 바뀌는지 보기", "Preview changes"},
		{"sheet.apply", "{0}개 바꾸기", "Change {0}"},
		{"sheet.summary", "품목 {0}개의 기준이 바뀌어요.", "{0} {0#item changes/items change}."},
		{"sheet.same", "{0}개는 그대로예요.", "{0} {0#does/do} not change."},
		{"sheet.problems", "{0}줄은 쓸 수 없어서 빼고 진행해요.", "{0} {0#line/lines} cannot be used and {0#is/are} skipped."},
		{"sheet.line", "{0}번째 줄", "Line {0}"},
		{"sheet.was", "지금", "Now"},
		{"sheet.becomes", "바뀐 뒤", "After"},
		{"sheet.row", "줄", "Line"},
	}
}

// sheetFileErrors are why a file is refused.
func sheetFileErrors() []entry {
	return []entry{
		{"sheet.error_file", "파일을 골라 주세요.", "Please choose a file."},
		{"sheet.error_large", "파일이 너무 커요. 8MB까지 올릴 수 있어요. 필요한 칸만 남기거나 나눠서 올려 주세요.", "The file is too large: up to 8 MB. Please keep only the columns that you need, or split it."},
		{"sheet.error_rows", "줄이 너무 많아요. {0}줄까지 올릴 수 있어요. 파일을 나눠 주세요.", "There are too many lines: up to {0}. Please split the file."},
		{"sheet.error_columns", "칸이 너무 많아요. 한 줄에 {0}칸까지 올릴 수 있어요. 필요한 칸만 남겨 주세요.", "There are too many columns: up to {0}. Please keep only the columns that you need."},
		{"sheet.error_cells", "칸이 너무 많아요. 빈 칸까지 모두 {0}칸까지 올릴 수 있어요. 새 파일에 필요한 칸만 옮겨 주세요.", "There are too many cells: up to {0}, empty ones included. Please copy only the columns that you need into a new file."},
		{"sheet.error_cell", "한 칸의 글이 너무 길어요. 한 칸에 4KB(한글 약 1,300자)까지 올릴 수 있어요. 긴 설명 칸은 지우고 올려 주세요.", "The text of one cell is too long: up to 4 KB. Please remove columns with long descriptions."},
		{"sheet.error_line", "한 줄이 너무 길어요. 한 줄은 64KB까지예요. 닫히지 않은 큰따옴표(\")가 없는지 확인해 주세요.", "One line is too long: up to 64 KB. Please check for a quotation mark that is not closed."},
		{"sheet.error_texts", "글이 너무 많아요. 모두 합쳐 8MB까지 올릴 수 있어요. 필요한 칸만 남기거나 나눠서 올려 주세요.", "There is too much text: up to 8 MB in all. Please keep only the columns that you need, or split the file."},
		{"sheet.error_unpacked", "압축을 풀면 너무 커지는 파일이에요. 풀어서 128MB까지 올릴 수 있어요. 새 파일에 필요한 칸만 옮겨 주세요.", "The file is too large once it is unpacked: up to 128 MB. Please copy only the columns that you need into a new file."},
		{"sheet.error_parts", "파일 속에 든 것이 너무 많아요(그림, 시트 등). 새 파일에 필요한 칸만 옮겨 주세요.", "The file holds too many parts, such as pictures and sheets. Please copy only the columns that you need into a new file."},
		{"sheet.error_locked", "암호가 걸린 파일이에요. 엑셀에서 암호를 풀고 다시 올려 주세요.", "The file has a password. Please remove it in Excel and upload the file again."},
		{"sheet.error_busy", "이 쇼핑몰에서 올린 다른 파일을 아직 확인하고 있어요. 끝난 뒤 다시 올려 주세요.", "Another file of this mall is still being checked. Please upload this one when that is done."},
		{"sheet.error_full", "지금 올라오는 파일이 많아요. 잠시 뒤에 다시 올려 주세요.", "Many files are being uploaded right now. Please try again in a moment."},
		{"sheet.error_slow", "파일이 너무 느리게 올라와서 받지 못했어요. 인터넷 연결을 확인하고 다시 올려 주세요.", "The file arrived too slowly and was not received. Please check your connection and upload it again."},
	}
}

// sheetLineErrors are why a line of a file is refused.
func sheetLineErrors() []entry {
	return []entry{
		{"sheet.at_line", "{0}번째 줄:", "Line {0}:"},
		{"sheet.at_cell", "{0}번째 줄 {1}열:", "Line {0}, column {1}:"},
		{"sheet.error_empty", "파일에 내용이 없어요.", "The file is empty."},
		{"sheet.error_format", "읽을 수 없는 파일이에요. XLSX나 CSV로 저장해서 올려 주세요. (예전 XLS는 XLSX로 다시 저장해 주세요.)", "This file cannot be read. Save it as XLSX or CSV; an old XLS has to be saved as XLSX."},
		{"sheet.error_code_column", "첫 줄에 ‘품목코드’나 ‘자체 품목코드’ 칸이 있어야 해요.", "The first line needs a column “Item code” or “Own item code”."},
		{"sheet.error_own_column", "첫 줄에 ‘품목 기준’ 칸이 있어야 해요.", "The first line needs a column “Item threshold”."},
		{"sheet.error_many", "한 번에 품목 2만 개까지 바꿀 수 있어요. 파일을 나눠 주세요.", "One file may change up to 20,000 items. Please split it."},
		{"sheet.error_no_code", "품목코드가 비어 있어요.", "There is no item code."},
		{"sheet.error_unknown", "이 쇼핑몰에 없는 품목코드예요.", "This mall has no item with this code."},
		{"sheet.error_several", "같은 자체 품목코드를 쓰는 품목이 {0}개예요. 품목코드로 적어 주세요.", "{0} {0#item/items} share this code. Use the item code."},
		{"sheet.error_conflict", "{0}번째 줄과 같은 품목인데 서로 다른 값이라 둘 다 뺐어요. 코드 앞의 0이 지워지지 않았는지 확인해 주세요.", "Same item as in line {0}, with another value; neither is used. Check whether leading zeros of a code were lost."},
		{"sheet.error_ambiguous", "이 코드로 볼 수 있는 품목이 여럿이에요: {0}. 정확한 코드로 적어 주세요.", "The code matches several items: {0}. Please write the exact code."},
		{"sheet.error_scientific", "엑셀이 코드를 지수 형식으로 바꿔서 원래 코드를 알 수 없어요. 칸을 텍스트 형식으로 바꾸고 코드를 다시 적어 주세요.", "The spreadsheet has turned the code into scientific notation, so the real one is not known. Format the cell as text and write the code again."},
		{"sheet.error_value", "숫자, 7일, 끔, 따름 가운데 하나로 적어 주세요.", "Write a number, 7d, off or inherit."},
	}
}

// bulkWords are about one threshold for many items, and about the result of an
// uploaded file.
func bulkWords() []entry {
	return []entry{
		{"bulk.title", "여러 품목의 기준 정하기", "One threshold for many items"},
		{"bulk.of", "품목 {0}개", "{0} {0#item/items}"},
		{"bulk.picked", "개 선택", " selected"},
		{"bulk.hint", "품목마다 따로 정한 기준이 돼요. 바꾼 뒤에 한 번에 되돌릴 수 있어요.", "It becomes each item's own threshold. You can undo it immediately afterwards."},
		{"bulk.pick", "{0} 선택", "Select {0}"},
		{"bulk.page", "이 쪽의 품목 모두 선택", "Select all on this page"},
		{"bulk.all", "조건에 맞는 품목 모두", "All that match"},
		{"bulk.set", "선택한 품목의 기준", "Threshold of the selected items"},
		{"bulk.inherit", "더 넓은 기준 따름", "the wider threshold"},
		{"bulk.suggested", "품목마다 제안값", "each item's suggestion"},
		{"bulk.unknown", "{0}개는 판매 기록이 모자라거나 알리지 않는 품목이라 제안이 없어요.", "{0} {0#has/have} no suggestion: too few sales are recorded, or {0#it never alerts/they never alert}."},
		{"bulk.lower", "품절을 덜 막았을 제안 {0}개도 적용", "Also apply {0} that would have prevented fewer stock-outs"},
		{"bulk.unwise", "{0}개는 계산한 값이 지난 1년이라면 지금 기준보다 품절을 덜 막았을 값이거나 아직 견줘 보지 않아서 제안하지 않아요.", "For {0} {0#item/items} nothing is suggested: over the last year the computed value would have prevented fewer stock-outs than the current threshold, or it has not been compared yet."},
		{"bulk.lower_out", "{0}개는 제안이 지난 1년이라면 지금 기준보다 품절을 덜 막았을 값이라 뺐어요. 목표에는 닿거나, 판매가 줄었거나, 비수기인 품목이에요.", "{0} {0#is/are} left out: over the last year the suggestion would have prevented fewer stock-outs than the current threshold. Such items still reach the target, sell more slowly now, or enter their low season."},
		{"bulk.lower_in", "그 가운데 {0}개는 지난 1년이라면 지금 기준보다 품절을 덜 막았을 제안이에요.", "{0} of the suggestions would have prevented fewer stock-outs over the last year than the current threshold."},
		{"bulk.learnt", "다른 상품에서 배운 추정값 {0}개도 적용", "Also apply {0} {0#estimate/estimates} learnt from other products"},
		{"bulk.learnt_out", "{0}개는 기록이 짧아 다른 상품에서 배운 추정값이라 뺐어요.", "{0} {0#is/are} left out: the record is short, and the suggestion is an estimate learnt from other products."},
		{"bulk.learnt_in", "그 가운데 {0}개는 다른 상품에서 배운 추정값이에요.", "{0} of the suggestions {0#is an estimate/are estimates} learnt from other products."},
		{"bulk.back", "목록으로", "Back to the list"},
		{"bulk.error_none", "품목을 하나 이상 골라 주세요.", "Please select at least one item."},
		{"bulk.error_many", "한 번에 2만 개까지 바꿀 수 있어요. 조건을 좁히거나 카테고리 기준을 정해 주세요.", "Up to 20,000 items at once. Narrow the search, or set a threshold for a category."},
		{"rules.cause_forecast", "제안대로 정함", "From the forecast"},
		{"rules.cause_file", "파일로 바꿈", "From a file"},
		{"sheet.counting", "무엇이 바뀌는지 헤아리고 있어요. 품목이 만 개쯤이면 몇 초 걸려요.", "Counting what would change. With about 10,000 items this takes a few seconds."},
		{"sheet.wait", "바꾸는 중이에요. 품목이 많으면 몇 초 걸려요.", "Changing. With many items this takes a few seconds."},
		{"sheet.changed", "기준 {0}개를 바꿨어요.", "{0} {0#threshold was/thresholds were} changed."},
		{"sheet.left", "{0}개는 그사이 다른 사람이 바꿔서 그대로 뒀어요.", "{0} {0#was/were} changed by somebody else meanwhile and {0#was/were} not changed."},
	}
}
