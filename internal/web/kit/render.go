package kit

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// maxPooled is the largest buffer that is kept, so that one very large page
// does not hold its memory forever.
const maxPooled = 512 << 10

//nolint:gochecknoglobals // a pool of memory, not state
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func takeBuffer() *bytes.Buffer {
	buf, _ := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	return buf
}

func giveBuffer(buf *bytes.Buffer) {
	if buf.Cap() <= maxPooled {
		buffers.Put(buf)
	}
}

// Render writes a component into a pooled buffer first and then sends it with
// its length. If the component fails, a complete error page can still be sent.
func Render(c echo.Context, status int, component templ.Component) error {
	ReleaseSnapshot(c) // everything is read
	buf := takeBuffer()
	defer giveBuffer(buf)
	if err := component.Render(c.Request().Context(), buf); err != nil {
		return err
	}
	return sendHTML(c, status, buf.Bytes())
}

func sendHTML(c echo.Context, status int, body []byte) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	c.Response().Header().Add(echo.HeaderVary, "HX-Request, HX-Request-Type")
	return Send(c, status, echo.MIMETextHTMLCharsetUTF8, body)
}

// IsFragment says whether htmx asks for a part of the page. A boosted link, a
// swap of the whole body and a restored history need the whole page.
func IsFragment(c echo.Context) bool {
	h := c.Request().Header
	return h.Get("HX-Request") == "true" && h.Get("HX-Request-Type") != "full" &&
		h.Get("HX-Boosted") == "" && h.Get("HX-History-Restore-Request") == ""
}

// SeeOther redirects after a form succeeded. htmx follows the redirect by
// itself.
func SeeOther(c echo.Context, path string) error {
	return c.Redirect(http.StatusSeeOther, path)
}
