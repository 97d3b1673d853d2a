package words

// outlookWords are about the forecast of an item.
func outlookWords() []entry {
	return []entry{
		{"outlook.title", "앞으로", "Forecast"},
		{"outlook.lead", "조달 기간", "Lead time"},
		{"outlook.days", "{0}일", "{0} {0#day/days}"},
		{"outlook.velocity", "하루에 {0}개쯤 팔려요.", "Sells about {0} a day."},
		{"outlook.season", "앞으로 {0}일은 보통 때의 {1}배쯤 팔리는 시기예요. 지난해 판매로 계산했어요.", "In the next {0} {0#day/days}, sales are usually about {1} times as high as on other days, by the sales of the year before."},
		{"outlook.out", "지금 품절이에요.", "It is sold out now."},
		{"outlook.year", "지금 재고 {0}개는 1년 안에 떨어지지 않을 것 같아요.", "The {0} in stock will probably last for more than a year."},
		{"outlook.runs_out", "지금 재고 {0}개는 {1}쯤 떨어져요. 열에 여덟은 {2}부터 {3} 사이예요.", "The {0} in stock run out about {1}. With a chance of 80%, it is between {2} and {3}."},
		{"outlook.runs_out_late", "지금 재고 {0}개는 {1}쯤 떨어져요. 빠르면 {2}, 늦으면 1년 뒤예요.", "The {0} in stock run out about {1}: {2} at the earliest, in a year at the latest."},
		{"outlook.coming", "{1}에 들어올 {0}개를 더해 계산했어요.", "This counts the {0} that are due {1}."},
		{"outlook.late", "{1}에 들어올 예정이던 {0}개는 늦고 있어서 빼고 계산했어요.", "This does not count the {0} that were due {1}, since they are late."},
		{"outlook.risk", "지금 발주해도 {1}일 안에 먼저 떨어질 가능성은 {0}%예요.", "The chance that they run out within the lead time of {1} {1#day/days} is {0}%."},
		{"outlook.suggest", "조달 기간 {0}일 동안 품절을 {4}%의 확률로 막으려면 {1}개 이하일 때 알리는 게 좋아요. 그동안 팔릴 {2}개에 여유 {3}개를 더했어요.", "To last the lead time of {0} {0#day/days} in {4}% of cases, set the threshold to {1}: {2} that will be sold and {3} to be safe."},
		{"outlook.suggest_short", "{0}일 동안 팔릴 {2}개에 여유 {3}개를 더해 {1}개 이하일 때 알리는 것을 제안해요.", "For {0} {0#day/days}, the suggestion is {1}: {2} that will be sold and {3} to be safe."},
		{"outlook.unwise", "계산한 값이 지난 1년이라면 지금 기준보다 품절을 덜 막았을 값이라 제안하지 않아요. 지금 기준 {2}개는 지난 1년의 {0}일 구간 {1}개 중 {3}%에서 품절을 막았어요.", "No change is suggested: the computed value would have prevented fewer stock-outs last year than the current threshold. The current {2} would have prevented a stock-out in {3}% of last year's {1} {1#period/periods} of {0} {0#day/days}."},
		{"outlook.replay", "지난 1년의 {1}일 구간 {0}개 중 제안 {2}개는 {3}%, 지금 기준 {4}개는 {5}%에서 품절을 막았어요.", "Of last year's {0} {0#period/periods} of {1} {1#day/days}, the suggested {2} would have prevented a stock-out in {3}%, the current {4} in {5}%."},
		{"outlook.replay_same", "지금 기준 {2}개는 지난 1년의 {1}일 구간 {0}개 중 {3}%에서 품절을 막았어요.", "The current {2} would have prevented a stock-out in {3}% of last year's {0} {0#period/periods} of {1} {1#day/days}."},
		{"outlook.accept", "이 품목의 기준을 {0}개로 정하기", "Set this item's threshold to {0}"},
		{"outlook.lost", "들어올 때까지 {0}개, 약 {1}원어치 판매를 놓칠 것으로 보여요.", "Until goods can be there, {0} {0#unit/units} worth about ₩{1} may be lost."},
		{"outlook.unknown", "판매 기록이 아직 모자라요. 재고가 있던 날이 14일, 판매가 5번은 있어야 제안할 수 있어요.", "Too few sales are recorded for a suggestion: it needs 14 days in stock and 5 sales."},
		{"outlook.learnt", "{0}일 동안 {1}개 이하일 때 알리면 될 것으로 추정했어요. 그동안 팔릴 {2}개에 여유 {3}개를 더했어요.", "For {0} {0#day/days}, the estimate is {1}: {2} that will be sold and {3} to be safe."},
		{"outlook.learnt_until", "재고가 있던 날이 14일, 판매가 5번 쌓이면 이 품목의 기록으로 계산해요.", "From 14 days in stock and 5 sales on, its own record is used."},
		{"outlook.unsold", "기록한 {0}일 동안 판매가 없었어요.", "Nothing was sold in the {0} recorded {0#day/days}."},
	}
}
