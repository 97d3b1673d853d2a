package typed

import (
	"strings"
)

// Number is a number as a person typed it, for strconv: without spaces and
// thousands separators, and with full-width characters, as a Korean or Japanese
// input method may write them, as the plain ones.
func Number(text string) string {
	return strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
		"－", "-", "％", "%", ",", "", "，", "", " ", "", "\u3000", "", "\t", "", "\u00a0", "").Replace(text)
}
