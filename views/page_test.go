package views_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/words"
)

// Run with -out DIR to look at every page in a browser, without a database.
var out = flag.String("out", "", "folder to write the rendered pages to")

func render(t *testing.T, p page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.body.Render(t.Context(), &b); err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	return b.String()
}

func TestPagesRenderToDisk(t *testing.T) {
	t.Parallel()
	for _, l := range []words.Locale{words.Korean, words.English} {
		for _, p := range pagesIn(l) {
			body := render(t, p)
			if *out == "" {
				continue
			}
			body = strings.ReplaceAll(body, `href="/static/`, `href="`)
			if err := os.WriteFile(filepath.Join(*out, p.name+"-"+string(l)+".html"), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var _ = html.Parse
