package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthcheckCommand asks the process on this machine whether it is ready. An
// image without a shell has no other program that could.
func healthcheckCommand(ctx context.Context, getenv func(string) string) error {
	r := &source{getenv: getenv}
	host, port, err := net.SplitHostPort(r.listener("LISTEN_ADDR", ":8080"))
	if err != nil || len(r.problems) > 0 {
		return &configError{r.problems[0]}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", answer.Status)
	}
	return nil
}
