// Package static owns the files a browser loads: the compiled stylesheet, htmx
// and the little scripts of the pages. They are served from the binary under a
// URL that holds their content's hash, so they may be cached for ever. It must
// not know any page.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed app.css app.js htmx.min.js loading.js morning.js
var files embed.FS

func names() []string {
	return []string{"app.css", "app.js", "htmx.min.js", "loading.js", "morning.js"}
}

// Path returns the URL of a file, as /static/app.1f0c….css. A name that is not
// there gives a URL that answers 404.
func Path(name string) string {
	if at, is := addresses()[name]; is {
		return at
	}
	return "/static/" + name
}

// addresses are computed once: three hashes were 4 % of a page's processor time.
//
//nolint:gochecknoglobals // what the binary holds does not change
var addresses = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, name := range names() {
		if body, err := files.ReadFile(name); err == nil {
			all[name] = address(name, body)
		}
	}
	return all
})

func address(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

// file is one of them as it goes out, compressed once and for all.
type file struct {
	contentType  string
	plain, small []byte
}

// Files are what a browser may load, by URL.
type Files map[string]file

// Handler serves what [Path] names, to be mounted at /static/. Only a URL with
// the right hash is answered, for a year and immutable: an old page never gets
// a new file.
func Handler() Files {
	served := Files{}
	for _, name := range names() {
		body, err := files.ReadFile(name)
		if err != nil {
			continue // go:embed has it or the build fails
		}
		f := file{contentType: "text/javascript; charset=utf-8", plain: body, small: compress(body)}
		if path.Ext(name) == ".css" {
			f.contentType = "text/css; charset=utf-8"
		}
		served[address(name, body)] = f
	}
	return served
}

// Has says whether there is a file at a URL's path.
func (f Files) Has(path string) bool {
	_, ok := f[path]
	return ok
}

// ServeHTTP implements [http.Handler].
func (f Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := f[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	found.send(w, r)
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b) // a bytes.Buffer takes everything
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}

func (f file) send(w http.ResponseWriter, r *http.Request) {
	body, h := f.plain, w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", f.contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.small
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader that has gone needs no answer
	}
}
