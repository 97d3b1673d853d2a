package web

import (
	"strconv"
	"strings"

	"cafe24-inventory-alert/views/words"
)

// price writes Cafe24's "12900.00" as people do; a fraction of zeros is left
// out. What is not a number stays as it is.
func price(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return text
	}
	if strings.Trim(fraction, "0") == "" {
		return words.Number(n)
	}
	return words.Number(n) + "." + fraction
}
