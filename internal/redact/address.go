package redact

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// address is an e-mail address inside of a text, also one in angle brackets.
var address = regexp.MustCompile(`[^\s@<>()\[\]{}"'` + "`" + `,;:=|/\\]+@[^\s@<>()\[\]{}"'` + "`" + `,;:=|/\\]+`)

// Addresses masks every e-mail address in a text: "kim@shop.example" becomes
// "k***@…". The rest of the text stays.
func Addresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	return address.ReplaceAllStringFunc(text, func(found string) string {
		_, size := utf8.DecodeRuneInString(found)
		return found[:size] + "***@…"
	})
}
