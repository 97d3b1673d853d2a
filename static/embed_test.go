package static_test

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"cafe24-inventory-alert/static"
)

// htmx 4.0.1, dist/htmx.min.js of the npm package.
const htmxSum = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"

func read(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestHtmxIsTheOneThatWasVendored(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte(read(t, "htmx.min.js")))
	if got := hex.EncodeToString(sum[:]); got != htmxSum {
		t.Errorf("static/htmx.min.js has SHA-256 %s, want %s", got, htmxSum)
	}
	if !strings.Contains(read(t, "../package.json"), `"htmx.org": "4.0.1"`) {
		t.Error("package.json does not pin htmx.org to 4.0.1")
	}
}

func TestTokensTakeEffect(t *testing.T) {
	t.Parallel()
	css := read(t, "app.css")
	tokens := regexp.MustCompile(`(?m)^\s+"?([a-z-]+)"?: "(#[0-9a-f]{6})"`).FindAllStringSubmatch(read(t, "../tailwind.config.js"), -1)
	if len(tokens) < 30 {
		t.Fatalf("found %d colours in tailwind.config.js", len(tokens))
	}
	for _, token := range tokens {
		name, value := token[1], token[2]
		if short := value[1:2] + value[3:4] + value[5:6]; value == "#"+short[:1]+short[:1]+short[1:2]+short[1:2]+short[2:]+short[2:] {
			value = "#" + short // the minifier's spelling
		}
		if !strings.Contains(css, "--"+name+":"+value) {
			t.Errorf("token %s %s of tailwind.config.js is not in app.css: run npm run css", name, value)
		}
	}
	if !strings.Contains(css, "Apple SD Gothic Neo") {
		t.Error("the font stack of tailwind.config.js is not in app.css")
	}
	if strings.Contains(css, "@import") || strings.Contains(css, "url(http") {
		t.Error("app.css loads something")
	}
}

func TestOwnScriptStaysSmall(t *testing.T) {
	t.Parallel()
	for name, most := range map[string]int{"app.js": 4 << 10, "loading.js": 5 << 8, "morning.js": 4 << 10} {
		if n := len(read(t, name)); n > most {
			t.Errorf("static/%s has %d bytes, at most %d", name, n, most)
		}
	}
}

// answer is what the handler said, read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

func get(t *testing.T, method, path, encoding string) answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	static.Handler().ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

func TestHandler(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]string{"app.css": "text/css", "app.js": "text/javascript", "htmx.min.js": "text/javascript", "loading.js": "text/javascript", "morning.js": "text/javascript"} {
		path := static.Path(name)
		if !regexp.MustCompile(`^/static/[a-z.]+\.[0-9a-f]{12}\.(css|js)$`).MatchString(path) {
			t.Errorf("%s is at %s", name, path)
		}
		plain := get(t, http.MethodGet, path, "")
		if plain.status != http.StatusOK || plain.body != read(t, name) {
			t.Errorf("%s: status %d, %d bytes", name, plain.status, len(plain.body))
		}
		if got := plain.header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if got := plain.header.Get("Content-Type"); !strings.HasPrefix(got, kind) {
			t.Errorf("%s: Content-Type %q", name, got)
		}
		z, err := gzip.NewReader(strings.NewReader(get(t, http.MethodGet, path, "gzip, br").body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(z); err != nil || string(body) != read(t, name) {
			t.Errorf("%s: gzip holds something else: %v", name, err)
		}
		if head := get(t, http.MethodHead, path, ""); head.body != "" {
			t.Errorf("%s: HEAD has a body", name)
		}
	}
}

func TestHandlerKnowsOnlyTheHash(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/static/app.css", "/static/app.000000000000.css", "/static/../go.mod", static.Path("embed.go")} {
		if got := get(t, http.MethodGet, path, "").status; got != http.StatusNotFound {
			t.Errorf("%s: status %d", path, got)
		}
	}
}
