package words

// purchaseUnseen are about goods that a person entered as received, before the
// shop's stock shows them.
func purchaseUnseen() []entry {
	return []entry{
		{"purchase.unseen", "입고 · 쇼핑몰 재고 미반영 {0}개", "Received, not in the shop's stock yet: {0}"},
		{"purchase.unseen_line", "쇼핑몰 재고 미반영 {0}개", "{0} not in the shop's stock"},
		{"purchase.receipt_part", "쇼핑몰 재고에 {0}개만 반영됐어요. {1}개는 아직이에요.", "The shop's stock shows {0} of them; {1} not yet."},
		{"purchase.event_unseen", "입고로 적었지만 쇼핑몰 재고에 반영되지 않음", "Entered as received, never shown in the shop's stock"},
		{
			"purchase.unseen_notice", "입고로 적은 {0}개가 3일 동안 쇼핑몰 재고에 반영되지 않아, 더는 들어올 수량으로 세지 않아요. 쇼핑몰 재고를 고치거나, 잘못 적었다면 입고를 되돌려 주세요.",
			"{0} entered as received did not show in the shop's stock for three days, so they no longer count as incoming. Correct the shop's stock, or take the receipt back if it was a mistake.",
		},
		{"purchase.detected_at", "{0}에 {1}개가 들어온 것으로 기록됨, 같은 입고라면 그 기록을 바꿔요", "{1} were recorded as received on {0}; an entry of the same goods replaces that"},
		{"done.purchase_undone_held", "되돌렸어요. 알림은 미뤄요", "Undone, alerts snoozed"},
		{"outlook.unseen", "들어왔지만 쇼핑몰 재고에 아직 없는 {0}개를 더해 계산했어요.", "This counts the {0} that arrived and are not in the shop's stock yet."},
	}
}
