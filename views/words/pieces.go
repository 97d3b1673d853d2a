package words

// piecesWords are quantities in boxes, and amounts of money.
func piecesWords() []entry {
	return []entry{
		{"pieces.units", "{0}개", "{0}"},
		{"pieces.boxes", "{0}박스 ({1}개)", "{0} {0#box/boxes} ({1})"},
		{"pieces.won", "{0}원", "₩{0}"},
		{"pieces.other", "{0} {1}", "{0} {1}"},
		{"pieces.broken", "{0}박스와 {1}개 ({2}개)", "{0} {0#box/boxes} and {1} ({2})"},
	}
}

// Pieces writes a quantity of pieces, in boxes if a box holds more than one:
// "5박스 (120개)". Without a full box it writes the pieces alone.
func (l Locale) Pieces(units, pack int) string {
	switch {
	case pack <= 1 || units < pack:
		return l.T("pieces.units", units)
	case units%pack == 0:
		return l.T("pieces.boxes", units/pack, units)
	}
	return l.T("pieces.broken", units/pack, units%pack, units)
}
