package web

import (
	"net/http"
	"net/http/pprof"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// JobsPath is the path of the list of jobs.
const JobsPath = "/jobs/"

// OpsHandler serves metrics, profiles and, at [JobsPath], the list of jobs. It
// has no access control of its own: its listener must not be reachable from
// outside. A page of another site cannot use an operator's browser to change
// anything here.
func OpsHandler(metrics prometheus.Gatherer, jobs http.Handler) http.Handler {
	mux := http.NewServeMux()
	if jobs != nil {
		mux.Handle(JobsPath, http.NewCrossOriginProtection().Handler(jobs))
	}
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}
