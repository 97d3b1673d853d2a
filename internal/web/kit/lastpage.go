package kit

import (
	"fmt"
	"html"

	"cafe24-inventory-alert/views/words"
)

// lastPageOf is the answer for when rendering itself is broken; it needs
// nothing that could fail.
func lastPageOf() []byte {
	ko, en := words.Korean, words.English
	return fmt.Appendf(nil, `<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>%s</title></head>`+
		`<body><main><h1>%s</h1><p>%s</p><p lang="en">%s</p></main></body></html>`,
		html.EscapeString(ko.T("error.title")), html.EscapeString(ko.T("error.title")),
		html.EscapeString(ko.T("error.internal")), html.EscapeString(en.T("error.internal")))
}
