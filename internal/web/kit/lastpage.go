package kit

import (
	"fmt"
	"html"

	"cafe24-inventory-alert/views/words"
)

// lastPageOf returns the answer that is sent when rendering itself fails. It
// uses nothing that can fail.
func lastPageOf() []byte {
	ko, en := words.Korean, words.English
	return fmt.Appendf(nil, `<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>%s</title>`+
		`<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>`+
		`<body><main><h1>%s</h1><p>%s</p><p lang="en">%s</p></main></body></html>`,
		html.EscapeString(ko.T("error.title")), html.EscapeString(ko.T("error.title")),
		html.EscapeString(ko.T("error.internal")), html.EscapeString(en.T("error.internal")))
}
