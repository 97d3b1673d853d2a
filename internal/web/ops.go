package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"os"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"cafe24-inventory-alert/internal/redact"
)

// JobsPath is the path of the list of jobs.
const JobsPath = "/jobs/"

// OpsConfig says what operators see, and who is one.
type OpsConfig struct {
	Metrics prometheus.Gatherer
	Jobs    http.Handler  // at [JobsPath]; nil: there is none
	Addr    string        // where it listens, as configured
	Token   redact.Secret // "": none is asked for, so Addr must be loopback
	Log     *slog.Logger
}

// OpsHandler serves metrics, profiles and the list of jobs. It answers under
// the names of this machine only: the name of another site may lead here
// although its pages are not ours (DNS rebinding). A page of another site
// cannot use an operator's browser: not to change anything, and not to keep the
// processor busy with a profile.
func OpsHandler(cfg OpsConfig) http.Handler {
	mux := http.NewServeMux()
	if cfg.Jobs != nil {
		mux.Handle(JobsPath, cfg.Jobs)
	}
	mux.Handle("GET /metrics", promhttp.HandlerFor(cfg.Metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return &ops{OpsConfig: cfg, names: opsNames(cfg.Addr), foreign: http.NewCrossOriginProtection(), next: mux}
}

type ops struct {
	OpsConfig

	names   map[string]bool // besides those of loopback and the address of the connection
	foreign *http.CrossOriginProtection
	next    http.Handler
}

// opsNames returns the names under which the configured address is known. An
// address of all interfaces is known by the name of this machine.
func opsNames(addr string) map[string]bool {
	host, _, _ := net.SplitHostPort(addr)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host, _ = os.Hostname()
	}
	return map[string]bool{strings.ToLower(host): host != ""}
}

func (o *ops) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	switch {
	case !o.ours(r):
		o.refuse(w, r, http.StatusForbidden, "host")
	case o.foreign.Check(r) != nil || r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Dest") != "document":
		o.refuse(w, r, http.StatusForbidden, "cross-site")
	case !o.proven(r):
		h.Add("WWW-Authenticate", `Basic realm="inventory-alert operations", charset="UTF-8"`)
		h.Add("WWW-Authenticate", "Bearer")
		o.refuse(w, r, http.StatusUnauthorized, "token")
	default:
		o.next.ServeHTTP(w, r)
	}
}

// refuse names neither the Host nor the token of the request.
func (o *ops) refuse(w http.ResponseWriter, r *http.Request, status int, reason string) {
	o.Log.WarnContext(r.Context(), "operations request refused", "reason", reason, "from", r.RemoteAddr, "status", status)
	http.Error(w, http.StatusText(status), status)
}

// ours reports whether the Host is a name of this machine.
func (o *ops) ours(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || o.names[host] {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return false
	}
	local, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ip.IsLoopback() || local != nil && ip.Unmap() == local.AddrPort().Addr().Unmap().WithZone("")
}

// proven reports whether the request has the token: of a program as a bearer,
// of a browser as the password of any user.
func (o *ops) proven(r *http.Request) bool {
	if o.Token == "" {
		return true
	}
	scheme, sent, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		_, sent, _ = r.BasicAuth()
	}
	// Digests are compared, so that the time does not depend on the token's length.
	got, want := sha256.Sum256([]byte(sent)), sha256.Sum256([]byte(o.Token.Reveal()))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}
