package words

import (
	"cmp"
	"strconv"
)

// Won is the ISO 4217 code of the currency that is used where none is known.
const Won = "KRW"

// symbols are the signs of currencies in the Unicode CLDR's English data. A
// currency without one is written by its code.
func symbols() map[string]string {
	return map[string]string{
		"USD": "$", "JPY": "¥", "EUR": "€", "GBP": "£", "CNY": "CN¥", "TWD": "NT$", "HKD": "HK$", "VND": "₫", "PHP": "₱",
	}
}

// Money writes a number as an amount of an ISO 4217 currency: "15,900원" and
// "₩15,900", "$12.50", "SGD 12.50". No currency is the won.
func (l Locale) Money(currency, number string) string {
	if currency == "" || currency == Won {
		return l.T("pieces.won", number)
	}
	if symbol := symbols()[currency]; symbol != "" {
		return symbol + number
	}
	return l.T("pieces.other", currency, number)
}

// Price writes an amount that is given in hundredths of the unit of an ISO 4217
// currency: "15,900원", "$12.50". Currencies without a smaller unit have no
// decimals, unless there is a fraction.
func (l Locale) Price(currency string, hundredths int64) string {
	sign := ""
	if hundredths < 0 {
		sign, hundredths = "-", -hundredths
	}
	text := Number(hundredths / 100)
	if cents := hundredths % 100; cents != 0 || !whole(currency) {
		text += "." + strconv.FormatInt(100+cents, 10)[1:]
	}
	return sign + l.Money(currency, text)
}

// whole says whether a currency has no smaller unit.
func whole(currency string) bool {
	switch currency {
	case "", Won, "JPY", "VND", "IDR", "CLP":
		return true
	}
	return false
}

// About writes an amount of whole units of an ISO 4217 currency for a sentence
// that says "about": to two digits or more, "36만 원", "₩360,000", "$360,000".
func (l Locale) About(currency string, amount int64) string {
	return l.Money(currency, l.in(currency).rounded(amount))
}

// MoneyColumn returns the title of a column of amounts in an ISO 4217 currency, which
// the amounts do not contain: "놓칠 판매액 (KRW)".
func MoneyColumn(title, currency string) string {
	return title + " (" + cmp.Or(currency, Won) + ")"
}

// AboutShort is [Locale.About] for where there is little room: "₩360K" and "$1.2M".
func (l Locale) AboutShort(currency string, amount int64) string {
	return l.Money(currency, l.in(currency).compact(amount))
}

// in is the language in which large numbers of a currency are written. Only the
// won is counted in 만 and 억.
func (l Locale) in(currency string) Locale {
	if currency == "" || currency == Won {
		return l
	}
	return English
}
