package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthcheckAsksWhetherTheProcessIsReady(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("it asks %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	code := func() int {
		var out, errs bytes.Buffer
		return run(t.Context(), []string{"healthcheck"}, func(name string) string {
			return map[string]string{"LISTEN_ADDR": strings.TrimPrefix(server.URL, "http://")}[name]
		}, &out, &errs)
	}
	if got := code(); got != 0 {
		t.Errorf("ready: exit code %d", got)
	}
	status = http.StatusServiceUnavailable
	if got := code(); got != 1 {
		t.Errorf("not ready: exit code %d", got)
	}
	server.Close()
	if got := code(); got != 1 {
		t.Errorf("nobody listens: exit code %d", got)
	}
}
