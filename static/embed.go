// Package static owns the files a browser loads: the compiled stylesheet, htmx
// and the little script of the pages. They are served from the binary under a
// URL that holds their content's hash, so they may be cached for ever. It must
// not know any page.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
)

//go:embed app.css app.js htmx.min.js
var files embed.FS

// Path returns the URL of a file, as /static/app.1f0c….css. A name that is not
// there gives a URL that answers 404.
func Path(name string) string {
	body, err := files.ReadFile(name)
	if err != nil {
		return "/static/" + name
	}
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

// Handler serves what [Path] names, to be mounted at /static/. Only a URL with
// the right hash is answered, for a year and immutable: an old page never gets
// a new file.
func Handler() http.Handler {
	served := map[string]string{}
	for _, name := range []string{"app.css", "app.js", "htmx.min.js"} {
		served[Path(name)] = name
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeFileFS(w, r, files, name)
	})
}
