package words

// purchaseIncoming are about goods on their way, and whether they are enough.
func purchaseIncoming() []entry {
	return []entry{
		{"purchase.coming", "도착 예정 {0}개 · {1}", "{0} due · {1}"},
		{"purchase.coming_several", "도착 예정 {0}개 · 첫 {1}개 {2}", "{0} due · first {1} on {2}"},
		{"purchase.coming_late", "입고 지연 {0}개 · {1} 예정이었음", "{0} late · were due {1}"},
		{"purchase.counted_several", "들어올 {0}개를 더해 계산했어요. 첫 {1}개는 {2} 도착 예정이에요.", "This counts the {0} on the way, the first {1} due {2}."},
		{"purchase.covered", "떨어지기 전에 도착", "Arrives in time"},
		{"purchase.gap_for", "{0} 동안 품절", "Sold out for {0}"},
		{"purchase.gap_on", "{0} 도착, 그 전 {1} 동안 품절", "Arrives {0}: sold out for {1}"},
		{"purchase.gap_maybe", "도착 전에 떨어질 수 있어요", "May run out before it arrives"},
		{"purchase.short", "모두 도착해도 {0}개라 모자라요", "Only {0} with everything on the way: not enough"},
		{"purchase.half_day", "반나절", "half a day"},
		{"purchase.days", "{0}일", "{0} {0#day/days}"},
		{"purchase.days_half", "{0}일 반", "{0}½ days"},
		{"purchase.due", "{0}개 {1} 도착 예정", "{0} due {1}"},
		{"purchase.due_several", "{0}개 도착 예정, 첫 {1}개 {2}", "{0} due, the first {1} on {2}"},
	}
}
