package words

// setWords are about set products and their parts.
func setWords() []entry {
	return []entry{
		{"set.title", "세트 구성", "Parts of this set"},
		{"set.part", "구성상품", "Part"},
		{"set.needed", "세트당 수량", "Per set"},
		{"set.stock", "재고", "Stock"},
		{"set.enough", "만들 수 있는 세트", "Enough for"},
		{"set.no_limit", "제한 없음", "no limit"},
		{"set.not_listed", "재고 목록에 없음", "not in the stock list"},
		{"set.stopped", "세트 {0|은/는} 판매할 수 없음: 구성상품 {1} 품절", "Set {0} cannot be sold: part {1} is sold out"},
		{"set.stopped_short", "세트 {0|은/는} 판매할 수 없음: 구성상품 {1} 재고 {2}개, 세트당 {3}개 필요", "Set {0} cannot be sold: part {1} has {2}, one set needs {3}"},
		{"set.badge_out", "구성상품 품절", "part sold out"},
		{"set.badge_short", "구성상품 부족", "part low"},
		{"set.badge_stopped", "판매할 수 없음", "cannot be sold"},
		{"set.makes", "구성상품 재고로 지금 세트 {0}개를 만들 수 있어요.", "The stock of the parts is enough for {0} {0#set/sets} now."},
		{"set.makes_about", "구성상품 재고로 지금 세트를 많아야 {0}개 만들 수 있어요.", "The stock of the parts is enough for {0} {0#set/sets} at most now."},
		{"set.unlimited", "구성상품의 재고를 관리하지 않아서 만들 수 있는 세트 수에 제한이 없어요.", "Cafe24 does not track the stock of the parts, so they set no limit."},
		{"set.unknown", "카페24가 이 세트의 구성을 알려 주지 않았어요.", "Cafe24 has not said which parts this set has."},
		{"set.unread", "세트 구성을 곧 읽어요.", "The parts will be read soon."},
		{"set.partial", "구성상품 가운데 읽지 못한 것이 있어요.", "Some of the parts could not be read."},
		{"set.estimate", "옵션이 여러 개인 구성상품은 어느 옵션이 세트에 들어가는지 카페24가 알려 주지 않아요. 그래서 상품 전체 재고로 계산하고, 세트로 팔린 수량은 판매 속도에 넣지 않아요.", "Cafe24 does not say which option of a part is in the set. All options of such a part are counted together here. Units sold in sets are not counted as sales of the part."},
		{"set.in_title", "이 상품이 들어가는 세트", "In these sets"},
		{"explain.set_unknown", "세트상품인데, 구성은 아직 알 수 없어요.", "It is a set, and its parts are not known yet."},
		{"explain.set_part_out", "이 세트는 판매할 수 없음: 구성상품 {0} 품절", "This set cannot be sold: part {0} is sold out."},
		{"explain.set_part_short", "이 세트는 판매할 수 없음: 구성상품 {0} 재고 {1}개, 세트당 {2}개 필요", "This set cannot be sold: part {0} has {1}, and one set needs {2}."},
		{"explain.set_makes", "구성상품 재고로 지금 세트 {0}개를 만들 수 있어요.", "The stock of the parts is enough for {0} {0#set/sets} now."},
		{"explain.set_makes_about", "구성상품 재고로 지금 세트를 많아야 {0}개 만들 수 있어요.", "The stock of the parts is enough for {0} {0#set/sets} at most now."},
		{"explain.set_unlimited", "구성상품의 재고를 관리하지 않아서 만들 수 있는 세트 수에 제한이 없어요.", "Cafe24 does not track the stock of its parts, so they set no limit."},
		{"explain.stops_set", "이 상품이 모자라서 세트 {0}도 판매할 수 없어요.", "Without it, set {0} cannot be sold either."},
		{"explain.stops_sets", "이 상품이 모자라서 세트 {0} 외 {1}개도 판매할 수 없어요.", "Without it, set {0} and {1} {1#other/others} cannot be sold either."},
		{"letter.stops_set", "세트 {0}도 판매할 수 없어요.", "This also stops set {0}."},
		{"letter.stops_sets", "세트 {0} 외 {1}개도 판매할 수 없어요.", "This also stops set {0} and {1} {1#other/others}."},
	}
}
