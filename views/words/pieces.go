package words

import "strconv"

// piecesWords are quantities in boxes, and amounts of money of an order.
func piecesWords() []entry {
	return []entry{
		{"pieces.units", "{0}개", "{0}"},
		{"pieces.boxes", "{0}박스 ({1}개)", "{0} {0#box/boxes} ({1})"},
		{"pieces.broken", "{0}박스와 {1}개 ({2}개)", "{0} {0#box/boxes} and {1} ({2})"},
		{"pieces.won", "{0}원", "₩{0}"},
		{"pieces.other", "{0} {1}", "{0} {1}"},
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

// Price writes an amount that is given in hundredths of the unit of an ISO 4217
// currency: "15,900원", "USD 12.50". Currencies without a smaller unit have no
// decimals, unless there is a fraction.
func (l Locale) Price(currency string, hundredths int64) string {
	text := Number(hundredths / 100)
	cents := hundredths % 100
	if cents < 0 {
		cents = -cents
	}
	if cents != 0 || !whole(currency) {
		text += "." + strconv.FormatInt(100+cents, 10)[1:]
	}
	if currency == "" || currency == "KRW" {
		return l.T("pieces.won", text)
	}
	return l.T("pieces.other", currency, text)
}

// whole says whether a currency has no smaller unit.
func whole(currency string) bool {
	switch currency {
	case "", "KRW", "JPY", "VND", "IDR", "CLP":
		return true
	}
	return false
}
