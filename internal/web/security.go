package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// headerPolicy holds the headers that every answer has.
type headerPolicy struct {
	ancestors  string // contains {mall_id}
	authorize  string // origin of the consent page, contains {mall_id}
	images     string
	transport  string                      // HSTS; "" without https
	crossCheck *http.CrossOriginProtection // by Sec-Fetch-Site, which no page can forge
	byOrigin   *http.CrossOriginProtection // used without Sec-Fetch-Site, since a proxy may rewrite Host
}

func newHeaderPolicy(cfg Config, app *url.URL) headerPolicy {
	p := headerPolicy{
		ancestors: cfg.FrameAncestors, authorize: kit.OriginOf(cfg.AuthorizeURL),
		images: "'self' https: data:", crossCheck: http.NewCrossOriginProtection(), byOrigin: http.NewCrossOriginProtection(),
	}
	if app.Scheme == "http" { // the demo also loads product images without TLS
		p.images += " http:"
	} else {
		p.transport = "max-age=31536000; includeSubDomains"
	}
	_ = p.byOrigin.AddTrustedOrigin(app.Scheme + "://" + app.Host) // the configuration was checked before
	return p
}

// secureHeaders sets the headers when the answer is about to be written. Only
// then is it known whose admin may show it in a frame.
func (s *Server) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Before(func() { s.headers.set(c) })
		return next(c)
	}
}

func (p headerPolicy) set(c echo.Context) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentSecurityPolicy, p.policy(c))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	if h.Get(echo.HeaderReferrerPolicy) == "" {
		// A stricter policy would make browsers send "Origin: null" with the
		// app's own forms.
		h.Set(echo.HeaderReferrerPolicy, "same-origin")
	}
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if p.transport != "" {
		h.Set(echo.HeaderStrictTransportSecurity, p.transport)
	}
	if h.Get(echo.HeaderCacheControl) == "" {
		h.Set(echo.HeaderCacheControl, "no-store")
	}
}

// policy returns the content security policy for the admin of one mall. Only a
// signature or a session proves which mall that is. An answer without a proven
// mall may not be shown in any frame, since the storefront of every merchant
// has the same form of address as the admin.
func (p headerPolicy) policy(c echo.Context) string {
	forms, sources := "'self'", "'none'"
	if mall, _ := c.Get(kit.ContextFrame).(lowstock.MallID); mall != "" {
		forms = strings.TrimSpace(forms + " " + kit.ForMall(p.authorize, mall))
		sources = cmp.Or(strings.Join(strings.Fields(kit.ForMall(p.ancestors, mall)), " "), sources)
	}
	return ContentPolicy(p.images, forms, sources)
}

// ContentPolicy returns the content security policy of every page: the sources
// of its images, where its forms may lead, and who may show it in a frame. The
// storybook serves its pages with the same policy.
func ContentPolicy(images, forms, ancestors string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; connect-src 'self'; font-src 'self'; form-action " + forms +
		"; base-uri 'none'; object-src 'none'; frame-ancestors " + ancestors
}

// refuseCrossSite refuses a change that a page of another site requests. A
// request whose proof is not a cookie needs no such check.
func (s *Server) refuseCrossSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if exemptFromOrigin(c) {
			return next(c)
		}
		check := s.headers.crossCheck
		if c.Request().Header.Get("Sec-Fetch-Site") == "" {
			check = s.headers.byOrigin
		}
		if err := check.Check(c.Request()); err != nil {
			return lowstock.Fail(lowstock.CodeForbidden, "error.cross_site", err)
		}
		return next(c)
	}
}

// exemptFromOrigin says whether the request proves itself without a cookie. A
// mail client's one-click POST has a token in its address. An API client has a
// token in a header that no other site can make a browser send. The page of a
// supplier sends no referrer, since its address is the proof; an older browser,
// without Sec-Fetch-Site, then sends a form with the origin "null".
func exemptFromOrigin(c echo.Context) bool {
	path, header := c.Path(), c.Request().Header
	return path == paths.Unsubscribe ||
		path == paths.SupplierPage && header.Get("Sec-Fetch-Site") == "" && header.Get(echo.HeaderOrigin) == "null" ||
		strings.HasPrefix(path, kit.RouteAPI+"/") && header.Get(echo.HeaderAuthorization) != ""
}
