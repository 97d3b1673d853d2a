package main

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"riverqueue.com/riverui"

	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/web"
)

// newJobsPage makes River's own page of the jobs: the running jobs, those that
// failed for good, and a button that runs a job again. The arguments of jobs
// are numbers and mall ids. The page counts jobs all the time, so it starts
// only with the first request.
func newJobsPage(ctx context.Context, p *pipeline.Pipeline, log *slog.Logger) (http.Handler, error) {
	page, err := riverui.NewHandler(&riverui.HandlerOpts{
		Endpoints: riverui.NewEndpoints(p.River(), nil), Logger: log, Prefix: strings.TrimSuffix(web.JobsPath, "/"),
	})
	if err != nil {
		return nil, err
	}
	start := sync.OnceValue(func() error { return page.Start(ctx) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := start(); err != nil {
			log.ErrorContext(r.Context(), "jobs page not started", "error", err)
			http.Error(w, "not available", http.StatusServiceUnavailable)
			return
		}
		page.ServeHTTP(w, r)
	}), nil
}
