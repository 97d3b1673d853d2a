package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// headerPolicy is what every answer carries.
type headerPolicy struct {
	ancestors  string // with {mall_id}
	authorize  string // origin of the consent page, with {mall_id}
	images     string
	transport  string                      // HSTS, "" without https
	crossCheck *http.CrossOriginProtection // by Sec-Fetch-Site, which no page can forge
	byOrigin   *http.CrossOriginProtection // where that is missing: Host may be rewritten by a proxy
}

func newHeaderPolicy(cfg Config, app *url.URL) headerPolicy {
	p := headerPolicy{
		ancestors: cfg.FrameAncestors, authorize: kit.OriginOf(cfg.AuthorizeURL),
		images: "'self' https: data:", crossCheck: http.NewCrossOriginProtection(), byOrigin: http.NewCrossOriginProtection(),
	}
	if app.Scheme == "http" { // the demo: product images come without TLS too
		p.images += " http:"
	} else {
		p.transport = "max-age=31536000; includeSubDomains"
	}
	_ = p.byOrigin.AddTrustedOrigin(app.Scheme + "://" + app.Host) // checked with the configuration
	return p
}

// secureHeaders sets the policy when the answer is about to be written, since
// only then is it known whose admin may frame it.
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
		// Stricter would make browsers send "Origin: null" with our own forms.
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

// policy is the content security policy for one mall's admin; an answer to
// nobody in particular is not framed at all. A page that says why a frame shows
// nothing else may be framed by whoever may be its admin: see [framedMessage].
func (p headerPolicy) policy(c echo.Context) string {
	mall, _ := c.Get(kit.ContextFrame).(lowstock.MallID)
	claimed, _ := c.Get(kit.ContextClaimed).(lowstock.MallID)
	forms := "'self'"
	var sources []string
	if mall != "" {
		sources = strings.Fields(kit.ForMall(p.ancestors, mall))
	}
	if claimed != "" && claimed != mall {
		sources = append(sources, strings.Fields(kit.ForMall(p.ancestors, claimed))...)
	}
	if mall != "" {
		forms += " " + kit.ForMall(p.authorize, mall)
	}
	if say, _ := c.Get(kit.ContextAnyMall).(bool); say && len(sources) == 0 {
		sources = p.anyMall()
	}
	if len(sources) == 0 {
		sources = []string{"'none'"}
	}
	return ContentPolicy(p.images, strings.TrimSpace(forms), strings.Join(sources, " "))
}

// anyMall are the sources of every mall's admin. A wildcard can stand for a whole
// first label only; a source that has the mall elsewhere is left out.
func (p headerPolicy) anyMall() (sources []string) {
	for source := range strings.FieldsSeq(p.ancestors) {
		source = strings.Replace(source, "://"+kit.MallPlaceholder+".", "://*.", 1)
		if !strings.Contains(source, kit.MallPlaceholder) {
			sources = append(sources, source)
		}
	}
	return sources
}

// ContentPolicy is the content security policy of every page, with the sources
// of its images, where its forms may lead and who may frame it. The storybook
// serves its pages under the same one.
func ContentPolicy(images, forms, ancestors string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images +
		"; connect-src 'self'; font-src 'self'; form-action " + forms +
		"; base-uri 'none'; object-src 'none'; frame-ancestors " + ancestors
}

// refuseCrossSite stands before everything that changes something. What proves
// itself by other means than a cookie needs no such check.
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

// exemptFromOrigin: a mail client's one-click POST carries a token in its
// address, an API client one in a header that no other site can make a browser
// send.
func exemptFromOrigin(c echo.Context) bool {
	path := c.Path()
	return path == paths.Unsubscribe ||
		strings.HasPrefix(path, kit.RouteAPI+"/") && c.Request().Header.Get(echo.HeaderAuthorization) != ""
}
