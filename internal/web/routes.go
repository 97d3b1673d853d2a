package web

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/gommon/log"

	"cafe24-inventory-alert/internal/web/kit"
)

func (s *Server) newEcho() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(io.Discard)
	e.Logger.SetLevel(log.OFF)
	e.StdLogger.SetOutput(io.Discard)
	e.HTTPErrorHandler = s.HandleError
	e.IPExtractor = addressFrom(s.cfg)
	e.SchemeExtractor = echo.ExtractSchemeDirect() // APP_URL decides the scheme
	e.Pre(withoutTrailingSlash)
	e.Use(s.closeWhileDraining, s.observe, kit.SnapshotEnds, recovered, s.secureHeaders, kit.CleanInput)
	return e
}

// withoutTrailingSlash answers an address with a trailing slash like the
// address without it. It does not redirect, since a redirect loses the body of
// a POST. Echo's own RemoveTrailingSlash does not change the escaped form of a
// path, which then matches no route.
func withoutTrailingSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if len(u.Path) > 1 && strings.HasSuffix(u.EscapedPath(), "/") {
			u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
		}
		return next(c)
	}
}

// addressFrom trusts X-Forwarded-For only from the configured proxies.
func addressFrom(cfg Config) echo.IPExtractor {
	if len(cfg.TrustedProxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range cfg.TrustedProxies {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

func (s *Server) routes() error {
	err := errors.Join(
		s.mount(bareSurface, s.programRoutes()), s.mount(s.apiSurface, s.api.Routes()),
		s.mount(s.pageSurface, s.entry.Routes()), s.mount(s.pageSurface, s.pageRoutes()),
	)
	if s.cfg.Debug {
		err = errors.Join(err, s.mount(s.pageSurface, []kit.Route{kit.Get("/docs", kit.Anyone, s.api.Docs)}))
	}
	for _, rest := range []string{kit.RouteAPI, kit.RouteAPI + "/*", kit.RouteRest} {
		s.echo.RouteNotFound(rest, s.unknown)
	}
	return err
}

// unknown answers a request that no route matches. It answers 405 when the
// address has a route for another method. The router itself does not report
// that once the route for all other addresses exists.
func (s *Server) unknown(c echo.Context) error {
	probe := s.echo.AcquireContext()
	defer s.echo.ReleaseContext(probe)
	var allowed []string
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodPost, http.MethodPut} {
		probe.Reset(c.Request(), nil)
		s.echo.Router().Find(method, echo.GetPath(c.Request()), probe)
		if path := probe.Path(); path != "" && path != kit.RouteAPI && path != kit.RouteAPI+"/*" && path != kit.RouteRest {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return echo.ErrNotFound
	}
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	return echo.ErrMethodNotAllowed
}

// deadline ends the request's context after d, and with it every query that the
// request waits for.
func deadline(d time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			ctx, cancel := context.WithTimeout(req.Context(), d)
			defer cancel()
			c.SetRequest(req.WithContext(ctx))
			// The handler of an error needs a context that has not ended.
			defer c.SetRequest(req)
			return next(c)
		}
	}
}

func limitURL(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if len(c.Request().RequestURI) > maxURL {
			return echo.NewHTTPError(http.StatusRequestURITooLong)
		}
		return next(c)
	}
}

func newRequestID() string { return rand.Text() }
